"""The promise at once: a signed receipt for who acts, and whether the log kept what it promised."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from seluma.core.journal import api as journal
from seluma.lib import receipts, tlog

from .keys import log_keys
from .policy import log_alone
from .reading import NotSealed
from .sources import Database, Source

PROMISE = dt.timedelta(minutes=10)
"""By when after an act its entry is in the log; a running worker needs a second."""
AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of a receipt: the entry's index in the log (None: it is not there), and the log's size."""

    receipt: receipts.Receipt
    index: int | None
    size: int

    def __str__(self) -> str:
        stated, entry = self.receipt, f"Entry {self.receipt.entry_id}"
        if self.index is not None:
            return (
                f"{entry}, noted {stated.at:%Y-%m-%d %H:%M:%S} UTC, is in the log: entry {self.index} of {self.size}."
            )
        return (
            f"{entry} was noted {stated.at:%Y-%m-%d %H:%M:%S} UTC, and the log promised to hold it by "
            f"{stated.deadline:%Y-%m-%d %H:%M:%S} UTC; it is not among the {self.size} entries of the log."
        )

    def is_broken(self, *, at: dt.datetime) -> bool:
        """Whether the deadline has passed at that time and the entry is not in the log."""
        return self.index is None and at > self.receipt.deadline


def receipt(entry_id: UUID, body: bytes, *, at: dt.datetime) -> bytes:
    """The signed receipt for an entry that was noted at that time. Raises KeysMissing."""
    keys = log_keys()
    stated = at.astimezone(dt.UTC).replace(microsecond=0)
    promised = receipts.Receipt(keys.origin, entry_id, tlog.leaf_hash(body), stated, stated + PROMISE)
    return receipts.write_receipt(promised, keys.signer)


def receipt_of(entry_id: UUID) -> bytes:
    """The same for an entry that is in the journal. Raises NotSealed when there is none, KeysMissing."""
    found = journal.place_of(entry_id)
    stated = journal.time_of(found[1]) if found else None
    if found is None or stated is None:
        raise NotSealed(f"There is no entry {entry_id}.")
    return receipt(entry_id, found[1], at=stated)


def kept(data: bytes, source: Source, policy: tlog.Policy) -> Promise:
    """Look up in a log whether it kept what a receipt promised.

    Raises Unreadable or Unproven when the receipt or the log's checkpoint is not of a log of the policy, Unavailable
    when the log cannot be read.
    """
    promised = receipts.verify_receipt(data, policy)
    checkpoint = log_alone(policy).verify(tlog.read_note(source.text("checkpoint"))).checkpoint
    index = _index(promised, source, checkpoint.size)
    if index is not None:
        try:
            path = tlog.Tree(checkpoint.size, source.tiles).inclusion(index)
        except KeyError:
            raise tlog.Unproven("Tiles are missing: nobody can tell what is in this log.") from None
        tlog.check_inclusion(promised.leaf, index, checkpoint.size, path, checkpoint.root)
    return Promise(promised, index, checkpoint.size)


def _index(promised: receipts.Receipt, source: Source, size: int) -> int | None:
    """Where the leaf is. What is promised now stands near the end, so the end is read first."""
    if isinstance(source, Database):
        place = journal.place_of(promised.entry_id)
        if place is not None and place[0] is not None and place[0] < size:
            return place[0] if tlog.leaf_hash(place[1]) == promised.leaf else None
    last = -(-size // tlog.WIDTH)
    for end in range(last, 0, -AT_ONCE):
        wanted = [tlog.tile_at(0, index, size) for index in range(max(0, end - AT_ONCE), end)]
        for tile, data in source.tiles(wanted).items():
            hashes = tile.hashes(data)
            if promised.leaf in hashes:
                return tile.index * tlog.WIDTH + hashes.index(promised.leaf)
    return None
