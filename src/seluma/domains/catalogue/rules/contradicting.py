"""Conditions that cannot be met together: a service of which nobody could ever be granted anything.

A contradiction is named only where it is proved. Answers of which there are few (choices, yes or no, and texts that are
only held against written ones) are all gone through; what is then left over, days and numbers, is read as distances
(`measuring`). What cannot be read is taken to be possible, and so is what would take too long.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from seluma.lib.condition_tree import Node, tree
from seluma.lib.conditions import ConditionFailed, Situation, Value
from seluma.lib.distances import ORIGIN, AtMost, are_possible
from seluma.lib.workdays import WorkCalendar

from .deciding import CLOSES, DERIVED, NEW_EXPIRY, OPENS, TODAY
from .measuring import MEASURES, Measure, Point, after, equal
from .model import Condition, Question, Service
from .partly import needed
from .reader import Table

MOST_CASES = 4000
"""Combinations of answers that are gone through for some conditions; where there are more, nothing is said."""
MOST_WAYS = 200
"""Ways in which one condition can be met with the same answers."""
DECISION_DAY = "today of the decision"
"""The decision is taken on the day of filing or later: not the same `today`."""
_GIVEN = "\N{BULLET}"
"""Stands for an answer that nothing written is equal to."""
_CALENDAR = WorkCalendar()

Way = tuple[AtMost, ...]


def check_contradictions(service: Service, sound: Sequence[Condition], table: Table) -> None:
    """Note each condition of filing or decision that cannot be met, alone, with an earlier one, or with all of them.

    `sound` are the conditions that can be worked out at all.
    """
    rules = [_Rule(one, read) for one in sound if one.blocks != "warn" and (read := tree(one.check)) is not None]
    possible = _Possible(service)
    good: list[_Rule] = []
    for rule in rules:
        together = possible.met([*good, rule])
        if together is not True:
            code, other = _what_is_wrong(possible, rule, good, together)
            if code:
                table.wrong(f"conditions[{rule.condition.key}].check", code, other=other)
                continue
        good.append(rule)


def _what_is_wrong(possible: _Possible, rule: _Rule, good: Sequence[_Rule], together: bool | None) -> tuple[str, str]:
    if possible.met([rule]) is False:
        return "never_true", ""
    against = next((one.condition.key for one in good if possible.met([one, rule]) is False), "")
    if against:
        return "contradicts", against
    return ("contradicts_all", "") if together is False else ("", "")


class _Rule(NamedTuple):
    condition: Condition
    read: Node

    @property
    def is_of_the_decision(self) -> bool:
        return self.condition.blocks == "decision"


class _TooMany(Exception):
    """It would take too long to say."""


class _Possible:
    """What one service's answers can be, and whether conditions can be met together by some of them."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._figures = {figure.key: figure.value for figure in service.figures}
        points: dict[str, Point] = dict.fromkeys((TODAY, DECISION_DAY, *DERIVED), "day")
        points |= {q.key: MEASURES[q.kind] for q in service.questions if q.kind in MEASURES}
        self._points = points
        self._measure = Measure(points, self._figures)
        paths = {q.key: tree(q.ask_when) for q in service.questions if q.ask_when}
        self._paths = {key: read for key, read in paths.items() if read is not None}
        self._truths: dict[tuple[str, tuple[tuple[str, Value], ...]], object] = {}

    def met(self, rules: Sequence[_Rule]) -> bool | None:
        """False where no application can meet them all; True where nothing speaks against it; None: too many to say."""
        try:
            return any(self._met_with(rules, answers) for answers in self._cases(rules))
        except _TooMany:
            return None

    def _met_with(self, rules: Sequence[_Rule], answers: Mapping[str, Value]) -> bool:
        found: list[Way] = [self._always(answers)]
        for rule in rules:
            ways = [
                _on_the_decisions_day(way) if rule.is_of_the_decision else way
                for way in self._ways(rule.read, answers, wanted=True)
            ]
            found = [way for one, other in itertools.product(found, ways) if are_possible(way := one + other)]
            if len(found) > MOST_WAYS:
                raise _TooMany
        return bool(found)

    def _cases(self, rules: Sequence[_Rule]) -> Iterator[dict[str, Value]]:
        """Every combination of the answers of which there are few; for the others, whether there is one at all."""
        keys = frozenset().union(*(needed(self._service, rule.condition.check) for rule in rules))
        questions = [question for question in self._service.questions if question.key in keys]
        lists = [self._values(question, rules) for question in questions]
        if math.prod(len(values) for values in lists) > MOST_CASES:
            raise _TooMany
        for values in itertools.product(*lists):
            answers = dict(zip((question.key for question in questions), values, strict=True))
            if all(self._is_asked_so(question, answers) for question in questions):
                yield answers

    def _values(self, question: Question, rules: Sequence[_Rule]) -> list[Value]:
        found: list[Value] = [_GIVEN]
        if question.kind == "choice":
            found = [choice.key for choice in question.choices]
        elif question.kind == "yes_no":
            found = [True, False]
        elif question.kind not in MEASURES:
            read = [*(rule.read for rule in rules), *self._paths.values()]
            found += sorted(set().union(*(_held_against(one, question.key) for one in read)))
        return found if question.required and question.ask_when is None else [*found, None]

    def _is_asked_so(self, question: Question, answers: Mapping[str, Value]) -> bool:
        truth = self._truth(self._paths[question.key], answers) if question.key in self._paths else None
        if truth is None:
            return True
        is_given = answers[question.key] is not None
        return (is_given or not question.required) if truth is True else not is_given

    def _always(self, answers: Mapping[str, Value]) -> Way:
        """What is so whatever the conditions say: limits of numbers, the new permit's end, the window."""
        found = [AtMost(TODAY, DECISION_DAY, 0)]
        for question in self._service.questions:
            if question.kind == "number" and question.minimum is not None:
                found.append(AtMost(ORIGIN, question.key, -question.minimum))
            if question.kind == "number" and question.maximum is not None:
                found.append(AtMost(question.key, ORIGIN, question.maximum))
        return (*found, *self._new_permit(answers), *self._window())

    def _new_permit(self, answers: Mapping[str, Value]) -> list[AtMost]:
        permit = self._service.permit
        if permit is None:
            return []
        chosen = answers.get(permit.length_question) if permit.length_question else permit.lengths[0].key
        length = next((length for length in permit.lengths if length.key == chosen), None)
        if length is None:
            return []
        start = permit.starts_question or permit.expires_question
        earlier = -1 if permit.starts_question else 0
        return equal(NEW_EXPIRY, after(start, length).plus(earlier, earlier))

    def _window(self) -> list[AtMost]:
        window, found = self._service.window, list[AtMost]()
        for name, text in ((OPENS, window.opens_on), (CLOSES, window.closes_on)) if window else ():
            read = tree(text)
            span = self._measure.span(read) if read else None
            found += equal(name, span) if span else []
        return found

    def _ways(self, node: Node, answers: Mapping[str, Value], *, wanted: bool) -> list[Way]:
        """The ways in which it gives what is wanted, each as what it demands; none where it never does."""
        truth = self._truth(node, answers)
        if truth is not None:
            return [()] if truth is wanted else []
        if node.what == "!":
            return self._ways(node.parts[0], answers, wanted=not wanted)
        if node.what in ("&&", "||"):
            first, second = (self._ways(part, answers, wanted=wanted) for part in node.parts)
            return _both(first, second) if (node.what == "&&") is wanted else first + second
        if node.what == "?:":
            said, one, other = node.parts
            return [
                *_both(self._ways(said, answers, wanted=True), self._ways(one, answers, wanted=wanted)),
                *_both(self._ways(said, answers, wanted=False), self._ways(other, answers, wanted=wanted)),
            ]
        if any(name in answers and answers[name] is None for name in node.names):
            return self._without_an_answer(node)
        return [tuple(self._measure.demands(node, wanted=wanted))]

    def _without_an_answer(self, node: Node) -> list[Way]:
        """Nothing lies before or after an answer that was not given."""
        if node.what in ("<", "<=", ">", ">=") and all(self._measure.span(part) for part in node.parts):
            return []
        return [()]

    def _truth(self, node: Node, answers: Mapping[str, Value]) -> object | None:
        """What it gives where these answers settle it, "-" where it gives nothing then; None where they do not."""
        null = _compared_with_nothing(node)
        if null is not None and null in answers and answers[null] == _GIVEN:
            return node.what == "!="
        values = []
        for name in sorted(node.names - self._figures.keys()):
            if name not in answers or (answers[name] == _GIVEN and not self._is_settled(node, name)):
                return None
            values.append((name, answers[name]))
        key = (node.text, tuple(values))
        if key not in self._truths:
            try:
                self._truths[key] = Situation(self._figures | dict(values), _CALENDAR).value(node.text)
            except ConditionFailed:
                self._truths[key] = "-"
        return self._truths[key]

    def _is_settled(self, node: Node, name: str) -> bool:
        """Whether an answer that nothing written is equal to settles it: it is only held against written ones."""
        return self._points.get(name) is None and _is_only_held_against(node, name)


def _both(first: Sequence[Way], second: Sequence[Way]) -> list[Way]:
    if len(first) * len(second) > MOST_WAYS:
        raise _TooMany
    return [one + other for one, other in itertools.product(first, second)]


def _on_the_decisions_day(way: Way) -> Way:
    def moved(point: str) -> str:
        return DECISION_DAY if point == TODAY else point

    return tuple(AtMost(moved(high), moved(low), distance) for high, low, distance in way)


def _written(node: Node) -> set[str] | None:
    """The texts that stand there (nothing, for null), None where something else does."""
    parts = node.parts if node.kind == "list" else (node,)
    if any(part.kind != "literal" or not isinstance(part.what, str | None) for part in parts):
        return None
    return {part.what for part in parts if isinstance(part.what, str)}


def _comparison(node: Node, name: str) -> set[str] | None:
    """The texts against which the node holds this answer and nothing else; None where it is no such comparison."""
    if node.kind != "call" or node.what not in ("==", "!=", "in"):
        return None
    left, right = node.parts
    for one, other in ((left, right), (right, left) if node.what != "in" else (left, right)):
        if one.kind == "name" and one.what == name:
            return _written(other)
    return None


def _held_against(node: Node, name: str) -> set[str]:
    found = _comparison(node, name)
    return found if found is not None else set().union(*(_held_against(part, name) for part in node.parts))


def _is_only_held_against(node: Node, name: str) -> bool:
    if name not in node.names or _comparison(node, name) is not None:
        return True
    return node.kind != "name" and all(_is_only_held_against(part, name) for part in node.parts)


def _compared_with_nothing(node: Node) -> str | None:
    """The name in `name == null` and `name != null`."""
    if node.kind != "call" or node.what not in ("==", "!="):
        return None
    for one, other in (node.parts, node.parts[::-1]):
        if one.kind == "name" and other.kind == "literal" and other.what is None:
            return str(one.what)
    return None
