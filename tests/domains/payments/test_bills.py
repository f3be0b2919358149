"""Bills: issued, their amount entered, voided; codes asked for and lapsing."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.payments import api as payments
from seluma.domains.payments import events, models
from seluma.domains.payments.actions import codes
from seluma.lib.ids import Ref, new_id
from tests.domains.people_at_work import MONDAY, a_case, at_once, person

from .money_at_work import WEEK, bill_for, code_of, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayu() -> Actor:
    return person("Ayu", "applicant")


@pytest.fixture
def citra() -> Actor:
    return person("Citra", "verifier")


class TestIssuing:
    def test_a_certain_fee_can_be_paid_at_once(self, ayu: Actor) -> None:
        case = a_case()
        bill = bill_for(ayu, about=case)
        assert (bill.state, bill.amount, bill.code, bill.receipt) == (payments.OPEN, 3_000_000, None, None)
        assert payments.bills(case) == [bill]
        assert journal.timeline(case)[-1].event == events.BillIssued(
            about=case,
            bill=bill.ref,
            payer=ayu.ref,
            key="fee",
            purpose_id="Izin tinggal 1 tahun",
            purpose_en="One-year stay permit",
            amount=3_000_000,
            certainty="certain",
            source="PP 45/2024",
        )

    @pytest.mark.parametrize(("amount", "certainty"), [(None, "uncertain"), (None, "certain"), (750_000, "uncertain")])
    def test_without_a_certain_amount_nobody_can_pay(self, ayu: Actor, amount: int | None, certainty: str) -> None:
        bill = bill_for(ayu, amount=amount, certainty=certainty)
        assert (bill.state, bill.amount, bill.expected_amount) == (payments.AMOUNT_AWAITED, None, amount)
        with pytest.raises(Refused, match="masih kami pastikan"):
            payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        with pytest.raises(Refused, match="masih kami pastikan"):
            payments.start_payment(bill=bill.id, provider="demo", by=ayu, at=MONDAY)

    def test_the_same_thing_is_billed_once(self, ayu: Actor) -> None:
        case = a_case()
        assert bill_for(ayu, about=case) == bill_for(ayu, about=case)
        assert len(journal.timeline(case)) == 1

    def test_the_same_thing_for_another_amount_is_refused(self, ayu: Actor) -> None:
        case = a_case()
        bill_for(ayu, about=case)
        with pytest.raises(Refused, match="sudah ada tagihan dengan jumlah lain"):
            bill_for(ayu, about=case, amount=5_000_000)

    def test_another_key_is_another_bill(self, ayu: Actor) -> None:
        case = a_case()
        assert bill_for(ayu, about=case).id != bill_for(ayu, about=case, key="fine").id

    @pytest.mark.parametrize("amount", [0, -1])
    def test_where_nothing_is_owed_there_is_no_bill(self, ayu: Actor, amount: int) -> None:
        with pytest.raises(ValueError, match="above zero"):
            bill_for(ayu, amount=amount)

    def test_when_the_entry_cannot_be_written_there_is_no_bill(self, ayu: Actor) -> None:
        case = a_case()
        with mock.patch.object(journal, "note", side_effect=RuntimeError), pytest.raises(RuntimeError):
            bill_for(ayu, about=case)
        assert payments.bills(case) == []


class TestTheAmount:
    def test_an_officer_enters_it_with_its_source(self, ayu: Actor, citra: Actor) -> None:
        bill = bill_for(ayu, amount=None, certainty="uncertain")
        assert payments.bills_awaiting_amount(citra) == [bill]
        known = payments.set_amount(bill=bill.id, amount=750_000, source="Surat Dirjen 12", by=citra, at=MONDAY)
        assert (known.state, known.amount, known.source, known.certainty) == (
            payments.OPEN,
            750_000,
            "Surat Dirjen 12",
            payments.CERTAIN,
        )
        assert journal.timeline(bill.about)[-1].event == events.BillAmountSet(
            about=bill.about, bill=bill.ref, payer=ayu.ref, amount=750_000, source="Surat Dirjen 12"
        )
        assert payments.bills_awaiting_amount(citra) == []

    @pytest.mark.parametrize(
        ("amount", "source", "said"),
        [(0, "x", "di atas nol"), (-5, "x", "di atas nol"), (1, "  ", "dari mana"), (1, "x" * 301, "terlalu panjang")],
    )
    def test_half_an_answer_is_refused(self, ayu: Actor, citra: Actor, amount: int, source: str, said: str) -> None:
        bill = bill_for(ayu, amount=None, certainty="uncertain")
        with pytest.raises(Refused, match=said):
            payments.set_amount(bill=bill.id, amount=amount, source=source, by=citra, at=MONDAY)

    def test_a_tariff_of_zero_leaves_nothing_to_pay_and_says_where_that_is_written(
        self, ayu: Actor, citra: Actor
    ) -> None:
        bill = bill_for(ayu, amount=None, certainty="uncertain")
        free = payments.waive(bill=bill.id, source="Surat Dirjen 12", by=citra, at=MONDAY)
        assert (free.state, free.amount, free.source) == (payments.VOID, None, "Surat Dirjen 12")
        assert journal.timeline(bill.about)[-1].event == events.BillWaived(
            about=bill.about, bill=bill.ref, source="Surat Dirjen 12"
        )
        assert payments.bills_awaiting_amount(citra) == []
        with pytest.raises(Refused, match="dibatalkan"):
            payments.waive(bill=bill.id, source="Surat Dirjen 12", by=citra, at=MONDAY)

    def test_nothing_is_free_without_a_source_nor_for_oneself(self, ayu: Actor, citra: Actor) -> None:
        bill = bill_for(ayu, amount=None, certainty="uncertain")
        with pytest.raises(Refused, match="dari mana"):
            payments.waive(bill=bill.id, source=" ", by=citra, at=MONDAY)
        with pytest.raises(Refused):
            payments.waive(bill=bill.id, source="x", by=ayu, at=MONDAY)

    def test_a_second_officer_is_told_that_it_is_set(self, ayu: Actor, citra: Actor) -> None:
        bill = bill_for(ayu)
        with pytest.raises(Refused, match="sudah ditetapkan"):
            payments.set_amount(bill=bill.id, amount=1, source="x", by=citra, at=MONDAY)

    def test_ayu_does_not_set_her_own_fee(self, ayu: Actor) -> None:
        bill = bill_for(ayu, amount=None, certainty="uncertain")
        with pytest.raises(Refused):
            payments.set_amount(bill=bill.id, amount=1, source="x", by=ayu, at=MONDAY)
        with pytest.raises(Refused):
            payments.bills_awaiting_amount(ayu)


class TestCodes:
    def test_a_code_has_fifteen_digits_and_a_week(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert len(code.digits) == 15
        assert code.digits.isdigit()
        assert code.digits.startswith("820")
        assert (code.state, code.valid_until) == (payments.LIVE, MONDAY + WEEK)
        assert code.spaced.count(" ") == 2
        assert payments.bill(bill.id).code == code
        assert journal.timeline(bill.about)[-1].event == events.BillingCodeIssued(
            about=bill.about, bill=bill.ref, code=code.digits, valid_until=MONDAY + WEEK
        )

    def test_the_caller_says_how_long_it_lives(self, ayu: Actor) -> None:
        hours = dt.timedelta(hours=2)
        code = payments.request_code(bill=bill_for(ayu).id, by=ayu, at=MONDAY, valid_for=hours)
        assert code.valid_until == MONDAY + hours

    def test_while_one_lives_asking_gives_the_same(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        first = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert payments.request_code(bill=bill.id, by=ayu, at=MONDAY + WEEK - dt.timedelta(seconds=1)) == first

    def test_afterwards_a_new_one_is_given_even_before_the_timetable_ran(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        first = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        second = payments.request_code(bill=bill.id, by=ayu, at=MONDAY + WEEK)
        assert second.digits != first.digits
        kinds = [entry.kind.rpartition(".")[2] for entry in journal.timeline(bill.about)]
        assert kinds == ["BillIssued", "BillingCodeIssued", "BillingCodeLapsed", "BillingCodeIssued"]

    def test_the_timetable_lets_codes_lapse_once(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert payments.lapse_codes(at=MONDAY + WEEK - dt.timedelta(seconds=1), by=SYSTEM) == 0
        assert payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM) == 1
        assert payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM) == 0
        assert code_of(bill).state == payments.LAPSED
        assert payments.bill(bill.id).state == payments.OPEN

    def test_a_code_that_was_given_before_is_never_given_again(self, ayu: Actor) -> None:
        old = payments.request_code(bill=bill_for(ayu).id, by=ayu, at=MONDAY)
        with mock.patch.object(codes, "draw_digits", side_effect=[old.digits, old.digits, "820000000000001"]):
            assert payments.request_code(bill=bill_for(ayu).id, by=ayu, at=MONDAY).digits == "820000000000001"

    def test_to_budi_the_bill_does_not_exist(self, ayu: Actor) -> None:
        bill, budi = bill_for(ayu), person("Budi", "applicant")
        for look in (
            lambda: payments.request_code(bill=bill.id, by=budi, at=MONDAY),
            lambda: payments.start_payment(bill=bill.id, provider="demo", by=budi, at=MONDAY),
            lambda: payments.bill_for(budi, bill.id),
            lambda: payments.bill(new_id()),
        ):
            with pytest.raises(NotFound):
                look()

    def test_ayu_and_the_office_see_it(self, ayu: Actor, citra: Actor) -> None:
        bill = bill_for(ayu)
        assert payments.bill_for(ayu, bill.id) == payments.bill_for(citra, bill.id) == bill


class TestVoiding:
    def test_nobody_owes_a_void_bill(self, ayu: Actor) -> None:
        case = a_case()
        bill, fine = bill_for(ayu, about=case), bill_for(ayu, about=case, key="fine", amount=None)
        payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        voided = payments.void(about=case, by=SYSTEM, at=MONDAY)
        assert {b.id for b in voided} == {bill.id, fine.id}
        assert {b.state for b in payments.bills(case)} == {payments.VOID}
        assert code_of(bill).state == payments.LAPSED
        assert len(journal.timeline(case, kinds=[events.BillVoided])) == 2
        assert payments.void(about=case, by=SYSTEM, at=MONDAY) == []
        with pytest.raises(Refused, match="sudah dibatalkan"):
            payments.request_code(bill=bill.id, by=ayu, at=MONDAY)

    def test_what_is_paid_stays_paid(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu)
        assert payments.void(about=bill.about, by=SYSTEM, at=MONDAY) == []
        assert payments.bill(bill.id).state == payments.PAID

    def test_afterwards_the_same_thing_can_be_billed_anew(self, ayu: Actor) -> None:
        case = a_case()
        old = bill_for(ayu, about=case)
        payments.void(about=case, by=SYSTEM, at=MONDAY)
        assert bill_for(ayu, about=case, amount=5_000_000).id != old.id


class TestReading:
    def test_many_cases_are_read_in_two_statements(self, ayu: Actor, django_assert_num_queries: Any) -> None:
        cases = [a_case() for _number in range(6)]
        for case in cases[:4]:
            payments.request_code(bill=bill_for(ayu, about=case).id, by=ayu, at=MONDAY)
        pay(payments.bills(cases[0])[0], ayu)
        with django_assert_num_queries(2):
            found = payments.bills_for_many(cases)
        assert [len(found[case]) for case in cases] == [1, 1, 1, 1, 0, 0]
        assert found[cases[0]][0].receipt is not None

    def test_a_paid_bill_says_since_when(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu)
        with translation.override("id"), pytest.raises(Refused) as refused:
            payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert (
            str(refused.value)
            == "Tagihan ini sudah lunas sejak Senin, 23 November 2026 09.00, kuitansi KW-2026-000001."
        )


class TestPromisesOfTheDatabase:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"state": "lost"}, "state_is_known"),
            ({"amount": None}, "payable_only_when_certain"),
            ({"certainty": "uncertain"}, "payable_only_when_certain"),
            ({"amount": 0}, "payments_bill_amount"),
            ({"source": ""}, "has_source"),
        ],
    )
    def test_a_bill_that_cannot_be_true_is_refused(self, ayu: Actor, change: dict[str, Any], constraint: str) -> None:
        bill = bill_for(ayu)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            models.Bill.objects.filter(id=bill.id).update(**change)

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"digits": "12"}, "has_15_digits"),
            ({"state": "lost"}, "state_is_known"),
            ({"valid_until": MONDAY}, "lives_for_a_while"),
        ],
    )
    def test_a_code_that_cannot_be_true_is_refused(self, ayu: Actor, change: dict[str, Any], constraint: str) -> None:
        code = payments.request_code(bill=bill_for(ayu).id, by=ayu, at=MONDAY)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            models.BillingCode.objects.filter(id=code.id).update(**change)


@pytest.mark.django_db(transaction=True)
def test_asking_eight_times_at_once_gives_one_code_and_one_entry() -> None:
    ayu = person("Ayu", "applicant")
    bill = bill_for(ayu)
    codes_given = at_once(lambda _number: payments.request_code(bill=bill.id, by=ayu, at=MONDAY), 8)
    assert len({code.digits for code in codes_given}) == 1
    assert len(journal.timeline(bill.about, kinds=[events.BillingCodeIssued])) == 1


@pytest.mark.django_db(transaction=True)
def test_billing_the_same_thing_eight_times_at_once_is_one_bill() -> None:
    ayu, case = person("Ayu", "applicant"), a_case()
    bills = at_once(lambda _number: bill_for(ayu, about=case), 8)
    assert len({bill.id for bill in bills}) == 1
    assert len(journal.timeline(case)) == 1


@pytest.mark.django_db(transaction=True)
def test_voiding_while_money_arrives_either_settles_or_keeps_the_money_in_sight() -> None:
    ayu, admin = person("Ayu", "applicant"), person("Gita", "administrator")
    for _round in range(4):
        bill = bill_for(ayu, about=Ref("case", new_id()))
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)

        def work(number: int, bill: payments.Bill = bill, code: payments.BillingCode = code) -> Any:
            if number == 0:
                return payments.void(about=bill.about, by=SYSTEM, at=MONDAY)
            return pay(bill, admin, code=code.digits)

        assert not [outcome for outcome in at_once(work, 2) if isinstance(outcome, Exception)]
        after = payments.bill(bill.id)
        assert (after.state == payments.PAID) != after.has_problem
