"""A question's life, when it is late, and what an answer must have. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from seluma.lib.ids import Ref
from seluma.lib.workflow import START, Move, Workflow

OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"

WORKFLOW = Workflow(
    owners={OPEN: "partner", ANSWERED: "", WITHDRAWN: ""},
    moves=(
        Move(START, "ask", OPEN),
        Move(OPEN, "remind", OPEN),
        Move(OPEN, "escalate", OPEN),
        Move(OPEN, "answer", ANSWERED),
        Move(OPEN, "withdraw", WITHDRAWN),
    ),
)

YES, NO, UNCLEAR = "yes", "no", "unclear"
VERDICTS = (YES, NO, UNCLEAR)

REMIND_DAYS_BEFORE = 2
"""Days before the due day on which an institution is reminded, when the caller does not say."""
REMARK_MAX = 2000


@dataclass(frozen=True, slots=True)
class AgencyQuestion:
    """A question as other packages and pages see it. Texts have "id" and "en".

    `fields` are all that the institution is shown of the person: key → {"label", "value"}, both in both languages.
    `organisation` is the institution's id in people, `agency` its code.
    """

    id: UUID
    about: Ref
    agency: str
    organisation: UUID
    question_key: str
    text: Mapping[str, str]
    legal_base: Mapping[str, str]
    fields: Mapping[str, Mapping[str, Any]]
    state: str
    asked_at: dt.datetime
    due_on: dt.date
    reminded_at: dt.datetime | None
    escalated_at: dt.datetime | None
    answer: str
    remark: str
    answered_by: UUID | None
    answered_at: dt.datetime | None

    @property
    def ref(self) -> Ref:
        """The question as events name it."""
        return Ref("agency_question", self.id)

    def is_late(self, today: dt.date) -> bool:
        """Whether the answer should have been there by the end of yesterday."""
        return self.state == OPEN and self.due_on < today

    def without_fields(self) -> AgencyQuestion:
        """The question when the institution has no reason any more to see the person's data."""
        return replace(self, fields={})


def local_day(at: dt.datetime, zone: str) -> dt.date:
    """The office's day."""
    return at.astimezone(ZoneInfo(zone)).date()


def needs_remark(verdict: str) -> bool:
    """A plain yes speaks for itself; anything else needs a word of explanation."""
    return verdict != YES
