"""What happens to questions that are put to other institutions. The values they are shown stay out of the journal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAsked(Event):
    """An institution was asked, and shown these fields (their keys) and no others."""

    SUBJECT = "about"

    about: Ref
    question: Ref
    agency: str
    organisation: Ref
    question_key: str
    fields: tuple[str, ...]
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAnswered(Event):
    """The institution answered "yes", "no" or "unclear"; the remark is its own words."""

    SUBJECT = "about"
    PERSONAL = frozenset({"remark"})

    about: Ref
    question: Ref
    agency: str
    organisation: Ref
    verdict: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReminded(Event):
    """The answer is due soon and was not there yet."""

    SUBJECT = "about"

    about: Ref
    question: Ref
    agency: str
    organisation: Ref
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyEscalated(Event):
    """The day on which the answer was due is over and it is not there."""

    SUBJECT = "about"

    about: Ref
    question: Ref
    agency: str
    organisation: Ref
    due_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyQuestionWithdrawn(Event):
    """The answer is no longer needed; the institution sees the fields no more."""

    SUBJECT = "about"

    about: Ref
    question: Ref
    agency: str
    organisation: Ref
