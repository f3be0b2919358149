"""A service's conditions over answers of which some are not known: each is true, false, or open.

A name without a value is not told to the expression at all. CEL then gives an answer wherever the rest decides it
(`true || unknown` is true), and none where it does not. That is the logic of three values, without a second evaluator.
"""

from __future__ import annotations

import datetime as dt

from seluma.lib.conditions import ConditionFailed, Situation, Value, compiled
from seluma.lib.workdays import WorkCalendar

from .deciding import CLOSES, DERIVED, NEW_EXPIRY, OPENS, TODAY, Answers, new_expiry
from .model import Condition, Question, Service


class PartlyAnswered:
    """One person's answers to one service so far, on one day."""

    def __init__(self, service: Service, answers: Answers, calendar: WorkCalendar, *, on: dt.date) -> None:
        self.service = service
        self._inner = Situation({figure.key: figure.value for figure in service.figures}, calendar)
        self._withheld: set[str] = set()
        self._asked: dict[str, bool | None] = {}
        values: dict[str, Value] = {}
        for question in service.questions:
            asked = True if question.ask_when is None else self.truth(question.ask_when)
            self._asked[question.key] = asked
            value = answers.get(question.key)
            if asked is False:
                self._inner.learn(question.key, None)
            elif value in (None, ""):
                self._withheld.add(question.key)
            else:
                values[question.key] = value
                self._inner.learn(question.key, value)
        self.learn_day(on)
        until = new_expiry(service, values)
        self._derive(NEW_EXPIRY, until.isoformat() if until else None)
        self._derive(OPENS, self._window_day(OPENS))
        self._derive(CLOSES, self._window_day(CLOSES))

    def _derive(self, name: str, value: str | None) -> None:
        if value is None:
            self._withheld.add(name)
        else:
            self._inner.learn(name, value)

    def _window_day(self, name: str) -> str | None:
        window = self.service.window
        if window is None:
            return None
        try:
            value = self._inner.value(window.opens_on if name == OPENS else window.closes_on)
        except ConditionFailed:
            return None
        return value if isinstance(value, str) else None

    def learn_day(self, day: dt.date) -> None:
        """Take another day for the day on which one applies. Nothing but conditions hangs on it."""
        self._inner.learn(TODAY, day.isoformat())

    def is_withheld(self, key: str) -> bool:
        """Whether the answer is not known."""
        return key in self._withheld

    def is_asked(self, question: Question) -> bool:
        """Whether the question is put, as far as it can be told."""
        return self._asked[question.key] is True

    def truth(self, text: str) -> bool | None:
        """True or false; None where it hangs on what is not known. What cannot be worked out counts as not met."""
        try:
            return self._inner.holds(text)
        except ConditionFailed:
            return None if compiled(text).variables & self._withheld else False


def is_for_the_officer(condition: Condition) -> bool:
    """Whether an officer decides where it is not met: an uncertain rule that hinders nothing and is about the person.

    What is said about the day or about the new permit's end (`today`, `new_expires_on`) is only a reminder.
    """
    return (
        condition.blocks == "warn"
        and condition.certainty == "uncertain"
        and condition.law is not None
        and not compiled(condition.check).variables & (DERIVED | {TODAY})
    )


def counting(service: Service) -> list[Condition]:
    """The conditions that hinder, or leave it to the officer; in the order of the content."""
    return [one for one in service.conditions if one.blocks != "warn" or is_for_the_officer(one)]


def failed(partly: PartlyAnswered) -> list[Condition]:
    """Those of them that are not met for sure."""
    return [condition for condition in counting(partly.service) if partly.truth(condition.check) is False]


def open_conditions(partly: PartlyAnswered) -> list[Condition]:
    """The conditions resting on law that hang on what is not known. The others only catch a slip while filling in."""
    return [
        condition
        for condition in partly.service.conditions
        if condition.law is not None
        and (condition.blocks != "warn" or is_for_the_officer(condition))
        and partly.truth(condition.check) is None
    ]


def reminded(partly: PartlyAnswered) -> list[Condition]:
    """What is told and hinders nothing."""
    return [
        condition
        for condition in partly.service.conditions
        if condition.blocks == "warn" and not is_for_the_officer(condition) and partly.truth(condition.check) is False
    ]


def needed(service: Service, text: str) -> frozenset[str]:
    """The questions on which an expression hangs, also by way of derived days and of questions asked only sometimes."""
    waiting, found = set(compiled(text).variables), set[str]()
    while waiting:
        name = waiting.pop()
        if name in service.questions_by_key and name not in found:
            found.add(name)
            ask_when = service.questions_by_key[name].ask_when
            waiting |= compiled(ask_when).variables if ask_when else frozenset()
        elif name in DERIVED:
            waiting |= _behind(service, name)
    return frozenset(found)


def _behind(service: Service, name: str) -> frozenset[str]:
    if name == NEW_EXPIRY and service.permit:
        permit = service.permit
        return frozenset({permit.expires_question, permit.starts_question, permit.length_question}) - {""}
    if name in (OPENS, CLOSES) and service.window:
        return compiled(service.window.opens_on if name == OPENS else service.window.closes_on).variables
    return frozenset()
