"""The decision and what comes after it: grant, refuse, hand over, revoke. Each with a look before it counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.web.ui import forms
from seluma.web.ui.jinja import date_short
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import current_language, spoken

from .asking import actor_of, case_url
from .closed import closed, is_open
from .starting import start


@requires(cases.DECIDE)
def grant(request: HttpRequest, case: UUID) -> HttpResponse:
    """What the permit will say, everything that still stands in the way, and the button."""
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":

        def perform() -> str:
            cases.grant(case=case, by=actor, at=now)
            return f"{case_url(case)}?baru=dikabulkan"

        return post_once(request, perform)
    page = cases.desk_case(actor, case, at=now)
    if "grant" not in page.verbs:
        return closed(request, page)
    context = {
        "page": page,
        "form": None,
        "facts": _permit_facts(page),
        "why": page.verbs["grant"],
        "without": [spoken(one.title) for one in page.obligations if one.excused],
        "doubts": _doubts(page),
    }
    return render(request, "officer/grant.html", context)


def _permit_facts(page: cases.DeskCase) -> list[tuple[str, str]]:
    """What will be printed, from the answers and the rules of the service."""
    given, service = page.answers, page.service
    if service.paper is not None:
        return _paper_facts(page, service.paper)
    period = catalogue.period_for(service, given)
    names = [str(given.get("mrz_primary") or ""), str(given.get("mrz_secondary") or "")]
    country = dict(people.countries(current_language())).get(str(given.get("nationality")), given.get("nationality"))
    facts: list[tuple[str, Any]] = [
        (_("Izin"), spoken(service.permit.title) if service.permit else ""),
        (_("Indeks"), catalogue.permit_index(service, given)),
        (_("Pemegang"), given.get("full_name")),
        (_("Nama di baris bawah paspor"), ", ".join(name for name in names if name)),
        (_("Tanggal lahir"), date_short(str(given.get("birth_date") or ""))),
        (_("Jenis kelamin"), str(people.SEXES.get(str(given.get("sex")), ""))),
        (_("Kewarganegaraan"), country),
        (_("Nomor paspor"), given.get("passport_number")),
        (_("Berlaku dari"), date_short(period.valid_from) if period else ""),
        (_("Berlaku sampai"), date_short(period.valid_until) if period else ""),
        (_("Dasar hukum"), spoken(service.permit.legal_base.cite) if service.permit else ""),
    ]
    return [(name, str(value)) for name, value in facts if value]


def _paper_facts(page: cases.DeskCase, paper: catalogue.PaperSpec) -> list[tuple[str, str]]:
    """What the statement will say."""
    until = catalogue.paper_until(page.service, timezone.localdate())
    lines = [(spoken(label), spoken(value)) for label, value in cases.facts_on_paper(page.service, page.answers)]
    return [
        (_("Surat"), spoken(paper.title)),
        (_("Isi"), spoken(paper.statement)),
        (_("Nama"), str(page.answers.get("full_name"))),
        *lines,
        (_("Berlaku sampai"), date_short(until) if until else _("tanpa batas waktu")),
        (_("Dasar hukum"), spoken(paper.legal_base.cite)),
    ]


def _doubts(page: cases.DeskCase) -> list[str]:
    """Answers of institutions that are no plain yes."""
    return [
        _("%(agency)s menjawab: %(verdict)s. %(remark)s")
        % {
            "agency": spoken(catalogue.agency(question.agency).name),
            "verdict": str(agencies.VERDICTS[question.answer]).lower(),
            "remark": question.remark,
        }
        for question in page.questions
        if question.state == agencies.ANSWERED and question.answer != agencies.YES
    ]


@requires(cases.DECIDE)
def refuse(request: HttpRequest, case: UUID) -> HttpResponse:
    """Refuse with law and reason; a look at what the letter will say."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not is_open(request, page, "refuse"):
        return closed(request, page)
    choices = [(law.key, law.cite, law.title) for law in page.service.law]
    hint = _("Tulis apa yang kurang, dan apa yang dapat dilakukan pemohon. Kalimat ini tercetak di surat.")
    if page.language != "id":
        hint = f"{hint} {_('Pemohon membaca dalam bahasa Inggris.')}"
    fields = [
        forms.Choose("law", _("Dasar hukum penolakan"), choices=choices, missing=_("Pilih dasar hukum penolakan.")),
        forms.LongText("reason", _("Alasan yang dipahami pemohon"), hint=hint, limit=2000, rows=6),
    ]
    ready = start(request, "refuse", page, page.language, anchor="reason")
    form = forms.Form(request, fields, initial={"reason": ready.text})
    if form.is_ready() and request.POST.get("confirm") == "yes":

        def perform() -> str:
            cases.refuse(case=case, law=form.values["law"], reason=form.values["reason"], by=actor, at=now)
            return f"{case_url(case)}?baru=ditolak"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    context: dict[str, Any] = {"form": form, "page": page, "back": case_url(case), "ready": ready.offered}
    if form.is_ready() and request.POST.get("confirm") != "no":
        until = catalogue.calendar().add(timezone.localdate(now), page.service.objection_days)
        law = next(one for one in page.service.law if one.key == form.values["law"])
        context |= {"law": law, "reason": form.values["reason"], "until": until}
        return render(request, "officer/refuse_preview.html", context)
    return render(request, "officer/refuse.html", context, status=form.status)


@requires(cases.HAND_OVER)
def hand_over(request: HttpRequest, case: UUID) -> HttpResponse:
    """At the counter: look at the passport, then hand the permit over."""
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":

        def perform() -> str:
            cases.collect(case=case, by=actor, at=now)
            return f"{case_url(case)}?baru=selesai"

        return post_once(request, perform)
    page = cases.desk_case(actor, case, at=now)
    if "collect" not in page.verbs:
        return closed(request, page, _("Dokumen permohonan ini sedang tidak menunggu diambil."))
    return render(request, "officer/hand_over.html", {"page": page, "form": None})


@requires(permits.REVOKE)
def revoke(request: HttpRequest, case: UUID) -> HttpResponse:
    """Say that a permit counts no longer, with the reason."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    permit = page.permit
    if permit is None:
        return closed(request, page, _("Permohonan ini belum menghasilkan izin."))
    if permit.state not in (permits.GRANTED, permits.ISSUED) and request.method != "POST":
        state = str(permits.STATES[permit.state]).lower()
        return closed(request, page, _("Izin ini sudah tidak berlaku: %(state)s.") % {"state": state})
    hint = _("Siapa pun yang memeriksa izin ini akan melihat bahwa izin dicabut. Pemegang izin membaca alasannya.")
    ready = start(request, "revoke", page, page.language, anchor="reason")
    fields = [forms.LongText("reason", _("Alasan pencabutan"), hint=hint, limit=1000, rows=4)]
    form = forms.Form(request, fields, initial={"reason": ready.text})
    if form.is_ready():

        def perform() -> str:
            permits.revoke(permit=permit.id, reason=form.values["reason"], by=actor, at=now)
            return f"{case_url(case)}?baru=dicabut"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    context = {
        "form": form,
        "page": page,
        "permit": permit,
        "back": case_url(case),
        "ready": ready.offered,
    }
    return render(request, "officer/revoke.html", context, status=form.status)
