"""Filing and filing again: everything that is missing is said at once, then everything happens in one transaction."""

from __future__ import annotations

import datetime as dt
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

    In the same transaction the documents are frozen, the bill is issued and the institutions are asked.
    """
    office = catalogue.office()
    today = rules.local_day(at, office.timezone)
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "submit")
        service = catalogue.version(row.version_id)
        refuse_all(words.SUBMIT_NOT_YET, queries.obstacles_to_filing(row, service, today))
        handed_over = documents.freeze(about=ref(row), by=by, at=at)
        due_on = catalogue.calendar().add(today, service.promise_days)
        _file(row, number=_next_number(office.prefix, today.year), due_on=due_on, at=at)
        _issue_bill(row, service, by=by, at=at)
        ask_agencies(row, service, today, by=by, at=at)
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
        ask_what_changed(row, service, today, by=by, at=at)
        move(row, "resubmit", at=at, to_mend={}, mend_until=None, due_on=due_on, days_left=None, **_person(row))
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


def _file(row: Case, *, number: str, due_on: dt.date, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            move(row, "submit", at=at, number=number, submitted_at=at, due_on=due_on, **_person(row))
    except IntegrityError:
        raise Refused(words.DUPLICATE_OF_OTHERS, code="duplicate") from None


def _person(row: Case) -> dict[str, str]:
    return {
        "person_key": rules.person_key(row.answers),
        "person_name": str(row.answers.get("full_name", ""))[:300],
    }


def _next_number(prefix: str, year: int) -> str:
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    CaseCounter.objects.filter(year=year).update(last=F("last") + 1)
    return rules.number_of(prefix, year, counter.last + 1)


def _issue_bill(row: Case, service: catalogue.Service, *, by: Actor, at: dt.datetime) -> None:
    fee = catalogue.fee_for(service, row.answers)
    if fee is None or fee.billable == 0:
        return
    payments.issue_bill(
        about=ref(row),
        purpose={"id": fee.title.id, "en": fee.title.en},
        # An uncertain figure goes along as what is expected; only a certain one can be paid.
        amount=fee.amount,
        source=fee.source,
        certainty=fee.certainty,
        payer=row.applicant,
        by=by,
        at=at,
    )
