"""What a comparison in a condition demands of days and numbers, as distances between two of them.

Where the calendar decides (months have 28 to 31 days, an office has holidays) the distance is taken as wide as it can
ever be. So a demand is never stricter than the condition: what is impossible here is impossible indeed.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from seluma.lib.condition_tree import Node
from seluma.lib.distances import ORIGIN, AtMost

from .model import Length

Point = Literal["day", "number", "birth"]
MEASURES: dict[str, Point] = {"date": "day", "number": "number", "partial_date": "birth"}
"""Kinds of questions whose answers can be measured. A birth, parts of which may be unknown, only by an age."""

_YEAR, _MONTH = 365.2425, 30.436875
_LEAP = 6
"""Days by which so many years or months can be longer or shorter than on the average, and more."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_OPPOSITE = {"<": ">=", ">=": "<", "<=": ">", ">": "<=", "==": "!=", "!=": "=="}


@dataclass(frozen=True, slots=True)
class Span:
    """A day or number of which is known: `above` less `below`, plus something from `low` to `high` (None: no end)."""

    kind: Literal["day", "number", "birth", "workdays", "years"]
    above: str = ORIGIN
    below: str = ORIGIN
    low: int | None = 0
    high: int | None = 0

    @property
    def constant(self) -> int | None:
        """The number, where it is one."""
        return self.low if self.above == self.below and self.low == self.high and self.kind == "number" else None

    def plus(self, low: int | None, high: int | None) -> Span:
        """The same, farther on."""
        return replace(self, low=_sum(self.low, low), high=_sum(self.high, high))

    def less(self, other: Span) -> Span | None:
        """The difference; None where it hangs on more than two days or numbers."""
        up = [point for point in (self.above, other.below) if point != ORIGIN]
        down = [point for point in (self.below, other.above) if point != ORIGIN]
        for point in list(up):
            if point in down:
                up.remove(point)
                down.remove(point)
        if len(up) > 1 or len(down) > 1:
            return None
        low, high = _sum(self.low, _negative(other.high)), _sum(self.high, _negative(other.low))
        return Span("number", up[0] if up else ORIGIN, down[0] if down else ORIGIN, low, high)


class Measure:
    """Reads what can be measured in conditions. `points`: name → kind of what varies; `figures` are numbers."""

    def __init__(self, points: Mapping[str, Point], figures: Mapping[str, int]) -> None:
        self._points = points
        self._figures = figures

    def demands(self, node: Node, *, wanted: bool) -> list[AtMost]:
        """What must be so where this comparison is true, or not; nothing where it cannot be told."""
        sign = str(node.what)
        if node.kind != "call" or sign not in _OPPOSITE:
            return []
        left, right = (self.span(part) for part in node.parts)
        if left is None or right is None:
            return []
        return _compared(left, sign if wanted else _OPPOSITE[sign], right)

    def span(self, node: Node) -> Span | None:
        """The day or number that an expression gives, None where it cannot be told."""
        if node.kind == "name":
            return self._named(str(node.what))
        if node.kind == "literal":
            return _written(node.what)
        if node.kind != "call" or node.what not in _CALLS:
            return None
        parts = [self.span(part) for part in node.parts]
        known = [part for part in parts if part is not None]
        return _CALLS[str(node.what)](*known) if len(known) == len(parts) else None

    def _named(self, name: str) -> Span | None:
        if name in self._figures:
            return Span("number", low=self._figures[name], high=self._figures[name])
        kind = self._points.get(name)
        return Span(kind, name) if kind else None


def equal(point: str, span: Span) -> list[AtMost]:
    """The demand that a point lies where the span is."""
    return _compared(Span(span.kind, point), "==", span)


def after(point: str, length: Length) -> Span:
    """The day so many months and days after another."""
    start = Span("day", point)
    return (_add_months(start, Span("number", low=length.months, high=length.months)) or start).plus(
        length.days, length.days
    )


def _compared(left: Span, sign: str, right: Span) -> list[AtMost]:
    for one, said, other in ((left, sign, right), (right, _TURNED[sign], left)):
        if one.kind in _COUNTED:
            return _counted(one, said, other.constant)
    apart = left.less(right) if left.kind == right.kind != "birth" else None
    if apart is None or sign == "!=":
        return []
    found = []
    strictly = 1 if sign in ("<", ">") else 0
    if sign in ("<", "<=", "==") and apart.low is not None:
        found.append(AtMost(apart.above, apart.below, -apart.low - strictly))
    if sign in (">", ">=", "==") and apart.high is not None:
        found.append(AtMost(apart.below, apart.above, apart.high - strictly))
    return found


def _counted(span: Span, sign: str, count: int | None) -> list[AtMost]:
    """Years or working days, at least or at most so many, as days."""
    if count is None or span.low is None or span.high is None:
        return []
    fewest, most = _COUNTED[span.kind]
    found = []
    if sign in (">", ">=", "=="):
        least = fewest(count + 1 if sign == ">" else count)
        found += [AtMost(span.below, span.above, span.high - least)] if least is not None else []
    if sign in ("<", "<=", "=="):
        highest = most(count - 1 if sign == "<" else count)
        found += [AtMost(span.above, span.below, highest - span.low)] if highest is not None else []
    return found


# So many working days are at least so many days; at most how many days they are, only the holidays know.
_COUNTED: dict[str, tuple[Callable[[int], int | None], Callable[[int], int | None]]] = {
    "workdays": (lambda least: least if least >= 1 else None, lambda most: most if most <= -1 else None),
    "years": (
        lambda least: math.floor(least * _YEAR) - _LEAP,
        lambda most: math.ceil((most + 1) * _YEAR) + _LEAP,
    ),
}


def _written(value: str | int | bool | None) -> Span | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Span("number", low=value, high=value)
    try:
        day = dt.date.fromisoformat(value).toordinal() if len(value) == len("2026-12-31") else None
    except ValueError:
        return None
    return Span("day", low=day, high=day) if day else None


def _between(start: Span, end: Span) -> Span | None:
    return end.less(start) if start.kind == end.kind == "day" else None


def _working_between(start: Span, end: Span) -> Span | None:
    between = _between(start, end)
    return replace(between, kind="workdays") if between else None


def _age_on(birth: Span, day: Span) -> Span | None:
    if birth.kind not in ("day", "birth") or day.kind != "day":
        return None
    between = day.less(birth)
    return replace(between, kind="years") if between else None


def _add_days(day: Span, count: Span) -> Span | None:
    return day.plus(count.constant, count.constant) if day.kind == "day" and count.constant is not None else None


def _add_months(day: Span, count: Span) -> Span | None:
    months = count.constant
    if day.kind != "day" or months is None:
        return None
    low = max(min(28 * months, 31 * months), math.floor(months * _MONTH) - _LEAP)
    high = min(max(28 * months, 31 * months), math.ceil(months * _MONTH) + _LEAP)
    return day.plus(low, high)


def _add_working_days(day: Span, count: Span) -> Span | None:
    if day.kind != "day" or count.constant is None or count.constant < 0:
        return None
    return day.plus(count.constant, None if count.constant else 0)


def _last_before(day: Span) -> Span | None:
    return day.plus(None, -1) if day.kind == "day" else None


def _negated(number: Span) -> Span | None:
    if number.kind != "number":
        return None
    return Span("number", number.below, number.above, _negative(number.high), _negative(number.low))


def _added(one: Span, other: Span) -> Span | None:
    negated = _negated(other)
    return one.less(negated) if negated and one.kind == "number" else None


def _taken(one: Span, other: Span) -> Span | None:
    return one.less(other) if one.kind == other.kind == "number" else None


def _times(one: Span, other: Span) -> Span | None:
    if one.constant is None or other.constant is None:
        return None
    return Span("number", low=one.constant * other.constant, high=one.constant * other.constant)


_CALLS: dict[str, Callable[..., Span | None]] = {
    "days_between": _between,
    "working_days_between": _working_between,
    "age_on": _age_on,
    "add_days": _add_days,
    "add_months": _add_months,
    "add_working_days": _add_working_days,
    "last_workday_before": _last_before,
    "negative": _negated,
    "+": _added,
    "-": _taken,
    "*": _times,
}


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _negative(number: int | None) -> int | None:
    return None if number is None else -number
