"""Pure decisions about cases: the states, whose turn it is, how far a case is, how long a permit runs."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import rfc8785

from seluma.lib.text import Text
from seluma.lib.workflow import START, Move, Workflow

DRAFT = "draft"
SUBMITTED = "submitted"
IN_REVIEW = "in_review"
RETURNED = "returned"
GRANTED = "granted"
REFUSED = "refused"
ISSUED = "issued"
COLLECTED = "collected"
WITHDRAWN = "withdrawn"
LAPSED = "lapsed"
HANDED_OVER = "handed_over"
OBJECTED = "objected"

WORKFLOW = Workflow(
    owners={
        DRAFT: "applicant",
        SUBMITTED: "verifier",
        IN_REVIEW: "officer",
        RETURNED: "applicant",
        HANDED_OVER: "authority",
        GRANTED: "system",
        ISSUED: "applicant",
        OBJECTED: "reviewer",
        REFUSED: "",
        COLLECTED: "",
        WITHDRAWN: "",
        LAPSED: "",
    },
    moves=(
        Move(START, "start", DRAFT),
        Move(DRAFT, "answer", DRAFT),
        Move(DRAFT, "submit", SUBMITTED),
        Move(DRAFT, "withdraw", WITHDRAWN),
        Move(DRAFT, "lapse", LAPSED),
        Move(SUBMITTED, "claim", IN_REVIEW),
        Move(SUBMITTED, "assign", IN_REVIEW),
        Move(SUBMITTED, "withdraw", WITHDRAWN),
        Move(IN_REVIEW, "claim", IN_REVIEW),
        Move(IN_REVIEW, "assign", IN_REVIEW),
        Move(IN_REVIEW, "release", IN_REVIEW),
        Move(IN_REVIEW, "pass_on", IN_REVIEW),
        Move(IN_REVIEW, "judge", IN_REVIEW),
        Move(IN_REVIEW, "ask_again", IN_REVIEW),
        Move(IN_REVIEW, "verify", IN_REVIEW),
        Move(IN_REVIEW, "return", RETURNED),
        Move(IN_REVIEW, "grant", GRANTED),
        Move(IN_REVIEW, "refuse", REFUSED),
        Move(IN_REVIEW, "hand_over", HANDED_OVER),
        Move(IN_REVIEW, "withdraw", WITHDRAWN),
        Move(HANDED_OVER, "answer_granted", COLLECTED),
        Move(HANDED_OVER, "answer_ready", ISSUED),
        Move(HANDED_OVER, "answer_refused", REFUSED),
        Move(HANDED_OVER, "answer_more", RETURNED),
        Move(HANDED_OVER, "take_back", IN_REVIEW),
        Move(HANDED_OVER, "withdraw", WITHDRAWN),
        Move(RETURNED, "answer", RETURNED),
        Move(RETURNED, "resubmit", IN_REVIEW),
        Move(RETURNED, "withdraw", WITHDRAWN),
        Move(RETURNED, "lapse", LAPSED),
        Move(GRANTED, "issue", ISSUED),
        Move(GRANTED, "lapse", LAPSED),
        Move(ISSUED, "collect", COLLECTED),
        Move(ISSUED, "lapse", LAPSED),
        Move(REFUSED, "object", OBJECTED),
        Move(OBJECTED, "assign_objection", OBJECTED),
        Move(OBJECTED, "uphold", IN_REVIEW),
        Move(OBJECTED, "reject_objection", REFUSED),
        Move(OBJECTED, "withdraw_objection", REFUSED),
    ),
)

ENDED = frozenset({REFUSED, COLLECTED, WITHDRAWN, LAPSED})
"""States in which nobody has to do anything; a refused case can still be objected to."""
ACTIVE = frozenset({SUBMITTED, IN_REVIEW, RETURNED, HANDED_OVER, GRANTED})
"""States in which a second application of the same person for the same service is a duplicate."""
ON_THE_DESK = frozenset({SUBMITTED, IN_REVIEW})
"""States in which the promise's clock runs."""
UNDER_WAY = frozenset({DRAFT, SUBMITTED, IN_REVIEW, RETURNED, HANDED_OVER})
"""States in which the answers tell the permit that the person holds now."""
REMINDED_AT = (90, 30, 7)
"""Days before an end at which people are reminded; nobody is reminded twice at one of them."""
_REMINDED_OF = {"permit": REMINDED_AT, "passport": REMINDED_AT, "mend": (7,)}
WITH_US = ON_THE_DESK | {OBJECTED}
"""States in which we have a day to keep: the promised one, or the one by which an objection is answered."""
HELD = frozenset({IN_REVIEW, OBJECTED})
"""States in which one officer may hold the case."""
NOTE_MAX = 2000
"""Letters of a note between officers."""
OF_VERIFIERS = ("cashier", "verifier")
OF_DECIDERS = ("decider", "reviewer")
OF_THE_OFFICE = (*OF_VERIFIERS, *OF_DECIDERS, "system")
"""Whose turn is ours. In any other turn a case waits for somebody else."""
PENDING_OVERSTAY = frozenset({SUBMITTED, IN_REVIEW, RETURNED, HANDED_OVER})
"""States in which no overstay is counted, provided that the application was filed before the permit ended."""

Owner = Literal["applicant", "verifier", "decider", "agency", "authority", "reviewer", "cashier", "system", "nobody"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something that must be met before a case can be granted. Read from its owner, never copied."""

    kind: Literal["document", "bill", "agency"]
    key: str
    title: Text
    met: bool
    owner: Owner
    until: dt.date | None = None
    failed: bool = False
    """It will not be met as it stands: a document not accepted, an institution that said no."""
    excused: bool = False
    """The service allows a decision without it, because the institution let its deadline pass."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, what they do, and until when."""

    who: Owner
    do: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stop of a case's journey."""

    key: str
    state: Literal["done", "current", "todo", "failed"]
    at: dt.datetime | None = None
    title: Text | None = None
    """Only where the stop is named by content (an institution)."""
    entry: UUID | None = None
    position: int | None = None
    """Where in the journal it is recorded, once it has been given its place."""


def local_day(at: dt.datetime, timezone: str) -> dt.date:
    """The day on which something happens at the office."""
    return at.astimezone(ZoneInfo(timezone)).date()


def begin_of(day: dt.date, timezone: str) -> dt.datetime:
    """The moment in which a day begins at the office."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(timezone))


def number_of(prefix: str, year: int, count: int) -> str:
    """A case's number for people, e.g. `SLM-2026-000417`."""
    return f"{prefix}-{year}-{count:06d}"


def person_key(answers: Mapping[str, Any]) -> str:
    """Who the case is about, for the duplicate guard: nationality and passport number, as printed; "" when unknown."""
    nationality = str(answers.get("nationality") or "").upper()
    number = "".join(ch for ch in str(answers.get("passport_number") or "").upper() if ch.isalnum())
    return f"{nationality}:{number}" if number else ""


def digest_of_answers(answers: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of the answers' canonical JSON (RFC 8785)."""
    return hashlib.sha256(rfc8785.dumps(dict(answers))).hexdigest()


def whose_turn(
    state: str,
    *,
    verified: bool,
    obligations: Sequence[Obligation],
    due_on: dt.date | None,
    until: dt.date | None,
    errand: str = "",
) -> Turn:
    """Whose turn it is. What the applicant can do comes first: it is what the applicant reads the page for.

    `errand`: what an officer has to do about a case that is elsewhere; see `errand_of`.
    """
    if state == DRAFT:
        return Turn("applicant", "finish", until)
    if state == RETURNED:
        return Turn("applicant", "mend", until)
    if state in ON_THE_DESK:
        return _turn_on_the_desk(verified, obligations, due_on)
    if state == HANDED_OVER:
        return Turn("verifier", errand, due_on) if errand else Turn("authority", "answer_back", due_on)
    if state == OBJECTED:
        return Turn("reviewer", "answer_objection", due_on)
    if state == GRANTED:
        return Turn("system", "typeset", due_on)
    if state == ISSUED:
        return Turn("applicant", "collect", until)
    return Turn("nobody", state)


def _turn_on_the_desk(verified: bool, obligations: Sequence[Obligation], due_on: dt.date | None) -> Turn:
    waiting = [o for o in obligations if not (o.met or o.excused or o.failed)]
    for owner, do in (("applicant", "pay"), ("cashier", "set_amount")):
        for obligation in waiting:
            if obligation.kind == "bill" and obligation.owner == owner:
                # What the applicant owes has no day until a code for it runs; our own part has the promised one.
                return Turn(obligation.owner, do, due_on if owner == "cashier" else obligation.until)
    if not verified:
        return Turn("verifier", "verify", due_on)
    for obligation in waiting:
        if obligation.kind == "agency" and obligation.owner == "agency":
            return Turn("agency", "answer", obligation.until)
    return Turn("decider", "decide", due_on)


def reads_for_its_side(reader: UUID, *, applicant: UUID, claimed_by: UUID | None) -> bool:
    """Whether a message counts as read when this person saw it: the applicant, the officer who holds the case, or
    any officer while nobody holds it."""
    return reader == applicant or claimed_by is None or claimed_by == reader


def digest_of_text(text: str) -> str:
    """SHA-256 (hex) of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def reminder_for(kind: str, left: int) -> int | None:
    """The distance in days at which to remind when `left` days are left: the nearest reached; None: not now."""
    reached = [days for days in _REMINDED_OF.get(kind, ()) if 0 <= left <= days]
    return min(reached, default=None)


def is_late(state: str, turn: str, due_on: dt.date | None, today: dt.date) -> bool:
    """Whether we missed our day. It is promised for what is paid: what is owed is not late, nor what others decide."""
    return state in WITH_US and turn != "applicant" and due_on is not None and due_on < today


def fold(text: str) -> str:
    """A text as it is searched: no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(ch for ch in plain if not unicodedata.combining(ch)).casefold().split())


# ---- Handing over ----------------------------------------------------------------------------------------------------

WAITING = "waiting"
SENT = "sent"
FAILED = "failed"
ANSWERED = "answered"
ENDED_EARLY = "ended"
AWAITED = frozenset({WAITING, SENT, FAILED})
"""States of a handover that has no answer yet: not sent, sent, could not be sent."""

VERDICTS = {"granted": "answer_granted", "refused": "answer_refused", "more": "answer_more"}
"""What the authority may answer, and the move that it is; `answer_ready` where something waits at the counter."""

_PAUSES = (dt.timedelta(minutes=1), dt.timedelta(minutes=5), dt.timedelta(minutes=30), dt.timedelta(hours=3))


def next_try(attempts: int, at: dt.datetime) -> dt.datetime | None:
    """When to send again after so many attempts that failed; None: an officer has to look at it."""
    return at + _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A case at the authority that decides it: when it went, how, and what came back."""

    id: UUID
    to: str
    adapter: str
    state: str
    handed_at: dt.datetime
    due_on: dt.date
    reference: str
    problem: str
    """Why it could not be sent; a key of `words.PROBLEMS`."""
    attempts: int
    next_try_at: dt.datetime | None
    answered_at: dt.datetime | None
    verdict: str
    reason: str
    filename: str
    """Name of the file that came back; empty where there is none."""
    late_noted: bool
    """The day of the expected answer has passed, and that was noted."""

    @property
    def under_way(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in AWAITED


def errand_of(handover: Handover | None) -> str:
    """What an officer has to do about a case that is elsewhere; empty while the authority alone has to act."""
    if handover is None or not handover.under_way:
        return ""
    if handover.state == FAILED:
        return "send_again"
    if handover.state == WAITING and handover.next_try_at is None:
        return "bring"
    return "ask_there" if handover.late_noted else ""


# ---- Objections ------------------------------------------------------------------------------------------------------

OPEN = "open"
UPHELD = "upheld"
REJECTED = "rejected"
TAKEN_BACK = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What the applicant holds against a refusal, who looks at it, until when, and what came of it."""

    id: UUID
    state: str
    text: str
    filed_at: dt.datetime
    officer: UUID | None
    due_on: dt.date
    reason: str
    decided_at: dt.datetime | None
