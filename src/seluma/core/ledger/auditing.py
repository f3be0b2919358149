"""Reading a whole log and saying what is wrong with it, where, and what that proves.

Everything is computed anew from the entries and compared with the tiles, with the newest checkpoint, with every former
one, and with what others have kept. What nobody but the office has seen cannot be held against it: see ADR 0008.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from seluma.core.journal import api as journal
from seluma.lib import receipts, tlog, witness

from .anchoring import Anchor
from .clocks import Clock
from .comparing import Comparison, Stop
from .findings import Finding, finding, ranges
from .policy import log_alone
from .reading import Head
from .receipts import kept
from .sources import Database, Source
from .status import alarms

AT_ONCE = 64 * tlog.WIDTH

PATIENCE = dt.timedelta(minutes=1)
"""How long the log's own newest checkpoint may wait for its witnesses: where much is done, the newest always waits."""

Progress = Callable[[int, int], None]
"""Told how many of how many entries were read."""
Ask = Callable[[], Mapping[str, bytes]]
"""Asks witnesses what they show: the name in the policy → the last checkpoint that each cosigned."""
Check = Callable[[], Iterable[Finding]]
"""Compares what some package keeps with what the journal says of it."""

_checks: list[Check] = []


def install_checks(*checks: Check) -> None:
    """What else an audit of the database compares; handed down once by the configuration."""
    _checks[:] = checks


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found, how large the log is that it read, and which witnesses did not say what they saw."""

    size: int
    findings: tuple[Finding, ...]
    silent: tuple[str, ...] = ()


def audit(
    source: Source,
    policy: tlog.Policy,
    *,
    seen: Sequence[bytes] = (),
    anchored: Sequence[Anchor] = (),
    ask: Ask | None = None,
    at: dt.datetime | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read a whole log and check it.


    `seen` are checkpoints and receipts that somebody kept: notes that this log once signed. `ask` asks the witnesses
    what they saw, before and after everything is read. `at`: now; None: every deadline, of receipts too, has passed.
    Raises Unavailable when the source cannot be read at all.
    """
    shown = ask() if ask else {}
    note = _newest(source, shown)
    try:
        parsed = tlog.read_note(note)
        checkpoint = tlog.read_checkpoint(parsed.text)
    except tlog.Unreadable as reason:
        return Report(0, (finding("checkpoint-malformed", "checkpoint", str(reason)),))
    signed = _Signatures(policy)
    former = sorted(source.heads(), key=lambda head: head.size)
    found = signed.look(parsed, "checkpoint") or _quorum(parsed, policy, former, at)
    later = [one for head in former if head.note != note for one in _former(head, signed, checkpoint.size)]
    notes = [data for data in seen if not receipts.is_receipt(data)]
    stops = _stops(former, note, checkpoint.size) + _kept(notes, policy, checkpoint, found)
    stops += _anchored(anchored, checkpoint, found) + _shown(shown, policy, checkpoint, found)
    comparison = Comparison(checkpoint, stops)
    _walk(source, comparison, Clock(former, signed.times), progress)
    found += comparison.findings() + later
    found += _promised([data for data in seen if receipts.is_receipt(data)], source, policy, at)
    if isinstance(source, Database):
        found += _journal(checkpoint.size, progress)
    if ask is not None:
        found += _memories(ask(), signed.most, checkpoint)
    silent = tuple(name for name, party in policy.witnesses.items() if ask and party.url and name not in shown)
    # What was an alarm is found anew as long as it can be: once is enough.
    once = {(one.attack, one.where): one for one in reversed(found)}
    return Report(checkpoint.size, tuple(one for one in found if once[one.attack, one.where] is one), silent)


@dataclass(slots=True)
class _Signatures:
    """Who signed the log's checkpoints: size → times that witnesses state, and the most that each witness signed."""

    policy: tlog.Policy
    times: dict[int, list[int]] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)

    def look(self, note: tlog.Note, where: str) -> list[Finding]:
        """Verify every signature of a checkpoint that is the log's, or a witness's of the policy."""
        policy = self.policy
        try:
            verified = tlog.Policy(policy.logs, policy.witnesses, policy.groups, "none").verify(note)
        except (tlog.Unproven, tlog.Unreadable) as reason:
            try:
                log_alone(policy).verify(note)
            except (tlog.Unproven, tlog.Unreadable):
                return [finding("key-replaced", where, str(reason))]
            return [finding("cosignature-false", where, str(reason))]
        size = verified.checkpoint.size
        self.times[size] = [time for time in verified.witnesses.values() if time]
        self.most |= {name: max(size, self.most.get(name, 0)) for name in verified.witnesses}
        return []


def _newest(source: Source, shown: Mapping[str, bytes]) -> bytes:
    """The checkpoint, looked at again while a witness has seen more: what is published may be some seconds late."""
    note = source.text("checkpoint")
    while any(_size(note) < _size(theirs) for theirs in shown.values()) and source.may_be_late():
        note = source.text("checkpoint")
    return note


def _size(note: bytes) -> int:
    try:
        return tlog.read_checkpoint(tlog.read_note(note).text).size
    except tlog.Unreadable:
        return 0


def _quorum(note: tlog.Note, policy: tlog.Policy, former: Sequence[Head], at: dt.datetime | None) -> list[Finding]:
    """Whether as many witnesses as demanded have seen the newest checkpoint, or one that it follows by a moment."""
    try:
        policy.verify(note)
    except tlog.Unproven as reason:
        waiting_since = None
        for head in reversed(former):
            if _is_witnessed(head, policy):
                break
            waiting_since = head.at
        if at is None or waiting_since is None or at - waiting_since > PATIENCE:
            return [finding("quorum-missing", "checkpoint", str(reason))]
    return []


def _is_witnessed(head: Head, policy: tlog.Policy) -> bool:
    try:
        policy.verify(tlog.read_note(head.note))
    except (tlog.Unproven, tlog.Unreadable):
        return False
    return True


def _walk(source: Source, comparison: Comparison, clock: Clock, progress: Progress | None) -> None:
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


def _stops(former: Sequence[Head], newest: bytes, size: int) -> list[Stop]:
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


def _kept(seen: Sequence[bytes], policy: tlog.Policy, checkpoint: tlog.Checkpoint, found: list[Finding]) -> list[Stop]:
    """The same, by what others kept. Raises Unreadable or Unproven when one is no checkpoint of this log."""
    stops: list[Stop] = []
    for number, data in enumerate(seen, 1):
        # Who kept it need not have waited for witnesses; the log's own signature is what binds the log.
        theirs = log_alone(policy).verify(tlog.read_note(data)).checkpoint
        _compare(theirs, f"kept checkpoint {number}", checkpoint, stops, found)
    return stops


def _anchored(anchored: Sequence[Anchor], checkpoint: tlog.Checkpoint, found: list[Finding]) -> list[Stop]:
    """The same, by what a network holds: nobody of the office could change it there."""
    for one in anchored:
        if one.size > checkpoint.size:
            sentence = f"The network holds {one.size} entries of this log, which shows {checkpoint.size} now."
            found.append(finding("rolled-back", one.where, sentence))
    return [(one.size, one.root, one.where) for one in anchored if one.size <= checkpoint.size]


def _shown(
    shown: Mapping[str, bytes], policy: tlog.Policy, checkpoint: tlog.Checkpoint, found: list[Finding]
) -> list[Stop]:
    """The same, by what witnesses show; what the log did not sign proves nothing against it."""
    stops: list[Stop] = []
    for name, data in shown.items():
        try:
            theirs = log_alone(policy).verify(tlog.read_note(data)).checkpoint
        except (tlog.Unreadable, tlog.Unproven):
            continue
        _compare(theirs, f"kept by witness {name}", checkpoint, stops, found)
    return stops


def _compare(
    theirs: tlog.Checkpoint, where: str, checkpoint: tlog.Checkpoint, stops: list[Stop], found: list[Finding]
) -> None:
    """A kept checkpoint that is larger than the log proves that it went back; a smaller one must be its beginning."""
    if theirs.size > checkpoint.size:
        sentence = f"The log signed {theirs.size} entries and shows {checkpoint.size} now."
        found.append(finding("rolled-back", where, sentence))
    else:
        stops.append((theirs.size, theirs.root, where))


def _former(head: Head, signed: _Signatures, size: int) -> list[Finding]:
    where = f"checkpoint {head.size}"
    try:
        note = tlog.read_note(head.note)
        checkpoint = tlog.read_checkpoint(note.text)
    except tlog.Unreadable as reason:
        return [finding("checkpoint-malformed", where, str(reason))]
    if checkpoint.size != head.size or checkpoint.size > size:
        return [finding("checkpoint-malformed", where, f"It is filed under {head.size} and says {checkpoint.size}.")]
    return signed.look(note, where)


def _promised(given: Sequence[bytes], source: Source, policy: tlog.Policy, at: dt.datetime | None) -> list[Finding]:
    """Receipts whose entries are not in the log. Raises Unreadable or Unproven when one is no receipt of this log."""
    found = []
    for number, data in enumerate(given, 1):
        promise = kept(data, source, policy)
        if promise.is_broken(at=at or dt.datetime.max.replace(tzinfo=dt.UTC)):
            found.append(finding("act-suppressed", f"receipt {number}, entry {promise.receipt.entry_id}", str(promise)))
    return found


def _memories(shown: Mapping[str, bytes], most: Mapping[str, int], checkpoint: tlog.Checkpoint) -> list[Finding]:
    """Witnesses that show less than they cosigned."""
    found = []
    for name, size in most.items():
        if name in shown:
            wrong = witness.check_memory(name, checkpoint.origin, cosigned=size, stated=_size(shown[name]))
            if wrong is not None:
                found.append(Finding(wrong.attack, wrong.where, wrong.proves))
    return found


def _journal(size: int, progress: Progress | None) -> list[Finding]:
    """What only the database can tell: facts and commitments, entries outside of the order, alarms, other tables."""
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
    found += [Finding(alarm.attack, alarm.where, alarm.proves) for alarm in alarms()]
    for check in _checks:
        found += check()
    return found
