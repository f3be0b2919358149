"""What officers do with a case before it is decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import Actor, Refused, check_may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

from .. import events, policies, queries, rules, words
from ..models import Case
from .moves import check_move, locked, move, name_of, ref, refuse_all, sentence_with, when
from .turns import note_turn

_REMARK_MAX = 2000


def claim(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Take a case to work on. Refused when somebody else has it: who, since when. Taking it again changes nothing.

    A deputy may take what a colleague holds who is away.
    """
    with transaction.atomic():
        row = locked(case)
        check_may_work(by, row)
        check_move(row, "claim")
        if row.claimed_by == by.id:
            return
        before = row.claimed_by
        if before is not None and before not in queries.stands_in_for(by, at=at):
            raise Refused(claimed_sentence(row), code="claimed_by_other")
        move(row, "claim", at=at, claimed_by=by.id, claimed_at=at)
        instead_of = Ref("account", before) if before else None
        journal.note(events.CaseClaimed(case=ref(row), instead_of=instead_of), by=by, at=at)


def assign(*, case: UUID, to: UUID, by: Actor, at: dt.datetime) -> None:
    """Give a case to an officer who may do what comes next in it."""
    check_may(by, policies.ASSIGN)
    with transaction.atomic():
        row = locked(case)
        check_move(row, "assign")
        officer = people.actor_of(to)
        if not {policies.VERIFY, policies.DECIDE} & officer.permissions:
            raise Refused(words.NOT_OFFICER, code="not_officer")
        check_may_work(officer, row)
        move(row, "assign", at=at, claimed_by=to, claimed_at=at)
        journal.note(events.CaseAssigned(case=ref(row), to=Ref("account", to)), by=by, at=at)


def release(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Put a case back for others."""
    with transaction.atomic():
        row = locked(case)
        check_move(row, "release")
        policies.check_holds(by, row)
        move(row, "release", at=at, claimed_by=None, claimed_at=None)
        journal.note(events.CaseReleased(case=ref(row)), by=by, at=at)


def accept_document(*, case: UUID, document: UUID, digest: str, by: Actor, at: dt.datetime) -> None:
    """Accept the exact bytes that the officer saw."""
    with transaction.atomic():
        row = at_work(case, "judge", by)
        queries.check_document_of(row, document)
        documents.accept(document=document, digest=digest, by=by, at=at)


def reject_document(*, case: UUID, document: UUID, digest: str, reason: str, by: Actor, at: dt.datetime) -> None:
    """Do not accept a document, with a reason that the applicant reads. The case must then be returned or refused."""
    with transaction.atomic():
        row = at_work(case, "judge", by)
        queries.check_document_of(row, document)
        documents.reject(document=document, digest=digest, reason=reason, by=by, at=at)


def set_amount(*, case: UUID, bill: UUID, amount: int, source: str, by: Actor, at: dt.datetime) -> None:
    """The cashier enters an uncertain fee with the source of the figure (rupiah); 0 says that nothing is owed."""
    with transaction.atomic():
        row = locked(case)
        if row.state not in rules.ON_THE_DESK:
            raise Refused(words.WHERE_IT_STANDS["judge"], code="state")
        queries.check_bill_of(row, bill)
        if amount == 0:
            payments.waive(bill=bill, source=source, by=by, at=at)
        else:
            payments.set_amount(bill=bill, amount=amount, source=source, by=by, at=at)
        note_turn(row, at=at)


def return_case(
    *, case: UUID, questions: Mapping[str, str], slots: Mapping[str, str], remark: str, by: Actor, at: dt.datetime
) -> None:
    """Send a case back: only what is named can be changed. The values say what to mend, for the applicant.

    Documents that were not accepted are named by themselves. The promise's clock stops until it comes back.
    """
    with transaction.atomic():
        row = at_work(case, "return", by)
        remark = remark.strip()
        if len(remark) > _REMARK_MAX:
            raise Refused(words.REMARK_TOO_LONG, code="remark_too_long")
        service = catalogue.version(row.version_id)
        today = rules.local_day(at, catalogue.office().timezone)
        left = catalogue.calendar().between(today, row.due_on) if row.due_on and row.due_on > today else 0
        returned(row, service, "return", questions=questions, slots=slots, remark=remark, days_left=left, by=by, at=at)


def returned(
    row: Case,
    service: catalogue.Service,
    verb: str,
    *,
    questions: Mapping[str, str],
    slots: Mapping[str, str],
    remark: str,
    days_left: int,
    by: Actor,
    at: dt.datetime,
) -> None:
    """For verbs here: the locked case goes to its applicant to be mended; `days_left` stay of the clock."""
    wanted = {**queries.rejected_slots(ref(row)), **slots}
    _check_named(row, service, questions, wanted)
    if not wanted and not questions:
        raise Refused(words.NOTHING_TO_RETURN, code="nothing_named")
    today = rules.local_day(at, catalogue.office().timezone)
    until = today + dt.timedelta(days=catalogue.figure("correction_days").value)
    documents.reopen(about=ref(row), slots=sorted(wanted), by=by, at=at)
    move(
        row,
        verb,
        at=at,
        to_mend={"questions": dict(questions), "documents": wanted, "remark": remark},
        mend_until=until,
        days_left=days_left,
        verified_by=None,
        verified_at=None,
    )
    journal.note(
        events.CaseReturned(
            case=ref(row), questions=tuple(sorted(questions)), slots=tuple(sorted(wanted)), remark=remark, until=until
        ),
        by=by,
        at=at,
    )


def verify(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """State that the application is complete and right; another officer decides. Refused with all obstacles at once."""
    with transaction.atomic():
        row = locked(case)
        policies.check_may_verify(by, row)
        check_move(row, "verify")
        if row.verified_by is not None and row.verified_at is not None:
            raise Refused(
                sentence_with(words.ALREADY_VERIFIED, name=name_of(row.verified_by), when=when(row.verified_at)),
                code="already_verified",
            )
        _check_holds(by, row)
        service = catalogue.version(row.version_id)
        refuse_all(words.VERIFY_NOT_YET, queries.obstacles_to_verifying(row, service))
        seen = tuple(document.digest for document in documents.documents(ref(row)))
        move(row, "verify", at=at, verified_by=by.id, verified_at=at, claimed_by=None, claimed_at=None)
        journal.note(events.CaseVerified(case=ref(row), documents=seen), by=by, at=at)


def at_work(case_id: UUID, verb: str, by: Actor) -> Case:
    """For verbs here: the locked case, if the actor holds it and may do this with it now."""
    row = locked(case_id)
    check_may_work(by, row)
    check_move(row, verb)
    _check_holds(by, row)
    return row


def check_may_work(by: Actor, row: Case) -> None:
    """Refused unless this officer may do what comes next in the case."""
    # Before it is verified a case is the verifiers' work, afterwards the deciders'.
    if row.verified_by is None:
        policies.check_may_verify(by, row)
    else:
        policies.check_may_decide(by, row)


def _check_holds(by: Actor, row: Case) -> None:
    if row.claimed_by is not None and row.claimed_by != by.id:
        raise Refused(claimed_sentence(row), code="claimed_by_other")
    policies.check_holds(by, row)


def claimed_sentence(row: Case) -> str:
    """Who has the case, since when."""
    if row.claimed_by is None or row.claimed_at is None:
        raise ValueError("nobody has the case")
    return sentence_with(words.CLAIMED_BY, name=name_of(row.claimed_by), when=when(row.claimed_at))


def _check_named(row: Case, service: catalogue.Service, questions: Mapping[str, str], slots: Mapping[str, str]) -> None:
    # Only what the applicant is asked: nobody can mend the answer to a question that is not put.
    if not set(questions) <= {question.key for question in catalogue.asked(service, row.answers)}:
        raise Refused(words.QUESTION_UNKNOWN, code="unknown_question")
    if not set(slots) <= set(service.documents_by_key):
        raise Refused(words.SLOT_UNKNOWN, code="unknown_slot")
    if not all(text.strip() for text in (*questions.values(), *slots.values())):
        raise Refused(words.REMARK_MISSING, code="reason_missing")
