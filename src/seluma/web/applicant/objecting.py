"""Objecting to a refusal, and taking the objection back; and the file that came from whoever decided."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.documents import api as documents
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, signed_in

from .asking import actor_of, case_url, elsewhere
from .files import not_there, sent_file


@signed_in
def objection(request: HttpRequest, case: UUID) -> HttpResponse:
    """What the applicant holds against the refusal, in their own words."""
    actor, now = actor_of(request), timezone.now()
    page = cases.case_page(actor, case, at=now)
    if not page.can_object and request.method != "POST":
        return elsewhere(
            request,
            _("Keberatan tidak dapat diajukan"),
            _("Permohonan ini tidak ditolak kantor ini, waktunya sudah lewat, atau keberatannya sudah dinilai."),
            (_("Lihat permohonan"), case_url(case)),
        )
    hint = _("Sebut apa yang menurut Anda keliru, dan apa buktinya. Dokumen baru dapat Anda sebut di sini.")
    form = forms.Form(request, [forms.LongText("text", _("Mengapa Anda berkeberatan?"), hint=hint, limit=4000, rows=8)])
    if form.is_ready():

        def perform() -> str:
            cases.object_to(case=case, text=form.values["text"], by=actor, at=now)
            return case_url(case)

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    return render(request, "applicant/objection.html", {"form": form, "page": page}, status=form.status)


@signed_in
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take the objection back."""
    actor, now = actor_of(request), timezone.now()
    if request.method != "POST":
        return HttpResponseRedirect(case_url(cases.case_page(actor, case, at=now).id))

    def perform() -> str:
        cases.withdraw_objection(case=case, by=actor, at=now)
        return case_url(case)

    return post_once(request, perform)


@signed_in
def handed_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """The file that came with the answer."""
    actor, now = actor_of(request), timezone.now()
    page = cases.case_page(actor, case, at=now)
    if page.handover is None or not page.handover.filename:
        return not_there(request, case)
    name, data = cases.file_handed_back(actor, case, at=now)
    return sent_file(data, name, documents.PDF)
