"""What the payer is written: that the money came, that a code's time is over."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.utils import translation

from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.payments import api as payments
from seluma.domains.payments import events, notices
from seluma.domains.people import api as people
from seluma.lib.ids import Ref
from tests.domains.people_at_work import MONDAY

from .money_at_work import WEEK, bill_for, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayu() -> Actor:
    account = people.register(
        email="ayu@contoh.example",
        name="Ayu",
        password="sebuah kata sandi",
        language="en",
        by=SYSTEM,
        at=MONDAY,
        confirmed=True,
    )
    return people.actor_of(account)


@pytest.fixture(autouse=True)
def _a_place_for_links() -> Any:
    with mock.patch.object(messages, "address_of", side_effect=lambda link, lang: f"https://x/{lang}/{link.kind}"):
        yield


def letters(event: type, about: Ref, language: str) -> list[messages.Letter]:
    entry = journal.timeline(about, kinds=[event])[-1]
    found = []
    for notice in notices.NOTICES[event]:
        for recipient in notice.recipients(entry):
            with translation.override(language):
                found.append(notice.write(entry, recipient))
    return found


def test_the_receipt_is_sent_to_the_payer(ayu: Actor) -> None:
    bill = bill_for(ayu)
    pay(bill, ayu, ntpn="AB12")
    (letter,) = letters(events.BillPaid, bill.about, "id")
    assert letter.subject == "Pembayaran diterima: Rp\u00a03.000.000"
    for said in ("One-year stay permit", "Rp\u00a03.000.000", "KW-2026-000001", "AB12", "https://x/en/case"):
        assert said in letter.body


def test_the_payer_is_told_what_to_do_when_a_code_lapsed(ayu: Actor) -> None:
    bill = bill_for(ayu)
    payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
    payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM)
    (letter,) = letters(events.BillingCodeLapsed, bill.about, "id")
    assert "Minta kode baru" in letter.body


def test_nobody_is_told_of_a_lapsed_code_when_the_bill_is_paid_by_now(ayu: Actor) -> None:
    bill = bill_for(ayu)
    old = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
    payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM)
    pay(bill, ayu, code=old.digits)
    assert letters(events.BillingCodeLapsed, bill.about, "id") == []
