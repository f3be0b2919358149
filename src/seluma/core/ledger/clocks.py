"""Comparing the times that entries state with when they were sealed, by the log's clock and by its witnesses'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from seluma.core.journal import api as journal

from .findings import Finding, finding, ranges
from .reading import Head

SLACK = dt.timedelta(minutes=10)
"""How long a verb may take between stating its time and being sealed, beyond the worker's own delay."""

_FIRST = dt.datetime(1, 1, 2, tzinfo=dt.UTC)
_LAST = dt.datetime(9999, 12, 30, tzinfo=dt.UTC)
_LATEST_STATED = 253_402_214_400 - 24 * 3600
"""A POSIX time in the year 9999: what a witness states beyond that is taken for this."""
_FOR_EVER = 2**63

_SENTENCES = {
    "back-dated": "They state a time before the checkpoint that they follow.",
    "clock-ahead": "They state a time after the checkpoint that seals them.",
    "clock-behind": "They state a time before witnesses saw the log without them.",
    "clock-before-witnesses": "They state a time after witnesses saw them.",
}


class Clock:
    """Entries state when they happened; the checkpoints before and after them state when they were sealed.

    A checkpoint's own time is the log's word, whose clock may be wrong or set by somebody. Witnesses have clocks of
    their own: what was sealed after a checkpoint cannot have happened long before they signed that one, nor what it
    covers after it. Of several witnesses that one is believed which accuses least.

    What waited while nothing was sealed is sealed late, in its order, under several checkpoints: it is not back-dated.
    """

    def __init__(self, former: Sequence[Head], seen: Mapping[int, Iterable[int]]) -> None:
        """`former`: the log's checkpoints, smallest first. `seen`: size → times (POSIX) that witnesses stated."""
        self._heads = former
        witnessed = sorted((size, list(times)) for size, times in seen.items() if size)
        self._sizes = [size for size, times in witnessed if times]
        earliest = [min(times) for _size, times in witnessed if times]
        latest = [max(times) for _size, times in witnessed if times]
        self._not_before = [_time(stated) - SLACK for stated in accumulate(earliest, max)]
        self._not_after = [_time(stated) + SLACK for stated in accumulate(reversed(latest), min)][::-1]
        self._wrong: dict[str, list[int]] = {attack: [] for attack in _SENTENCES}
        self._next, self._next_seen, self._until = 0, 0, 0
        self._latest = _FIRST
        self._bounds = (_FIRST, _LAST, _FIRST, _LAST)

    def take(self, entries: Mapping[int, bytes]) -> None:
        """Look at the times of entries, which must come in order."""
        for index in sorted(entries):
            if index >= self._until:
                self._move_to(index)
            stated = journal.time_of(entries[index])
            if stated is not None:
                self._look(index, stated)
                self._latest = max(self._latest, stated)

    def findings(self) -> list[Finding]:
        """What states a time that cannot be."""
        return [
            finding("clock-ahead" if attack == "clock-before-witnesses" else attack, f"entries {place}", sentence)
            for attack, sentence in _SENTENCES.items()
            for place in ranges(self._wrong[attack])
        ]

    def _move_to(self, index: int) -> None:
        """Between which times entries from this one on must be, until the next checkpoint."""
        while self._next < len(self._heads) and self._heads[self._next].size <= index:
            self._next += 1
        while self._next_seen < len(self._sizes) and self._sizes[self._next_seen] <= index:
            self._next_seen += 1
        ends = [self._heads[self._next].size] if self._next < len(self._heads) else []
        ends += [self._sizes[self._next_seen]] if self._next_seen < len(self._sizes) else []
        self._until = min(ends, default=_FOR_EVER)
        before = self._heads[self._next - 1] if self._next else None
        if before is None or not before.size:
            # The first checkpoint seals what was there before the log.
            self._bounds = (_FIRST, _LAST, _FIRST, _LAST)
            return
        self._bounds = (
            min(before.at, self._latest) - SLACK,
            self._heads[self._next].at + SLACK if self._next < len(self._heads) else _LAST,
            self._not_before[self._next_seen - 1] if self._next_seen else _FIRST,
            self._not_after[self._next_seen] if self._next_seen < len(self._sizes) else _LAST,
        )

    def _look(self, index: int, stated: dt.datetime) -> None:
        after_former, before_next, after_seen, before_seen = self._bounds
        if stated < after_former:
            self._wrong["back-dated"].append(index)
        elif stated > before_next:
            self._wrong["clock-ahead"].append(index)
        elif stated < after_seen:
            self._wrong["clock-behind"].append(index)
        elif stated > before_seen:
            self._wrong["clock-before-witnesses"].append(index)


def _time(stated: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(min(stated, _LATEST_STATED), dt.UTC)
