"""What happens to bills, their codes, and the money that arrives. Amounts are whole rupiah."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class BillIssued(Event):
    """Somebody owes a fee; without a certain amount (`amount` None) nobody can pay yet."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    payer: Ref
    key: str
    purpose_id: str
    purpose_en: str
    amount: int | None
    certainty: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillAmountSet(Event):
    """An officer entered the amount and where it is written."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    payer: Ref
    amount: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingCodeIssued(Event):
    """The bill can be paid with this code until then."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    code: str
    valid_until: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingCodeLapsed(Event):
    """The code's time is over and the bill is still open; a new code can be asked for."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    payer: Ref
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentStarted(Event):
    """The payer went to a payment provider; `number` counts the attempts on this bill from 1."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    attempt: Ref
    number: int
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFailed(Event):
    """No money moved. `reason` is a key of words.REASONS; `permanent` when the same way cannot work later either."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    attempt: Ref
    number: int
    provider: str
    reason: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPaid(Event):
    """The whole amount arrived; `late` when the code had lapsed before the money came, which counts all the same."""

    SUBJECT = "about"
    PERSONAL = frozenset({"ntpn"})

    about: Ref
    bill: Ref
    payer: Ref
    amount: int
    receipt: str
    ntpn: str
    paid_at: dt.datetime
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMismatched(Event):
    """Another amount than the bill's arrived; the money is kept in sight and the bill stays open."""

    SUBJECT = "about"
    PERSONAL = frozenset({"ntpn"})

    about: Ref
    bill: Ref
    payment: Ref
    amount: int
    expected: int
    ntpn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurplusReceived(Event):
    """Money arrived for a bill that was already paid, or is void; it is kept in sight."""

    SUBJECT = "about"
    PERSONAL = frozenset({"ntpn"})

    about: Ref
    bill: Ref
    payment: Ref
    amount: int
    ntpn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentProblemClosed(Event):
    """An officer dealt with money that did not fit, and says how."""

    SUBJECT = "about"
    PERSONAL = frozenset({"remark"})

    about: Ref
    bill: Ref
    payment: Ref
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BillVoided(Event):
    """Nobody owes this any more."""

    SUBJECT = "about"

    about: Ref
    bill: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class BillWaived(Event):
    """An officer found that the tariff is zero, and says where that is written: nobody owes this any more."""

    SUBJECT = "about"

    about: Ref
    bill: Ref
    source: str
