"""Conditions written in CEL (Common Expression Language, https://cel.dev), over flat names and plain values.

Dates are ISO strings (`"2026-03-31"`): they compare rightly, and the functions here count with them. A value that is
not known is `null`. Part of the language is left out on purpose: no loops, no maps, no regular expressions, so that an
expression of an office's content file can neither run long nor hide a misspelt name.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import cel

from seluma.lib.workdays import WorkCalendar

LONGEST = 600
"""Characters an expression may have: the engine's time grows with what it is given."""

Value = str | int | bool | None

FUNCTIONS = {
    "days_between": 2,
    "working_days_between": 2,
    "age_on": 2,
    "add_months": 2,
    "add_days": 2,
    "add_working_days": 2,
    "last_workday_before": 1,
}
"""Name → number of arguments of the functions that are added to the language."""

_OF_THE_LANGUAGE = frozenset({"startsWith", "endsWith", "contains", "size", "@in"})


class ConditionMistake(ValueError):
    """An expression that cannot be used. `code` is one of too_long, syntax, unknown_function; `detail` says which."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class ConditionFailed(ValueError):
    """The expression could not be worked out with these values (an unknown value, a text where a number belongs)."""


class Condition:
    """A compiled expression. Thread-safe, made once: see `compiled`."""

    __slots__ = ("_program", "functions", "text", "variables")

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise ConditionMistake("too_long", str(LONGEST))
        try:
            self._program = cel.compile(text)
        except ValueError as mistake:
            raise ConditionMistake("syntax", _first_line(str(mistake))) from None
        self.text = text
        self.variables = frozenset(self._program.variables())
        self.functions = frozenset(self._program.functions())
        unknown = sorted(name for name in self.functions if not _is_known(name))
        if unknown:
            raise ConditionMistake("unknown_function", ", ".join(unknown))


def compiled(text: str) -> Condition:
    """The condition of this text; ConditionMistake if it is too long, not CEL, or calls what is not offered."""
    return _compiled(text)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Condition:
    return Condition(text)


class Situation:
    """Values under which conditions are worked out: one case on one day. Build once, ask many conditions."""

    def __init__(self, values: Mapping[str, Value], calendar: WorkCalendar) -> None:
        self._context = cel.Context()
        for name, value in values.items():
            self._context.add_variable(name, value)
        for name, function in _functions(calendar).items():
            self._context.add_function(name, function)

    def learn(self, name: str, value: Value) -> None:
        """Add one value, or change it."""
        self._context.add_variable(name, value)

    def value(self, text: str) -> Any:
        """What the expression gives; ConditionFailed where it gives nothing."""
        try:
            return compiled(text)._program.execute(self._context)
        except (ValueError, RuntimeError, KeyError, TypeError, OverflowError, ZeroDivisionError) as failure:
            raise ConditionFailed(_first_line(str(failure))) from None

    def holds(self, text: str) -> bool:
        """Whether the condition is true; ConditionFailed where it cannot be said."""
        value = self.value(text)
        if not isinstance(value, bool):
            raise ConditionFailed(f"gives {type(value).__name__}, not true or false")
        return value


def add_months(day: dt.date, count: int) -> dt.date:
    """The same day of the month `count` months later, or the month's last day where there is none (31 Jan → 28 Feb)."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("no such year")
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def age_on(birth: str, day: dt.date) -> int | None:
    """Full years of age. A month or day that is not known (`1974-00-00`) counts as the last possible one."""
    try:
        year, month, number = (int(part) for part in birth.split("-"))
    except ValueError:
        return None
    month = month or 12
    return day.year - year - ((day.month, day.day) < (month, number or 31))


def _functions(calendar: WorkCalendar) -> dict[str, Callable[..., Value]]:
    # A function that raises makes the engine write to stderr; one that cannot answer gives null instead.
    def days_between(start: object, end: object) -> int | None:
        a, b = _day(start), _day(end)
        return (b - a).days if a and b else None

    def working_days_between(start: object, end: object) -> int | None:
        a, b = _day(start), _day(end)
        return calendar.between(a, b) if a and b else None

    def age(birth: object, on: object) -> int | None:
        day = _day(on)
        return age_on(birth, day) if isinstance(birth, str) and day else None

    def moved(step: Callable[[dt.date, int], dt.date]) -> Callable[[object, object], str | None]:
        def move(start: object, count: object) -> str | None:
            day = _day(start)
            if day is None or not isinstance(count, int) or isinstance(count, bool):
                return None
            try:
                return step(day, count).isoformat()
            except (OverflowError, ValueError):
                return None

        return move

    def last_workday_before(day: object) -> str | None:
        start = _day(day)
        return calendar.last_before(start).isoformat() if start and start.year > 1 else None

    return {
        "days_between": days_between,
        "working_days_between": working_days_between,
        "age_on": age,
        "add_months": moved(add_months),
        "add_days": moved(lambda day, count: day + dt.timedelta(days=count)),
        "add_working_days": moved(calendar.add),
        "last_workday_before": last_workday_before,
    }


def _day(value: object) -> dt.date | None:
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _is_known(function: str) -> bool:
    # Operators are named `_&&_`, `!_`, `_?_` …; the hidden step of a loop is `@not_strictly_false`.
    is_operator = not any(character.isalnum() for character in function)
    return function in FUNCTIONS or function in _OF_THE_LANGUAGE or is_operator


def _first_line(text: str) -> str:
    return text.splitlines()[0].strip() if text else ""
