"""The log as people look at it: its newest entries and checkpoints, one entry, and how the acts about a thing stand.

Nothing here names a person: what is shown of an entry is its body.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from seluma.core.journal import api as journal
from seluma.lib import tlog
from seluma.lib.events import Event
from seluma.lib.ids import Ref

from .models import LedgerCheckpoint
from .policy import log_alone, policy_in_use
from .reading import NotSealed, prove, tree
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
    digests: tuple[str, ...]
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


def sealings(ref: Ref, kinds: Sequence[type[Event]]) -> list[Sealing]:
    """The acts of these kinds about a thing, in their order, each held against the newest checkpoint.

    Where the facts were destroyed, what the entries say is enough. Raises KeysMissing, and Unproven when the checkpoint
    is not what this log signed.
    """
    acts: Sequence[journal.Entry | journal.Bare] = journal.timeline(ref, kinds=kinds)
    acts = acts or journal.without_facts(ref, kinds)
    top = _top()
    size = top.size if top else 0
    placed = [act.position for act in acts if act.position is not None and act.position < size]
    there = journal.checked(placed) if placed else {}
    held = {position: _is_held(position, *there.get(position, (b"", False)), top) for position in placed if top}
    seen = seen_by(position for position, holds in held.items() if holds) if any(held.values()) else {}
    return [_sealing(act, there, held, seen) for act in acts]


def _sealing(
    act: journal.Entry | journal.Bare,
    there: Mapping[int, tuple[bytes, bool]],
    held: Mapping[int, bool],
    seen: Mapping[int, tuple[str, ...]],
) -> Sealing:
    position = act.position
    if position is None or position not in held:
        return Sealing(act.id, act.kind, act.at, position, Standing.WAITING, (), ())
    standing = Standing.SEALED if held[position] else Standing.BROKEN
    digests = _leaf(position, there.get(position, (b"", False))[0]).digests
    return Sealing(act.id, act.kind, act.at, position, standing, digests, seen.get(position, ()))


def _top() -> tlog.Checkpoint | None:
    trusted = log_alone(policy_in_use())
    # As the log itself signed it: what stands there for witnesses is not asked here.
    note = LedgerCheckpoint.objects.order_by("-size").values_list("note", flat=True).first()
    if note is None:
        return None
    try:
        return trusted.verify(tlog.read_note(bytes(note))).checkpoint
    except tlog.Unreadable as reason:
        raise tlog.Unproven(str(reason)) from reason


def _is_held(position: int, body: bytes, is_faithful: bool, top: tlog.Checkpoint) -> bool:
    """Whether the log holds these bytes at this position, and what is told beside them is what they committed to."""
    try:
        path = tree(top.size).inclusion(position)
        tlog.check_inclusion(tlog.leaf_hash(body), position, top.size, path, top.root)
    except (tlog.Unproven, tlog.Unreadable, KeyError):
        return False
    return is_faithful


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
