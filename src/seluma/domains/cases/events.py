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
    object_until: dt.date


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
