"""Filing and filing again: everything that is missing is said at once, then everything happens in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments

from .. import events, policies, queries, rules, words
from ..models import Case, CaseCounter
from .asking import ask_agencies, ask_what_changed
from .moves import check_move, locked, move, ref, refuse_all


def submit(*, case: UUID, by: Actor, at: dt.datetime) -> str:
    """File a draft; the case's number. Refused with every obstacle at once.

    The case is bound to the version in force on this day, whichever it was when the draft was begun.
    In the same transaction the documents are frozen, the bill is issued and the institutions are asked.
    """
    office = catalogue.office()
    today = rules.local_day(at, office.timezone)
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "submit")
        service = queries.binding_version(row, today)
        refuse_all(words.SUBMIT_NOT_YET, queries.obstacles_to_filing(row, service, today))
        _take_out_unasked(row, service, by=by, at=at)
        handed_over = documents.freeze(about=ref(row), by=by, at=at)
        due_on = catalogue.calendar().add(today, service.promise_days)
        _issue_bill(row, service, by=by, at=at)
        ask_agencies(row, service, today, by=by, at=at)
        number = _next_number(office.prefix, today.year)
        binding = {"version_id": row.version_id, "answers": row.answers}
        _file(row, "submit", number=number, submitted_at=at, due_on=due_on, at=at, **binding)
        journal.note(
            events.CaseSubmitted(
                case=ref(row),
                service=row.service_code,
                version=row.version_id,
                answers=rules.digest_of_answers(row.answers),
                documents=tuple(document.digest for document in handed_over),
                due_on=due_on,
            ),
            by=by,
            at=at,
        )
        return str(row.number)


def resubmit(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Send a mended case back to the desk. The promise's clock goes on from where it stood."""
    today = rules.local_day(at, catalogue.office().timezone)
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "resubmit")
        service = catalogue.version(row.version_id)
        obstacles = [*queries.left_to_mend(row, service), *queries.obstacles_to_filing(row, service, today, again=True)]
        refuse_all(words.RESUBMIT_NOT_YET, obstacles)
        handed_over = documents.freeze(about=ref(row), by=by, at=at)
        due_on = catalogue.calendar().add(today, max(1, row.days_left or 1))
        bill_what_changed(row, service, by=by, at=at)
        ask_what_changed(row, service, today, by=by, at=at)
        _file(row, "resubmit", to_mend={}, mend_until=None, due_on=due_on, days_left=None, at=at)
        journal.note(
            events.CaseResubmitted(
                case=ref(row),
                answers=rules.digest_of_answers(row.answers),
                documents=tuple(document.digest for document in handed_over),
                due_on=due_on,
            ),
            by=by,
            at=at,
        )


def _take_out_unasked(row: Case, service: catalogue.Service, *, by: Actor, at: dt.datetime) -> None:
    """Nobody judges a document that the version in force does not know."""
    for paper in documents.documents(ref(row)):
        if paper.slot not in service.documents_by_key:
            documents.remove(document=paper.id, by=by, at=at)


def _file(row: Case, verb: str, *, at: dt.datetime, **fields: Any) -> None:
    """The move, with who the case is about; two that are filed in the same moment meet in the database."""
    try:
        with transaction.atomic():
            move(row, verb, at=at, **fields, **_person(row))
    except IntegrityError as clash:
        if "case_one_open_per_person_and_service" not in str(clash):
            raise
        raise Refused(words.DUPLICATE_OF_OTHERS, code="duplicate") from None


def _person(row: Case) -> dict[str, Any]:
    names = [str(row.answers.get(key) or "") for key in ("full_name", "mrz_primary", "mrz_secondary")]
    return {
        "person_key": rules.person_key(row.answers),
        "person_name": names[0][:300],
        "search_keys": queries.keys_of(names, str(row.answers.get("passport_number") or "")),
    }


def _next_number(prefix: str, year: int) -> str:
    # Taken last: whoever files at the same time waits for this row until the end of the transaction.
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    CaseCounter.objects.filter(year=year).update(last=F("last") + 1)
    return rules.number_of(prefix, year, counter.last + 1)


def _issue_bill(row: Case, service: catalogue.Service, *, by: Actor, at: dt.datetime) -> None:
    fee = catalogue.fee_for(service, row.answers)
    if fee is not None:
        _issue(row, fee, paid=0, by=by, at=at)


def bill_what_changed(row: Case, service: catalogue.Service, *, by: Actor, at: dt.datetime) -> None:
    """Mended answers may lead to another fee: an unpaid bill gives way to it, of a paid one the rest is owed."""
    fee = catalogue.fee_for(service, row.answers)
    standing = [bill for bill in payments.bills(ref(row)) if bill.state != payments.VOID]
    if (standing[-1].key if standing else None) == (fee.key if fee else None):
        return
    payments.void(about=ref(row), by=by, at=at)
    if fee is not None:
        # Paid at this moment counts, too: voiding waited for it.
        bills = payments.bills(ref(row))
        paid = sum(bill.amount or 0 for bill in bills if bill.state == payments.PAID)
        _issue(row, fee, paid=paid, by=by, at=at)


def _issue(row: Case, fee: catalogue.Fee, *, paid: int, by: Actor, at: dt.datetime) -> None:
    if fee.amount is not None and fee.amount <= paid:
        return
    payments.issue_bill(
        about=ref(row),
        purpose={"id": fee.title.id, "en": fee.title.en},
        # An uncertain figure goes along as what is expected; only a certain one can be paid.
        amount=fee.amount - paid if fee.amount is not None else None,
        source=fee.source,
        certainty=fee.certainty,
        payer=row.applicant,
        key=fee.key,
        by=by,
        at=at,
    )
