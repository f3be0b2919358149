"""Reading one service's file, and the pieces that it shares with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from seluma.lib.text import Text

from .canonical import UNPUBLISHED
from .model import (
    Agency,
    AgencyQuestionSpec,
    Blocks,
    Certainty,
    Choice,
    Condition,
    DecidedBy,
    DocumentSpec,
    Fee,
    Figure,
    Form,
    Kind,
    LawRef,
    Question,
    Section,
    Service,
    Situation,
    Term,
    Unit,
    Window,
)
from .outcomes import read_outcomes
from .reader import CODE, KEY, Table

PROFILE_FIELDS = frozenset(
    {
        "full_name",
        "mrz_primary",
        "mrz_secondary",
        "birth_date",
        "birth_place",
        "sex",
        "nationality",
        "passport_number",
        "passport_issuer",
        "passport_issued_on",
        "passport_expires_on",
        "address",
        "district",
        "phone",
        "language",
    }
)
"""What the profile of an account holds (a test compares with the package of the people)."""
MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "application/pdf"})
LONGEST_TEXT = 200
LONGEST_LONG_TEXT = 1000
_CERTAINTIES = get_args(Certainty)
Lists = Mapping[str, tuple[Choice, ...]]


@dataclass
class Shared:
    """What services refer to. None: the file could not be read, so no reference to it can be called wrong."""

    figures: dict[str, Figure] | None = None
    law: dict[str, LawRef] | None = None
    questions: dict[str, Question] | None = None
    lists: Lists | None = None
    """Choices that a question takes with `choices_from`."""
    sections: dict[str, Section] | None = None
    agencies: dict[str, Agency] | None = None
    finder: Table | None = None
    """finder.toml as it stands: every service has its entry there."""
    situations: dict[str, Situation] | None = None


def read_law(table: Table, key: str) -> LawRef:
    """`[key]` of law.toml."""
    law = LawRef(
        key=key,
        cite=table.text("cite"),
        title=table.text("title"),
        certainty=table.one_of("certainty", _CERTAINTIES),
        source=table.string("source"),
        effective_from=table.date("effective_from", required=False),
        checked_on=table.day("checked_on"),
    )
    table.finish()
    return law


def read_figure(table: Table, key: str) -> Figure:
    """`[key]` of figures.toml, `[figures.key]` of a service."""
    figure = Figure(
        key=key,
        value=table.integer("value") or 0,
        unit=table.one_of("unit", get_args(Unit)),
        title=table.text("title"),
        note=table.text_or_none("note"),
        certainty=table.one_of("certainty", _CERTAINTIES),
        source=table.string("source"),
        effective_from=table.date("effective_from", required=False),
        checked_on=table.day("checked_on"),
    )
    table.finish()
    return figure


def read_question(table: Table, sections: Mapping[str, Section] | None, lists: Lists | None) -> Question:
    """`[[questions]]`, in questions.toml or of a service's own."""
    kind = table.one_of("kind", get_args(Kind))
    limit = LONGEST_LONG_TEXT if kind == "long_text" else LONGEST_TEXT
    section = table.string("section")
    if section and sections is not None and section not in sections:
        table.wrong("section", "unknown_section", value=section)
    prefilled = table.string("profile_field", required=False) or None
    if prefilled and prefilled not in PROFILE_FIELDS:
        table.wrong("profile_field", "unknown_profile_field", value=prefilled)
    question = Question(
        key=table.matching("key", KEY),
        kind=kind,
        name=table.text_or_none("name"),
        label=table.text("label"),
        hint=table.text_or_none("hint"),
        section=section,
        required=table.flag("required", default=True),
        ask_when=table.string("ask_when", required=False) or None,
        profile_field=prefilled,
        choices=_choices(table, lists),
        form=table.one_of("form", get_args(Form), default="free"),
        max_length=table.integer("max_length", least=1, most=limit, default=limit) or limit,
        minimum=table.integer("minimum", required=False),
        maximum=table.integer("maximum", required=False),
    )
    _check_kind(table, question)
    return question


def _choices(table: Table, lists: Lists | None) -> tuple[Choice, ...]:
    if table.has("choices_from"):
        name = table.string("choices_from")
        if lists is None:
            # districts.toml could not be read; two stand-ins keep "a choice needs choices" quiet.
            return tuple(Choice(key=key, title=Text("", ""), hint=None) for key in ("1", "2"))
        if name not in lists:
            table.wrong("choices_from", "not_one_of", value=name, allowed=", ".join(sorted(lists)))
        return lists.get(name, ())
    choices = []
    for inner in table.tables("choices"):
        choices.append(Choice(key=inner.string("key"), title=inner.text("title"), hint=inner.text_or_none("hint")))
        inner.finish()
    keys = [choice.key for choice in choices]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        table.wrong(f"choices[{key}]", "twice", value=key)
    return tuple(choices)


def _check_kind(table: Table, question: Question) -> None:
    if question.kind == "choice" and len(question.choices) < 2:
        table.wrong("choices", "choices_missing")
    if question.kind != "choice" and question.choices:
        table.wrong("choices", "choices_unwanted", kind=question.kind)
    if question.kind != "text" and question.form != "free":
        table.wrong("form", "form_unwanted", kind=question.kind)
    if question.kind != "number" and (question.minimum is not None or question.maximum is not None):
        table.wrong("minimum" if question.minimum is not None else "maximum", "limits_unwanted", kind=question.kind)
    if question.minimum is not None and question.maximum is not None and question.maximum < question.minimum:
        table.wrong("maximum", "limits_backwards")


@dataclass
class ServiceReader:
    """Reads one service. A None among the shared parts: its file could not be read, nothing can be said against it."""

    table: Table
    figures: Mapping[str, Figure]
    """The shared ones and the service's own."""
    shared: Shared

    def read(self) -> Service:
        """The service, with stand-ins where a mistake was noted."""
        t = self.table
        questions = self._questions()
        used = {question.section for question in questions}
        asks = tuple(self._agency_question(inner, questions) for inner in t.tables("agencies"))
        outcomes = read_outcomes(t, self._law_of, self.figures, self.shared.agencies)
        service = Service(
            version_id=UNPUBLISHED,
            number=0,
            digest="",
            code=t.matching("code", CODE),
            effective_from=t.day("effective_from"),
            title=t.text("title"),
            summary=t.text("summary"),
            explanation=t.text("explanation"),
            terms=tuple(self._term(inner) for inner in t.tables("terms")),
            decided_by=t.one_of("decided_by", get_args(DecidedBy)),
            decide_without_agency=t.flag("decide_without_agency", default=not asks),
            decide_without_agency_reason=t.text("decide_without_agency_reason") if asks else Text("", ""),
            permit=outcomes.permit,
            paper=outcomes.paper,
            handover=outcomes.handover,
            window=self._window(),
            sections=tuple(section for key, section in (self.shared.sections or {}).items() if key in used),
            questions=questions,
            documents=tuple(self._document(inner) for inner in t.tables("documents")),
            fees=tuple(self._fee(inner) for inner in t.tables("fees")),
            conditions=tuple(self._condition(inner) for inner in t.tables("conditions")),
            agencies=asks,
            law=tuple(found for key in t.strings("law") if (found := self._law(t, "law", key))),
            figures=tuple(self.figures.values()),
            wish=t.text_or_none("wish"),
            keywords=t.text_or_none("keywords"),
            situation=self._situation(),
        )
        t.finish()
        self._check_twice(service)
        return service

    def _situation(self) -> str:
        key = self.table.string("situation", required=False)
        if key and self.shared.situations is not None and key not in self.shared.situations:
            self.table.wrong("situation", "unknown_situation", value=key)
        return key

    def _law(self, table: Table, name: str, key: str) -> LawRef | None:
        if not key or self.shared.law is None:
            return None
        if key not in self.shared.law:
            table.wrong(name, "unknown_law", value=key)
        return self.shared.law.get(key)

    def _law_of(self, table: Table, name: str) -> LawRef:
        # The stand-in is never used: without a law reference a mistake has been noted, or law.toml was unreadable.
        found: Any = self._law(table, name, table.string(name))
        return found  # type: ignore[no-any-return]

    def _questions(self) -> tuple[Question, ...]:
        found = []
        for inner in self.table.tables("questions"):
            own = not inner.has("use")
            question = read_question(inner, self.shared.sections, self.shared.lists) if own else self._taken(inner)
            inner.finish()
            if question is not None:
                found.append(question)
        return tuple(found)

    def _taken(self, table: Table) -> Question | None:
        key = table.string("use")
        table.path = f"questions[{key}]"
        changes: dict[str, Any] = {}
        if table.has("required"):
            changes["required"] = table.flag("required", default=True)
        if table.has("ask_when"):
            changes["ask_when"] = table.string("ask_when") or None
        if not table.flag("prefill", default=True):
            changes["profile_field"] = None
        for name in ("name", "label", "hint"):
            if table.has(name):
                changes[name] = table.text(name)
        if self.shared.questions is None:
            return None
        if key not in self.shared.questions:
            table.wrong("use", "unknown_question", value=key)
            return None
        return replace(self.shared.questions[key], **changes)

    def _term(self, table: Table) -> Term:
        term = Term(term=table.text("term"), meaning=table.text("meaning"))
        table.finish()
        return term

    def _window(self) -> Window | None:
        table = self.table.table("window", required=False)
        if table is None:
            return None
        window = Window(
            opens_on=table.string("opens_on"),
            closes_on=table.string("closes_on"),
            sentence=table.text("sentence"),
            note=table.text_or_none("note"),
        )
        table.finish()
        return window

    def _document(self, table: Table) -> DocumentSpec:
        types = table.strings("types")
        for media_type in types:
            if media_type not in MEDIA_TYPES:
                table.wrong("types", "not_one_of", value=media_type, allowed=", ".join(sorted(MEDIA_TYPES)))
        document = DocumentSpec(
            key=table.matching("key", KEY),
            title=table.text("title"),
            hint=table.text_or_none("hint"),
            required_when=table.string("required_when", required=False) or None,
            types=types,
            max_bytes=table.integer("max_bytes", least=1, most=50_000_000) or 0,
            max_pages=table.integer("max_pages", least=1, most=500, default=10) or 0,
            min_width=table.integer("min_width", required=False, least=1, most=20_000),
            min_height=table.integer("min_height", required=False, least=1, most=20_000),
            only_for=table.text_or_none("only_for"),
        )
        table.finish()
        return document

    def _fee(self, table: Table) -> Fee:
        fee = Fee(
            key=table.string("key"),
            title=table.text("title"),
            amount=table.integer("amount", required=False),
            when=table.string("when", required=False) or None,
            certainty=table.one_of("certainty", _CERTAINTIES),
            source=table.string("source"),
            effective_from=table.day("effective_from"),
            checked_on=table.day("checked_on"),
            note=table.text_or_none("note"),
        )
        if fee.certainty == "certain" and fee.amount is None:
            table.wrong("amount", "certain_without_amount")
        table.finish()
        return fee

    def _condition(self, table: Table) -> Condition:
        condition = Condition(
            key=table.matching("key", KEY),
            check=table.string("check"),
            sentence=table.text("sentence"),
            law=self._law(table, "law", table.string("law", required=False)),
            blocks=table.one_of("blocks", get_args(Blocks)),
            certainty=table.one_of("certainty", _CERTAINTIES),
        )
        table.finish()
        return condition

    def _agency_question(self, table: Table, questions: tuple[Question, ...]) -> AgencyQuestionSpec:
        agency = table.string("agency")
        if agency and self.shared.agencies is not None and agency not in self.shared.agencies:
            table.wrong("agency", "unknown_agency", value=agency)
        fields = table.strings("fields")
        known = {question.key for question in questions}
        for key in fields:
            if self.shared.questions is not None and key not in known:
                table.wrong("fields", "unknown_question", value=key)
        spec = AgencyQuestionSpec(
            key=table.matching("key", KEY),
            agency=agency,
            text=table.text("text"),
            legal_base=self._law_of(table, "legal_base"),
            fields=fields,
            days=self._figure(table, "days"),
            ask_when=table.string("ask_when", required=False) or None,
            only_for=table.text_or_none("only_for"),
        )
        table.finish()
        return spec

    def _figure(self, table: Table, name: str) -> int:
        key = table.string(name)
        if key in self.figures:
            return self.figures[key].value
        if key and table.figures is not None:
            table.wrong(name, "unknown_figure", value=key)
        return 1

    def _check_twice(self, service: Service) -> None:
        kinds = {
            "questions": [question.key for question in service.questions],
            "documents": [document.key for document in service.documents],
            "fees": [fee.key for fee in service.fees],
            "conditions": [condition.key for condition in service.conditions],
            "agencies": [question.key for question in service.agencies],
        }
        for name, keys in kinds.items():
            for key in sorted({key for key in keys if key and keys.count(key) > 1}):
                self.table.wrong(f"{name}[{key}]", "twice", value=key)
