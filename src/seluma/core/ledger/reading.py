"""What the log publishes: checkpoints, tiles, entry bundles, and proofs made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from seluma.core.journal import api as journal
from seluma.lib import tlog

from .models import LedgerCheckpoint


class NotSealed(Exception):
    """There is no such entry, or no checkpoint covers it yet; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint of this log: its size, the signed note, and when it was signed."""

    size: int
    note: bytes
    at: dt.datetime


def head() -> Head | None:
    """The newest checkpoint; None before the first pass of the writer."""
    row = LedgerCheckpoint.objects.order_by("-size").first()
    return Head(row.size, bytes(row.note), row.at) if row else None


def heads() -> list[Head]:
    """Every checkpoint that was signed, the smallest first."""
    return [Head(row.size, bytes(row.note), row.at) for row in LedgerCheckpoint.objects.order_by("size")]


def resource(place: tlog.Tile | tlog.Bundle) -> bytes | None:
    """The bytes of a tile or a bundle, which never change; None when the log has not grown so far."""
    newest = head()
    level = place.level if isinstance(place, tlog.Tile) else 0
    if newest is None or place.index * tlog.WIDTH + place.width > newest.size >> (8 * level):
        return None
    return bundle(place) if isinstance(place, tlog.Bundle) else tiles([place]).get(place)


def tiles(wanted: Sequence[tlog.Tile]) -> Mapping[tlog.Tile, bytes]:
    """The bytes of tiles, in one statement; what is not there is left out. A narrower tile begins the wider one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.level, t.number, t.hashes FROM unnest(%s::smallint[], %s::bigint[]) AS w (level, number)"
            " JOIN ledger_tile t USING (level, number)",
            [[tile.level for tile in wanted], [tile.index for tile in wanted]],
        )
        rows = {(level, number): bytes(hashes) for level, number, hashes in cursor.fetchall()}
    found = {}
    for tile in wanted:
        data = rows.get((tile.level, tile.index), b"")[: tile.width * tlog.HASH_SIZE]
        if len(data) == tile.width * tlog.HASH_SIZE:
            found[tile] = data
    return found


def bundle(wanted: tlog.Bundle) -> bytes | None:
    """The entries of a bundle, made of the journal's own rows; None when one of them is not there."""
    first = wanted.index * tlog.WIDTH
    rows = journal.bodies(first, wanted.width)
    if [position for position, _body in rows] != list(range(first, first + wanted.width)):
        return None
    return tlog.bundled([body for _position, body in rows])


def tree(size: int) -> tlog.Tree:
    """The tree of that many leaves, for roots, inclusion and consistency proofs."""
    return tlog.Tree(size, tiles)


def prove(entry_id: UUID) -> tlog.Proof:
    """The proof that an entry is in the log, under the newest checkpoint, with the entry itself as its extra data.

    Raises NotSealed when there is no such entry or it waits for its checkpoint.
    """
    found = journal.place_of(entry_id)
    if found is None:
        raise NotSealed(f"There is no entry {entry_id}.")
    position, body = found
    newest = head()
    if position is None or newest is None or position >= newest.size:
        raise NotSealed(f"Entry {entry_id} is not under a checkpoint yet: a running worker signs one within a second.")
    path = tree(newest.size).inclusion(position)
    return tlog.Proof(position, tuple(path), tlog.read_note(newest.note), body)
