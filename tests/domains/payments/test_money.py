"""Money that arrives: once, late, twice, wrong, unknown. Receipts without gaps."""

from __future__ import annotations

import datetime as dt
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.payments import api as payments
from seluma.domains.payments import events, models
from seluma.lib.ids import new_id
from tests.domains.people_at_work import MONDAY, at_once, person

from .money_at_work import FEE, WEEK, bill_for, code_of, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayu() -> Actor:
    return person("Ayu", "applicant")


@pytest.fixture
def gita() -> Actor:
    return person("Gita", "administrator")


class TestTheWholeAmount:
    def test_it_settles_the_bill_and_gives_a_receipt(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        paid = pay(bill, ayu, ntpn="ab12cd34ef56ab78", ntb="000123")
        assert paid.state == payments.PAID
        assert paid.receipt == payments.Receipt("KW-2026-000001", "AB12CD34EF56AB78", "000123", MONDAY, FEE)
        assert code_of(bill).state == payments.USED
        assert journal.timeline(bill.about)[-1].event == events.BillPaid(
            about=bill.about,
            bill=bill.ref,
            payer=ayu.ref,
            amount=FEE,
            receipt="KW-2026-000001",
            ntpn="AB12CD34EF56AB78",
            paid_at=MONDAY,
        )

    def test_the_same_ntpn_again_changes_nothing(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        first = pay(bill, ayu, ntpn="N1")
        assert pay(bill, ayu, ntpn=" n1 ", code=code_of(bill).digits) == first
        assert len(journal.timeline(bill.about, kinds=[events.BillPaid])) == 1

    def test_a_code_may_be_typed_with_spaces(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert pay(bill, ayu, code=code.spaced).state == payments.PAID

    def test_paying_a_lapsed_code_counts(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        old = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        payments.lapse_codes(at=MONDAY + WEEK, by=SYSTEM)
        new = payments.request_code(bill=bill.id, by=ayu, at=MONDAY + WEEK)
        paid = pay(bill, ayu, code=old.digits, paid_at=MONDAY + WEEK + dt.timedelta(hours=1))
        assert (paid.state, paid.code and paid.code.digits) == (payments.PAID, old.digits)
        assert models.BillingCode.objects.get(id=new.id).state == payments.LAPSED
        assert journal.timeline(bill.about)[-1].event.late

    def test_paid_in_time_and_heard_late_is_not_late_before_it_lapsed(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu, at=MONDAY + WEEK * 2, paid_at=MONDAY)
        assert not journal.timeline(bill.about)[-1].event.late

    def test_a_receipt_belongs_to_the_offices_year(self, ayu: Actor) -> None:
        new_year_in_seluma = dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)
        before, after = new_year_in_seluma - dt.timedelta(seconds=1), new_year_in_seluma
        numbers = [
            receipt.number
            for at in (before, after, after)
            if (receipt := pay(bill_for(ayu), ayu, at=at, paid_at=at).receipt)
        ]
        assert numbers == ["KW-2026-000001", "KW-2027-000001", "KW-2027-000002"]

    def test_when_the_entry_cannot_be_written_nothing_is_and_no_number_is_lost(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits
        with mock.patch.object(journal, "note", side_effect=RuntimeError), pytest.raises(RuntimeError):
            pay(bill, ayu, code=code)
        assert payments.bill(bill.id).state == payments.OPEN
        assert not models.Payment.objects.exists()
        receipt = pay(bill, ayu, code=code).receipt
        assert receipt is not None
        assert receipt.number == "KW-2026-000001"


class TestMoneyThatDoesNotFit:
    def test_another_amount_is_kept_in_sight_and_the_bill_stays_open(self, ayu: Actor, gita: Actor) -> None:
        bill = bill_for(ayu)
        after = pay(bill, ayu, amount=FEE - 1, ntpn="N1")
        assert (after.state, after.has_problem, after.receipt) == (payments.OPEN, True, None)
        (problem,) = payments.problems(gita)
        assert (problem.kind, problem.amount, problem.bill.id) == ("mismatched", FEE - 1, bill.id)
        assert journal.timeline(bill.about)[-1].event == events.PaymentMismatched(
            about=bill.about, bill=bill.ref, payment=payments_ref(problem), amount=FEE - 1, expected=FEE, ntpn="N1"
        )

    def test_then_a_new_code_can_be_paid(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu, amount=FEE - 1)
        first = code_of(bill)
        second = payments.request_code(bill=bill.id, by=ayu, at=MONDAY)
        assert second.digits != first.digits
        assert pay(bill, ayu).state == payments.PAID

    def test_a_second_payment_is_kept_in_sight(self, ayu: Actor, gita: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu)
        code = code_of(bill).digits
        after = pay(bill, ayu, code=code, ntpn="N2")
        assert (after.state, after.has_problem) == (payments.PAID, True)
        (problem,) = payments.problems(gita)
        assert (problem.kind, problem.amount) == ("surplus", FEE)
        assert journal.timeline(bill.about)[-1].event == events.SurplusReceived(
            about=bill.about, bill=bill.ref, payment=payments_ref(problem), amount=FEE, ntpn="N2"
        )

    def test_so_is_money_for_a_void_bill(self, ayu: Actor, gita: Actor) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits
        payments.void(about=bill.about, by=SYSTEM, at=MONDAY)
        assert pay(bill, ayu, code=code).state == payments.VOID
        assert [problem.kind for problem in payments.problems(gita)] == ["surplus"]

    def test_gita_says_how_it_was_dealt_with(self, ayu: Actor, gita: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu, amount=1)
        (problem,) = payments.problems(gita)
        for _time in range(2):
            payments.close_problem(payment=problem.id, remark="Dikembalikan lewat bank.", by=gita, at=MONDAY)
        assert payments.problems(gita) == []
        assert not payments.bill(bill.id).has_problem
        (entry,) = journal.timeline(bill.about, kinds=[events.PaymentProblemClosed])
        assert entry.event.remark == "Dikembalikan lewat bank."

    def test_closing_needs_a_remark_and_the_role(self, ayu: Actor, gita: Actor) -> None:
        pay(bill_for(ayu), ayu, amount=1)
        (problem,) = payments.problems(gita)
        with pytest.raises(Refused, match="bagaimana uang ini diselesaikan"):
            payments.close_problem(payment=problem.id, remark=" ", by=gita, at=MONDAY)
        with pytest.raises(Refused, match="terlalu panjang"):
            payments.close_problem(payment=problem.id, remark="x" * 2001, by=gita, at=MONDAY)
        with pytest.raises(Refused):
            payments.close_problem(payment=problem.id, remark="x", by=ayu, at=MONDAY)
        with pytest.raises(Refused):
            payments.problems(ayu)
        with pytest.raises(NotFound):
            payments.close_problem(payment=new_id(), remark="x", by=gita, at=MONDAY)

    def test_money_that_fitted_is_no_problem_to_close(self, ayu: Actor, gita: Actor) -> None:
        pay(bill_for(ayu), ayu)
        with pytest.raises(NotFound):
            payments.close_problem(payment=models.Payment.objects.get().id, remark="x", by=gita, at=MONDAY)


class TestRefused:
    def test_an_unknown_code(self, ayu: Actor) -> None:
        with pytest.raises(Refused, match="tidak ada pada kami"):
            pay(bill_for(ayu), ayu, code="820000000000000")

    def test_an_ntpn_that_stands_for_other_money(self, ayu: Actor) -> None:
        bill, other = bill_for(ayu), bill_for(ayu)
        pay(bill, ayu, ntpn="N1")
        with pytest.raises(Refused, match="sudah tercatat untuk pembayaran lain"):
            pay(other, ayu, ntpn="N1")
        with pytest.raises(Refused, match="sudah tercatat untuk pembayaran lain"):
            pay(bill, ayu, ntpn="N1", amount=5, code=code_of(bill).digits)

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"ntpn": " "}, "Tuliskan NTPN"),
            ({"ntpn": "x" * 33}, "paling banyak 32"),
            ({"ntb": "x" * 33}, "paling banyak 32"),
            ({"amount": 0}, "di atas nol"),
        ],
    )
    def test_half_a_record(self, ayu: Actor, more: dict[str, object], said: str) -> None:
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits
        with pytest.raises(Refused, match=said):
            pay(bill, ayu, code=code, **more)

    def test_ayu_cannot_record_her_own_payment(self, ayu: Actor) -> None:
        with pytest.raises(Refused):
            pay(bill_for(ayu), ayu, by=ayu)


class TestPromisesOfTheDatabase:
    def test_a_bill_is_settled_once(self, ayu: Actor) -> None:
        bill = bill_for(ayu)
        pay(bill, ayu)
        pay(bill, ayu, code=code_of(bill).digits)
        with pytest.raises(IntegrityError, match="settles_a_bill_once"), transaction.atomic():
            models.Payment.objects.filter(outcome="surplus").update(outcome="settled")

    def test_a_receipt_number_is_given_once(self, ayu: Actor) -> None:
        pay(bill_for(ayu), ayu)
        pay(bill_for(ayu), ayu)
        with pytest.raises(IntegrityError, match="number_once"), transaction.atomic():
            models.Receipt.objects.update(serial=7)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_the_same_payment_heard_eight_times_is_one(self) -> None:
        ayu = person("Ayu", "applicant")
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits
        outcomes = at_once(lambda _number: pay(bill, ayu, code=code, ntpn="N1"), 8)
        assert [outcome.state for outcome in outcomes] == [payments.PAID] * 8
        assert models.Payment.objects.count() == 1
        assert len(journal.timeline(bill.about, kinds=[events.BillPaid])) == 1

    def test_eight_payments_of_one_bill_settle_it_once_and_seven_are_kept(self) -> None:
        ayu = person("Ayu", "applicant")
        bill = bill_for(ayu)
        code = payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits
        at_once(lambda number: pay(bill, ayu, code=code, ntpn=f"N{number}"), 8)
        assert models.Payment.objects.filter(outcome="settled").count() == 1
        assert len(journal.timeline(bill.about, kinds=[events.SurplusReceived])) == 7

    def test_receipts_of_eight_bills_have_no_gap(self) -> None:
        ayu = person("Ayu", "applicant")
        todo = [bill_for(ayu) for _number in range(8)]
        codes = [payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits for bill in todo]
        paid = at_once(lambda number: pay(todo[number], ayu, code=codes[number]), 8)
        assert sorted(bill.receipt.number for bill in paid) == [f"KW-2026-{serial:06d}" for serial in range(1, 9)]

    def test_one_ntpn_for_two_bills_counts_for_one(self) -> None:
        ayu = person("Ayu", "applicant")
        todo = [bill_for(ayu), bill_for(ayu)]
        codes = [payments.request_code(bill=bill.id, by=ayu, at=MONDAY).digits for bill in todo]
        outcomes = at_once(lambda number: pay(todo[number], ayu, code=codes[number], ntpn="N1"), 2)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Bill", "Refused"]


def payments_ref(problem: payments.Problem) -> object:
    from seluma.lib.ids import Ref

    return Ref("payment", problem.id)


def test_nobody_records_that_they_paid(gita: Actor) -> None:
    bill = bill_for(gita)
    with pytest.raises(Refused, match="Anda sendiri"):
        pay(bill, gita, by=gita)
    assert payments.bill(bill.id).state == payments.OPEN
