"""The desk: lists, how urgent, page by page, for officers alone."""

from __future__ import annotations

import datetime as dt
import re
import sys
from typing import Any

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.domains.cases import api as cases

from .office import ALONE, Somebody, another, files, is_claimed, is_ready_to_decide, is_verified, text_of, worker_runs

DESK = "/id/meja/daftar/"


def filed_days_ago(ayu: Somebody, days: int, person: story.Person) -> Any:
    return story.filed(ayu.actor, story.STUDENT, person, at=timezone.now() - dt.timedelta(days=days))


def test_the_day_begins_with_what_waits_for_the_role(ayu: Somebody, citra: Somebody, dewi: Somebody) -> None:
    case = files(ayu)
    assert citra.opens("/id/meja/").headers["Location"] == f"{DESK}perlu-diperiksa/"
    assert dewi.opens("/id/meja/").headers["Location"] == f"{DESK}giliran-saya/"
    is_claimed(case, citra)
    assert citra.opens("/id/meja/").headers["Location"] == f"{DESK}giliran-saya/"


def test_the_most_urgent_stands_first_and_the_late_say_how_late(ayu: Somebody, citra: Somebody) -> None:
    files(ayu, another(1))
    filed_days_ago(ayu, 9, another(2))
    shown = text_of(citra.opens(f"{DESK}perlu-diperiksa/"))
    assert shown.index("Orang Contoh 2") < shown.index("Orang Contoh 1")
    assert "lewat" in shown
    assert "Orang Contoh 2" in text_of(citra.opens(f"{DESK}terlambat/"))
    assert "Orang Contoh 1" not in text_of(citra.opens(f"{DESK}terlambat/"))


def test_a_case_moves_from_list_to_list(ayu: Somebody, citra: Somebody, dewi: Somebody, education: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    assert "Anna Maria Eriksson" in text_of(citra.opens(f"{DESK}giliran-saya/"))
    assert "Tidak ada permohonan yang menunggu diperiksa." in text_of(citra.opens(f"{DESK}perlu-diperiksa/"))
    is_ready_to_decide(case, ayu, citra, education)
    worker_runs()
    assert "Anna Maria Eriksson" in text_of(dewi.opens(f"{DESK}perlu-diputuskan/"))
    assert "Anna Maria Eriksson" not in text_of(citra.opens(f"{DESK}perlu-diperiksa/"))
    cases.grant(case=case, by=dewi.actor, at=timezone.now())
    assert "Anna Maria Eriksson" not in text_of(dewi.opens(f"{DESK}perlu-diputuskan/"))


def test_counts_stand_beside_the_lists(ayu: Somebody, citra: Somebody) -> None:
    for number in range(3):
        files(ayu, another(number))
    assert "Perlu diperiksa 3" in text_of(citra.opens(f"{DESK}giliran-saya/"))


def test_a_long_list_goes_on_after_the_last_line(
    ayu: Somebody, citra: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["seluma.domains.cases.queries.desk"], "PAGE", 2)
    monkeypatch.setattr(cases, "PAGE", 2)
    for number in range(5):
        files(ayu, another(number))
    seen: list[str] = []
    address: str | None = f"{DESK}perlu-diperiksa/"
    while address:
        page = citra.opens(address)
        seen += [name for name in (f"Orang Contoh {n}" for n in range(5)) if name in text_of(page)]
        later = re.search(r'href="([?]sesudah=[^"]+)"', page.content.decode())
        address = f"{DESK}perlu-diperiksa/{later[1]}" if later else None
    assert sorted(seen) == [f"Orang Contoh {number}" for number in range(5)]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("address", ["/id/meja/", f"{DESK}perlu-diperiksa/"])
def test_the_desk_is_for_officers(ayu: Somebody, joko: Somebody, education: Somebody, address: str) -> None:
    for somebody in (ayu, joko, education):
        assert somebody.opens(address).status_code == 403


def test_a_list_that_does_not_exist_is_not_found(citra: Somebody) -> None:
    assert citra.opens(f"{DESK}lain/").status_code == 404


def test_a_person_of_one_word_stands_in_the_list(budi: Somebody, citra: Somebody) -> None:
    files(budi, ALONE)
    assert "Suharto" in text_of(citra.opens(f"{DESK}perlu-diperiksa/"))


def test_the_desk_speaks_english(ayu: Somebody, citra: Somebody) -> None:
    files(ayu)
    shown = text_of(citra.opens("/en/meja/daftar/perlu-diperiksa/"))
    assert "To be checked" in shown
    assert "days left" in shown


@pytest.mark.parametrize("how_many", [1, 5])
@pytest.mark.parametrize("name", ["giliran-saya", "perlu-diperiksa", "terlambat"])
def test_a_list_asks_few_questions_of_the_database(
    ayu: Somebody, citra: Somebody, how_many: int, name: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        case = filed_days_ago(ayu, 9, another(number))
        if name != "perlu-diperiksa":
            is_claimed(case, citra)
    address = f"{DESK}{name}/"
    citra.opens(address)
    with django_assert_max_num_queries(12):
        citra.opens(address)


def test_closed_cases_are_still_found(budi: Somebody, citra: Somebody, dewi: Somebody) -> None:
    case = files(budi, ALONE, story.VISIT)
    is_verified(case, citra)
    law = cases.desk_case(dewi.actor, case, at=timezone.now()).service.law[0].key
    cases.refuse(case=case, law=law, reason="Contoh.", by=dewi.actor, at=timezone.now())
    assert "Ditolak" in text_of(citra.opens(f"{DESK}selesai/"))


def test_what_is_not_paid_waits_for_the_applicant_and_is_not_late(ayu: Somebody, citra: Somebody) -> None:
    case = story.filed(ayu.actor, story.VISIT, another(1), at=timezone.now() - dt.timedelta(days=30))
    for name in ("perlu-diperiksa", "tim-saya", "terlambat"):
        assert "Orang Contoh 1" not in text_of(citra.opens(f"{DESK}{name}/"))
    shown = text_of(citra.opens(f"{DESK}menunggu-pihak-lain/"))
    assert "Orang Contoh 1" in shown
    assert "Menunggu pemohon membayar" in shown
    story.paid(case, ayu.actor, citra.actor, at=timezone.now())
    worker_runs()
    shown = text_of(citra.opens(f"{DESK}perlu-diperiksa/"))
    assert "Orang Contoh 1" in shown
    assert "lewat" not in shown
    assert "Orang Contoh 1" not in text_of(citra.opens(f"{DESK}menunggu-pihak-lain/"))


def test_everything_and_my_team_show_who_holds_what(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    is_claimed(files(ayu, another(1)), fajar)
    for name in ("tim-saya", "semua"):
        shown = text_of(citra.opens(f"{DESK}{name}/"))
        assert "Orang Contoh 1" in shown
        assert "Dipegang Fajar Hidayat" in shown
    assert "Orang Contoh 1" not in text_of(citra.opens(f"{DESK}giliran-saya/"))


@pytest.mark.parametrize(
    "typed", ["Eriksson", "erikson", "anna erikson", "ANNA", "L898902C3", "l 898902-c3", "1", "000001"]
)
def test_a_case_is_found_by_what_is_said_at_the_counter(ayu: Somebody, citra: Somebody, typed: str) -> None:
    files(ayu)
    found = text_of(citra.opens(f"/id/meja/cari/?cari={typed}"))
    assert "Anna Maria Eriksson" in found.partition("Yang ditemukan")[2]


def test_a_name_in_another_script_is_found_in_both(ayu: Somebody, citra: Somebody) -> None:
    files(ayu, story.Person("Суарез Иван", "SUAREZ", "IVAN", "1990-01-02", "M", "P0000001"))
    for typed in ("суарес", "Суарез Иван", "suares", "ivan suarez"):
        assert "Суарез" in text_of(citra.opens(f"/id/meja/cari/?cari={typed}")).partition("Yang ditemukan")[2]


def test_nobody_else_is_found(ayu: Somebody, budi: Somebody, citra: Somebody) -> None:
    files(ayu)
    assert "Tidak ada permohonan yang cocok" in text_of(citra.opens("/id/meja/cari/?cari=Eric"))
    assert budi.opens("/id/meja/cari/?cari=Eriksson").status_code == 403


def test_whoever_was_found_can_see_that_somebody_searched(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    citra.opens("/id/meja/cari/?cari=Eriksson")
    assert "Mencari permohonan" in str(cases.views_page(ayu.actor, case)[0].title)
