"""What officers do with a case before it is decided: take, put back, give, price, return, pass on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from . import showing
from .asking import actor_of, case_url
from .closed import closed, is_open
from .starting import start

Verb = Callable[..., None]


@requires(cases.READ)
def claim(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take a case to work on."""
    return _at_once(request, case, cases.claim, "diambil")


@requires(cases.READ)
def release(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put a case back for others."""
    return _at_once(request, case, cases.release, "dilepas")


@requires(cases.VERIFY)
def verify(request: HttpRequest, case: UUID) -> HttpResponse:
    """State that the papers are complete and right; another officer decides."""
    return _at_once(request, case, cases.verify, "diteruskan")


def _at_once(request: HttpRequest, case: UUID, verb: Verb, done: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(case_url(case))
    actor, now = actor_of(request), timezone.now()

    def perform() -> str:
        verb(case=case, by=actor, at=now)
        return f"{case_url(case)}?baru={done}"

    return post_once(request, perform)


@requires(cases.ASSIGN)
def assign(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give a case to an officer."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not is_open(request, page, "assign"):
        return closed(request, page)
    choices = [(contact.account, contact.name) for contact in cases.officers()]
    form = forms.Form(request, [forms.Select("to", _("Siapa yang mengerjakannya?"), choices=choices)])
    if form.is_ready():

        def perform() -> str:
            cases.assign(case=case, to=form.values["to"], by=actor, at=now)
            return f"{case_url(case)}?baru=diserahkan"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "to")
    context = {"form": form, "page": page, "back": case_url(case)}
    return render(request, "officer/assign.html", context, status=form.status)


@requires(cases.READ)
def ask_again(request: HttpRequest, case: UUID, question: UUID) -> HttpResponse:
    """Ask an institution once more that could not tell, or said no."""
    here = reverse("officer:matters", args=[case])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    actor, now = actor_of(request), timezone.now()

    def perform() -> str:
        cases.ask_again(case=case, question=question, by=actor, at=now)
        return f"{here}?baru=ditanya"

    return post_once(request, perform)


@requires(payments.SET_AMOUNT)
def amount(request: HttpRequest, case: UUID, bill: UUID) -> HttpResponse:
    """The cashier enters the amount of an uncertain fee, with its source."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if page.bill is None or page.bill.id != bill:
        raise access.NotFound
    if not showing.can_set_amount(page, actor) and request.method != "POST":
        return closed(request, page, _("Jumlah tagihan ini sudah dipastikan."))
    fields = [
        forms.Number(
            "amount",
            _("Jumlah"),
            hint=_("Tulis 0 bila layanan ini tidak dipungut biaya."),
            prefix="Rp",
            lowest=0,
            highest=1_000_000_000,
            width=20,
        ),
        forms.TextField(
            "source",
            _("Dari mana jumlah ini?"),
            hint=_("Pasal peraturan, baris daftar tarif, atau nomor surat. Pemohon membacanya."),
            limit=300,
        ),
    ]
    form = forms.Form(request, fields)
    if form.is_ready():

        def perform() -> str:
            price, source = form.values["amount"], form.values["source"]
            cases.set_amount(case=case, bill=bill, amount=price, source=source, by=actor, at=now)
            return f"{case_url(case)}?baru=jumlah"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    context = {"form": form, "page": page, "bill": page.bill, "back": case_url(case)}
    return render(request, "officer/amount.html", context, status=form.status)


@requires(cases.READ)
def send_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Return a case to its applicant: what is to be mended, each with a reason; a look at what they will read."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not is_open(request, page, "return"):
        return closed(request, page)
    ready = start(request, "return", page, page.language, anchor="remark")
    form = return_form(request, page, initial={"remark": ready.text})
    named = named_in(form)
    if form.is_ready() and not any(named.values()) and not _rejected(page):
        form.refuse(None, _("Sebutkan paling sedikit satu hal yang perlu diperbaiki."))
    if form.is_ready() and request.POST.get("confirm") == "yes":

        def perform() -> str:
            remark = form.values["remark"] or ""
            cases.return_case(
                case=case, questions=named["question"], slots=named["document"], remark=remark, by=actor, at=now
            )
            return f"{case_url(case)}?baru=dikembalikan"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    context = {"form": form, "page": page, "back": case_url(case), "ready": ready.offered, **return_groups(page)}
    if form.is_ready() and request.POST.get("confirm") != "no":
        until = timezone.localdate(now) + dt.timedelta(days=catalogue.figure("correction_days").value)
        context |= {"reads": _reads(page, named), "until": until, "remark": form.values["remark"]}
        return render(request, "officer/return_preview.html", context)
    return render(request, "officer/return.html", context, status=form.status)


def return_form(
    request: HttpRequest,
    page: cases.DeskCase,
    *,
    more: Sequence[forms.Field] = (),
    initial: Mapping[str, Any] | None = None,
    remark: str = "",
) -> forms.Form:
    """Every document and question that can be asked for again, a box each; `more` fields stand first."""
    rejected = _rejected(page)
    fields: list[forms.Field] = [*more]
    known: dict[str, Any] = dict(initial or {})
    for spec in _specs(page):
        name = f"document-{spec.key}"
        hint = _("Tidak diterima, jadi ikut dikembalikan.") if spec.key in rejected else None
        fields.append(forms.LongText(name, spec.title, hint=hint, required=False, limit=500, rows=2))
        known[name] = rejected.get(spec.key, "")
    for question in catalogue.asked(page.service, page.answers):
        given = showing.shown(question, page.answers.get(question.key)) or _("tidak diisi")
        hint = _("Jawabannya: %(answer)s") % {"answer": given}
        fields.append(
            forms.LongText(f"question-{question.key}", question.title, hint=hint, required=False, limit=500, rows=2)
        )
    hint = None if remark else _("Boleh dikosongkan. Misalnya ucapan terima kasih, atau cara menghubungi Anda.")
    label = remark or _("Catatan untuk pemohon")
    fields.append(forms.LongText("remark", label, hint=hint, required=bool(remark), limit=2000, rows=3))
    return forms.Form(request, fields, initial=known)


def _specs(page: cases.DeskCase) -> list[catalogue.DocumentSpec]:
    """Documents that can be asked for again: those that are needed or there."""
    there = {paper.slot for paper in page.documents}
    wanted = {spec.key for spec in catalogue.required_documents(page.service, page.answers)}
    return [spec for spec in page.service.documents if spec.key in there | wanted]


def _rejected(page: cases.DeskCase) -> dict[str, str]:
    return {paper.slot: paper.reason for paper in page.documents if paper.state == documents.REJECTED}


def named_in(form: forms.Form) -> dict[str, dict[str, str]]:
    """What was named: kind → key → reason."""
    found: dict[str, dict[str, str]] = {"document": {}, "question": {}}
    for name, value in form.values.items():
        kind, dash, key = name.partition("-")
        if dash and value:
            found[kind][key] = value
    return found


def return_groups(page: cases.DeskCase) -> dict[str, Any]:
    """The fields' names by group, as they stand on the page."""
    asked = catalogue.asked(page.service, page.answers)
    sections = [
        (spoken(section.title), [f"question-{one.key}" for one in asked if one.section == section.key])
        for section in page.service.sections
    ]
    return {
        "documents": [f"document-{spec.key}" for spec in _specs(page)],
        "sections": [(title, names) for title, names in sections if names],
    }


def _reads(page: cases.DeskCase, named: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """What the applicant will read: each thing and why."""
    wanted = {**_rejected(page), **named["document"]}
    found = [(showing.title_of(page, slot), why) for slot, why in wanted.items()]
    labels = page.service.questions_by_key
    return found + [(spoken(labels[key].title), why) for key, why in named["question"].items()]
