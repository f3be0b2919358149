"""Gives committed entries their gapless position and defers their deliveries, a batch in one transaction.

There is one sequencer at a time (advisory lock). Verbs do not defer jobs: a NOTIFY in each of them
would make PostgreSQL serialise their commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from seluma.lib.events import Event

from .models import JournalDelivery, JournalFacts, JournalPosition
from .tasks import deliver

_LOCK = 0x5E1_0001
_subscribers: dict[str, tuple[str, ...]] = {}

_TAKE = """
DELETE FROM journal_pending
WHERE seq IN (SELECT seq FROM journal_pending ORDER BY seq LIMIT %s)
RETURNING seq, entry_id
"""


def install_subscribers(
    table: Mapping[type[Event], Sequence[str]], *, also: Mapping[type[Event], Sequence[str]] | None = None
) -> None:
    """Hand down who is told what: event class → dotted names of subscribers. Called once, by the configuration."""
    _subscribers.clear()
    for part in (table, also or {}):
        for event, names in part.items():
            _subscribers[event.kind()] = (*_subscribers.get(event.kind(), ()), *names)


def subscribers_of(kind: str) -> tuple[str, ...]:
    """The dotted names of those who are told of a kind."""
    return _subscribers.get(kind, ())


def sequence(limit: int = 1000) -> int:
    """One pass: how many entries got their position (0 also when another sequencer is at work)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE, [limit])
        entries = [entry_id for _seq, entry_id in sorted(cursor.fetchall())]
        if not entries:
            return 0
        cursor.execute("SELECT coalesce(max(position), -1) FROM journal_position")
        first = cursor.fetchone()[0] + 1
        positions = {entry_id: first + index for index, entry_id in enumerate(entries)}
        JournalPosition.objects.bulk_create(
            [JournalPosition(position=position, entry_id=entry_id) for entry_id, position in positions.items()]
        )
        _defer(positions)
    return len(entries)


def _defer(positions: Mapping[UUID, int]) -> None:
    told = JournalFacts.objects.filter(entry_id__in=positions, kind__in=_subscribers)
    deliveries, jobs = [], []
    for entry_id, kind, subject in told.values_list("entry_id", "kind", "subject_id"):
        for name in _subscribers[kind]:
            row = JournalDelivery(entry_id=entry_id, subscriber=name, position=positions[entry_id])
            deliveries.append((row, subject))
    deliveries.sort(key=lambda pair: pair[0].position)
    JournalDelivery.objects.bulk_create([row for row, _subject in deliveries])
    for row, subject in deliveries:
        job = deliver.configure(lock=f"{row.subscriber}:{subject}").job
        jobs.append(job.evolve(task_kwargs={"delivery_id": str(row.id)}))
    if jobs:
        app.job_manager.batch_defer_jobs(jobs)
