"""The administrator's page for changes of rules and fees: what they would do to open cases, then "from a date"."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.lib.money import rupiah
from seluma.lib.text import Text
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from .asking import actor_of

_HERE = "officer:publication"


@dataclass(frozen=True, slots=True)
class Effect:
    """One difference, and how many drafts meet it."""

    what: str
    drafts: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a new version would do."""

    service: catalogue.Service
    applies_from: dt.date
    drafts: int
    touched: int
    kept: int
    effects: tuple[Effect, ...]


@requires(catalogue.PUBLISH)
def publication(request: HttpRequest) -> HttpResponse:
    """What the content folder would change, tried on every open case; sending publishes it from a day."""
    actor, now = actor_of(request), timezone.now()
    form = forms.Form(request, [_day(timezone.localdate(now))], {})
    if form.is_ready():

        def perform() -> str:
            published = catalogue.publish(by=actor, at=now, effective_from=form.values["day"])
            return f"{reverse(_HERE)}?baru=diterbitkan" if published else reverse(_HERE)

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "day")
    try:
        trial = cases.try_publication(by=actor, at=now)
    except catalogue.ContentMistakes as wrong:
        lines = [str(catalogue.mistake_line(mistake)) for mistake in wrong.mistakes]
        return render(request, "officer/publication.html", {"mistakes": lines, "form": None, "tried": []}, status=409)
    if request.method != "POST":
        form = forms.Form(request, [_day(timezone.localdate(now))], {"day": _proposed_day(trial, now).isoformat()})
    tried = [_tried(one) for one in trial.services]
    context = {
        "mistakes": [],
        "form": form,
        "tried": tried,
        "untouched": [one for one in tried if not one.touched],
        "open_cases": trial.open_cases,
        "done": "baru" in request.GET,
    }
    return render(request, "officer/publication.html", context, status=form.status)


def _day(today: dt.date) -> forms.Field:
    return forms.Date(
        "day",
        _("Diterapkan sejak"),
        hint=_("Hari ini atau sesudahnya. Draf yang diajukan sejak hari itu memakai aturan yang baru."),
        earliest=today,
        too_early=_("Hari ini atau sesudahnya: aturan tidak dapat berlaku mundur."),
    )


def _proposed_day(trial: cases.Trial, now: dt.datetime) -> dt.date:
    return max((one.applies_from for one in trial.services), default=timezone.localdate(now))


def _tried(one: cases.TriedService) -> Tried:
    counted = Counter(effect for case in one.touched for effect in set(_effects(case)))
    return Tried(
        service=one.service,
        applies_from=one.applies_from,
        drafts=one.drafts,
        touched=len(one.touched),
        kept=sum(one.keep_theirs.values()),
        effects=tuple(Effect(what, drafts) for what, drafts in counted.most_common()),
    )


def _effects(case: cases.TouchedCase) -> Iterator[str]:
    yield from _said(_("Halangan baru: %(what)s"), (hurdle.text for hurdle in _new(case.appear)))
    yield from _said(_("Belum dijawab: %(what)s"), (hurdle.text for hurdle in case.appear if hurdle.kind == "question"))
    yield from _said(_("Berkas baru: %(what)s"), (hurdle.text for hurdle in case.appear if hurdle.kind == "document"))
    yield from _said(_("Tidak lagi menghalangi: %(what)s"), (hurdle.text for hurdle in case.disappear))
    before, after = _amount(case.fee_before), _amount(case.fee_after)
    if before != after:
        yield _("Biaya: %(before)s menjadi %(after)s") % {"before": before, "after": after}
    for key in case.answers_lost:
        question = catalogue.service(case.service, on=timezone.localdate()).questions_by_key.get(key)
        yield _("Jawaban diisi lagi: %(what)s") % {"what": spoken(question.title) if question else key}


def _new(hurdles: Iterable[cases.Hurdle]) -> Iterator[cases.Hurdle]:
    return (hurdle for hurdle in hurdles if hurdle.kind == "condition")


def _said(sentence: str, texts: Iterable[Text]) -> Iterator[str]:
    return (sentence % {"what": spoken(text)} for text in texts)


def _amount(fee: catalogue.Fee | None) -> str:
    return rupiah(fee.amount) if fee and fee.amount is not None else _("belum pasti")
