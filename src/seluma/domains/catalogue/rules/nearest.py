"""The nearest change that would make a service possible: a later day, or one answer that would have to be another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from seluma.lib.conditions import Value, compiled
from seluma.lib.text import Text
from seluma.lib.workdays import WorkCalendar

from .deciding import CLOSES, OPENS, TODAY, Answers
from .model import Condition, LawRef, Question, Service
from .partly import PartlyAnswered, counting, failed, needed

FARTHEST = 4000
"""Days within which another day is looked for."""
_NUMBERS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would make it yes. Without a question it is the day on which one applies."""

    question: Question | None
    value: Value
    title: Text | None
    """The choice's title, where the answer is one of several."""
    law: LawRef | None
    """The place in the law that stands in the way until then."""
    earlier: bool = False
    """For days and numbers: the value or less; otherwise the value or more."""


def nearest_change(service: Service, answers: Answers, calendar: WorkCalendar, *, on: dt.date) -> Change | None:
    """The nearest change; None where more than one thing would have to be different.

    Waiting comes first, then the answers, the last question first: later ones are wishes, earlier ones facts.
    """
    partly = PartlyAnswered(service, answers, calendar, on=on)
    wrong = failed(partly)
    law = next((condition.law for condition in wrong if condition.law), None)
    if any({TODAY, OPENS, CLOSES} & compiled(condition.check).variables for condition in wrong):
        day = _later_day(partly, wrong, on)
        if day is not None:
            return Change(question=None, value=day.isoformat(), title=None, law=law)
    hangs_on = {one.key: needed(service, one.check) for one in counting(service)}
    for question in reversed(service.questions):
        # One answer mends nothing where another condition, that does not hang on it, is not met either.
        if answers.get(question.key) in (None, "") or any(question.key not in hangs_on[one.key] for one in wrong):
            continue
        mended = [one for one in counting(service) if question.key in hangs_on[one.key]]

        def works(value: Value, question: Question = question, mended: Sequence[Condition] = mended) -> bool:
            changed = PartlyAnswered(service, {**answers, question.key: value}, calendar, on=on)
            return all(changed.truth(one.check) is not False for one in mended)

        value = _nearest_answer(question, answers[question.key], works)
        if value is not None:
            return _change(question, answers[question.key], value, law)
    return None


def _later_day(partly: PartlyAnswered, wrong: Sequence[Condition], on: dt.date) -> dt.date | None:
    """The first later day on which all is met. The window does not hang on the day, so only the day is another."""
    timed = [one for one in counting(partly.service) if TODAY in compiled(one.check).variables]
    if not all(one in timed for one in wrong):
        return None

    def works(day: dt.date) -> bool:
        partly.learn_day(day)
        return all(partly.truth(one.check) is not False for one in timed)

    return _nearest(on, works, steps=(1,), most=730)


def _change(question: Question, given: Value, value: Value, law: LawRef | None) -> Change:
    choice = question.choice(value) if question.kind == "choice" else None
    earlier = question.kind in ("number", "date") and str(value).rjust(12) < str(given).rjust(12)
    return Change(question=question, value=value, title=choice.title if choice else None, law=law, earlier=earlier)


def _nearest_answer(question: Question, given: Value, works: Callable[[Value], bool]) -> Value:
    if question.kind == "date":
        start = dt.date.fromisoformat(str(given))
        day = _nearest(start, lambda other: works(other.isoformat()), steps=(1, -1), most=FARTHEST)
        return day.isoformat() if day else None
    return next((value for value in _others(question, given) if works(value)), None)


def _others(question: Question, given: Value) -> Iterator[Value]:
    """The other answers, the nearest first."""
    if question.kind == "yes_no":
        yield not given
    elif question.kind == "number" and isinstance(given, int):
        low, high = question.minimum or 0, question.maximum if question.maximum is not None else given + _NUMBERS
        for distance in range(1, _NUMBERS):
            yield from (value for value in (given - distance, given + distance) if low <= value <= high)
    elif question.kind == "choice":
        keys = [choice.key for choice in question.choices]
        place = keys.index(str(given)) if given in keys else 0
        yield from sorted((key for key in keys if key != given), key=lambda key: abs(keys.index(key) - place))


def _nearest(start: dt.date, works: Callable[[dt.date], bool], *, steps: tuple[int, ...], most: int) -> dt.date | None:
    """The nearest day that works, looked for in doubling steps and then between the last two."""
    found = []
    for sign in steps:
        before, distance = 0, 1
        while distance <= most:
            if works(_moved(start, sign * distance)):
                found.append(_first(start, sign, before, distance, works))
                break
            before, distance = distance, distance * 2
    return min(found, key=lambda day: abs((day - start).days)) if found else None


def _first(start: dt.date, sign: int, low: int, high: int, works: Callable[[dt.date], bool]) -> dt.date:
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(_moved(start, sign * middle)) else (middle, high)
    return _moved(start, sign * high)


def _moved(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)
