"""The overstay calculator: days, money, the limit, what counts as filed in time, and what to do next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.applicant.applying import boxes, text_of

pytestmark = pytest.mark.django_db
PAGE = "/id/lewat-izin/"


def ago(days: int) -> str:
    return (timezone.localdate() - dt.timedelta(days=days)).isoformat()


def counts(page: str = PAGE, *, ends: int | None = None, filed: str = "no", **more: Any) -> Any:
    typed = {"filed": filed, **boxes("on", ago(0)), **more}
    if ends is not None:
        typed |= boxes("ends", ago(ends))
    return Client().post(page, typed)


def test_each_day_after_the_permit_costs_what_the_figure_says() -> None:
    shown = text_of(counts(ends=9))
    assert "9 hari, Rp 9.000.000" in shown
    assert "UU 6/2011 Pasal 78" in shown
    assert "setiap hari menambah Rp 1.000.000" in shown


@pytest.mark.parametrize(
    ("ends", "says"),
    [(0, "Belum lewat"), (-5, "Belum lewat"), (1, "1 hari, Rp 1.000.000"), (60, "60 hari, Rp 60.000.000")],
)
def test_the_permits_last_day_still_counts_as_permitted(ends: int, says: str) -> None:
    assert says in text_of(counts(ends=ends))


def test_beyond_the_limit_no_amount_is_named() -> None:
    shown = text_of(counts(ends=61))
    assert "61 hari: lewat dari yang dapat diselesaikan dengan membayar" in shown
    assert "deportasi" in shown
    assert "Rp 60.000.000" not in shown


def test_whoever_filed_before_the_end_has_no_day_counted_and_reads_how_sure_we_are() -> None:
    shown = text_of(counts(ends=9, filed="yes"))
    assert "Tidak ada hari yang dihitung" in shown
    assert "Belum pasti" in shown


def test_the_day_of_entry_and_the_days_given_lead_to_the_last_day() -> None:
    shown = text_of(counts(**boxes("entered", ago(31)), stay="30"))
    assert "2 hari, Rp 2.000.000" in shown
    assert "Hari masuk kami hitung sebagai hari pertama" in shown


def test_without_a_day_it_asks_for_one() -> None:
    answer = counts()
    assert answer.status_code == 422
    assert "Isi hari terakhir izin Anda, atau hari masuk bersama lama izinnya." in text_of(answer)


def test_in_english_too() -> None:
    shown = text_of(counts("/en/lewat-izin/", ends=9))
    assert "9 days" in shown
    assert "What you should do" in shown
