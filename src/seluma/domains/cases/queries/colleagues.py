"""What officers see of each other's work: notes about a case, who stands in for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from seluma.core.access.api import Actor, check_may, may
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people

from .. import policies, rules
from ..models import Absence, CaseNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One internal note."""

    author: str
    to: str
    """Whom it asks; empty when nobody in particular."""
    text: str
    at: dt.datetime
    open: bool
    """The colleague who was asked has not written yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """Somebody is away, and who stands in meanwhile."""

    id: UUID
    officer: str
    deputy: str
    from_on: dt.date
    until_on: dt.date
    now: bool
    """Today is one of the days."""
    may_end: bool


def notes_of(names: dict[UUID, str], found: Sequence[CaseNote]) -> tuple[Note, ...]:
    """The notes about a case, the newest first, in the names given."""
    return tuple(
        Note(
            author=names.get(note.author, ""),
            to=names.get(note.to, "") if note.to else "",
            text=note.text,
            at=note.written_at,
            open=note.to is not None and note.answered_at is None,
        )
        for note in found
    )


def stands_in_for(actor: Actor, *, at: dt.datetime) -> frozenset[UUID]:
    """The officers whose deputy this actor is today."""
    today = rules.local_day(at, catalogue.office().timezone)
    rows = Absence.objects.filter(
        deputy=actor.id, ended_at__isnull=True, from_on__lte=today, until_on__gte=today
    ).values_list("officer", flat=True)
    return frozenset(rows)


def deputies(actor: Actor, *, at: dt.datetime) -> list[StandIn]:
    """Who is away now or soon, the next first; every officer sees all of it."""
    check_may(actor, policies.READ)
    today = rules.local_day(at, catalogue.office().timezone)
    rows = list(Absence.objects.filter(ended_at__isnull=True, until_on__gte=today).order_by("from_on", "id")[:100])
    names = people.names([who for row in rows for who in (row.officer, row.deputy)])
    return [
        StandIn(
            id=row.id,
            officer=names.get(row.officer, ""),
            deputy=names.get(row.deputy, ""),
            from_on=row.from_on,
            until_on=row.until_on,
            now=row.from_on <= today,
            may_end=row.officer == actor.id or may(actor, policies.ASSIGN),
        )
        for row in rows
    ]
