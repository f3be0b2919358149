"""The administrator's pages about money: a bank's list is looked at before it counts; what did not fit is closed."""

from __future__ import annotations

from django.utils import timezone

from seluma.cli import story
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

from .office import Somebody, files, text_of

MONEY, RECEIPTS = "/id/pengelola/uang/", "/id/pengelola/uang/bukti/"


def a_code(ayu: Somebody, citra: Somebody) -> tuple[payments.Bill, str]:
    case = files(ayu)
    story.priced(case, citra.actor, at=timezone.now())
    story.coded(case, ayu.actor, at=timezone.now())
    (bill,) = payments.bills(Ref("case", case))
    assert bill.code is not None
    return bill, bill.code.digits


def test_a_banks_list_is_looked_at_then_recorded_and_what_did_not_fit_is_closed(
    ayu: Somebody, citra: Somebody, joko: Somebody
) -> None:
    bill, code = a_code(ayu, citra)
    amount = bill.amount or 0
    listed = f"{code}\tN1\t1\t{amount - 1000}\t24/11/2026 09.15\n{code}\tN2\t2\t{amount}\t24/11/2026 10.15"

    look = joko.sends(RECEIPTS, {"list": listed})
    assert "1 bukti cocok" in text_of(look)
    assert "Jumlahnya berbeda dari tagihan" in text_of(look)
    assert payments.bill(bill.id).state == payments.OPEN, "looking records nothing"

    recorded = joko.sends(RECEIPTS, {"list": listed, "line": ["1", "2"], "confirm": "yes"})
    assert recorded.headers["Location"].startswith(MONEY)
    assert payments.bill(bill.id).state == payments.PAID

    page = joko.opens(MONEY)
    assert "Jumlah yang masuk berbeda" in text_of(page)
    (problem,) = payments.problems(joko.actor)
    lacking = joko.sends(MONEY, {"payment": str(problem.id), "remark": ""})
    assert lacking.status_code == 422
    joko.sends(MONEY, {"payment": str(problem.id), "remark": "Dikembalikan 25 November, nomor 7."})
    assert "Tidak ada. Semua uang" in text_of(joko.opens(MONEY))


def test_lines_that_cannot_be_read_are_named_and_kept(joko: Somebody) -> None:
    page = joko.sends(RECEIPTS, {"list": "820000000000001\tN1\t1\tbanyak\t24/11/2026"})
    assert page.status_code == 422
    assert "Baris 1" in text_of(page)
    assert "jumlah berupa rupiah penuh" in text_of(page)
    assert "820000000000001" in page.content.decode()


def test_a_press_without_a_chosen_line_is_said(ayu: Somebody, citra: Somebody, joko: Somebody) -> None:
    bill, code = a_code(ayu, citra)
    page = joko.sends(RECEIPTS, {"list": f"{code}\tN1\t1\t{bill.amount}\t24/11/2026", "confirm": "yes"})
    assert page.status_code == 422
    assert "Pilih paling sedikit satu bukti bayar." in text_of(page)
