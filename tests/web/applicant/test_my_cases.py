"""The list of one's own applications, and starting one."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from seluma.domains.cases import api as cases

from .applying import STUDENT, VISIT, Somebody, completes, files, starts, text_of

LIST = "/id/permohonan/"


def test_whoever_has_no_application_yet_is_shown_a_way_on(ayu: Somebody) -> None:
    page = ayu.opens(LIST)
    assert page.status_code == 200
    assert "Anda belum punya permohonan" in text_of(page)
    assert "Pilih layanan" in text_of(page)


def test_what_waits_for_me_stands_first(ayu: Somebody) -> None:
    filed = files(ayu, STUDENT)
    draft = starts(ayu)
    shown = text_of(ayu.opens(LIST))
    assert shown.index("Giliran Anda") < shown.index("Sedang kami kerjakan")
    assert shown.index("Perpanjangan izin tinggal kunjungan") < shown.index("Perpanjangan izin tinggal murid")
    body = ayu.opens(LIST).content.decode()
    assert f"/id/permohonan/{draft}/isi/" in body
    assert f"/id/permohonan/{filed}/" in body


def test_the_list_is_mine_alone(ayu: Somebody, budi: Somebody) -> None:
    files(ayu)
    assert "Anda belum punya permohonan" in text_of(budi.opens(LIST))


def test_the_list_speaks_english(ayu: Somebody) -> None:
    starts(ayu)
    shown = text_of(ayu.opens("/en/permohonan/"))
    assert "My applications" in shown
    assert "Extension of a visit stay permit" in shown


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_list_asks_few_questions_of_the_database(
    ayu: Somebody, how_many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        case = files(ayu, passport_number=f"L89890{number}")
        assert case
    ayu.opens(LIST)
    with django_assert_max_num_queries(12):
        ayu.opens(LIST)


def test_starting_opens_a_draft_filled_in_from_the_profile(ayu: Somebody) -> None:
    assert "Mulai permohonan" in text_of(ayu.opens(f"{LIST}mulai/{VISIT}/"))
    answer = ayu.sends(f"{LIST}mulai/{VISIT}/")
    draft = cases.draft_of(ayu.actor, VISIT)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/id/permohonan/{draft}/isi/"
    assert cases.filling(ayu.actor, draft, at=timezone.now()).answers["full_name"] == "Ayu"


def test_starting_again_goes_on_with_the_same_draft(ayu: Somebody) -> None:
    draft = starts(ayu)
    assert "Lanjutkan draf" in text_of(ayu.opens(f"{LIST}mulai/{VISIT}/"))
    assert ayu.sends(f"{LIST}mulai/{VISIT}/").headers["Location"] == f"/id/permohonan/{draft}/isi/"
    assert len(cases.my_cases(ayu.actor, at=timezone.now())) == 1


def test_the_same_start_sent_twice_opens_one_draft(ayu: Somebody) -> None:
    key = {"_key": "01890a5d-ac96-774b-bcce-b302099a8057"}
    first = ayu.browser.post(f"{LIST}mulai/{VISIT}/", key)
    second = ayu.browser.post(f"{LIST}mulai/{VISIT}/", key)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(cases.my_cases(ayu.actor, at=timezone.now())) == 1


def test_a_service_that_is_not_there_has_no_page(ayu: Somebody) -> None:
    assert ayu.opens(f"{LIST}mulai/terbang-ke-bulan/").status_code == 404


def test_a_visitor_is_led_to_sign_in(client: Any, ayu: Somebody) -> None:
    case = completes(ayu)
    for address in (LIST, f"{LIST}{case}/", f"{LIST}{case}/isi/"):
        assert "/id/masuk/" in client.get(address).headers["Location"]
