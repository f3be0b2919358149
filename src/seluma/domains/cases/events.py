"""What happens in a case's life. A case is named by `Ref("case", id)`; its number is not among the facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStarted(Event):
    """A draft was opened under a version of a service."""

    SUBJECT = "case"

    case: Ref
    applicant: Ref
    service: str
    version: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSubmitted(Event):
    """The application was filed. `answers` is the digest of the canonical JSON of all answers: a fact, not in the body,
    because somebody who knows a person well could try answers against it after erasure."""

    SUBJECT = "case"
    DIGESTS = ("documents",)

    case: Ref
    service: str
    version: UUID
    answers: str
    documents: tuple[str, ...]
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClaimed(Event):
    """An officer took the case; `instead_of` a colleague who is away, as their deputy."""

    SUBJECT = "case"

    case: Ref
    instead_of: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAssigned(Event):
    """Somebody gave the case to an officer."""

    SUBJECT = "case"

    case: Ref
    to: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReleased(Event):
    """The officer put the case back for others."""

    SUBJECT = "case"

    case: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForwarded(Event):
    """The officer who held the case passed it on to a colleague, with a note between the two."""

    SUBJECT = "case"
    PERSONAL = frozenset({"note"})

    case: Ref
    to: Ref
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNoted(Event):
    """An officer wrote an internal note about the case, perhaps a question to a colleague."""

    SUBJECT = "case"
    PERSONAL = frozenset({"note"})

    case: Ref
    note: str
    to: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyNamed(Event):
    """While the officer is away, from a day to a day, a deputy has their cases in view."""

    SUBJECT = "officer"
    PERSONAL = frozenset({"from_on", "until_on"})

    officer: Ref
    deputy: Ref
    from_on: dt.date
    until_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyDismissed(Event):
    """The officer is back early, or another deputy was found."""

    SUBJECT = "officer"

    officer: Ref
    deputy: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReturned(Event):
    """The case went back to the applicant, who may mend only what is named."""

    SUBJECT = "case"
    PERSONAL = frozenset({"remark"})

    case: Ref
    questions: tuple[str, ...]
    slots: tuple[str, ...]
    remark: str
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResubmitted(Event):
    """The applicant mended what was named and sent the case back."""

    SUBJECT = "case"
    DIGESTS = ("documents",)

    case: Ref
    answers: str
    documents: tuple[str, ...]
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerified(Event):
    """An officer found the application complete and right; another one decides. Digests: the exact bytes seen."""

    SUBJECT = "case"
    DIGESTS = ("documents",)

    case: Ref
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseGranted(Event):
    """The application was granted; the paper follows."""

    SUBJECT = "case"

    case: Ref
    permit: Ref
    without_answer: tuple[str, ...] = ()
    """Codes of institutions that had let their deadline pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRefused(Event):
    """The application was refused, with a reason, the law and the way to object."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reason"})

    case: Ref
    letter: Ref
    law: str
    reason: str
    object_until: dt.date | None
    """None: nobody here can be objected to (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseIssued(Event):
    """The permit's paper is ready to be collected or downloaded."""

    SUBJECT = "case"

    case: Ref
    permit: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCollected(Event):
    """The permit was handed over."""

    SUBJECT = "case"

    case: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn(Event):
    """The applicant took the application back."""

    SUBJECT = "case"

    case: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLapsed(Event):
    """The case ended in `state`: the applicant let the time pass, or the permit ended before it was handed over."""

    SUBJECT = "case"

    case: Ref
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOverdue(Event):
    """The promised day passed without a decision."""

    SUBJECT = "case"

    case: Ref
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessageSent(Event):
    """The applicant wrote to the office, or the office to the applicant. What was written stands in the message alone;
    `text` is its SHA-256: a fact, not in the body, for a short answer could be guessed against it after erasure."""

    SUBJECT = "case"
    DIGESTS = ("attachments",)

    case: Ref
    message: Ref
    by_office: bool
    text: str
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMessagesViewed(Event):
    """Somebody read messages of the other side for the first time."""

    SUBJECT = "case"

    case: Ref
    messages: tuple[Ref, ...]
    by_office: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineNeared(Event):
    """Something of a person ends in `days` days or fewer, and they were not reminded at this distance before."""

    SUBJECT = "account"
    PERSONAL = frozenset({"ends_on"})

    account: Ref
    deadline: str
    case: Ref | None
    ends_on: dt.date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindersSwitched(Event):
    """A person wants letters that remind of what ends, or wants none."""

    SUBJECT = "account"

    account: Ref
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRenewed(Event):
    """A person's calendar has a new secret address; an earlier one leads nowhere any more."""

    SUBJECT = "account"

    account: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarClosed(Event):
    """A person's calendar has no address any more."""

    SUBJECT = "account"

    account: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCopied(Event):
    """A person took a copy of everything that is kept about them."""

    SUBJECT = "account"

    account: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReferred(Event):
    """The case was handed over to the authority that decides it. Digests: the documents that went along."""

    SUBJECT = "case"
    DIGESTS = ("documents",)

    case: Ref
    handover: Ref
    to: str
    adapter: str
    documents: tuple[str, ...]
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSent(Event):
    """The authority has the package, under its own reference."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reference"})

    case: Ref
    handover: Ref
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFailed(Event):
    """The package could not be sent; `permanent`: trying again by itself does not help."""

    SUBJECT = "case"

    case: Ref
    handover: Ref
    problem: str
    attempt: int
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRetried(Event):
    """An officer had a package that could not be sent tried again, in this way."""

    SUBJECT = "case"

    case: Ref
    handover: Ref
    adapter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswered(Event):
    """The authority's answer came back: `granted`, `refused` or `more`. `file`: SHA-256 of what came with it, or ""."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reference", "reason"})
    DIGESTS = ("file",)

    case: Ref
    handover: Ref
    reference: str
    verdict: str
    reason: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerMismatched(Event):
    """Somebody wanted to enter an answer that does not belong to this case, or a second one; nothing was changed."""

    SUBJECT = "case"

    case: Ref
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverOverdue(Event):
    """The day on which the authority's answer was expected has passed."""

    SUBJECT = "case"

    case: Ref
    handover: Ref
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReclaimed(Event):
    """The case came back from the authority without an answer, because an officer fetched it, for this reason."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reason"})

    case: Ref
    handover: Ref
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseServiceWithdrawn(Event):
    """The service of an open case is not offered any more from a day on. A draft cannot be filed then; what was filed
    goes on under its version, unless `stops_filed`: then it is not granted any more either."""

    SUBJECT = "case"

    case: Ref
    service: str
    from_on: dt.date
    reason_id: str
    reason_en: str
    stops_filed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled(Event):
    """The applicant objects to the refusal; `officer` looks at it, another one than those of the refusal."""

    SUBJECT = "case"
    PERSONAL = frozenset({"text"})

    case: Ref
    objection: Ref
    text: str
    officer: Ref | None
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAssigned(Event):
    """The objection was given to another officer."""

    SUBJECT = "case"

    case: Ref
    objection: Ref
    to: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAccepted(Event):
    """The objection is right: the case is decided anew, by the officer who looked at it."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reason"})

    case: Ref
    objection: Ref
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRejected(Event):
    """The refusal stands, for the reason in the letter."""

    SUBJECT = "case"
    PERSONAL = frozenset({"reason"})

    case: Ref
    objection: Ref
    letter: Ref
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn(Event):
    """The applicant took the objection back; the refusal stands."""

    SUBJECT = "case"

    case: Ref
    objection: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionOverdue(Event):
    """The day by which the objection was to be answered has passed."""

    SUBJECT = "case"

    case: Ref
    objection: Ref
    due_on: dt.date
