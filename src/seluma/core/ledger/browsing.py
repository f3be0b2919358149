"""The log as people look at it: its newest entries and checkpoints, one entry, and how the acts about a thing stand.

Nothing here names a person: what is shown of an entry is its body.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from seluma.core.journal import api as journal
from seluma.lib import tlog
from seluma.lib.events import Event
from seluma.lib.ids import Ref

from .policy import log_alone, policy
from .reading import NotSealed, head, prove, tree
from .status import seen_by


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as everybody sees it. `at` None and `kind` empty: the bytes are no entry of this portal's format."""

    position: int
    id: UUID | None
    kind: str
    at: dt.datetime | None
    cause: UUID | None
    digests: tuple[str, ...]
    body: bytes

    @property
    def hash(self) -> bytes:
        """The leaf's hash in the tree."""
        return tlog.leaf_hash(self.body)


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint: how many entries it covers, when it was signed, and how many witnesses cosigned it."""

    size: int
    at: dt.datetime
    witnesses: int


class Standing(StrEnum):
    """How an entry stands in the log."""

    SEALED = "sealed"
    WAITING = "waiting"
    BROKEN = "broken"
    """It has a place, and the log does not hold it there, or its facts are not those that were sealed."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """An act about a thing, and how its entry stands. `seen_by`: the witnesses that have seen it."""

    entry_id: UUID
    kind: str
    at: dt.datetime
    position: int | None
    standing: Standing
    seen_by: tuple[str, ...]


def leaves(first: int, count: int) -> list[Leaf]:
    """The entries from position `first` on, at most `count`, in their order; one statement."""
    return [_leaf(position, body) for position, body in journal.bodies(first, count)]


def leaf_of(entry_id: UUID) -> Leaf | None:
    """The entry with this id; None when there is none or it has no position yet."""
    found = journal.place_of(entry_id)
    return _leaf(found[0], found[1]) if found and found[0] is not None else None


def proof_at(position: int) -> bytes:
    """The evidence file of the entry at a position. Raises NotSealed."""
    found = leaves(position, 1)
    if not found or found[0].id is None:
        raise NotSealed(f"There is no entry {position}.")
    return tlog.write_proof(prove(found[0].id))


def checkpoints(most: int) -> list[Signed]:
    """The newest checkpoints, the newest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.size, c.at, (SELECT count(*) FROM ledger_cosignature s WHERE s.size = c.size)"
            " FROM ledger_checkpoint c ORDER BY c.size DESC LIMIT %s",
            [most],
        )
        return [Signed(*row) for row in cursor.fetchall()]


def sealings(ref: Ref, kinds: Iterable[type[Event]]) -> list[Sealing]:
    """The acts of these kinds about a thing, in their order, each held against the newest checkpoint.

    Raises KeysMissing, and Unreadable for a policy that cannot be read.
    """
    acts = journal.timeline(ref, kinds=kinds)
    top = _top()
    standings = {act.id: _standing(act.id, act.position, top) for act in acts}
    held = [act.position for act in acts if act.position is not None and standings[act.id] is Standing.SEALED]
    seen = seen_by(held) if held else {}
    return [
        Sealing(act.id, act.kind, act.at, act.position, standings[act.id], seen.get(act.position or 0, ()))
        for act in acts
    ]


def _top() -> tlog.Checkpoint | None:
    newest = head()
    if newest is None:
        return None
    return log_alone(policy()).verify(tlog.read_note(newest.note)).checkpoint


def _standing(entry_id: UUID, position: int | None, top: tlog.Checkpoint | None) -> Standing:
    if position is None or top is None or position >= top.size:
        return Standing.WAITING
    found = journal.place_of(entry_id)
    if found is None or any(journal.unfaithful(position, 1)):
        return Standing.BROKEN
    try:
        path: Sequence[bytes] = tree(top.size).inclusion(position)
        tlog.check_inclusion(tlog.leaf_hash(found[1]), position, top.size, path, top.root)
    except (tlog.Unproven, tlog.Unreadable, KeyError):
        return Standing.BROKEN
    return Standing.SEALED


def _leaf(position: int, body: bytes) -> Leaf:
    try:
        said: dict[str, Any] = json.loads(body)
        return Leaf(
            position,
            UUID(said["id"]),
            said["kind"],
            dt.datetime.fromisoformat(said["at"]),
            UUID(said["cause"]) if said["cause"] else None,
            tuple(said["digests"]),
            body,
        )
    except (ValueError, KeyError, TypeError):
        return Leaf(position, None, "", None, None, (), body)
