"""Filling in an application, or mending a returned one: the tasks, one question a page, a last look, sending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, signed_in

from . import filling
from .answers import field_for
from .asking import actor_of, case_url, closed, elsewhere

FROM_CHECK = "periksa"
"""`?dari=periksa`: the person came from the last look and goes back there."""


@signed_in
def tasks(request: HttpRequest, case: UUID) -> HttpResponse:
    """What there is to do, what is done, what stands in the way, what it costs, who is asked, how long it takes."""
    now = timezone.now()
    draft = cases.filling(actor_of(request), case, at=now)
    if not draft.open:
        return HttpResponseRedirect(case_url(case))
    mending = draft.state == cases.RETURNED
    context = {
        "draft": draft,
        "mending": mending,
        "groups": filling.tasks_to_mend(draft) if mending else filling.tasks_to_file(draft),
        "stored": filling.stored(draft, request.GET.get("tersimpan", "")),
        "fee": catalogue.fee_for(draft.service, draft.answers),
        "asked": filling.institutions(draft),
    }
    return render(request, "applicant/tasks.html", context)


@signed_in
def question(request: HttpRequest, case: UUID, key: str) -> HttpResponse:
    """One question; the answer is kept and the next question follows."""
    actor, now = actor_of(request), timezone.now()
    draft = cases.filling(actor, case, at=now)
    asked = draft.service.questions_by_key.get(key)
    if asked is None:
        raise access.NotFound
    if not draft.open:
        return closed(request, case)
    if not draft.may_answer(key):
        return _stays(request, draft)
    if asked not in catalogue.asked(draft.service, draft.answers):
        return _not_asked(request, draft)
    reason = draft.to_mend.get("questions", {}).get(key)
    form = forms.Form(request, [field_for(asked)], {key: draft.answers.get(key)})
    if form.is_ready():
        value = catalogue.check_answer(asked, form.values[key])

        def keep() -> str:
            cases.answer(case=case, changes={key: value}, by=actor, at=now)
            return _after(draft, asked, value, back_to_check=request.GET.get("dari") == FROM_CHECK)

        return post_once(request, keep)
    context = {
        "form": form,
        "draft": draft,
        "caption": None if reason else filling.section_of(draft.service, asked),
        "reason": reason,
        "back": _before(draft, asked, request),
        "tasks": reverse("applicant:tasks", args=[case]),
    }
    return render(request, "applicant/question.html", context, status=form.status)


@signed_in
def check(request: HttpRequest, case: UUID) -> HttpResponse:
    """A last look at everything, the declaration, and sending. A refusal says all that stands in the way at once."""
    actor, now = actor_of(request), timezone.now()
    draft = cases.filling(actor, case, at=now)
    if not draft.open:
        # The same form sent twice ends where the first one led.
        if request.method == "POST" and draft.number is not None:
            return HttpResponseRedirect(reverse("applicant:filed", args=[case]))
        return closed(request, case)
    mending = draft.state == cases.RETURNED
    form = forms.Form(request, [_declaration()])
    if form.is_ready():

        def send() -> str:
            if mending:
                cases.resubmit(case=case, by=actor, at=now)
                return case_url(case)
            cases.submit(case=case, by=actor, at=now)
            return reverse("applicant:filed", args=[case])

        try:
            return post_once(request, send)
        except access.Refused as refused:
            form.refuse_all(refused)
    context = {
        "form": form,
        "draft": draft,
        "mending": mending,
        "sections": filling.answers_to_check(draft),
        "papers": filling.papers_to_check(draft),
        "fee": catalogue.fee_for(draft.service, draft.answers),
        "asked": filling.institutions(draft),
        "warnings": filling.warnings(draft, timezone.localdate(now)),
    }
    return render(request, "applicant/check.html", context, status=form.status)


def _declaration() -> forms.Field:
    words = _("Saya menyatakan bahwa jawaban dan berkas ini benar dan lengkap.")
    return forms.ChooseSeveral(
        "declaration",
        _("Pernyataan"),
        choices=[("yes", words)],
        missing=_("Centang pernyataan ini supaya kami dapat menerimanya."),
    )


def _after(draft: cases.Filling, asked: catalogue.Question, value: Any, *, back_to_check: bool) -> str:
    """Where the person goes on: the next question without an answer, else back to the list (or to the last look)."""
    if back_to_check:
        return reverse("applicant:check", args=[draft.id])
    answers = {**draft.answers, asked.key: value}
    following = filling.next_question(draft, asked, answers)
    if following is None:
        return reverse("applicant:tasks", args=[draft.id])
    return reverse("applicant:question", args=[draft.id, following.key])


def _before(draft: cases.Filling, asked: catalogue.Question, request: HttpRequest) -> str:
    if request.GET.get("dari") == FROM_CHECK:
        return reverse("applicant:check", args=[draft.id])
    earlier = filling.question_before(draft, asked)
    if earlier is None:
        return reverse("applicant:tasks", args=[draft.id])
    return reverse("applicant:question", args=[draft.id, earlier.key])


def _stays(request: HttpRequest, draft: cases.Filling) -> HttpResponse:
    return elsewhere(
        request,
        _("Jawaban ini tetap"),
        _("Petugas tidak meminta bagian ini diperbaiki. Hanya yang disebut dalam daftar yang terbuka."),
        (_("Lihat daftar perbaikan"), reverse("applicant:tasks", args=[draft.id])),
    )


def _not_asked(request: HttpRequest, draft: cases.Filling) -> HttpResponse:
    return elsewhere(
        request,
        _("Pertanyaan ini belum perlu dijawab"),
        _("Apakah pertanyaan ini kami ajukan bergantung pada jawaban Anda yang lain. Lanjutkan dari daftar."),
        (_("Lihat daftar"), reverse("applicant:tasks", args=[draft.id])),
    )
