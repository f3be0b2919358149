"""An objection to a refusal, for the officer who looks at it: what the applicant says, and the answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires

from .asking import actor_of, case_url
from .closed import closed

RIGHT, NOT_RIGHT = "uphold", "reject"


@requires(cases.DECIDE)
def objection(request: HttpRequest, case: UUID) -> HttpResponse:
    """The refusal and what is held against it; right or not right, with the reason that the applicant reads."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if (page.objection is None or "answer_objection" not in page.verbs) and request.method != "POST":
        return closed(request, page, _("Tidak ada keberatan yang menunggu jawaban Anda."))
    choices = [
        (RIGHT, _("Keberatannya benar"), _("Permohonan dibuka lagi, dan Anda yang memutuskannya.")),
        (NOT_RIGHT, _("Keputusan semula tetap"), _("Pemohon menerima surat dengan alasan Anda.")),
    ]
    hint = _("Pemohon membacanya apa adanya.")
    fields = [
        forms.Choose("answer", _("Bagaimana Anda menilainya?"), choices=choices),
        forms.LongText("reason", _("Alasan yang dipahami pemohon"), hint=hint, limit=2000, rows=6),
    ]
    form = forms.Form(request, fields)
    if form.is_ready():

        def perform() -> str:
            right = form.values["answer"] == RIGHT
            verb = cases.uphold if right else cases.reject_objection
            verb(case=case, reason=form.values["reason"], by=actor, at=now)
            return f"{case_url(case)}?baru={'keberatan-benar' if right else 'keberatan-tetap'}"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    context = {"form": form, "page": page, "back": case_url(case)}
    return render(request, "officer/objection.html", context, status=form.status)


@requires(cases.ASSIGN)
def assign(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give the objection to an officer who had no part in the refusal."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if "assign_objection" not in page.verbs and request.method != "POST":
        return closed(request, page, _("Tidak ada keberatan yang sedang dinilai."))
    choices = [(contact.account, contact.name) for contact in cases.officers()]
    form = forms.Form(request, [forms.Select("to", _("Siapa yang menilai keberatan ini?"), choices=choices)])
    if form.is_ready():

        def perform() -> str:
            cases.assign_objection(case=case, to=form.values["to"], by=actor, at=now)
            return f"{case_url(case)}?baru=diserahkan"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "to")
    context = {"form": form, "page": page, "back": case_url(case)}
    return render(request, "officer/assign.html", context, status=form.status)
