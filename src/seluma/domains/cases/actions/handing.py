"""Handing a case over to the authority that decides it, and what officers do while it is there."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref

from .. import events, policies, providers, queries, rules, words
from ..models import Case, Handover
from .desk import claimed_sentence
from .moves import check_move, locked, move, ref, refuse_all, save_turn

_REASON_MAX = 2000


def hand_over(*, case: UUID, adapter: str, by: Actor, at: dt.datetime) -> UUID:
    """Hand a verified case over, by one of the ways in use; the handover's id.

    Refused with every obstacle at once, as granting is. The package is sent by the worker, or taken by an officer.
    """
    today = rules.local_day(at, catalogue.office().timezone)
    _check_adapter(adapter)
    with transaction.atomic():
        row = locked(case)
        check_move(row, "hand_over")
        policies.check_may_hand_over(by, row)
        service = catalogue.version(row.version_id)
        if service.handover is None:
            raise Refused(words.DECIDED_HERE, code="decided_here")
        queries.check_still_granted(service, today)
        if row.verified_by is None:
            raise Refused(words.NOT_VERIFIED, code="not_verified")
        if row.claimed_by is not None and row.claimed_by != by.id:
            raise Refused(claimed_sentence(row), code="claimed_by_other")
        obligations = queries.obligations(row, service, today)
        refuse_all(words.HAND_OVER_NOT_YET, queries.obstacles_to_granting(row, service, obligations, today))
        agencies.withdraw(about=ref(row), by=by, at=at)
        due_on = catalogue.calendar().add(today, service.handover.days)
        handover = Handover.objects.create(
            case=row,
            to=service.handover.to,
            adapter=adapter,
            handed_by=by.id,
            handed_at=at,
            due_on=due_on,
            next_try_at=None if providers.ADAPTERS[adapter].by_hand else at,
        )
        move(row, "hand_over", at=at, due_on=due_on, overdue_noted=False)
        journal.note(
            events.CaseReferred(
                case=ref(row),
                handover=handover_ref(handover),
                to=handover.to,
                adapter=adapter,
                documents=tuple(paper.digest for paper in documents.documents(ref(row))),
                due_on=due_on,
            ),
            by=by,
            at=at,
        )
        return handover.id


def note_reference(*, case: UUID, reference: str, by: Actor, at: dt.datetime) -> None:
    """An officer brought the package and got the authority's reference for it. The same again changes nothing."""
    with transaction.atomic():
        row, handover = under_way(case, by)
        reference = checked_reference(reference, handover)
        if handover.reference == reference:
            return
        if handover.state == rules.SENT:
            raise Refused(words.HAS_REFERENCE, code="has_reference")
        sent(row, handover, reference, by=by, at=at)


def try_again(*, case: UUID, adapter: str, by: Actor, at: dt.datetime) -> None:
    """Have a package that could not be sent tried again, in the same or in another way."""
    _check_adapter(adapter)
    with transaction.atomic():
        row, handover = under_way(case, by)
        if handover.state == rules.SENT:
            raise Refused(words.ALREADY_SENT, code="already_sent")
        handover.adapter, handover.state, handover.attempts, handover.problem = adapter, rules.WAITING, 0, ""
        handover.next_try_at = None if providers.ADAPTERS[adapter].by_hand else at
        handover.save(update_fields=["adapter", "state", "attempts", "problem", "next_try_at"])
        save_turn(row, at=at)
        journal.note(
            events.HandoverRetried(case=ref(row), handover=handover_ref(handover), adapter=adapter), by=by, at=at
        )


def take_back(*, case: UUID, reason: str, by: Actor, at: dt.datetime) -> None:
    """Fetch a case back without an answer: it is decided, returned or handed over anew here. The reason is recorded."""
    reason = reason.strip()
    today = rules.local_day(at, catalogue.office().timezone)
    with transaction.atomic():
        row, handover = under_way(case, by)
        check_reason(reason)
        service = catalogue.version(row.version_id)
        handover.state = rules.ENDED_EARLY
        handover.save(update_fields=["state"])
        due_on = catalogue.calendar().add(today, service.promise_days)
        move(row, "take_back", at=at, due_on=due_on, overdue_noted=False)
        journal.note(events.CaseReclaimed(case=ref(row), handover=handover_ref(handover), reason=reason), by=by, at=at)


def note_handovers_overdue(*, at: dt.datetime, by: Actor) -> int:
    """Note, once for each, that the day of the expected answer has passed; how many."""
    today = rules.local_day(at, catalogue.office().timezone)
    late = Handover.objects.filter(state__in=rules.AWAITED, due_on__lt=today, late_noted=False)
    done = 0
    for handover_id, case_id in late.values_list("id", "case_id")[:500]:
        with transaction.atomic():
            row = locked(case_id)
            handover = Handover.objects.select_for_update().get(id=handover_id)
            if handover.late_noted or handover.state not in rules.AWAITED:
                continue
            handover.late_noted = True
            handover.save(update_fields=["late_noted"])
            save_turn(row, at=at)
            overdue = events.HandoverOverdue(case=ref(row), handover=handover_ref(handover), due_on=handover.due_on)
            journal.note(overdue, by=by, at=at)
            done += 1
    return done


def sent(row: Case, handover: Handover, reference: str, *, by: Actor, at: dt.datetime) -> None:
    """For verbs here: the authority has the package. The reference belongs to one case."""
    if Handover.objects.filter(to=handover.to, reference=reference).exclude(id=handover.id).exists():
        raise Refused(words.REFERENCE_OF_ANOTHER, code="reference_of_another")
    handover.state, handover.reference, handover.sent_at = rules.SENT, reference, at
    handover.problem, handover.next_try_at = "", None
    save_with_reference(handover)
    save_turn(row, at=at)
    journal.note(events.HandoverSent(case=ref(row), handover=handover_ref(handover), reference=reference), by=by, at=at)


def save_with_reference(handover: Handover) -> None:
    """For verbs here: two cases that are given the same reference in the same moment meet in the database."""
    try:
        with transaction.atomic():
            handover.save()
    except IntegrityError as clash:
        if "case_handover_reference_once" not in str(clash):
            raise
        raise Refused(words.REFERENCE_OF_ANOTHER, code="reference_of_another") from None


def under_way(case_id: UUID, by: Actor) -> tuple[Case, Handover]:
    """For verbs here: the locked case and its handover without an answer, for who may deal with it."""
    row = locked(case_id)
    policies.check_may_enter_answer(by, row)
    check_move(row, "take_back")
    return row, Handover.objects.select_for_update().get(case=row, state__in=rules.AWAITED)


def handover_ref(handover: Handover) -> Ref:
    """The handover as events name it."""
    return Ref("handover", handover.id)


def checked_reference(raw: str, handover: Handover) -> str:
    """The authority's reference as it is kept; Refused when there is none, or when it cannot be one."""
    reference = " ".join(raw.split())
    if not reference:
        raise Refused(words.REFERENCE_MISSING, code="reference_missing")
    if len(reference) > Handover._meta.get_field("reference").max_length:
        raise Refused(words.REFERENCE_TOO_LONG, code="reference_too_long")
    if handover.state == rules.SENT and handover.reference != reference:
        taken = Handover.objects.filter(to=handover.to, reference=reference).exists()
        raise Refused(words.REFERENCE_OF_ANOTHER if taken else words.REFERENCE_DIFFERS, code="reference_differs")
    return reference


def check_reason(reason: str) -> None:
    """A reason is there, and not a book."""
    if not reason:
        raise Refused(words.WHY_MISSING, code="reason_missing")
    if len(reason) > _REASON_MAX:
        raise Refused(words.REASON_TOO_LONG, code="reason_too_long")


def _check_adapter(name: str) -> None:
    if name not in settings.SELUMA_HANDOVER_ADAPTERS or name not in providers.ADAPTERS:
        raise Refused(words.NO_SUCH_WAY, code="unknown_adapter")
