"""What the log publishes: checkpoints, tiles, entry bundles, and proofs made of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from seluma.core.journal import api as journal
from seluma.lib import tlog

from .models import LedgerCheckpoint, LedgerCosignature
from .policy import identity, policy_in_use

PATIENCE = dt.timedelta(seconds=5)
"""How long the newest checkpoint waits for its witnesses before it is shown without them."""
_LOOKED_AT = 20
"""Cosigned checkpoints among which the newest with a quorum is looked for: more, and witnesses are away."""


class NotSealed(Exception):
    """There is no such entry, or no checkpoint covers it yet; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """A checkpoint of this log: its size, the signed note with its witnesses' signatures, and when it was signed."""

    size: int
    note: bytes
    at: dt.datetime


def size() -> int:
    """How many entries the newest checkpoint covers; 0 before the first."""
    return LedgerCheckpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def head() -> Head | None:
    """The newest checkpoint, witnessed or not; None before the first pass of the writer."""
    return next(iter(_read(LedgerCheckpoint.objects.order_by("-size")[:1])), None)


def witnessed() -> Head | None:
    """The newest checkpoint with as many witnesses as the policy demands."""
    found = witnessed_size()
    return None if found is None else next(iter(_read(LedgerCheckpoint.objects.filter(size=found))), None)


def witnessed_size() -> int | None:
    """How many entries that checkpoint covers, in one statement; None when there is no such checkpoint."""
    chosen = policy_in_use()
    if chosen.is_met_by(set()):
        return LedgerCheckpoint.objects.order_by("-size").values_list("size", flat=True).first()
    names = {identity(party.key): name for name, party in chosen.witnesses.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, array_agg(witness) FROM ledger_cosignature GROUP BY size ORDER BY size DESC LIMIT %s",
            [_LOOKED_AT],
        )
        found: list[tuple[int, list[str]]] = cursor.fetchall()
    met = (size for size, signers in found if chosen.is_met_by({names[one] for one in signers if one in names}))
    return next(met, None)


def published(*, at: dt.datetime) -> Head | None:
    """The checkpoint that outsiders are shown at that time: the newest that is witnessed as the policy demands.

    When witnesses have not answered for longer than `PATIENCE` the newest is shown as it is: the log goes on, and
    nobody takes it for witnessed.
    """
    seen = witnessed()
    since = unwitnessed_since(seen.size if seen else None)
    return seen if seen is not None and (since is None or at - since <= PATIENCE) else head()


def unwitnessed_since(seen: int | None) -> dt.datetime | None:
    """When the first checkpoint over more entries than these was signed; None when there is none."""
    after = LedgerCheckpoint.objects.filter(size__gt=-1 if seen is None else seen).order_by("size")
    return after.values_list("at", flat=True).first()


def heads() -> list[Head]:
    """Every checkpoint that was signed, the smallest first."""
    return _read(LedgerCheckpoint.objects.order_by("size"))


def cosignatures(*, above: int = -1) -> dict[int, list[str]]:
    """The signature lines that witnesses gave over checkpoints of more than `above` entries: size → lines."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = LedgerCosignature.objects.filter(size__gt=above).order_by("id")
    for at_size, line in rows.values_list("size", "line"):
        found[at_size].append(line)
    return found


def resource(place: tlog.Tile | tlog.Bundle) -> bytes | None:
    """The bytes of a tile or a bundle, which never change; None when the log has not grown so far."""
    level = place.level if isinstance(place, tlog.Tile) else 0
    if place.index * tlog.WIDTH + place.width > size() >> (8 * level):
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
    """The proof that an entry is in the log, with the entry itself as its extra data.

    It stands under the newest checkpoint that is witnessed as the policy demands, or, while witnesses have not seen the
    entry, under the newest. Raises NotSealed when there is no such entry or it waits for its checkpoint.
    """
    found = journal.place_of(entry_id)
    if found is None:
        raise NotSealed(f"There is no entry {entry_id}.")
    position, body = found
    shown = witnessed()
    if position is None or shown is None or position >= shown.size:
        shown = head()
    if position is None or shown is None or position >= shown.size:
        raise NotSealed(f"Entry {entry_id} is not under a checkpoint yet: a running worker signs one within a second.")
    path = tree(shown.size).inclusion(position)
    return tlog.Proof(position, tuple(path), tlog.read_note(shown.note), body)


def _read(rows: Iterable[LedgerCheckpoint]) -> list[Head]:
    checkpoints = list(rows)
    if not checkpoints:
        return []
    lines = cosignatures(above=min(row.size for row in checkpoints) - 1)
    return [Head(row.size, _cosigned(bytes(row.note), lines.get(row.size, [])), row.at) for row in checkpoints]


def _cosigned(note: bytes, lines: Sequence[str]) -> bytes:
    # Signature lines stand at the end of a note, each with its newline: nothing has to be read again.
    return note + "".join(lines).encode()
