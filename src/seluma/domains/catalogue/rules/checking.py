"""Checks of a service as a whole: names, and every condition run on made-up answers before anybody depends on it."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from seluma.lib.conditions import Condition, ConditionFailed, ConditionMistake, Value, compiled
from seluma.lib.workdays import WorkCalendar

from .contradicting import check_contradictions
from .deciding import CLOSES, DERIVED, NEW_EXPIRY, OPENS, TODAY, ServiceSituation, situation_of
from .model import Question, Service
from .reader import NO_DAY, Table

MOST_SAMPLES = 300
"""Samples on which an expression is tried; where there are more, an even choice of them."""

_DAYS = ("2026-03-31", "2027-02-28", "2031-12-31")
_TODAYS = ("2026-03-30", "2027-02-28")
_RESERVED = frozenset({"true", "false", "null", "in", "as", "if", "else", "for", "let", "var", "void", "const", TODAY})
_CALENDAR = WorkCalendar()


@dataclass(frozen=True)
class Expression:
    """An expression of the content, where it stands, and which names it may use."""

    at: str
    text: str
    names: frozenset[str]


class ServiceCheck:
    """Runs the checks that need the whole service; notes mistakes at the service's table."""

    def __init__(self, service: Service, table: Table) -> None:
        self.service = service
        self.table = table
        self.questions = {question.key: question for question in service.questions}
        self.figures = {figure.key for figure in service.figures}

    def run(self) -> None:
        """All of them."""
        self._check_names()
        self._check_permit()
        self._check_paper()
        usable = [expression for expression in self._expressions() if self._is_usable(expression)]
        paths_are_sound = all(
            question.ask_when is None or any(e.text == question.ask_when for e in usable)
            for question in self.service.questions
        )
        if not paths_are_sound:
            return
        sound = {expression.at for expression in usable if self._gives_truth(expression)}
        self._check_window(usable)
        self._check_fees(sound)
        self._check_documents()
        conditions = [one for one in self.service.conditions if f"conditions[{one.key}].check" in sound]
        check_contradictions(self.service, conditions, self.table)

    def _check_names(self) -> None:
        for key in self.questions:
            if key in _RESERVED or key in DERIVED or key in self.figures:
                self.table.wrong(f"questions[{key}]", "name_taken", value=key)
        for key in self.figures & (DERIVED | _RESERVED):
            self.table.wrong(f"figures.{key}", "name_taken", value=key)

    def _check_permit(self) -> None:
        permit = self.service.permit
        if permit is None:
            return
        for name, key, kind in (
            ("expires_question", permit.expires_question, "date"),
            ("starts_question", permit.starts_question, "date"),
            ("length_question", permit.length_question, "choice"),
            ("index_question", permit.index_question, "choice"),
        ):
            if key and (key not in self.questions or self.questions[key].kind != kind):
                self.table.wrong(f"permit.{name}", "unknown_question_of_kind", value=key, kind=kind)
        chosen = self.questions.get(permit.length_question)
        if chosen is None or chosen.kind != "choice":
            return
        offered, measured = {choice.key for choice in chosen.choices}, {length.key for length in permit.lengths}
        for key in sorted(offered ^ measured):
            self.table.wrong(f"permit.lengths[{key}]", "length_unmatched", value=key, question=chosen.key)

    def _check_documents(self) -> None:
        for document in self.service.documents:
            if document.key and not document.types:
                self.table.wrong(f"documents[{document.key}].types", "nobody_can_hand_in")
        if self.table.raw.get("law") == []:
            self.table.wrong("law", "nobody_can_refuse")

    def _check_paper(self) -> None:
        paper = self.service.paper
        if paper is None:
            return
        for key in paper.fields:
            if key not in self.questions:
                self.table.wrong("paper.fields", "unknown_question", value=key)
        if not ({"full_name"} <= self.questions.keys() and self.questions["full_name"].kind == "text"):
            self.table.wrong("paper", "unknown_question_of_kind", value="full_name", kind="text")

    def _expressions(self) -> Iterator[Expression]:
        figures = frozenset(self.figures)
        earlier: set[str] = set()
        for question in self.service.questions:
            if question.ask_when:
                yield Expression(f"questions[{question.key}].ask_when", question.ask_when, figures | earlier)
            earlier.add(question.key)
        timeless = figures | earlier | ({NEW_EXPIRY} if self.service.permit else set())
        window = {OPENS, CLOSES} if self.service.window else set()
        for document in self.service.documents:
            if document.required_when:
                yield Expression(f"documents[{document.key}].required_when", document.required_when, timeless)
        for fee in self.service.fees:
            if fee.when:
                yield Expression(f"fees[{fee.key}].when", fee.when, timeless)
        for asks in self.service.agencies:
            if asks.ask_when:
                yield Expression(f"agencies[{asks.key}].ask_when", asks.ask_when, timeless)
        for condition in self.service.conditions:
            if condition.check:
                names = timeless | window | {TODAY}
                yield Expression(f"conditions[{condition.key}].check", condition.check, frozenset(names))
        if self.service.window:
            yield Expression("window.opens_on", self.service.window.opens_on, figures | earlier)
            yield Expression("window.closes_on", self.service.window.closes_on, figures | earlier)

    def _is_usable(self, expression: Expression) -> bool:
        condition = self._compiled(expression)
        if condition is None:
            return False
        unknown = sorted(condition.variables - expression.names)
        for name in unknown:
            code = "later_name" if name in self.questions or name in DERIVED or name == TODAY else "unknown_name"
            self.table.wrong(expression.at, code, value=name)
        return not unknown

    def _compiled(self, expression: Expression) -> Condition | None:
        if not expression.text:
            return None
        try:
            return compiled(expression.text)
        except ConditionMistake as mistake:
            self.table.wrong(expression.at, f"condition_{mistake.code}", problem=mistake.detail)
            return None

    def _gives_truth(self, expression: Expression) -> bool:
        """Whether it gives true or false, and true at least once, on every sample."""
        if expression.at.startswith("window."):
            return True
        ever_true = False
        for answers, situation in self._samples(compiled(expression.text).variables):
            if not situation.is_known(expression.text):
                continue
            try:
                value = situation.value(expression.text)
            except ConditionFailed as failure:
                self.table.wrong(expression.at, "fails", sample=_shown(answers), problem=str(failure))
                return False
            if not isinstance(value, bool):
                self.table.wrong(expression.at, "not_true_or_false", value=str(value))
                return False
            ever_true = ever_true or value
        if not ever_true and self._is_over_choices(expression.text):
            self.table.wrong(expression.at, "never_true")
            return False
        return True

    def _is_over_choices(self, text: str) -> bool:
        """Whether the samples were all answers there are, so that "never" can be said."""
        kinds = {self.questions[name].kind for name in compiled(text).variables if name in self.questions}
        names = compiled(text).variables - self.figures
        return names <= self.questions.keys() and kinds <= {"choice", "yes_no"}

    def _check_window(self, usable: Sequence[Expression]) -> None:
        for expression in usable:
            if not expression.at.startswith("window."):
                continue
            for answers, situation in self._samples(compiled(expression.text).variables):
                value = _worked_out(situation, expression.text)
                if not isinstance(value, str) or len(value) != len("2026-12-31"):
                    self.table.wrong(expression.at, "not_a_day", sample=_shown(answers), value=str(value))
                    break

    def _check_fees(self, sound: set[str]) -> None:
        """Exactly one fee for every answer, and no fee in vain."""
        fees = self.service.fees
        if not fees or any(fee.when and f"fees[{fee.key}].when" not in sound for fee in fees):
            return
        names = frozenset().union(*(compiled(fee.when).variables for fee in fees if fee.when))
        charged: set[str] = set()
        for answers, situation in self._samples(names):
            due = [fee.key for fee in fees if situation.applies(fee.when)]
            charged |= set(due)
            if not due:
                self.table.wrong("fees", "no_fee", sample=_shown(answers))
            if len(due) > 1:
                self.table.wrong(f"fees[{due[1]}]", "two_fees", first=due[0], sample=_shown(answers))
        for fee in fees:
            if fee.key not in charged and f"fees[{fee.key}].when" in sound:
                self.table.wrong(f"fees[{fee.key}]", "fee_in_vain")
        for fee in fees:
            if fee.effective_from > self.service.effective_from > NO_DAY:
                self.table.wrong(f"fees[{fee.key}].effective_from", "fee_later_than_service")

    def _samples(self, names: frozenset[str]) -> Iterator[tuple[dict[str, Value], ServiceSituation]]:
        wanted = [question for question in self.service.questions if question.key in self._needed(names)]
        values: list[Sequence[Value]] = [_samples_of(question) for question in wanted]
        days = _TODAYS if TODAY in names else _TODAYS[:1]
        for *answers, day in _even_choice([*values, days]):
            given = dict(zip((question.key for question in wanted), answers, strict=True))
            yield given, situation_of(self.service, given, _CALENDAR, on=_as_day(str(day)))

    def _needed(self, names: frozenset[str]) -> set[str]:
        """The questions that the names hang on, by way of derived days and of questions asked only sometimes."""
        permit, window = self.service.permit, self.service.window
        open_names, needed = set(names), set()
        if permit and NEW_EXPIRY in open_names:
            open_names |= {permit.expires_question, permit.starts_question, permit.length_question}
        if window:
            for name, text in ((OPENS, window.opens_on), (CLOSES, window.closes_on)):
                if name in open_names:
                    open_names |= self._variables(text)
        while open_names:
            name = open_names.pop()
            if name in self.questions and name not in needed:
                needed.add(name)
                open_names |= self._variables(self.questions[name].ask_when)
        return needed

    def _variables(self, text: str | None) -> frozenset[str]:
        try:
            return compiled(text).variables if text else frozenset()
        except ConditionMistake:
            return frozenset()


def check_service(service: Service, table: Table) -> None:
    """Note the mistakes that show only in the whole service."""
    ServiceCheck(service, table).run()


def _samples_of(question: Question) -> Sequence[Value]:
    values: Sequence[Value] = _SAMPLES[question.kind](question)
    return values if question.required else [*values, None]


_SAMPLES: dict[str, Callable[[Question], Sequence[Value]]] = {
    "text": lambda _: ["Ayu"],
    "long_text": lambda _: ["Ayu"],
    "date": lambda _: _DAYS,
    "partial_date": lambda _: ("1974-00-00", "2008-02-29"),
    "choice": lambda question: [choice.key for choice in question.choices],
    "yes_no": lambda _: (True, False),
    "number": lambda question: sorted({question.minimum or 0, (question.minimum or 0) + 1, question.maximum or 99}),
    "country": lambda _: ("AUS", "XXA"),
    "phone": lambda _: ["+62811000000"],
}


def _even_choice(lists: Sequence[Sequence[Value]]) -> Iterator[tuple[Value, ...]]:
    total = math.prod(len(values) for values in lists)
    if total <= MOST_SAMPLES:
        yield from itertools.product(*lists)
        return
    # A step that shares no factor with the sizes meets every value of a list, not the same one again and again.
    step = total // MOST_SAMPLES
    while math.gcd(step, total) != 1:
        step += 1
    for number in range(0, total, step):
        chosen, rest = [], number
        for values in lists:
            rest, place = divmod(rest, len(values))
            chosen.append(values[place])
        yield tuple(chosen)


def _worked_out(situation: ServiceSituation, text: str) -> object:
    try:
        return situation.value(text)
    except ConditionFailed:
        return None


def _shown(answers: dict[str, Value]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in answers.items()) or "-"


def _as_day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
