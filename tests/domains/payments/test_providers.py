"""Paying through providers: at once, over the bank's page, failing first, refused for good, cut off half-way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.utils import translation

from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.payments import api as payments
from seluma.domains.payments import events, models, providers, rules
from tests.domains.people_at_work import MONDAY, at_once, person

from .money_at_work import FEE, WEEK, bill_for, code_of, pay

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ayu() -> Actor:
    return person("Ayu", "applicant")


def go(bill: payments.Bill, by: Actor, provider: str, at: dt.datetime = MONDAY) -> payments.Outcome:
    return payments.start_payment(bill=bill.id, provider=provider, by=by, at=at)


def kinds(bill: payments.Bill) -> list[str]:
    return [entry.kind.rpartition(".")[2] for entry in journal.timeline(bill.about)]


class TestAtOnce:
    def test_the_demonstration_bank_pays(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        outcome = go(bill, ayu, "demo")
        assert (outcome.state, outcome.bill.state) == ("paid", payments.PAID)
        assert outcome.bill.receipt is not None
        assert outcome.bill.receipt.ntpn.startswith("DEMO")
        assert kinds(bill) == ["BillIssued", "BillingCodeIssued", "PaymentStarted", "BillPaid"]
        assert [attempt.state for attempt in payments.attempts(bill.id)] == ["succeeded"]

    def test_pressing_again_does_not_pay_again(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        first = go(bill, ayu, "demo")
        again = go(bill, ayu, "demo")
        assert (again.state, again.bill) == ("paid", first.bill)
        assert len(payments.attempts(bill.id)) == 1

    def test_an_unknown_or_unused_provider_is_refused(self, ayu: Actor, settings: Any) -> None:
        bill = bill_for(ayu)
        settings.SELUMA_PAYMENT_PROVIDERS = ["demo"]
        assert payments.providers_offered() == ["demo"]
        for name in ("moon", "failing_demo"):
            with pytest.raises(Refused, match="tidak tersedia"):
                go(bill, ayu, name)

    def test_a_void_bill_cannot_be_paid(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        payments.void(about=bill.about, by=SYSTEM, at=MONDAY)
        with pytest.raises(Refused, match="sudah dibatalkan"):
            go(bill, ayu, "demo")


class TestFailing:
    def test_the_first_attempt_fails_for_now_and_the_second_works(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        first = go(bill, ayu, "failing_demo")
        assert (first.state, first.reason, first.permanent) == ("failed", "bank_unreachable", False)
        assert first.bill.state == payments.OPEN
        second = go(bill, ayu, "failing_demo")
        assert second.state == "paid"
        shown = [(attempt.number, attempt.state, attempt.reason) for attempt in payments.attempts(bill.id)]
        assert shown == [(1, "failed", "bank_unreachable"), (2, "succeeded", "")]
        (failed,) = journal.timeline(bill.about, kinds=[events.PaymentFailed])
        assert first.attempt is not None
        assert failed.event == events.PaymentFailed(
            about=bill.about,
            bill=bill.ref,
            attempt=first.attempt.ref,
            number=1,
            provider="failing_demo",
            reason="bank_unreachable",
            permanent=False,
        )

    def test_a_refused_card_is_refused_for_good_and_another_way_works(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        outcome = go(bill, ayu, "refusing_demo")
        assert (outcome.state, outcome.reason, outcome.permanent) == ("failed", "card_refused", True)
        assert go(bill, ayu, "refusing_demo").permanent
        assert go(bill, ayu, "demo").state == "paid"

    def test_every_reason_has_a_sentence(self) -> None:
        with translation.override("id"):
            assert "Coba lagi" in str(payments.REASONS["bank_unreachable"])
            assert "kartu lain" in str(payments.REASONS["card_refused"])

    def test_another_amount_at_the_bank_fails_and_keeps_the_money(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        short = providers.Settlement(ntpn="N1", ntb="1", amount=FEE - 1, paid_at=MONDAY)
        with mock.patch.object(providers.DemoBank, "start", return_value=short):
            outcome = go(bill, ayu, "demo")
        assert (outcome.state, outcome.reason, outcome.bill.has_problem) == ("failed", "amount_differs", True)


class TestTheBanksPage:
    def test_ayu_agrees_there(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        outcome = go(bill, ayu, "demo_bank")
        assert (outcome.state, outcome.attempt and outcome.attempt.state) == ("waiting", "waiting")
        assert outcome.attempt is not None
        assert payments.attempt_for(ayu, outcome.attempt.id) == (outcome.attempt, outcome.bill)
        for _time in range(2):
            after = payments.answer_bank_page(attempt=outcome.attempt.id, approve=True, by=ayu, at=MONDAY)
            assert after.state == "paid"
        assert len(journal.timeline(bill.about, kinds=[events.BillPaid])) == 1

    def test_ayu_does_not_agree(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        attempt = go(bill, ayu, "demo_bank").attempt
        assert attempt is not None
        for _time in range(2):
            after = payments.answer_bank_page(attempt=attempt.id, approve=False, by=ayu, at=MONDAY)
            assert (after.state, after.reason) == ("failed", "declined_at_bank")
        assert len(journal.timeline(bill.about, kinds=[events.PaymentFailed])) == 1
        assert go(bill, ayu, "demo").state == "paid"

    def test_budi_does_not_see_it(self, ayu: Actor) -> None:
        attempt = go(bill_for(ayu), ayu, "demo_bank").attempt
        assert attempt is not None
        budi = person("Budi", "applicant")
        with pytest.raises(NotFound):
            payments.answer_bank_page(attempt=attempt.id, approve=True, by=budi, at=MONDAY)
        with pytest.raises(NotFound):
            payments.attempt_for(budi, attempt.id)
        with pytest.raises(NotFound):
            payments.confirm_payment(attempt=attempt.id, by=budi, at=MONDAY)

    def test_without_an_answer_it_still_waits(self, ayu: Actor) -> None:
        attempt = go(bill_for(ayu), ayu, "demo_bank").attempt
        assert attempt is not None
        assert payments.confirm_payment(attempt=attempt.id, by=ayu, at=MONDAY).state == "waiting"

    def test_paying_another_way_meanwhile_ends_what_waits(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        go(bill, ayu, "demo_bank")
        pay(bill, ayu, code=code_of(bill).digits)
        (attempt,) = payments.attempts(bill.id)
        assert attempt.ended_at is not None


class TestCutOff:
    """The bank took the money, and before we could write it down we were gone."""

    def cut_off(self, bill: payments.Bill, by: Actor) -> None:
        with (
            mock.patch("seluma.domains.payments.actions.money.settle", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            go(bill, by, "demo")
        assert payments.bill(bill.id).state == payments.OPEN

    def test_the_timetable_finds_the_money(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        self.cut_off(bill, ayu)
        assert payments.reconcile(at=MONDAY + HOUR, by=SYSTEM) == payments.Reconciled(asked=1, settled=1, failed=0)
        assert payments.bill(bill.id).state == payments.PAID
        assert payments.reconcile(at=MONDAY + HOUR, by=SYSTEM) == payments.Reconciled(asked=0, settled=0, failed=0)

    def test_it_finds_it_after_the_code_lapsed_too(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        self.cut_off(bill, ayu)
        payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM)
        payments.reconcile(at=MONDAY + WEEK, by=SYSTEM)
        assert payments.bill(bill.id).state == payments.PAID

    def test_pressing_again_finds_the_money_and_does_not_pay_twice(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        self.cut_off(bill, ayu)
        assert go(bill, ayu, "demo_bank").state == "paid"
        assert len(payments.attempts(bill.id)) == 1

    def test_coming_back_from_the_bank_finds_it(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        self.cut_off(bill, ayu)
        (attempt,) = payments.attempts(bill.id)
        assert payments.confirm_payment(attempt=attempt.id, by=ayu, at=MONDAY).state == "paid"

    def test_a_bank_that_is_silent_too_long_ends_the_attempt_and_the_bill_can_be_paid(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        go(bill, ayu, "demo_bank")
        assert payments.reconcile(at=MONDAY + HOUR - dt.timedelta(seconds=1), by=SYSTEM).failed == 0
        assert payments.reconcile(at=MONDAY + HOUR, by=SYSTEM).failed == 1
        assert payments.attempts(bill.id)[0].reason == "no_answer"
        assert go(bill, ayu, "demo").state == "paid"

    def test_a_bank_that_cannot_be_reached_is_asked_again_next_time(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        self.cut_off(bill, ayu)
        gone = providers.ProviderFailed("bank_unreachable", permanent=False)
        with mock.patch.object(providers.DemoBank, "look_up", side_effect=gone):
            assert payments.reconcile(at=MONDAY, by=SYSTEM).settled == 0
        assert payments.reconcile(at=MONDAY, by=SYSTEM).settled == 1


@pytest.mark.django_db(transaction=True)
def test_pressing_pay_eight_times_at_once_pays_once() -> None:
    ayu = person("Ayu", "applicant")
    bill = bill_for(ayu)
    outcomes = at_once(lambda _number: go(bill, ayu, "demo"), 8)
    assert [outcome.state for outcome in outcomes] == ["paid"] * 8
    assert kinds(bill).count("BillPaid") == 1
    assert not payments.bill(bill.id).has_problem
    assert all(attempt.ended_at for attempt in payments.attempts(bill.id))


@pytest.mark.parametrize("table", [rules.BILLS, rules.CODES, rules.ATTEMPTS])
def test_the_diagrams_in_the_readme_are_the_tables(table: Any) -> None:
    assert f"```mermaid\n{table.mermaid()}```" in Path(rules.__file__).parents[1].joinpath("README.md").read_text()


def test_every_state_and_provider_has_words() -> None:
    assert set(payments.BILL_STATES) == set(rules.BILLS.states)
    assert set(payments.CODE_STATES) == set(rules.CODES.states)
    assert set(payments.ATTEMPT_STATES) == set(rules.ATTEMPTS.states)
    assert set(payments.PROVIDERS) == set(providers.PROVIDERS)


class TestMoneyThatCameInTheMeantime:
    def test_money_for_a_bill_that_is_void_by_now_comes_into_sight(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        providers.demo.take(providers.Charge(code=code.digits, amount=FEE, attempt=1, at=MONDAY))
        payments.void(about=bill.about, by=SYSTEM, at=MONDAY)
        payments.reconcile(at=MONDAY + HOUR, by=SYSTEM)
        payments.reconcile(at=MONDAY + HOUR, by=SYSTEM)
        (problem,) = payments.problems(SYSTEM)
        assert (problem.kind, problem.amount, problem.bill.id) == ("surplus", FEE, bill.id)
        assert kinds(bill)[-1] == "SurplusReceived"

    def test_one_banks_confusion_does_not_hide_the_others_money(self, ayu: Actor) -> None:
        confused, good = bill_for(ayu), bill_for(ayu)
        pay(bill_for(ayu), ayu, ntpn="TWICE")
        for bill, ntpn in ((confused, "TWICE"), (good, "ONCE")):
            code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
            models.DemoBankEntry.objects.create(code=code.digits, amount=FEE, ntpn=ntpn, ntb="1", paid_at=MONDAY)
        assert payments.reconcile(at=MONDAY + HOUR, by=SYSTEM).settled == 1
        assert payments.bill(good.id).state == payments.PAID
