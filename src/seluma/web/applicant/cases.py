"""An applicant's applications: the list, starting one, and one's own application from filing to its end."""

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
from seluma.domains.payments import api as payments
from seluma.web.ui import brought
from seluma.web.ui.jinja import date_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires, signed_in
from seluma.web.ui.words import current_language

from . import journey, showing, turns
from .asking import actor_of, case_url, elsewhere


@signed_in
def my_cases(request: HttpRequest) -> HttpResponse:
    """Everything that the person has applied for, what waits for them first."""
    found = cases.my_cases(actor_of(request), at=timezone.now())
    yours = [item for item in found if item.turn.who == "applicant"]
    others = [item for item in found if item.turn.who not in ("applicant", "nobody")]
    ended = [item for item in found if item.turn.who == "nobody"]
    groups = [(_("Giliran Anda"), yours), (_("Sedang kami kerjakan"), others), (_("Selesai"), ended)]
    rows = [(title, [_row(item) for item in items]) for title, items in groups if items]
    return render(request, "applicant/cases.html", {"groups": rows})


@requires(cases.FILE)
def start(request: HttpRequest, service: str) -> HttpResponse:
    """Open a draft of a service, or go on with the one that is there. Who files for others opens one for each."""
    actor, now = actor_of(request), timezone.now()
    found = catalogue.service(service, on=timezone.localdate(now))
    draft = None if access.may(actor, cases.FILE_FOR_OTHERS) else cases.draft_of(actor, service)
    if request.method == "POST":
        if draft is not None:
            return HttpResponseRedirect(reverse("applicant:tasks", args=[draft]))

        def open_draft() -> str:
            given = {key: value for key, value in brought.answers(request).items() if value is not None}
            case = cases.start(service=service, by=actor, at=now, language=current_language(), answers=given)
            brought.forget(request)
            return reverse("applicant:tasks", args=[case])

        return post_once(request, open_draft)
    return render(request, "applicant/start.html", {"service": found, "draft": draft})


@signed_in
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One's own application: whose turn it is and until when, the journey, the facts, who looked, help."""
    now = timezone.now()
    page = cases.case_page(actor_of(request), case, at=now)
    if page.state == cases.DRAFT:
        return HttpResponseRedirect(reverse("applicant:tasks", args=[case]))
    bill = page.bill
    attempts = payments.attempts(bill.id) if bill and bill.state == payments.OPEN else []
    shown = showing.bill(bill, attempts, now)
    context = {
        "page": page,
        "turn": turns.turn(page, shown),
        "stops": journey.journey(page, shown),
        "steps": [(step, showing.who(step), showing.sealed(step)) for step in page.steps],
        "facts": showing.facts(page, now),
        "bill": shown,
        "answers": showing.answers(page.service, page.answers),
        "papers": showing.papers(page),
        "pending": showing.pending_law(page),
        "verification": showing.verification_address(page),
        "office": catalogue.office(),
    }
    return render(request, "applicant/case.html", context)


@signed_in
def filed(request: HttpRequest, case: UUID) -> HttpResponse:
    """The application has been sent: its number, what comes next and by when."""
    now = timezone.now()
    page = cases.case_page(actor_of(request), case, at=now)
    if page.number is None:
        return elsewhere(
            request,
            _("Permohonan ini belum diajukan"),
            _("Permohonan ini masih draf. Lengkapi, periksa, lalu ajukan."),
            (_("Lanjutkan draf"), reverse("applicant:tasks", args=[case])),
        )
    if page.state not in (cases.SUBMITTED, cases.IN_REVIEW):
        return HttpResponseRedirect(case_url(case))
    return render(request, "applicant/filed.html", {"page": page, "bill": showing.bill(page.bill, [], now)})


@signed_in
def withdraw(request: HttpRequest, case: UUID) -> HttpResponse:
    """Take an application back, after a look at what that means."""
    actor, now = actor_of(request), timezone.now()
    page = cases.case_page(actor, case, at=now)
    if not page.can_withdraw and request.method != "POST":
        return elsewhere(
            request,
            _("Permohonan ini tidak dapat dicabut lagi"),
            _("Permohonan yang sudah diputuskan atau sudah berakhir tidak dapat dicabut."),
            (_("Lihat permohonan"), case_url(case)),
        )
    if request.method == "POST":

        def take_back() -> str:
            cases.withdraw(case=case, by=actor, at=now)
            return case_url(case)

        return post_once(request, take_back)
    paid = page.bill is not None and page.bill.state == payments.PAID
    return render(request, "applicant/withdraw.html", {"page": page, "paid": paid})


@signed_in
def views(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who looked at the file, when and what for."""
    seen = cases.views_page(actor_of(request), case)
    return render(request, "applicant/views.html", {"case": case, "seen": [showing.view(step) for step in seen]})


@signed_in
def collect(request: HttpRequest, case: UUID) -> HttpResponse:
    """How to get the paper: download it, or come to the office."""
    page = cases.case_page(actor_of(request), case, at=timezone.now())
    if page.state not in (cases.ISSUED, cases.COLLECTED):
        return elsewhere(
            request,
            _("Dokumen Anda belum siap"),
            _("Kami mengabari Anda lewat e-mail begitu dokumennya siap."),
            (_("Lihat permohonan"), case_url(case)),
        )
    return render(request, "applicant/collect.html", {"page": page, "office": catalogue.office()})


def _row(item: cases.CaseSummary) -> dict[str, Any]:
    """One line of the list: what it is, whose turn it is, until when."""
    opens = "applicant:tasks" if item.state in (cases.DRAFT, cases.RETURNED) else "applicant:case"
    when = _("Diajukan %(day)s") if item.submitted_at else _("Disimpan %(day)s")
    return {
        "title": item.title,
        "href": reverse(opens, args=[item.id]),
        "number": item.number,
        "person": item.person,
        "turn": turns.in_a_line(item.turn, item.state),
        "unread": item.unread,
        "messages": reverse("applicant:messages", args=[item.id]),
        "when": when % {"day": date_long(item.submitted_at or item.changed_at)},
    }
