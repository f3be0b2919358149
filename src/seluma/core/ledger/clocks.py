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
    """

    def __init__(self, former: Sequence[Head], seen: Mapping[int, Iterable[int]]) -> None:
        """`former`: the log's checkpoints, smallest first. `seen`: size → times (POSIX) that witnesses stated."""
        self._heads = former
        self._next = 0
        witnessed = sorted((size, list(times)) for size, times in seen.items() if size)
        self._sizes = [size for size, times in witnessed if times]
        earliest = [min(times) for _size, times in witnessed if times]
        latest = [max(times) for _size, times in witnessed if times]
        self._not_before = list(accumulate(earliest, max))
        self._not_after = list(accumulate(reversed(latest), min))[::-1]
        self._next_seen = 0
        self._wrong: dict[str, list[int]] = {attack: [] for attack in _SENTENCES}

    def take(self, entries: Mapping[int, bytes]) -> None:
        """Look at the times of entries, which must come in order."""
        for index in sorted(entries):
            while self._next < len(self._heads) and self._heads[self._next].size <= index:
                self._next += 1
            while self._next_seen < len(self._sizes) and self._sizes[self._next_seen] <= index:
                self._next_seen += 1
            # The first checkpoint seals what was there before the log.
            if self._next and self._heads[self._next - 1].size:
                self._look(index, entries[index])

    def findings(self) -> list[Finding]:
        """What states a time that cannot be."""
        return [
            finding("clock-ahead" if attack == "clock-before-witnesses" else attack, f"entries {place}", sentence)
            for attack, sentence in _SENTENCES.items()
            for place in ranges(self._wrong[attack])
        ]

    def _look(self, index: int, body: bytes) -> None:
        stated = journal.time_of(body)
        if stated is None:
            return
        after = self._heads[self._next] if self._next < len(self._heads) else None
        if stated < self._heads[self._next - 1].at - SLACK:
            self._wrong["back-dated"].append(index)
        elif after is not None and stated > after.at + SLACK:
            self._wrong["clock-ahead"].append(index)
        elif self._next_seen and stated < _time(self._not_before[self._next_seen - 1]) - SLACK:
            self._wrong["clock-behind"].append(index)
        elif self._next_seen < len(self._sizes) and stated > _time(self._not_after[self._next_seen]) + SLACK:
            self._wrong["clock-before-witnesses"].append(index)


def _time(stated: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(min(stated, 253_402_214_400), dt.UTC)
