"""Taking, putting back, giving, pricing, returning and passing on; each refusal in the words of the button."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref, new_id

from .office import ALONE, Somebody, another, at, files, is_claimed, is_verified, paper_of, papers_of, state_of, text_of


def bill_of(case: Any) -> payments.Bill:
    (bill,) = payments.bills(Ref("case", case))
    return bill


def holder_of(case: Any, officer: Somebody) -> str:
    return cases.desk_case(officer.actor, case, at=timezone.now()).claimed_name


def test_a_case_is_taken_and_put_back(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    taken = citra.sends(at(case, "ambil/"))
    assert "Anda memegang permohonan ini." in text_of(citra.opens(taken.headers["Location"]))
    assert "Anda pegang" in text_of(citra.opens(at(case)))
    citra.sends(at(case, "lepas/"))
    assert holder_of(case, citra) == ""


def test_of_two_who_take_it_at_once_the_second_is_told_who_and_when(
    ayu: Somebody, citra: Somebody, fajar: Somebody
) -> None:
    case = files(ayu)
    citra.sends(at(case, "ambil/"))
    page = fajar.sends(at(case, "ambil/"))
    assert page.status_code == 409
    assert re.search(r"sudah diambil oleh Citra Lestari pada \w+", text_of(page))
    assert "Dipegang Citra Lestari" in text_of(fajar.opens(at(case)))


def test_the_same_form_sent_twice_counts_once(ayu: Somebody, citra: Somebody) -> None:
    case, key = files(ayu), str(new_id())
    first = citra.sends(at(case, "ambil/"), key=key)
    citra.sends(at(case, "lepas/"))
    again = citra.sends(at(case, "ambil/"), key=key)
    assert again.headers["Location"] == first.headers["Location"]
    assert holder_of(case, citra) == ""


def test_an_address_that_acts_only_leads_to_the_case_when_it_is_opened(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    for rest in ("ambil/", "lepas/", "teruskan/"):
        assert citra.opens(at(case, rest)).headers["Location"] == at(case)
    assert holder_of(case, citra) == ""


def test_the_button_and_the_refusal_say_the_same(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    photo = paper_of(case, "photo")
    citra.sends(at(case, f"berkas/{photo.id}/tolak/"), {"digest": photo.digest, "reason_key": "face"})
    button, refusal = text_of(citra.opens(at(case))), text_of(citra.sends(at(case, "teruskan/")))
    for sentence in (
        "Halaman paspor dengan foto belum Anda nilai.",
        "Pasfoto tidak diterima. Kembalikan permohonan supaya pemohon menggantinya.",
    ):
        assert sentence in button
        assert sentence in refusal


def test_dewi_gives_a_case_to_an_officer(ayu: Somebody, fajar: Somebody, dewi: Somebody) -> None:
    case = files(ayu)
    assert "Fajar Hidayat" in text_of(dewi.opens(at(case, "serahkan/")))
    dewi.sends(at(case, "serahkan/"), {"to": str(fajar.actor.id)})
    assert holder_of(case, dewi) == "Fajar Hidayat"


def test_a_case_is_not_given_to_who_may_not_work_on_it(ayu: Somebody, citra: Somebody, dewi: Somebody) -> None:
    case = files(ayu)
    is_verified(case, citra)
    page = dewi.sends(at(case, "serahkan/"), {"to": str(citra.actor.id)})
    assert page.status_code == 422
    assert citra.opens(at(case, "serahkan/")).status_code == 403
    assert "Pilih salah satu." in text_of(dewi.sends(at(case, "serahkan/"), {"to": ""}))


def test_the_cashier_enters_an_amount_with_its_source(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    bill = bill_of(case)
    address = at(case, f"biaya/{bill.id}/")
    assert "Angka yang dilaporkan, belum pasti: Rp 3.000.000" in text_of(citra.opens(address))
    lacking = citra.sends(address, {"amount": "3.000.000", "source": ""})
    assert lacking.status_code == 422
    assert 'value="3.000.000"' in lacking.content.decode()
    citra.sends(address, {"amount": "3.000.000", "source": story.TARIFF})
    assert bill_of(case).amount == 3_000_000
    assert "sudah dipastikan" in text_of(citra.opens(address))
    again = citra.sends(address, {"amount": "1", "source": "x"})
    assert "Jumlah tagihan ini sudah ditetapkan." in text_of(again)


def test_what_turns_out_to_be_free_is_not_billed(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    address = at(case, f"biaya/{bill_of(case).id}/")
    assert citra.sends(address, {"amount": "0", "source": ""}).status_code == 422
    citra.sends(address, {"amount": "0", "source": "Surat Dirjen 12 (contoh)"})
    page = citra.opens(at(case))
    assert "/biaya/" not in page.content.decode()
    assert not [bill for bill in payments.bills(Ref("case", case)) if bill.state != payments.VOID]


def test_another_cases_bill_is_not_found(ayu: Somebody, budi: Somebody, citra: Somebody) -> None:
    mine, other = files(ayu), files(budi, ALONE)
    assert citra.opens(at(mine, f"biaya/{bill_of(other).id}/")).status_code == 404


def test_a_case_is_returned_after_a_look_at_what_the_applicant_reads(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    photo = paper_of(case, "photo")
    citra.sends(at(case, f"berkas/{photo.id}/tolak/"), {"digest": photo.digest, "reason_key": "face"})
    assert "Tidak diterima, jadi ikut dikembalikan." in text_of(citra.opens(at(case, "kembalikan/")))
    typed = {
        "document-photo": "Unggah foto baru.",
        "question-passport_number": "Satu angka kurang.",
        "remark": "Dua hal saja.",
    }
    look = citra.sends(at(case, "kembalikan/"), typed)
    shown = text_of(look)
    assert "Ini yang akan dibaca pemohon" in shown
    for words in typed.values():
        assert words in shown
    assert state_of(case, citra) == cases.IN_REVIEW
    changed = citra.sends(at(case, "kembalikan/"), {**typed, "confirm": "no"})
    assert "Apa yang perlu diperbaiki pemohon?" in text_of(changed)
    assert "Satu angka kurang." in changed.content.decode()
    citra.sends(at(case, "kembalikan/"), {**typed, "confirm": "yes"})
    assert state_of(case, citra) == cases.RETURNED
    after = text_of(citra.opens(at(case)))
    assert "Giliran pemohon" in after
    assert "Unggah foto baru." in after
    assert "Dua hal saja." in text_of(ayu.opens(f"/id/permohonan/{case}/"))


def test_returning_names_at_least_one_thing(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    page = citra.sends(at(case, "kembalikan/"), {"remark": "Terima kasih."})
    assert page.status_code == 422
    assert "Sebutkan paling sedikit satu hal yang perlu diperbaiki." in text_of(page)
    assert "Terima kasih." in page.content.decode()


def test_who_does_not_hold_the_case_does_not_return_it(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    case = files(ayu)
    assert "Ambil dahulu, lalu kerjakan." in text_of(citra.opens(at(case, "kembalikan/")))
    is_claimed(case, fajar)
    page = citra.opens(at(case, "kembalikan/"))
    assert page.status_code == 409
    assert "dipegang Fajar Hidayat" in text_of(page)


def test_what_was_typed_survives_the_end_of_the_session(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    address = at(case, "kembalikan/")
    citra.opens(address)
    citra.browser.cookies.pop("sessionid")
    citra.sends(address, {"question-passport_number": "Satu angka kurang."})
    back = Somebody(citra.actor)
    assert "Satu angka kurang." in back.opens(address).content.decode()


def test_late_cases_say_so_on_their_page(ayu: Somebody, citra: Somebody) -> None:
    case = story.filed(ayu.actor, story.STUDENT, at=timezone.now() - dt.timedelta(days=12))
    assert "lewat" in text_of(citra.opens(at(case)))


@pytest.mark.parametrize("how_many", [1, 5])
@pytest.mark.parametrize("rest", ["", "isian/", "biaya-dan-lembaga/", "riwayat/"])
def test_a_case_page_asks_few_questions_of_the_database(
    ayu: Somebody, citra: Somebody, how_many: int, rest: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        case = files(ayu, another(number))
        is_claimed(case, citra)
    passport = paper_of(case, "passport_page")
    citra.sends(at(case, "baris-paspor/"), {"zone": "\n".join(another(0).zone(dt.date(2030, 1, 1)))})
    address = at(case, rest or f"berkas/{passport.id}/")
    citra.opens(address)
    with django_assert_max_num_queries(20):
        citra.opens(address)


@pytest.mark.parametrize("rest", ["kembalikan/", "biaya/{bill}/"])
def test_a_form_asks_few_questions_of_the_database(
    ayu: Somebody, citra: Somebody, rest: str, django_assert_max_num_queries: Any
) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    assert len(papers_of(case)) > 3
    address = at(case, rest.format(bill=bill_of(case).id))
    citra.opens(address)
    with django_assert_max_num_queries(20):
        citra.opens(address)


def test_an_institution_that_could_not_tell_is_asked_again(ayu: Somebody, citra: Somebody, education: Somebody) -> None:
    case = files(ayu)
    story.answered(case, education.actor, at=timezone.now(), verdict=agencies.UNCLEAR)
    (question,) = agencies.questions(Ref("case", case))
    assert "Tanyakan lagi" not in text_of(citra.opens(at(case, "biaya-dan-lembaga/")))
    is_claimed(case, citra)
    assert "Tanyakan lagi" in text_of(citra.opens(at(case, "biaya-dan-lembaga/")))
    sent = citra.sends(at(case, f"lembaga/{question.id}/tanya-lagi/"))
    shown = text_of(citra.opens(sent.headers["Location"]))
    assert "Lembaga itu ditanya lagi." in shown
    assert [one.state for one in agencies.questions(Ref("case", case))] == [agencies.ANSWERED, agencies.OPEN]
