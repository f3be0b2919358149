"""What a service is: frozen values, read from an office's content and kept as immutable versions.

Dates in content are the law's dates (WIB). Amounts are whole rupiah. Keys are the names that answers, documents and
conditions go by for ever: an application is read with the version under which it was filed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from seluma.lib.text import Text

Certainty = Literal["certain", "uncertain"]
Kind = Literal["text", "long_text", "date", "partial_date", "choice", "yes_no", "number", "country", "phone"]
Form = Literal["free", "name", "mrz", "document_number"]
Blocks = Literal["filing", "decision", "warn"]
Unit = Literal["days", "working_days", "months", "years", "rupiah", "times"]
DecidedBy = Literal["this_office", "directorate_general"]
Returns = Literal["file", "reference", "collect"]
"""What comes back from where a case is handed over: a file, only a number, or something that waits at the counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRef:
    """A place in the law: how it is cited, what it says in plain words, and how sure we are of it."""

    key: str
    cite: Text
    title: Text
    certainty: Certainty
    source: str
    effective_from: dt.date | None
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that the law or the office sets: a period, a limit, a fine. Conditions and texts call it by key."""

    key: str
    value: int
    unit: Unit
    title: Text
    note: Text | None
    certainty: Certainty
    source: str
    effective_from: dt.date | None
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the law and what it means."""

    term: Text
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading under which questions stand together."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What somebody is about to do, under which services stand together in lists."""

    key: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a question offers."""

    key: str
    title: Text
    hint: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that the application asks. `key` is also the name of the answer in conditions."""

    key: str
    kind: Kind
    label: Text
    """The question as it is asked."""
    hint: Text | None
    section: str
    required: bool
    ask_when: str | None
    """Condition over earlier answers; None = always."""
    profile_field: str | None
    """Field of the person's profile that fills it in advance."""
    choices: tuple[Choice, ...]
    form: Form
    """What a text must look like: a name, a name as the machine-readable zone writes it, a document's number."""
    max_length: int
    minimum: int | None
    maximum: int | None
    name: Text | None = None
    """What is asked, in a noun: for everybody who reads the answer."""

    @property
    def title(self) -> Text:
        """What the answer is called where nobody is being asked."""
        return self.name or self.label

    def choice(self, key: object) -> Choice | None:
        """The choice of this key."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSpec:
    """A document to hand in; `key` is the slot it goes into."""

    key: str
    title: Text
    hint: Text | None
    required_when: str | None
    """Condition over the answers; None = always."""
    types: tuple[str, ...]
    """Media types that are taken."""
    max_bytes: int
    max_pages: int
    min_width: int | None
    min_height: int | None
    """Pixels, for pictures."""
    only_for: Text | None = None
    """The condition in plain words, for who reads about the service before answering anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What it costs under a condition. An uncertain amount is shown, but never billed: see `billable`."""

    key: str
    title: Text
    amount: int | None
    """Whole rupiah."""
    when: str | None
    certainty: Certainty
    source: str
    effective_from: dt.date
    checked_on: dt.date
    note: Text | None

    @property
    def billable(self) -> int | None:
        """The amount that a bill may carry at once; None: the cashier enters it with its source."""
        return self.amount if self.certainty == "certain" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be true. `sentence` says what is wrong where it is not, and what to do."""

    key: str
    check: str
    sentence: Text
    law: LawRef | None
    blocks: Blocks
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyQuestionSpec:
    """A question to another institution, with its legal base and nothing but the answers that it needs."""

    key: str
    agency: str
    text: Text
    legal_base: LawRef
    fields: tuple[str, ...]
    """Keys of the questions whose answers are passed on."""
    days: int
    """Working days in which the institution answers."""
    ask_when: str | None
    only_for: Text | None = None
    """The condition in plain words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How much longer a permit lasts when this answer is chosen."""

    key: str
    months: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitSpec:
    """The permit that a granted application gives."""

    kind: str
    title: Text
    index: str | None
    index_question: str | None
    """The question whose answer is the index, where it is not always the same."""
    expires_question: str
    """The question for the day on which the present permit ends: the new one begins the day after. May be empty."""
    length_question: str
    """Empty where there is only one length."""
    lengths: tuple[Length, ...]
    legal_base: LawRef
    starts_question: str = ""
    """The question for the first day of the permit, where no earlier permit is extended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSpec:
    """The sealed statement of this office that a granted application gives. It carries no machine-readable zone."""

    kind: str
    title: Text
    statement: Text
    """What the office states."""
    fields: tuple[str, ...]
    """Keys of the questions whose answers stand on the paper."""
    legal_base: LawRef
    valid: Length | None
    """How long it counts from the day of the decision; None: without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSpec:
    """Where the case goes, because somebody else decides it or it is made in somebody else's system."""

    to: str
    """Code of the authority in agencies.toml."""
    reason: Text
    """Why this office does not do it itself, for the applicant."""
    legal_base: LawRef
    days: int
    """Working days until an answer is expected."""
    days_figure: str
    returns: Returns
    result: Text
    """What comes back, in a noun."""
    checklist: tuple[Text, ...]
    """What an officer makes sure of before the package leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one may apply. Both days are expressions over the answers, and names for conditions."""

    opens_on: str
    closes_on: str
    sentence: Text
    note: Text | None


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service as it stands in one published version."""

    version_id: UUID
    number: int
    digest: str
    """SHA-256 (hex) of the canonical text."""

    code: str
    effective_from: dt.date
    title: Text
    summary: Text
    explanation: Text
    """Paragraphs are parted by an empty line."""
    terms: tuple[Term, ...]
    decided_by: DecidedBy
    decide_without_agency: bool
    """Whether a decision may be taken when an institution has let its deadline pass."""
    decide_without_agency_reason: Text
    permit: PermitSpec | None
    window: Window | None
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    documents: tuple[DocumentSpec, ...]
    fees: tuple[Fee, ...]
    conditions: tuple[Condition, ...]
    agencies: tuple[AgencyQuestionSpec, ...]
    law: tuple[LawRef, ...]
    figures: tuple[Figure, ...]
    wish: Text | None = None
    """How somebody who needs it would say so, after "I would like to …"."""
    keywords: Text | None = None
    """Other words under which people look for it."""
    situation: str = ""
    """The situation under which it is listed; "": under none."""
    paper: PaperSpec | None = None
    handover: HandoverSpec | None = None
    """Exactly one of `permit`, `paper` and `handover` is what a granted application leads to."""

    @cached_property
    def promise_days(self) -> int:
        """Working days from a complete application to the decision."""
        return self.figure("promise_days")

    @cached_property
    def objection_days(self) -> int:
        """Working days in which a refusal can be objected to."""
        return self.figure("objection_days")

    @cached_property
    def figures_by_key(self) -> dict[str, Figure]:
        """The figures in force for this version."""
        return {figure.key: figure for figure in self.figures}

    @cached_property
    def questions_by_key(self) -> dict[str, Question]:
        """The questions by the name of their answer."""
        return {question.key: question for question in self.questions}

    @cached_property
    def documents_by_key(self) -> dict[str, DocumentSpec]:
        """The documents by slot."""
        return {document.key: document for document in self.documents}

    def figure(self, key: str) -> int:
        """The value of a figure; KeyError where the service knows none of that name."""
        return self.figures_by_key[key].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """On what this office decides a service itself."""

    service: str
    basis: Text
    certainty: Certainty
    source: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Who signs for the office."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office that runs this portal. `certainty` is about its name, address and hours."""

    name: Text
    short_name: Text
    """What stands at the head of every page; the name where the content gives no shorter one."""
    tagline: Text | None
    """A line under it."""
    address: Text
    hours: Text
    email: str
    phone: str
    timezone: str
    country: str
    """Three letters for papers and seals; UTO (a country that does not exist) for a demonstration."""
    prefix: str
    """Letters with which the numbers of this office's cases begin."""
    head: Head
    demo: bool
    certainty: Certainty
    source: str
    checked_on: dt.date
    authorities: tuple[Authority, ...]

    def authority(self, service: str) -> Authority | None:
        """What this office's power over a service rests on."""
        return next((a for a in self.authorities if a.service == service), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An institution that is asked; `code` is the code of its organisation among the accounts."""

    code: str
    name: Text
    duty: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day that this office's calendar has more, or less, than the national one."""

    day: dt.date
    name: Text
    source: str
    checked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Holidays:
    """The national calendar and the office's corrections of it."""

    country: str
    categories: tuple[str, ...]
    first_year: int
    last_year: int
    more: tuple[Holiday, ...]
    less: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderQuestion:
    """A question about somebody's situation that services share, each answer one of a few."""

    key: str
    label: Text
    hint: Text | None
    choices: tuple[Choice, ...]

    def choice(self, key: object) -> Choice | None:
        """The choice of this key."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderEntry:
    """In which situations a service is the right one, and the place in the law that says so."""

    service: str
    when: str
    law: LawRef


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Finder:
    """The way from a situation to a service: the shared questions in order, and an entry for each service.

    Read once a process and asked on every page: one is itself and no other, so that what follows from it is found fast.
    """

    questions: tuple[FinderQuestion, ...]
    entries: tuple[FinderEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyText:
    """A text from which an officer starts a letter or a message; `use` says where it is offered."""

    key: str
    use: str
    title: Text
    text: Text
    """May name the applicant, the application and the service: `%(name)s`, `%(number)s`, `%(service)s`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a content folder says beside its services: the office, its neighbours, its calendar, its numbers."""

    office: Office
    agencies: tuple[Agency, ...]
    holidays: Holidays
    figures: tuple[Figure, ...]
    finder: Finder
    situations: tuple[Situation, ...]
    """In the order in which they are listed."""
    ready_texts: tuple[ReadyText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A whole content folder, without a mistake."""

    surroundings: Surroundings
    services: tuple[Service, ...]
    """Not published: their version_id is zero, their number 0."""
    files: tuple[str, ...] = ()
    """Where each of them is written, in the same order."""
