"""Distances between points of a line: whether a set of "at most so far apart" can all be true together.

Points are days or whole numbers under any name; `ORIGIN` is 0, for days the day before 1 January of the year 1. What is
asked of two points at a time can be decided exactly: no circle of demands may ask for less than nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

ORIGIN = ""


class AtMost(NamedTuple):
    """`high` lies at most `distance` above `low`; negative: it lies that far below."""

    high: str
    low: str
    distance: int


def are_possible(demands: Iterable[AtMost]) -> bool:
    """Whether whole numbers for all points exist that meet every demand."""
    tightest: dict[tuple[str, str], int] = {}
    for high, low, distance in demands:
        if distance < tightest.get((high, low), distance + 1):
            tightest[high, low] = distance
    # From a point at distance 0 to all: whatever still gets nearer after as many rounds as points runs in a circle.
    reach = dict.fromkeys([point for pair in tightest for point in pair], 0)
    for _ in range(len(reach) + 1):
        nearer = False
        for (high, low), distance in tightest.items():
            if reach[low] + distance < reach[high]:
                reach[high] = reach[low] + distance
                nearer = True
        if not nearer:
            return True
    return False
