"""What the finder found, in the words of its page. Nothing is decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from seluma.domains.catalogue import api as catalogue
from seluma.web.ui.jinja import date_long
from seluma.web.ui.words import spoken

MOST_OTHERS = 5
"""Services that are not it, but nearest to the situation, named before the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Found:
    """One service with the finder's answer."""

    verdict: catalogue.Verdict
    change: str
    """What would make it yes, in a sentence; empty where nothing single would."""

    @property
    def service(self) -> catalogue.Service:
        """The service."""
        return self.verdict.service


@dataclass(frozen=True, slots=True)
class Groups:
    """All services by their answer; those that are not it begin with the nearest."""

    yes: tuple[Found, ...]
    open: tuple[Found, ...]
    depends: tuple[Found, ...]
    no: tuple[Found, ...]
    """By a condition: it would be the right service."""
    others: tuple[Found, ...]
    """By the situation."""
    far: tuple[Found, ...]


def groups(verdicts: Sequence[catalogue.Verdict]) -> Groups:
    """The answers, in the order in which the page tells them."""
    places = {question.key: place for place, question in enumerate(catalogue.finder_questions())}
    found = [Found(one, _change(one)) for one in verdicts]
    by_answer = {
        answer: tuple(one for one in found if one.verdict.answer == answer) for answer in ("yes", "open", "depends")
    }
    no = [one for one in found if one.verdict.answer == "no"]
    others = sorted((one for one in no if one.verdict.switches), key=lambda one: _how_far(one.verdict, places))
    return Groups(
        **by_answer,
        no=tuple(one for one in no if not one.verdict.switches),
        others=tuple(others[:MOST_OTHERS]),
        far=tuple(others[MOST_OTHERS:]),
    )


def _how_far(verdict: catalogue.Verdict, places: Mapping[str, int]) -> tuple[int, list[int]]:
    """Few other answers are near, and later questions: those ask what somebody wants, the first ones who they are."""
    return len(verdict.switches), sorted(-places[one.question.key] for one in verdict.switches)


def _change(verdict: catalogue.Verdict) -> str:
    if verdict.switches:
        wanted = [
            _("“%(answer)s” pada “%(question)s”")
            % {"answer": spoken(one.choice.title), "question": spoken(one.question.label)}
            for one in verdict.switches
        ]
        return _("Ya, dengan jawaban %(answers)s.") % {"answers": _(" dan ").join(wanted)}
    change = verdict.change
    if change is None:
        return ""
    if change.question is None:
        return _("Ya, jika Anda mengajukannya pada %(day)s atau sesudahnya.") % {"day": _day(change.value)}
    values = {"what": spoken(change.question.title), "value": answer_of(change.question, change.value)}
    if change.value in (change.question.minimum, change.question.maximum) and change.question.kind == "number":
        return _("Ya, jika “%(what)s” adalah “%(value)s”.") % values
    if change.question.kind in ("date", "number"):
        bound = _("Ya, jika “%(what)s” %(value)s atau kurang.") if change.question.kind == "number" else ""
        if change.earlier:
            return (bound or _("Ya, jika “%(what)s” %(value)s atau sebelumnya.")) % values
        return (
            _("Ya, jika “%(what)s” %(value)s atau sesudahnya.")
            if change.question.kind == "date"
            else _("Ya, jika “%(what)s” %(value)s atau lebih.")
        ) % values
    return _("Ya, jika “%(what)s” adalah “%(value)s”.") % values


def answer_of(question: catalogue.Question, value: Any) -> str:
    """An answer as people read it."""
    if question.kind == "choice" and (choice := question.choice(value)):
        return spoken(choice.title)
    if question.kind == "date":
        return _day(value)
    if question.kind == "yes_no":
        return _("Ya") if value else _("Tidak")
    return str(value)


def own_answers(
    known: Mapping[str, str],
    details: Mapping[str, Any],
    verdicts: Sequence[catalogue.Verdict],
    link: Callable[[str], str],
) -> list[dict[str, Any]]:
    """What was answered to the questions of the services that fit, each with the way to change it."""
    fitting = [one.service for one in verdicts if not one.switches] if known else []
    rows: dict[str, dict[str, Any]] = {}
    for service in fitting:
        for question in service.questions:
            if question.key in details and question.key not in rows:
                value = details[question.key]
                said = _("Belum diketahui") if value is None else answer_of(question, value)
                rows[question.key] = {"key": question.title, "value": said, "href": link(question.key)}
    return list(rows.values())


def _day(value: Any) -> str:
    return date_long(dt.date.fromisoformat(str(value)))
