"""How one's own application is shown after it was sent: the facts, the papers, the bill, who looked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.permits import api as permits
from seluma.web.ui.jinja import date_long, date_short, datetime_long
from seluma.web.ui.words import current_language, spoken

from .answers import shown
from .filling import paper_line

NAMED_ON_THE_SIDE = ("guarantor_name", "school_name")
"""Answers that stand among the facts beside the journey, where a service asks for them."""


@dataclass(frozen=True, slots=True)
class ShownBill:
    """A bill in words. `code` is the one that can be used now."""

    bill: payments.Bill
    purpose: str
    code: payments.BillingCode | None
    lapsed: bool
    failed: str
    failures: int

    @property
    def is_open(self) -> bool:
        return self.bill.state == payments.OPEN

    @property
    def is_awaited(self) -> bool:
        return self.bill.state == payments.AMOUNT_AWAITED

    @property
    def is_paid(self) -> bool:
        return self.bill.state == payments.PAID


def bill(found: payments.Bill | None, attempts: Sequence[payments.Attempt], now: dt.datetime) -> ShownBill | None:
    """The bill with what became of the last try; None where nothing is owed."""
    if found is None or found.state == payments.VOID:
        return None
    code = found.code
    live = code is not None and code.state == payments.LIVE and code.valid_until > now
    ended = [attempt for attempt in attempts if attempt.ended_at is not None]
    reason = ended[-1].reason if ended else ""
    return ShownBill(
        bill=found,
        purpose=spoken(found.purpose),
        code=code if live else None,
        lapsed=code is not None and not live and found.state == payments.OPEN,
        failed=str(payments.REASONS.get(reason, "")) if found.state == payments.OPEN else "",
        failures=sum(1 for attempt in ended if attempt.reason),
    )


def facts(page: cases.CasePage, now: dt.datetime) -> list[tuple[str, str, str]]:
    """Who it is about and what runs out when: (name, value, note)."""
    found = [(_("Pemohon"), page.person, "")]
    for key in NAMED_ON_THE_SIDE:
        question = page.service.questions_by_key.get(key)
        if question is not None and page.answers.get(key):
            found.append((_SHORT[key](), shown(question, page.answers[key]), ""))
    if page.permit_expires_on is not None:
        left = (page.permit_expires_on - timezone.localdate(now)).days
        note = ngettext("%(count)s hari lagi", "%(count)s hari lagi", left) % {"count": left} if left >= 0 else ""
        found.append((_("Izin sekarang berlaku sampai"), date_short(page.permit_expires_on), note))
    if page.due_on is not None and page.state in (cases.SUBMITTED, cases.IN_REVIEW):
        found.append((_("Kami putuskan paling lambat"), date_long(page.due_on), _("Terlambat") if page.late else ""))
    if page.permit is not None and page.permit.valid_until is not None:
        found.append(
            (
                _("Izin baru berlaku sampai") if page.permit.index else _("Surat berlaku sampai"),
                date_short(page.permit.valid_until),
                "",
            )
        )
    return found


_SHORT = {"guarantor_name": lambda: pgettext("fact", "Penjamin"), "school_name": lambda: _("Sekolah atau kampus")}


def answers(service: catalogue.Service, given: dict[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """All answers by section."""
    asked = catalogue.asked(service, given)
    found = []
    for section in service.sections:
        rows = [
            (spoken(question.title), shown(question, given.get(question.key)) or _("Tidak diisi"))
            for question in asked
            if question.section == section.key
        ]
        if rows:
            found.append((spoken(section.title), rows))
    return found


def papers(page: cases.CasePage) -> list[dict[str, Any]]:
    """The files of the application with what was said about each."""
    found = []
    for spec in page.service.documents:
        paper = page.documents.get(spec.key)
        if paper is None:
            continue
        found.append(
            {
                "title": spoken(spec.title),
                "line": paper_line(paper),
                "href": reverse("applicant:download", args=[page.id, paper.id]),
                "state": documents.STATES[paper.state],
                "reason": paper.reason if paper.state == documents.REJECTED else "",
            }
        )
    return found


def pending_law(page: cases.CasePage) -> catalogue.LawRef | None:
    """By what rule the days of waiting do not count as overstaying; None where that does not apply."""
    if page.state not in cases.PENDING_OVERSTAY or page.submitted_at is None or page.permit_expires_on is None:
        return None
    if timezone.localdate(page.submitted_at) > page.permit_expires_on:
        return None
    return next((law for law in page.service.law if law.key == "pending"), None)


def verification_address(page: cases.CasePage) -> str | None:
    """Where anybody can check the permit; None while there is no permit, or no such page."""
    if page.permit is None:
        return None
    try:
        return messages.address_of(messages.Link(permits.LINK, page.permit.code), current_language())
    except KeyError:
        return None


def view(step: cases.Step) -> dict[str, str]:
    """One look at the file: when, who, what for."""
    return {
        "when": datetime_long(step.at),
        "who": who(step),
        "why": str(step.title),
        "recorded": recorded(step.position),
    }


def who(step: cases.Step) -> str:
    """Who acted, as the applicant knows them."""
    if step.by_kind == "you":
        return _("Anda")
    if step.by_kind == "account":
        return step.by or _("seseorang yang akunnya sudah dihapus")
    return _("sistem")


def recorded(position: int | None) -> str:
    """Where an act is recorded, once it has its place."""
    if position is None:
        return ""
    return _("Tercatat, catatan %(number)s") % {"number": _number(position)}


def sealed(step: cases.Step) -> str:
    """Where the log holds a step, and which witnesses have seen it there."""
    if step.position is None:
        return _("Sedang disegel")
    words = {"number": _number(step.position), "witnesses": ", ".join(step.seen_by)}
    if step.seen_by:
        return _("Disegel sebagai catatan %(number)s, dilihat %(witnesses)s") % words
    return _("Disegel sebagai catatan %(number)s") % words


def _number(position: int) -> str:
    return f"{position:,}".replace(",", "." if current_language() == "id" else ",")
