"""What the journal itself announces."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsViewed(Event):
    """Somebody read somebody's file. `subjects` are all that one request showed; the first is the subject."""

    SUBJECT = "first"

    first: Ref
    others: tuple[Ref, ...] = ()
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsDestroyed(Event):
    """The facts of some entries about a subject were destroyed; the entries themselves remain."""

    SUBJECT = "of"

    of: Ref
    entries: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRetried(Event):
    """Somebody asked for a finally failed delivery to be tried again."""

    SUBJECT = "of"

    of: Ref
    delivery: UUID
    subscriber: str
