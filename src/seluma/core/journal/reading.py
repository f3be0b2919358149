"""Reading the journal: timelines, views, the list of what could not be delivered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from seluma.lib.events import Event, event_class
from seluma.lib.ids import Ref

from .events import RecordsViewed
from .models import JournalDelivery, JournalFacts


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it is read back. `event` is None when no class for its kind is known any more."""

    id: UUID
    kind: str
    at: dt.datetime
    by: Ref
    subject: Ref
    position: int | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """An entry that a subscriber could not take, after all attempts."""

    id: UUID
    entry_id: UUID
    kind: str
    subscriber: str
    attempts: int
    last_error: str
    changed_at: dt.datetime


def timeline(ref: Ref, *, kinds: Iterable[type[Event]] | None = None) -> list[Entry]:
    """Every act about a thing in order, reading excepted; only these kinds when named."""
    return timelines([ref], kinds=kinds)[ref]


def timelines(refs: Sequence[Ref], *, kinds: Iterable[type[Event]] | None = None) -> dict[Ref, list[Entry]]:
    """`timeline` for many things in one statement."""
    rows = JournalFacts.objects.filter(about__overlap=[ref.id for ref in refs]).exclude(kind=RecordsViewed.kind())
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.kind() for kind in kinds])
    found: dict[Ref, list[Entry]] = {ref: [] for ref in refs}
    by_id = {ref.id: ref for ref in refs}
    for row in rows.select_related("entry__position_row").order_by("seq"):
        for thing in row.about:
            if thing in by_id:
                found[by_id[thing]].append(entry_of(row))
    return found


def views_of(ref: Ref) -> list[Entry]:
    """Who read this thing's file, newest first."""
    rows = JournalFacts.objects.filter(about__contains=[ref.id], kind=RecordsViewed.kind())
    return [entry_of(row) for row in rows.select_related("entry__position_row").order_by("-seq")]


def entry(entry_id: UUID) -> Entry | None:
    """One act, or None when its facts were destroyed or it never was."""
    row = JournalFacts.objects.select_related("entry__position_row").filter(entry_id=entry_id).first()
    return entry_of(row) if row else None


def entry_of(row: JournalFacts) -> Entry:
    """The read model of a row."""
    try:
        event: Event | None = event_class(row.kind).from_facts(row.facts)
    except KeyError:
        event = None
    position = getattr(row.entry, "position_row", None)
    return Entry(
        id=row.entry_id,
        kind=row.kind,
        at=row.at,
        by=Ref(row.actor_kind, row.actor_id),
        subject=Ref(row.subject_kind, row.subject_id),
        position=position.position if position else None,
        event=event,
    )


def failed_deliveries() -> list[FailedDelivery]:
    """What finally failed, oldest first: the list that somebody must look at."""
    rows = JournalDelivery.objects.filter(state=JournalDelivery.State.FAILED).order_by("position")
    kinds = dict(
        JournalFacts.objects.filter(entry_id__in=[row.entry_id for row in rows]).values_list("entry_id", "kind")
    )
    return [
        FailedDelivery(
            row.id,
            row.entry_id,
            kinds.get(row.entry_id, ""),
            row.subscriber,
            row.attempts,
            row.last_error,
            row.changed_at,
        )
        for row in rows
    ]


def sequencer_lag(*, at: dt.datetime) -> dt.timedelta:
    """How long the oldest entry without a position has been waiting; zero when none waits."""
    oldest = JournalFacts.objects.raw(
        "SELECT f.* FROM journal_facts f JOIN journal_pending p ON p.entry_id = f.entry_id ORDER BY p.seq LIMIT 1"
    )
    for row in oldest:
        return max(at - row.at, dt.timedelta(0))
    return dt.timedelta(0)
