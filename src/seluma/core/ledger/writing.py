"""The only writer: takes the journal's entries in their order, extends the tiles, signs a checkpoint.

One writer at a time (advisory lock); entries, tiles and checkpoint of a pass become visible together or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection, transaction

from seluma.core.journal import api as journal
from seluma.lib import tlog

from .keys import log_keys
from .models import LedgerCheckpoint, LedgerTile

BATCH = 10_000
"""Entries of a pass at most."""
_LOCK = 0x5E1_0002

_GROW = """
INSERT INTO ledger_tile (level, number, hashes) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes
"""


class LedgerBroken(Exception):
    """The journal or the ledger was changed behind our back; the sentence says where. Nothing more is signed."""


def sequence(*, at: dt.datetime, limit: int = BATCH) -> int:
    """One pass: how many entries were sealed under a new checkpoint (0 also when another writer is at work).

    Raises LedgerBroken when the journal has a gap or the tiles do not fit the last checkpoint, `KeysMissing` without
    keys. In either case nothing is signed.
    """
    keys = log_keys()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        size = LedgerCheckpoint.objects.order_by("-size").values_list("size", flat=True).first()
        bodies = journal.bodies(size or 0, limit)
        if not bodies and size is not None:
            return 0
        edge = _edge(size or 0)
        changed = edge.append(_leaves(bodies, edge.size))
        _grow(changed)
        text = tlog.Checkpoint(keys.origin, edge.size, edge.root()).text
        signatures = (keys.signer.sign(text), keys.ml_dsa.cosign(text, int(at.timestamp())))
        LedgerCheckpoint.objects.create(size=edge.size, note=tlog.write_note(tlog.Note(text, signatures)), at=at)
    return len(bodies)


def _leaves(bodies: list[tuple[int, bytes]], first: int) -> list[bytes]:
    found = []
    for expected, (position, body) in enumerate(bodies, first):
        if position != expected:
            raise LedgerBroken(f"The journal has no entry at position {expected}: somebody removed it.")
        tlog.check_entry(body)
        found.append(tlog.leaf_hash(body))
    return found


def _edge(size: int) -> tlog.Edge:
    partial = {}
    for tile in tlog.edge_of(size):
        row = LedgerTile.objects.filter(level=tile.level, number=tile.index).values_list("hashes", flat=True).first()
        try:
            partial[tile.level] = tile.hashes(bytes(row or b""))
        except tlog.Unreadable as reason:
            raise LedgerBroken(f"The tiles do not fit the last checkpoint. {reason}") from reason
    return tlog.Edge(size, partial)


def _grow(changed: Mapping[tlog.Tile, bytes]) -> None:
    if not changed:
        return
    widest = {(tile.level, tile.index): data for tile, data in changed.items()}
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [[level for level, _ in widest], [number for _, number in widest], list(widest.values())])
