"""Counting working days: Monday to Friday, less the holidays that the calendar is given. Dates only, no time zone.

"Within n working days" is counted as Indonesian offices do: the day on which the clock starts is not counted.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

ONE_DAY = dt.timedelta(days=1)


class WorkCalendar:
    """A set of holidays and the arithmetic over it. Immutable; equal when the holidays are."""

    def __init__(self, holidays: Iterable[dt.date] = ()) -> None:
        self.holidays: frozenset[dt.date] = frozenset(holidays)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self.holidays == other.holidays

    def __hash__(self) -> int:
        return hash(self.holidays)

    def is_workday(self, day: dt.date) -> bool:
        """Whether the office works on this day."""
        return day.weekday() < 5 and day not in self.holidays

    def between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`.

        `between(d, d)` is 0, and `between(a, b) + between(b, c) == between(a, c)`.
        """
        return self._workdays_until(end) - self._workdays_until(start)

    def add(self, day: dt.date, workdays: int) -> dt.date:
        """The `workdays`-th working day after `day`; `day` itself for 0. OverflowError beyond the year 9999.

        For n ≥ 1 the answer is a working day and `between(day, answer) == n`.
        """
        if workdays < 0:
            raise ValueError("working days are counted forward; see last_before")
        if workdays == 0:
            return day
        # Nearly there in one step (five working days take at least seven days), then day by day.
        end = day + dt.timedelta(days=(workdays - 1) // 5 * 7)
        missing = workdays - self.between(day, end)
        while missing > 0:
            end += ONE_DAY
            missing -= self.is_workday(end)
        return end

    def last_before(self, day: dt.date) -> dt.date:
        """The last working day strictly before `day`."""
        before = day - ONE_DAY
        while not self.is_workday(before):
            before -= ONE_DAY
        return before

    def first_from(self, day: dt.date) -> dt.date:
        """`day` itself when it is a working day, else the first one after it."""
        return day if self.is_workday(day) else self.add(day, 1)

    @cached_property
    def _on_weekdays(self) -> list[int]:
        return sorted(day.toordinal() for day in self.holidays if day.weekday() < 5)

    def _workdays_until(self, day: dt.date) -> int:
        # Day 1 of the proleptic calendar is a Monday.
        ordinal = day.toordinal()
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._on_weekdays, ordinal)
