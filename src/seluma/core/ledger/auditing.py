"""Reading a whole log and saying what is wrong with it, where, and what that proves.

Everything is computed anew from the entries and compared with the tiles, with the newest checkpoint, with every former
one, and with what others have kept. What nobody but the office has seen cannot be held against it: see ADR 0008.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from seluma.core.journal import api as journal
from seluma.lib import tlog

from .anchoring import Anchor
from .comparing import Comparison
from .findings import Finding, finding, ranges
from .policy import log_alone
from .reading import Head
from .sources import Database, Source

AT_ONCE = 64 * tlog.WIDTH
SLACK = dt.timedelta(minutes=10)
"""How long a verb may take between stating its time and being sealed, beyond the worker's own delay."""

Progress = Callable[[int, int], None]
"""Told how many of how many entries were read."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found, and how large the log is that it read."""

    size: int
    findings: tuple[Finding, ...]


def audit(
    source: Source,
    policy: tlog.Policy,
    *,
    seen: Sequence[bytes] = (),
    anchored: Sequence[Anchor] = (),
    progress: Progress | None = None,
) -> Report:
    """Read a whole log and check it. `seen` are checkpoints that somebody kept: notes that this log once signed;
    `anchored` is what a network's registry holds of it.

    Raises Unavailable when the source cannot be read at all.
    """
    note = source.text("checkpoint")
    try:
        parsed = tlog.read_note(note)
        checkpoint = tlog.read_checkpoint(parsed.text)
    except tlog.Unreadable as reason:
        return Report(0, (finding("checkpoint-malformed", "checkpoint", str(reason)),))
    found = _signatures(parsed, policy, "checkpoint")
    former = sorted(source.heads(), key=lambda head: head.size)
    stops = _stops(former, note, checkpoint.size) + _kept(seen, policy, checkpoint, found)
    comparison = Comparison(checkpoint, stops + _anchored(anchored, checkpoint, found))
    _walk(source, comparison, _Clock(former), progress)
    found += comparison.findings()
    for head in former:
        if head.note != note:
            found += _former(head, policy, checkpoint.size)
    if isinstance(source, Database):
        found += _journal(checkpoint.size, progress)
    return Report(checkpoint.size, tuple(found))


def _walk(source: Source, comparison: Comparison, clock: _Clock, progress: Progress | None) -> None:
    size = comparison.checkpoint.size
    for first in range(0, size, AT_ONCE):
        count = min(AT_ONCE, size - first)
        entries = source.entries(first, count)
        comparison.take(first, entries, source.tiles(_leaf_tiles(first, count, size)))
        clock.take(entries)
        if progress is not None:
            progress(first + count, size)
    above = [tile for tile in tlog.tiles_of(size) if tile.level]
    comparison.compare_above(source.tiles(above) if above else {}, above)
    comparison.clock = clock.findings()


def _leaf_tiles(first: int, count: int, size: int) -> list[tlog.Tile]:
    return [tlog.tile_at(0, index, size) for index in range(first // tlog.WIDTH, -(-(first + count) // tlog.WIDTH))]


def _signatures(note: tlog.Note, policy: tlog.Policy, where: str) -> list[Finding]:
    try:
        policy.verify(note)
    except (tlog.Unproven, tlog.Unreadable) as reason:
        try:
            log_alone(policy).verify(note)
        except (tlog.Unproven, tlog.Unreadable):
            return [finding("key-replaced", where, str(reason))]
        return [finding("quorum-missing", where, str(reason))]
    return []


def _stops(former: Sequence[Head], newest: bytes, size: int) -> list[tuple[int, bytes, str]]:
    """At which sizes the root must have been which, by what the log itself signed before."""
    found = []
    for head in former:
        if head.note == newest:
            continue
        try:
            checkpoint = tlog.read_checkpoint(tlog.read_note(head.note).text)
        except tlog.Unreadable:
            continue
        if checkpoint.size <= size:
            found.append((checkpoint.size, checkpoint.root, f"checkpoint {head.size}"))
    return found


def _kept(
    seen: Sequence[bytes], policy: tlog.Policy, checkpoint: tlog.Checkpoint, found: list[Finding]
) -> list[tuple[int, bytes, str]]:
    """The same, by what others kept; a kept checkpoint that is larger than the log proves that the log went back."""
    stops = []
    for number, data in enumerate(seen, 1):
        where = f"kept checkpoint {number}"
        note = tlog.read_note(data)
        # Who kept it need not have waited for witnesses; the log's own signature is what binds the log.
        kept = log_alone(policy).verify(note).checkpoint
        if kept.size > checkpoint.size:
            sentence = f"The log signed {kept.size} entries and shows {checkpoint.size} now."
            found.append(finding("rolled-back", where, sentence))
        else:
            stops.append((kept.size, kept.root, where))
    return stops


def _anchored(
    anchored: Sequence[Anchor], checkpoint: tlog.Checkpoint, found: list[Finding]
) -> list[tuple[int, bytes, str]]:
    """The same, by what a network holds: nobody of the office could change it there."""
    for one in anchored:
        if one.size > checkpoint.size:
            sentence = f"The network holds {one.size} entries of this log, which shows {checkpoint.size} now."
            found.append(finding("rolled-back", one.where, sentence))
    return [(one.size, one.root, one.where) for one in anchored if one.size <= checkpoint.size]


def _former(head: Head, policy: tlog.Policy, size: int) -> list[Finding]:
    where = f"checkpoint {head.size}"
    try:
        note = tlog.read_note(head.note)
        checkpoint = tlog.read_checkpoint(note.text)
    except tlog.Unreadable as reason:
        return [finding("checkpoint-malformed", where, str(reason))]
    if checkpoint.size != head.size or checkpoint.size > size:
        return [finding("checkpoint-malformed", where, f"It is filed under {head.size} and says {checkpoint.size}.")]
    return _signatures(note, log_alone(policy), where)


class _Clock:
    """Entries state when they happened; the checkpoints before and after them state when they were sealed."""

    def __init__(self, former: Sequence[Head]) -> None:
        self._heads = former
        self._next = 0
        self._early: list[int] = []
        self._late: list[int] = []

    def take(self, entries: Mapping[int, bytes]) -> None:
        """Look at the times of entries, which must come in order."""
        for index in sorted(entries):
            while self._next < len(self._heads) and self._heads[self._next].size <= index:
                self._next += 1
            if 0 < self._next < len(self._heads) and self._heads[self._next - 1].size:
                self._look(index, entries[index])

    def findings(self) -> list[Finding]:
        """What states a time that cannot be."""
        return [
            *(
                finding("back-dated", f"entries {place}", "They state a time before the checkpoint that they follow.")
                for place in ranges(self._early)
            ),
            *(
                finding("clock-ahead", f"entries {place}", "They state a time after the checkpoint that seals them.")
                for place in ranges(self._late)
            ),
        ]

    def _look(self, index: int, body: bytes) -> None:
        stated = journal.time_of(body)
        if stated is None:
            return
        if stated < self._heads[self._next - 1].at - SLACK:
            self._early.append(index)
        elif stated > self._heads[self._next].at + SLACK:
            self._late.append(index)


def _journal(size: int, progress: Progress | None) -> list[Finding]:
    """What only the database can tell: facts against commitments, and entries that stand outside of the order."""
    found = []
    unfaithful = []
    for first in range(0, size, AT_ONCE):
        unfaithful += [wrong.position for wrong in journal.unfaithful(first, min(AT_ONCE, size - first))]
        if progress is not None:
            progress(min(first + AT_ONCE, size), size)
    for place in ranges(unfaithful):
        found.append(finding("fact-edited", f"entries {place}", "The facts are not those that the entry committed to."))
    for entry_id in journal.without_a_place():
        found.append(finding("entry-hidden", f"entry {entry_id}", "It stands in the journal and has no position."))
    missing = journal.facts_missing()
    if missing:
        found.append(
            finding("facts-destroyed", "journal_facts", f"{missing} facts are gone that no noted erasure destroyed.")
        )
    return found
