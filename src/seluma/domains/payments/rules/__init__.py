"""Bills, codes, attempts and the money that arrives: states, and what follows from an amount. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from seluma.lib.ids import Ref
from seluma.lib.workflow import START, Move, Workflow

AMOUNT_AWAITED, OPEN, PAID, VOID = "amount_awaited", "open", "paid", "void"

BILLS = Workflow(
    owners={AMOUNT_AWAITED: "cashier", OPEN: "payer", PAID: "", VOID: ""},
    moves=(
        Move(START, "issue_uncertain", AMOUNT_AWAITED),
        Move(START, "issue", OPEN),
        Move(AMOUNT_AWAITED, "set_amount", OPEN),
        Move(AMOUNT_AWAITED, "void", VOID),
        Move(OPEN, "pay", PAID),
        Move(OPEN, "void", VOID),
    ),
)

LIVE, LAPSED, USED = "live", "lapsed", "used"

CODES = Workflow(
    owners={LIVE: "payer", LAPSED: "", USED: ""},
    moves=(
        Move(START, "request", LIVE),
        Move(LIVE, "lapse", LAPSED),
        Move(LIVE, "pay", USED),
        # Whoever paid in the last minute must not hear "paid but expired".
        Move(LAPSED, "pay", USED),
    ),
)

STARTED, WAITING, SUCCEEDED, FAILED = "started", "waiting", "succeeded", "failed"

ATTEMPTS = Workflow(
    owners={STARTED: "provider", WAITING: "payer", SUCCEEDED: "", FAILED: ""},
    moves=(
        Move(START, "start", STARTED),
        Move(STARTED, "wait", WAITING),
        Move(STARTED, "succeed", SUCCEEDED),
        Move(STARTED, "fail", FAILED),
        Move(WAITING, "succeed", SUCCEEDED),
        Move(WAITING, "fail", FAILED),
    ),
)

SETTLED, MISMATCHED, SURPLUS = "settled", "mismatched", "surplus"
OUTCOMES = (SETTLED, MISMATCHED, SURPLUS)
"""What money did that arrived: settled the bill, was another amount, or came for a bill that is not open."""

CERTAIN, UNCERTAIN = "certain", "uncertain"

CODE_LENGTH = 15
"""Digits of a billing code (SIMPONI)."""
DEFAULT_LIFE = dt.timedelta(days=7)
"""How long a code lives when the caller does not say (SIMPONI gives seven days)."""
NO_ANSWER_AFTER = dt.timedelta(hours=1)
"""A provider that has not told anything about an attempt for so long will not."""
ASK_ABOUT_LAPSED = dt.timedelta(days=60)
"""So long after a code's end the providers are still asked whether it was paid."""
REMARK_MAX, SOURCE_MAX = 2000, 300


@dataclass(frozen=True, slots=True)
class BillingCode:
    """Fifteen digits that stand for a bill at any bank."""

    id: UUID
    digits: str
    valid_until: dt.datetime
    state: str

    @property
    def spaced(self) -> str:
        """The digits in groups of five, for reading aloud and copying by hand."""
        return " ".join(self.digits[start : start + 5] for start in range(0, len(self.digits), 5))


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of payment; numbers have no gaps within a year."""

    number: str
    ntpn: str
    ntb: str
    paid_at: dt.datetime
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as other packages and pages see it. `code` is the live one, else the last; `amount` in rupiah.

    `purpose` has "id" and "en"; `expected_amount` is an uncertain figure, for whoever has to find the certain one.
    """

    id: UUID
    about: Ref
    key: str
    purpose: Mapping[str, str]
    payer: UUID
    amount: int | None
    expected_amount: int | None
    state: str
    source: str
    certainty: str
    issued_at: dt.datetime
    code: BillingCode | None = None
    receipt: Receipt | None = None
    has_problem: bool = False

    @property
    def ref(self) -> Ref:
        """The bill as events name it."""
        return Ref("bill", self.id)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One go at paying through a provider. `reason` is a key of `words.REASONS` when it failed."""

    id: UUID
    bill: UUID
    number: int
    provider: str
    state: str
    reason: str
    permanent: bool
    code: str
    amount: int
    started_at: dt.datetime
    ended_at: dt.datetime | None

    @property
    def ref(self) -> Ref:
        """The attempt as events name it."""
        return Ref("payment_attempt", self.id)


@dataclass(frozen=True, slots=True)
class Problem:
    """Money that arrived and did not fit: `kind` is "mismatched" or "surplus"."""

    id: UUID
    bill: Bill
    kind: str
    amount: int
    ntpn: str
    ntb: str
    paid_at: dt.datetime
    recorded_at: dt.datetime


def first_verb(amount: int | None, certainty: str) -> str:
    """No bill without a certain fee: anything else waits for an officer to enter the amount."""
    return "issue" if amount is not None and certainty == CERTAIN else "issue_uncertain"


def outcome(state: str, owed: int | None, arrived: int) -> str:
    """What arriving money does to a bill in this state."""
    if state != OPEN:
        return SURPLUS
    return SETTLED if owed == arrived else MISMATCHED


def is_late(code_state: str, valid_until: dt.datetime, paid_at: dt.datetime) -> bool:
    """Whether the code's time was over before the money came."""
    return code_state == LAPSED or paid_at > valid_until


def receipt_year(at: dt.datetime, zone: str) -> int:
    """The office's year in which a receipt is written."""
    return at.astimezone(ZoneInfo(zone)).year


def receipt_number(year: int, serial: int) -> str:
    """`KW-2026-000001`: kuitansi, year, place in the year."""
    return f"KW-{year}-{serial:06d}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a go at paying: `state` is "paid", "waiting" or "failed"; `reason` a key of `words.REASONS`."""

    state: str
    bill: Bill
    attempt: Attempt | None = None
    reason: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many codes were asked about, how many were found paid, how many attempts ended without an answer."""

    asked: int
    settled: int
    failed: int
