"""What a service asks, wants, costs and refuses, given the answers. Nothing here knows the database or the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seluma.lib.conditions import ConditionFailed, Situation, Value, add_months, compiled
from seluma.lib.text import Text
from seluma.lib.workdays import WorkCalendar

from .answers import AnswerProblem, parse_answer
from .model import (
    AgencyQuestionSpec,
    Blocks,
    Certainty,
    Condition,
    DocumentSpec,
    Fee,
    Figure,
    LawRef,
    Length,
    Question,
    Service,
)

TODAY = "today"
NEW_EXPIRY = "new_expires_on"
OPENS = "window_opens_on"
CLOSES = "window_closes_on"
DERIVED = frozenset({NEW_EXPIRY, OPENS, CLOSES})
"""Names that conditions may use beside answers, figures and `today`."""

Answers = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A condition that is not met: which, what to tell the person, where the law says so."""

    key: str
    sentence: Text
    law: LawRef | None
    blocks: Blocks
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first to the last day of a permit, both included."""

    valid_from: dt.date
    valid_until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overstay:
    """Days beyond the permit, what they cost, and whether they are too many to be settled with a fine."""

    days: int
    fine: int
    beyond_limit: bool


def asked(service: Service, answers: Answers, calendar: WorkCalendar) -> list[Question]:
    """The questions that these answers lead to, in order; one that hangs on a missing answer is not asked yet."""
    return _path(service.questions, service.figures, answers, calendar)[0]


def answers_in_force(service: Service, answers: Answers, calendar: WorkCalendar) -> dict[str, Value]:
    """Each question's answer, None where it is not asked (any more) or not answered."""
    return _path(service.questions, service.figures, answers, calendar)[1]


def carried_over(service: Service, answers: Answers) -> dict[str, Value]:
    """The answers given under another version that this one still asks for and can read."""
    kept: dict[str, Value] = {}
    for key, answer in answers.items():
        question = service.questions_by_key.get(key)
        if question is None:
            continue
        try:
            kept[key] = parse_answer(question, answer)
        except AnswerProblem:
            continue
    return kept


def unanswered(service: Service, answers: Answers, calendar: WorkCalendar) -> list[Question]:
    """The questions that are asked, must be answered, and are not."""
    questions, values, _ = _path(service.questions, service.figures, answers, calendar)
    return [question for question in questions if question.required and values[question.key] is None]


def required_documents(service: Service, answers: Answers, calendar: WorkCalendar) -> list[DocumentSpec]:
    """The documents to hand in with these answers."""
    situation = situation_of(service, answers, calendar)
    return [document for document in service.documents if situation.applies(document.required_when)]


def agencies_asked(service: Service, answers: Answers, calendar: WorkCalendar) -> list[AgencyQuestionSpec]:
    """The questions to other institutions that these answers lead to."""
    situation = situation_of(service, answers, calendar)
    return [question for question in service.agencies if situation.applies(question.ask_when)]


def fee_for(service: Service, answers: Answers, calendar: WorkCalendar) -> Fee | None:
    """The fee; None while an answer that it hangs on is missing, and for a service without fees."""
    situation = situation_of(service, answers, calendar)
    return next((fee for fee in service.fees if situation.applies(fee.when)), None)


def obstacles(
    service: Service, answers: Answers, calendar: WorkCalendar, *, on: dt.date, blocks: Blocks
) -> list[Obstacle]:
    """All conditions of this sort that are not met on that day, in the order of the content.

    A condition over an answer that is still missing is passed over: the missing answer is the obstacle, see
    `unanswered`. A condition that cannot be worked out all the same counts as not met.
    """
    situation = situation_of(service, answers, calendar, on=on)
    return [
        Obstacle(
            key=condition.key,
            sentence=condition.sentence,
            law=condition.law,
            blocks=condition.blocks,
            certainty=condition.certainty,
        )
        for condition in service.conditions
        if condition.blocks == blocks and situation.is_known(condition.check) and not situation.met(condition)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All that an application would meet if it were filed on one day."""

    unanswered: tuple[Question, ...]
    documents: tuple[DocumentSpec, ...]
    fee: Fee | None
    obstacles: tuple[Condition, ...]


def outlook(service: Service, answers: Answers, calendar: WorkCalendar, *, on: dt.date) -> Outlook:
    """`unanswered`, `required_documents`, `fee_for` and the `obstacles` to filing in one, for many cases in a row."""
    situation = situation_of(service, answers, calendar, on=on)
    return Outlook(
        unanswered=tuple(question for question in service.questions if situation.lacks(question.key)),
        documents=tuple(document for document in service.documents if situation.applies(document.required_when)),
        fee=next((fee for fee in service.fees if situation.applies(fee.when)), None),
        obstacles=tuple(
            condition
            for condition in service.conditions
            if condition.blocks == "filing" and situation.is_known(condition.check) and not situation.met(condition)
        ),
    )


def period_for(service: Service, answers: Answers, calendar: WorkCalendar) -> Period | None:
    """The days of the new permit: from the day after the present one ends; None where an answer is missing."""
    values = answers_in_force(service, answers, calendar)
    start, until = _expiry(service, values), new_expiry(service, values)
    if start is None or until is None:
        return None
    return Period(valid_from=start + dt.timedelta(days=1), valid_until=until)


def window_for(service: Service, answers: Answers, calendar: WorkCalendar) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which one may apply, as far as the answers tell."""
    situation = situation_of(service, answers, calendar)
    return situation.day(OPENS), situation.day(CLOSES)


def permit_index(service: Service, answers: Answers, calendar: WorkCalendar) -> str | None:
    """The index code that the permit will carry."""
    if service.permit is None:
        return None
    if service.permit.index_question is None:
        return service.permit.index
    value = answers_in_force(service, answers, calendar).get(service.permit.index_question)
    return value if isinstance(value, str) else None


def prefill(service: Service, profile: object) -> dict[str, Value]:
    """Answers that the person's profile holds already; what could not be an answer is left out."""
    found: dict[str, Value] = {}
    for question in service.questions:
        known = getattr(profile, question.profile_field, None) if question.profile_field else None
        if known in (None, ""):
            continue
        try:
            found[question.key] = parse_answer(question, known)
        except AnswerProblem:
            continue
    return found


def overstay(
    *, permit_expires_on: dt.date, filed_on: dt.date | None, on: dt.date, fine_per_day: int, limit_days: int
) -> Overstay:
    """How long somebody has overstayed on a day, in days after the permit's last.

    Whoever filed on the last day or before has not: none is counted while the application is worked on.
    """
    pending = filed_on is not None and filed_on <= permit_expires_on
    days = 0 if pending else max(0, (on - permit_expires_on).days)
    return Overstay(days=days, fine=min(days, limit_days) * fine_per_day, beyond_limit=days > limit_days)


class ServiceSituation:
    """One application's answers, its figures and what follows from them, ready for conditions."""

    def __init__(self, service: Service, answers: Answers, calendar: WorkCalendar, on: dt.date | None) -> None:
        questions, values, self._inner = _path(service.questions, service.figures, answers, calendar)
        self._missing = {question.key for question in questions if question.required and values[question.key] is None}
        until = new_expiry(service, values)
        self._learn(NEW_EXPIRY, until.isoformat() if until else None, missing=until is None)
        self._learn(TODAY, on.isoformat() if on else None, missing=on is None)
        self._days: dict[str, str | None] = {}
        for name in (OPENS, CLOSES):
            self._days[name] = self._window_day(service, name)
            self._learn(name, self._days[name], missing=self._days[name] is None)

    def _learn(self, name: str, value: Value, *, missing: bool) -> None:
        self._inner.learn(name, value)
        if missing:
            self._missing.add(name)

    def _window_day(self, service: Service, name: str) -> str | None:
        if service.window is None:
            return None
        try:
            value = self._inner.value(service.window.opens_on if name == OPENS else service.window.closes_on)
        except ConditionFailed:
            return None
        return value if isinstance(value, str) else None

    def day(self, name: str) -> dt.date | None:
        """A day of the window."""
        value = self._days[name]
        return dt.date.fromisoformat(value) if value else None

    def lacks(self, key: str) -> bool:
        """Whether this question is asked, must be answered, and is not."""
        return key in self._missing

    def is_known(self, text: str) -> bool:
        """Whether nothing that the expression reads is still missing."""
        return not (compiled(text).variables & self._missing)

    def applies(self, text: str | None) -> bool:
        """Whether a document, a fee, a question to an institution applies; not while an answer to it is missing."""
        if text is None:
            return True
        if not self.is_known(text):
            return False
        try:
            return self._inner.holds(text)
        except ConditionFailed:
            return True

    def met(self, condition: Condition) -> bool:
        """Whether a condition is met; not, where it cannot be worked out."""
        try:
            return self._inner.holds(condition.check)
        except ConditionFailed:
            return False

    def value(self, text: str) -> object:
        """What an expression gives; ConditionFailed where it gives nothing."""
        return self._inner.value(text)


def situation_of(
    service: Service, answers: Answers, calendar: WorkCalendar, *, on: dt.date | None = None
) -> ServiceSituation:
    """The answers as conditions see them; without a day, `today` is not known."""
    return ServiceSituation(service, answers, calendar, on)


def _path(
    questions: Sequence[Question], figures: Sequence[Figure], answers: Answers, calendar: WorkCalendar
) -> tuple[list[Question], dict[str, Value], Situation]:
    """The questions asked, for every question the answer that counts, and both as conditions see them.

    An answer to a question that is no longer asked must not have an effect: the person cannot see it any more.
    """
    situation = Situation({figure.key: figure.value for figure in figures}, calendar)
    found: list[Question] = []
    values: dict[str, Value] = {}
    missing: set[str] = set()
    for question in questions:
        value: Value = None
        if question.ask_when is None or _said(situation, question.ask_when, missing):
            found.append(question)
            value = answers.get(question.key)
            if question.required and value in (None, ""):
                missing.add(question.key)
        values[question.key] = None if value == "" else value
        situation.learn(question.key, values[question.key])
    return found, values, situation


def _said(situation: Situation, text: str, missing: set[str]) -> bool:
    if compiled(text).variables & missing:
        return False
    try:
        return situation.holds(text)
    except ConditionFailed:
        return False


def _expiry(service: Service, values: Answers) -> dt.date | None:
    """The last day before the new permit."""
    if service.permit is None:
        return None
    first = service.permit.starts_question
    value = values.get(first or service.permit.expires_question)
    if not isinstance(value, str):
        return None
    day = dt.date.fromisoformat(value)
    return day - dt.timedelta(days=1) if first else day


def new_expiry(service: Service, values: Answers) -> dt.date | None:
    """The last day of the new permit; None where an answer that it hangs on is missing."""
    start, length = _expiry(service, values), _length(service, values)
    if start is None or length is None:
        return None
    return extended(start, length)


def _length(service: Service, values: Answers) -> Length | None:
    if service.permit is None:
        return None
    if not service.permit.length_question:
        return service.permit.lengths[0]
    chosen = values.get(service.permit.length_question)
    return next((length for length in service.permit.lengths if length.key == chosen), None)


def paper_until(service: Service, first: dt.date) -> dt.date | None:
    """The last day of a paper that counts from a day on; None: it counts without end."""
    if service.paper is None or service.paper.valid is None:
        return None
    return extended(first, service.paper.valid) - dt.timedelta(days=1)


def extended(day: dt.date, length: Length) -> dt.date:
    """The new last day: months first, then days."""
    return add_months(day, length.months) + dt.timedelta(days=length.days)
