"""What the worker does with packages: send, try again after a pause, fetch answers. Nothing waits in a lock."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal

from .. import events, providers, queries, rules
from ..models import Handover
from .answers_back import AnswerGiven, answer_back
from .handing import handover_ref, sent
from .moves import locked, ref, save_turn

_BATCH = 100
_LEASE = dt.timedelta(minutes=10)
"""How long one attempt may take before another is made."""


def deliver_due(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """Send every package whose time has come; how many were sent."""
    due = Handover.objects.filter(state=rules.WAITING, next_try_at__lte=at).order_by("next_try_at")
    return sum(deliver(handover=found, by=by, at=at) for found in due.values_list("id", flat=True)[:_BATCH])


def deliver(*, handover: UUID, by: Actor, at: dt.datetime) -> bool:
    """Make one attempt to send a package; whether it went. Called when nothing is to be sent, it changes nothing."""
    with transaction.atomic():
        row = Handover.objects.select_for_update().select_related("case").filter(id=handover).first()
        if row is None or row.state != rules.WAITING or row.next_try_at is None or row.next_try_at > at:
            return False
        row.attempts += 1
        row.next_try_at = at + _LEASE
        row.save(update_fields=["attempts", "next_try_at"])
    adapter = providers.ADAPTERS[row.adapter]
    data = queries.package_of(row.case, row)
    package = providers.Package(id=row.id, number=str(row.case.number), data=data, attempt=row.attempts, at=at)
    try:
        reference = adapter.send(package)
    except providers.AdapterFailed as failure:
        _failed(row, failure, by=by, at=at)
        return False
    with transaction.atomic():
        case = locked(row.case_id)
        row = Handover.objects.select_for_update().get(id=handover)
        if row.state != rules.WAITING:
            return False
        sent(case, row, reference, by=by, at=at)
    return True


def _failed(tried: Handover, failure: providers.AdapterFailed, *, by: Actor, at: dt.datetime) -> None:
    with transaction.atomic():
        case = locked(tried.case_id)
        row = Handover.objects.select_for_update().get(id=tried.id)
        if row.state != rules.WAITING:
            return
        row.problem = failure.problem
        row.next_try_at = None if failure.permanent else rules.next_try(row.attempts, at)
        if row.next_try_at is None:
            row.state = rules.FAILED
        row.save(update_fields=["problem", "next_try_at", "state"])
        save_turn(case, at=at)
        journal.note(
            events.HandoverFailed(
                case=ref(case),
                handover=handover_ref(row),
                problem=failure.problem,
                attempt=row.attempts,
                permanent=row.state == rules.FAILED,
            ),
            by=by,
            at=at,
        )


def fetch_answers(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """Ask the authorities about every package that they have; how many answers came back."""
    waiting = Handover.objects.filter(state=rules.SENT).exclude(adapter="manual").order_by("sent_at")
    return sum(_fetched(row, by=by, at=at) for row in waiting[:_BATCH])


def _fetched(row: Handover, *, by: Actor, at: dt.datetime) -> bool:
    if row.sent_at is None:
        return False
    try:
        answer = providers.ADAPTERS[row.adapter].look_up(row.reference, sent_at=row.sent_at, at=at)
        if answer is None:
            return False
        given = AnswerGiven(
            reference=row.reference,
            verdict=answer.verdict,
            reason=answer.reason,
            filename=answer.filename,
            data=answer.data,
        )
        answer_back(case=row.case_id, answer=given, by=by, at=at)
    except (providers.AdapterFailed, Refused):
        # Asked again at the next round; an officer entered it meanwhile, or the authority cannot tell just now.
        return False
    return True
