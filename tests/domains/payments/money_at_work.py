"""Bills and money of the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.payments import api as payments
from tests.domains.people_at_work import MONDAY, a_case

WEEK = dt.timedelta(days=7)
FEE = 3_000_000


def bill_for(payer: Actor, **more: Any) -> payments.Bill:
    given = {
        "about": more.pop("about", None) or a_case(),
        "purpose": {"id": "Izin tinggal 1 tahun", "en": "One-year stay permit"},
        "amount": FEE,
        "source": "PP 45/2024",
        "certainty": "certain",
        "payer": payer.id,
        "by": payer,
        "at": MONDAY,
        **more,
    }
    return payments.issue_bill(**given)


def code_of(bill: payments.Bill) -> payments.BillingCode:
    code = payments.bill(bill.id).code
    assert code is not None
    return code


def pay(bill: payments.Bill, payer: Actor, **more: Any) -> payments.Bill:
    """Money arrives at the treasury and the system records it."""
    code = more.pop("code", None) or payments.request_code(bill=bill.id, by=payer, at=MONDAY).digits
    given = {
        "ntpn": uuid4().hex[:16],
        "ntb": "123",
        "amount": bill.amount or FEE,
        "paid_at": MONDAY,
        "by": SYSTEM,
        "at": MONDAY,
        **more,
    }
    return payments.record_payment(code=code, **given)
