"""From somebody's situation to the services that are theirs, by the same conditions that filing obeys.

First the shared questions of `finder.toml`: each service says with `when` in which situations it is the right one. The
answers there are few, so every combination is tried once and kept; what is still possible is then exact. After that the
service's own conditions, over what has been answered so far: a name without an answer is withheld from the condition,
and the condition is open wherever its truth hangs on that name.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from seluma.lib.conditions import ConditionFailed, ConditionMistake, Situation, compiled
from seluma.lib.text import Text
from seluma.lib.workdays import WorkCalendar

from .deciding import Answers, carried_over
from .model import Choice, Condition, Finder, FinderEntry, FinderQuestion, LawRef, Question, Service
from .nearest import Change, nearest_change
from .partly import PartlyAnswered, failed, needed, open_conditions, reminded

NONE_FITS = "-"
"""The answer that none of the offered choices is right."""
MOST_SITUATIONS = 5000
"""Combinations of answers that one `when` may range over."""

Known = Mapping[str, str]
Answer = Literal["yes", "no", "depends", "open"]
_CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why it is not simply yes: what is wrong, where the law says so, and how sure we are."""

    sentence: Text
    law: LawRef | None
    certainty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A shared question that would have to be answered otherwise."""

    question: FinderQuestion
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the finder says about one service."""

    service: Service
    answer: Answer
    law: LawRef | None
    """The place in the law that says for whom the service is; None where nobody wrote it."""
    reasons: tuple[Reason, ...] = ()
    unknown: tuple[Question, ...] = ()
    """What the person did not know, and would decide it."""
    switches: tuple[Switch, ...] = ()
    """The fewest answers about the situation that would have to be others."""
    change: Change | None = None
    """The one answer of the service's own, or the day, that would make it yes."""
    reminders: tuple[Text, ...] = ()


class Place:
    """In which situations one service is the right one: sets of combinations, as bits of whole numbers."""

    def __init__(self, entry: FinderEntry, questions: Sequence[FinderQuestion]) -> None:
        used = compiled(entry.when).variables
        self.law = entry.law
        self.questions = tuple(question for question in questions if question.key in used)
        keys = [question.key for question in self.questions]
        self.fitting: list[dict[str, str]] = []
        self.values: dict[str, dict[str, int]] = {key: {} for key in keys}
        self._fits, count = 0, 0
        for combination in itertools.product(*([c.key for c in q.choices] for q in self.questions)):
            answers = dict(zip(keys, combination, strict=True))
            for key, value in answers.items():
                self.values[key][value] = self.values[key].get(value, 0) | 1 << count
            if Situation(answers, _CALENDAR).holds(entry.when):
                self._fits |= 1 << count
                self.fitting.append(answers)
            count += 1
        self._all = (1 << count) - 1

    def answer(self, known: Known) -> Literal["yes", "no", "open"]:
        """Whether the service is the right one, as far as the answers tell."""
        left = self._all
        for key, value in known.items():
            if key in self.values:
                left &= self.values[key].get(value, 0)
        if not left & self._fits:
            return "no"
        return "open" if left & ~self._fits else "yes"

    def switches(self, known: Known) -> tuple[Switch, ...]:
        """The fewest given answers that would have to be others, in the order of the questions."""
        best: list[Switch] | None = None
        for answers in self.fitting:
            found = [
                Switch(question=question, choice=choice)
                for question in self.questions
                if question.key in known
                and known[question.key] != answers[question.key]
                and (choice := question.choice(answers[question.key]))
            ]
            if best is None or len(found) < len(best):
                best = found
        return tuple(best or ())


@lru_cache(maxsize=16)
def places(finder: Finder) -> dict[str, Place]:
    """Where each service of the finder stands, by its code."""
    return {entry.service: Place(entry, finder.questions) for entry in finder.entries}


def combinations(entry: FinderEntry, questions: Iterable[FinderQuestion]) -> int:
    """How many combinations of answers the entry's `when` ranges over; 0 where it cannot be read."""
    try:
        used = compiled(entry.when).variables
    except ConditionMistake:
        return 0
    count = 1
    for question in questions:
        count *= len(question.choices) if question.key in used else 1
    return count


def next_question(
    finder: Finder, services: Sequence[Service], known: Known
) -> tuple[FinderQuestion, tuple[Choice, ...]] | None:
    """The next shared question that still tells services apart, with the choices that still lead somewhere."""
    ours = [place for code, place in places(finder).items() if code in {service.code for service in services}]
    undecided = [place for place in ours if place.answer(known) == "open"]
    left = [q for q in finder.questions if q.key not in known and any(q in place.questions for place in undecided)]
    telling = [q for q in left if any(_tells(place, q, known) for place in undecided)]
    for question in telling or left:
        offered = tuple(
            choice
            for choice in question.choices
            if any(
                question in place.questions and place.answer({**known, question.key: choice.key}) != "no"
                for place in undecided
            )
        )
        if offered:
            return question, offered
    return None


def _tells(place: Place, question: FinderQuestion, known: Known) -> bool:
    if question not in place.questions:
        return False
    return any(place.answer({**known, question.key: choice.key}) != "open" for choice in question.choices)


def fitting(finder: Finder, services: Iterable[Service], known: Known) -> list[Service]:
    """The services that are the right ones in this situation."""
    known_places = places(finder)
    return [one for one in services if one.code in known_places and known_places[one.code].answer(known) == "yes"]


def next_detail(
    service: Service, answers: Answers, asked_already: frozenset[str], calendar: WorkCalendar, *, on: dt.date
) -> Question | None:
    """The next question of the service's own whose answer can still decide it; None where nothing is left to ask."""
    partly = PartlyAnswered(service, answers, calendar, on=on)
    if failed(partly):
        return None
    names = frozenset().union(*(needed(service, condition.check) for condition in open_conditions(partly)))
    for question in service.questions:
        if question.key in names and question.key not in asked_already and partly.is_asked(question):
            return question
    return None


def verdict(
    finder: Finder,
    service: Service,
    known: Known,
    details: Answers,
    asked_already: frozenset[str],
    calendar: WorkCalendar,
    *,
    on: dt.date,
) -> Verdict:
    """Yes, no, or depends on the officer, with reasons and the nearest change; open while something can be asked.

    `details` are answers to the own questions of any services.
    """
    place = places(finder).get(service.code)
    if place is None:
        return Verdict(service=service, answer="depends", law=None)
    where = place.answer(known)
    if where == "no":
        return Verdict(service=service, answer="no", law=place.law, switches=place.switches(known))
    if where == "open":
        return Verdict(service=service, answer="open", law=place.law)
    return _by_conditions(service, place.law, carried_over(service, details), asked_already, calendar, on)


def _by_conditions(
    service: Service,
    law: LawRef,
    answers: Answers,
    asked_already: frozenset[str],
    calendar: WorkCalendar,
    on: dt.date,
) -> Verdict:
    partly = PartlyAnswered(service, answers, calendar, on=on)
    wrong = failed(partly)
    if wrong:
        sure = any(condition.certainty == "certain" and condition.blocks != "warn" for condition in wrong)
        return Verdict(
            service=service,
            answer="no" if sure else "depends",
            law=law,
            reasons=tuple(_reason(condition) for condition in wrong),
            change=nearest_change(service, answers, calendar, on=on),
        )
    if next_detail(service, answers, asked_already, calendar, on=on) is not None:
        return Verdict(service=service, answer="open", law=law)
    unknown = tuple(_unknown(partly, asked_already))
    return Verdict(
        service=service,
        answer="depends" if unknown else "yes",
        law=law,
        unknown=unknown,
        reminders=tuple(condition.sentence for condition in reminded(partly)),
    )


def _reason(condition: Condition) -> Reason:
    """What hinders the decision is worded for officers; the person reads what the law says."""
    sentence = condition.law.title if condition.blocks == "decision" and condition.law else condition.sentence
    return Reason(sentence=sentence, law=condition.law, certainty=condition.certainty)


def _unknown(partly: PartlyAnswered, asked_already: frozenset[str]) -> Iterator[Question]:
    """What was asked and stayed without an answer that a condition needs."""
    names: set[str] = set()
    for condition in open_conditions(partly):
        names |= needed(partly.service, condition.check)
    for question in partly.service.questions:
        if question.key in names & asked_already and partly.is_withheld(question.key):
            yield question


def when_is_broken(entry: FinderEntry, questions: Sequence[FinderQuestion]) -> str | None:
    """Why a `when` that can be read cannot be used: a key of the words for mistakes, or None."""
    if combinations(entry, questions) > MOST_SITUATIONS:
        return "too_many_situations"
    try:
        place = Place(entry, questions)
    except ConditionFailed:
        return "finder_when"
    return None if place.fitting else "never_true"
