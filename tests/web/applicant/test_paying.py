"""The bill, its code, the demonstration bank, a payment that fails and a second attempt."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.core.access import api as access
from seluma.domains.payments import api as payments
from seluma.domains.payments import providers as payments_providers

from .applying import STUDENT, Somebody, files, page_of, text_of


def bill_of(person: Somebody, case: UUID) -> payments.Bill:
    bill = page_of(person, case).bill
    assert bill is not None
    return bill


def at(bill: payments.Bill, *rest: str) -> str:
    return "/".join(["/id/pembayaran", str(bill.id), *rest]) + "/"


@pytest.fixture
def case(ayu: Somebody) -> UUID:
    return files(ayu)


@pytest.fixture
def bill(ayu: Somebody, case: UUID) -> payments.Bill:
    return bill_of(ayu, case)


def test_the_case_says_that_it_is_my_turn_to_pay(ayu: Somebody, case: UUID, bill: payments.Bill) -> None:
    page = ayu.opens(f"/id/permohonan/{case}/")
    assert "Giliran Anda: bayar" in text_of(page)
    assert "Bayar Rp 500.000" in text_of(page)
    assert at(bill) in page.content.decode()


def test_a_code_is_fifteen_digits_in_groups_and_stays_the_same(ayu: Somebody, bill: payments.Bill) -> None:
    assert ayu.sends(at(bill, "kode")).headers["Location"] == f"{at(bill)}#kode"
    code = payments.bill(bill.id).code
    assert code is not None
    shown = text_of(ayu.opens(at(bill)))
    assert code.spaced in shown
    assert "Berlaku sampai" in shown
    ayu.sends(at(bill, "kode"))
    assert payments.bill(bill.id).code == code


def test_when_a_code_has_lapsed_a_new_one_can_be_asked_for(ayu: Somebody, case: UUID, bill: payments.Bill) -> None:
    long_ago = timezone.now() - dt.timedelta(days=9)
    old = payments.request_code(bill=bill.id, by=ayu.actor, at=long_ago)
    payments.lapse_codes(at=timezone.now(), by=access.SYSTEM)
    assert "Minta kode baru" in text_of(ayu.opens(at(bill)))
    assert "sudah lewat waktunya" in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    ayu.sends(at(bill, "kode"))
    new = payments.bill(bill.id).code
    assert new is not None
    assert new.digits != old.digits


def test_the_bank_page_is_marked_as_a_demonstration_and_pays(ayu: Somebody, case: UUID, bill: payments.Bill) -> None:
    bank = ayu.sends(at(bill), provider="demo_bank").headers["Location"]
    assert bank.startswith(at(bill, "bank"))
    shown = text_of(ayu.opens(bank))
    assert "Ini bank peragaan" in shown
    assert "Rp 500.000" in shown
    assert ayu.sends(bank, answer="approve").headers["Location"] == f"/id/permohonan/{case}/"
    paid = bill_of(ayu, case)
    assert paid.state == payments.PAID
    assert paid.receipt is not None
    assert paid.receipt.number in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    assert paid.receipt.ntpn in text_of(ayu.opens(at(bill)))


def test_whoever_goes_back_at_the_bank_has_not_paid_and_can_try_again(
    ayu: Somebody, case: UUID, bill: payments.Bill
) -> None:
    bank = ayu.sends(at(bill), provider="demo_bank").headers["Location"]
    assert ayu.sends(bank, answer="decline").headers["Location"] == at(bill)
    shown = text_of(ayu.opens(at(bill)))
    assert "Pembayaran terakhir tidak berhasil" in shown
    assert "Coba bayar lagi" in shown
    assert bill_of(ayu, case).state == payments.OPEN
    assert ayu.opens(bank).headers["Location"] == at(bill)


def test_a_payment_that_fails_says_what_happened_and_the_second_attempt_works(
    ayu: Somebody, case: UUID, bill: payments.Bill
) -> None:
    assert ayu.sends(at(bill), provider="failing_demo").headers["Location"] == at(bill)
    assert "Bank tidak dapat dihubungi" in text_of(ayu.opens(at(bill)))
    assert "Bank tidak dapat dihubungi" in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    assert ayu.sends(at(bill), provider="failing_demo").headers["Location"] == f"/id/permohonan/{case}/"
    assert bill_of(ayu, case).state == payments.PAID


def test_the_same_payment_sent_twice_pays_once(ayu: Somebody, case: UUID, bill: payments.Bill) -> None:
    typed = {"_key": str(case), "provider": "demo"}
    ayu.browser.post(at(bill), typed)
    ayu.browser.post(at(bill), typed)
    assert len(payments.attempts(bill.id)) == 1
    assert ayu.sends(at(bill), provider="demo").headers["Location"] == f"/id/permohonan/{case}/"
    assert len(payments.attempts(bill.id)) == 1


def test_a_way_of_paying_has_to_be_chosen(ayu: Somebody, bill: payments.Bill) -> None:
    page = ayu.sends(at(bill), provider="")
    assert page.status_code == 422
    assert "Pilih cara membayar" in text_of(page)


def test_an_amount_that_is_awaited_cannot_be_paid_and_says_why(ayu: Somebody) -> None:
    case = files(ayu, STUDENT)
    bill = bill_of(ayu, case)
    assert bill.state == payments.AMOUNT_AWAITED
    shown = text_of(ayu.opens(at(bill)))
    assert "Biaya sedang dipastikan" in shown
    assert "kasir memastikan biaya" in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    page = ayu.sends(at(bill, "kode"))
    assert page.status_code == 409


def test_another_persons_bill_does_not_exist(
    ayu: Somebody, budi: Somebody, citra: Somebody, bill: payments.Bill
) -> None:
    bank = ayu.sends(at(bill), provider="demo_bank").headers["Location"]
    for stranger in (budi, citra):
        assert stranger.opens(at(bill)).status_code == 404
        assert stranger.opens(bank).status_code == 404
        assert stranger.sends(at(bill), provider="demo").status_code == 404
        assert stranger.sends(at(bill, "kode")).status_code == 404


def test_what_was_begun_at_the_bank_is_known_here_when_we_are_cut_off(
    ayu: Somebody, bill: payments.Bill, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise ConnectionAbortedError

    monkeypatch.setattr(type(payments_providers.PROVIDERS["demo"]), "start", cut_off)
    ayu.browser.raise_request_exception = False
    assert ayu.sends(at(bill), provider="demo").status_code == 500
    assert [attempt.state for attempt in payments.attempts(bill.id)] == ["started"]
    assert payments.bill(bill.id).code is not None
