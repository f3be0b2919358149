"""Filling in an application: tasks, one question a page, the last look, sending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.domains.cases import api as cases

from .applying import (
    STUDENT,
    Somebody,
    boxes,
    completes,
    day,
    files,
    fills_in,
    is_returned,
    page_of,
    starts,
    student_answers,
    text_of,
    visit_answers,
)


def at(case: UUID, *rest: str) -> str:
    return "/".join(["/id/permohonan", str(case), *rest]) + "/"


def answers_of(person: Somebody, case: UUID) -> dict[str, Any]:
    return cases.filling(person.actor, case, at=timezone.now()).answers


# The list of tasks


def test_a_draft_is_a_list_of_tasks_each_with_its_state(ayu: Somebody) -> None:
    case = starts(ayu)
    shown = text_of(ayu.opens(at(case, "isi")))
    assert "Jawaban Anda" in shown
    assert "Belum diisi" in shown
    assert "Halaman paspor dengan foto" in shown
    assert "Belum diunggah" in shown
    assert "Periksa dan ajukan" in shown
    assert "Belum dijawab" in shown


def test_a_complete_draft_says_that_it_can_be_sent(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(completes(ayu), "isi")))
    assert "Siap dikirim" in shown
    assert "Masih kurang" not in shown


def test_the_fee_that_is_certain_is_named_with_its_source(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(completes(ayu), "isi")))
    assert "Rp 500.000" in shown
    assert "PP 45/2024" in shown
    assert "belum pasti" not in shown


def test_an_uncertain_fee_is_called_reported_and_the_cashier_confirms_it(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(completes(ayu, STUDENT), "isi")))
    assert "Dilaporkan Rp 3.000.000, belum pasti" in shown
    assert "Kasir memastikan jumlahnya sebelum Anda membayar" in shown


def test_who_is_asked_and_what_they_see_is_said_before_sending(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(completes(ayu, STUDENT), "isi")))
    assert "Dinas Pendidikan" in shown
    assert "Yang mereka lihat, dan hanya itu" in shown
    assert "UU 6/2011 Pasal 69" in shown


def test_what_the_answers_rule_out_is_said_at_once(ayu: Somebody) -> None:
    case = completes(ayu, earlier_extensions=1)
    shown = text_of(ayu.opens(at(case, "isi")))
    assert "Ini menghalangi pengajuan" in shown
    assert "hanya dapat diperpanjang satu kali" in shown


# One question


def test_an_answer_is_kept_and_the_next_question_follows(ayu: Somebody) -> None:
    case = starts(ayu)
    page = ayu.opens(at(case, "isi", "visa_index"))
    assert "B1" in text_of(page)
    answer = ayu.sends(at(case, "isi", "visa_index"), visa_index="B1")
    assert answer.headers["Location"] == at(case, "isi", "entered_on")
    assert answers_of(ayu, case)["visa_index"] == "B1"


def test_a_date_is_three_boxes(ayu: Somebody) -> None:
    case = starts(ayu)
    fills_in(ayu, case, {"visa_index": "B1"})
    answer = ayu.browser.post(at(case, "isi", "entered_on"), {"_key": str(case), **boxes("entered_on", day(-15))})
    assert answer.status_code == 302
    assert answers_of(ayu, case)["entered_on"] == day(-15)
    page = ayu.opens(at(case, "isi", "entered_on")).content.decode()
    assert f'value="{day(-15)[:4]}"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "", ""), "Isi tanggalnya"),
        (("29", "2", "2027"), "29 Februari"),
        (("12", "", "2027"), "Lengkapi tanggal, bulan, dan tahunnya"),
    ],
)
def test_a_date_that_is_none_is_said_beside_the_field_and_on_top(
    ayu: Somebody, typed: tuple[str, str, str], sentence: str
) -> None:
    case = starts(ayu)
    fills_in(ayu, case, {"visa_index": "B1"})
    number, month, year = typed
    page = ayu.sends(
        at(case, "isi", "entered_on"), entered_on__day=number, entered_on__month=month, entered_on__year=year
    )
    assert page.status_code == 422
    assert text_of(page).count(sentence) == 2
    assert "Ada yang perlu diperbaiki" in text_of(page)
    if year:
        assert f'value="{year}"' in page.content.decode()
    assert "entered_on" not in answers_of(ayu, case)


def test_a_birth_date_may_be_partly_unknown(ayu: Somebody) -> None:
    case = starts(ayu)
    fills_in(ayu, case, visit_answers(birth_date=None))
    answer = ayu.sends(at(case, "isi", "birth_date"), birth_date__day="", birth_date__month="", birth_date__year="1974")
    assert answer.status_code == 302
    assert answers_of(ayu, case)["birth_date"] == "1974-00-00"
    assert "1974" in text_of(ayu.opens(at(case, "periksa")))


@pytest.mark.parametrize("name", ["Suharto", "A" * 120, "محمد عبد الله", "Иванов Пётр", "王小明"])
def test_names_of_every_kind_are_taken(ayu: Somebody, name: str) -> None:
    case = starts(ayu)
    assert ayu.sends(at(case, "isi", "full_name"), full_name=name).status_code == 302
    assert answers_of(ayu, case)["full_name"] == name


def test_what_was_typed_stays_when_it_cannot_be_kept(ayu: Somebody) -> None:
    case = starts(ayu)
    page = ayu.sends(at(case, "isi", "passport_number"), passport_number="L898?902")
    assert page.status_code == 422
    assert "L898?902" in page.content.decode()


def test_an_optional_question_may_be_left_empty(ayu: Somebody) -> None:
    case = starts(ayu)
    fills_in(ayu, case, {"visa_index": "B1", "entered_on": day(-15)})
    answer = ayu.sends(at(case, "isi", "permit_number"), permit_number="")
    assert answer.headers["Location"] == at(case, "isi", "permit_expires_on")


def test_yes_a_number_and_a_country_are_read(ayu: Somebody) -> None:
    case = starts(ayu)
    fills_in(ayu, case, visit_answers(earlier_extensions=None, nationality=None))
    assert ayu.sends(at(case, "isi", "earlier_extensions"), earlier_extensions="0").status_code == 302
    assert ayu.sends(at(case, "isi", "nationality"), nationality="SWE").status_code == 302
    assert answers_of(ayu, case)["earlier_extensions"] == 0
    assert answers_of(ayu, case)["nationality"] == "SWE"
    assert ayu.sends(at(case, "isi", "earlier_extensions"), earlier_extensions="99").status_code == 422


def test_the_last_question_leads_back_to_the_list(ayu: Somebody) -> None:
    case = completes(ayu)
    assert ayu.sends(at(case, "isi", "phone"), phone="0812 3456 7890").headers["Location"] == at(case, "isi")


def test_a_question_opened_from_the_last_look_leads_back_there(ayu: Somebody) -> None:
    case = completes(ayu)
    answer = ayu.sends(at(case, "isi", "full_name") + "?dari=periksa", full_name="Anna Eriksson")
    assert answer.headers["Location"] == at(case, "periksa")


def test_the_same_answer_sent_twice_is_kept_once_and_leads_to_the_same_page(ayu: Somebody) -> None:
    case = starts(ayu)
    typed = {"_key": str(case), "visa_index": "B1"}
    first = ayu.browser.post(at(case, "isi", "visa_index"), typed)
    second = ayu.browser.post(at(case, "isi", "visa_index"), typed)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_question_that_is_not_asked_says_so_and_leads_on(ayu: Somebody) -> None:
    case = starts(ayu)
    fills_in(ayu, case, {"visa_index": "B1"})
    page = ayu.opens(at(case, "isi", "guarantor_name"))
    assert page.status_code == 409
    assert "belum perlu dijawab" in text_of(page)
    assert at(case, "isi") in page.content.decode()


def test_a_question_that_does_not_exist_has_no_page(ayu: Somebody) -> None:
    assert ayu.opens(at(starts(ayu), "isi", "shoe_size")).status_code == 404


def test_a_session_that_ends_in_the_middle_keeps_what_was_typed(ayu: Somebody) -> None:
    case = starts(ayu)
    address = at(case, "isi", "full_name")
    ayu.opens(address)
    ayu.browser.cookies.pop("sessionid")
    gone = ayu.sends(address, full_name="Anna Maria Eriksson")
    assert "/id/masuk/" in gone.headers["Location"]
    from django.contrib.auth import get_user_model

    ayu.browser.force_login(get_user_model().objects.get(pk=ayu.id))
    page = ayu.opens(address)
    assert "Isian Anda kami simpan" in text_of(page)
    assert "Anna Maria Eriksson" in page.content.decode()


# The last look


def test_the_last_look_shows_every_answer_and_file_with_a_way_to_change_it(ayu: Somebody) -> None:
    case = completes(ayu)
    page = ayu.opens(at(case, "periksa"))
    shown = text_of(page)
    for said in ("Anna Maria Eriksson", "12 Agustus 1974", "Swedia", "B1", "passport_page.jpg"):
        assert said in shown, said
    assert f"{at(case, 'isi', 'full_name')}?dari=periksa" in page.content.decode()


def test_everything_that_stands_in_the_way_is_said_at_once(ayu: Somebody) -> None:
    case = starts(ayu)
    page = ayu.sends(at(case, "periksa"), declaration="yes")
    assert page.status_code == 422
    shown = text_of(page)
    assert "Belum dijawab: Kode apa" in shown or "Belum dijawab" in shown
    assert "Belum diunggah: Halaman paspor dengan foto" in shown
    assert page_of(ayu, case).state == cases.DRAFT


def test_without_the_declaration_nothing_is_sent(ayu: Somebody) -> None:
    case = completes(ayu)
    page = ayu.sends(at(case, "periksa"))
    assert page.status_code == 422
    assert "Centang pernyataan ini" in text_of(page)
    assert page_of(ayu, case).state == cases.DRAFT


def test_sending_gives_a_number_and_says_what_comes_next_and_by_when(ayu: Somebody) -> None:
    case = completes(ayu)
    answer = ayu.sends(at(case, "periksa"), declaration="yes")
    assert answer.headers["Location"] == at(case, "terkirim")
    page = page_of(ayu, case)
    shown = text_of(ayu.opens(at(case, "terkirim")))
    assert page.number is not None
    assert page.number in shown
    assert "Bayar Rp 500.000" in shown
    assert "paling lambat" in shown


def test_the_same_sending_twice_files_once(ayu: Somebody) -> None:
    case = completes(ayu)
    typed = {"_key": str(case), "declaration": "yes"}
    ayu.browser.post(at(case, "periksa"), typed)
    again = ayu.browser.post(at(case, "periksa"), typed)
    assert again.headers["Location"] == at(case, "terkirim")
    assert len(cases.my_cases(ayu.actor, at=timezone.now())) == 1


def test_a_step_out_of_order_says_so_and_leads_on(ayu: Somebody) -> None:
    case = files(ayu)
    for address in (at(case, "isi", "full_name"), at(case, "periksa"), at(case, "berkas", "passport_page")):
        page = ayu.opens(address)
        assert page.status_code == 409, address
        assert "sedang tertutup" in text_of(page)
        assert at(case) in page.content.decode()
    assert ayu.sends(at(case, "isi", "full_name"), full_name="Orang Lain").status_code == 409
    assert page_of(ayu, case).answers["full_name"] == "Anna Maria Eriksson"
    assert ayu.opens(at(case, "isi")).headers["Location"] == at(case)


# A returned case


@pytest.fixture
def returned(ayu: Somebody, citra: Somebody) -> UUID:
    case = files(ayu)
    is_returned(
        case,
        citra,
        questions={"passport_number": "Satu angka kurang."},
        slots={"passport_page": "Fotonya buram."},
    )
    return case


def test_of_a_returned_case_only_what_was_named_is_open(ayu: Somebody, returned: UUID) -> None:
    shown = text_of(ayu.opens(at(returned, "isi")))
    assert "Satu angka kurang." in shown
    assert "Fotonya buram." in shown
    assert "Dua hal saja." in shown
    assert "Belum diperbaiki" in shown
    page = ayu.opens(at(returned, "isi", "full_name"))
    assert page.status_code == 409
    assert "Jawaban ini tetap" in text_of(page)
    assert ayu.opens(at(returned, "berkas", "return_ticket")).status_code == 409


def test_the_officers_reason_stands_above_the_question(ayu: Somebody, returned: UUID) -> None:
    shown = text_of(ayu.opens(at(returned, "isi", "passport_number")))
    assert "Petugas meminta ini diperbaiki: Satu angka kurang." in shown
    assert "Fotonya buram." in text_of(ayu.opens(at(returned, "berkas", "passport_page")))


def test_a_mended_case_goes_back_to_the_desk(ayu: Somebody, returned: UUID) -> None:
    from tests.domains.documents import papers

    from .test_files import a_file

    assert "Belum diperbaiki" in text_of(ayu.sends(at(returned, "periksa"), declaration="yes"))
    ayu.sends(at(returned, "isi", "passport_number"), passport_number="L898902C4")
    ayu.sends(at(returned, "berkas", "passport_page"), file=a_file("paspor.jpg", papers.jpeg(700, 900)))
    assert text_of(ayu.opens(at(returned, "isi"))).count("Sudah diperbaiki") == 2
    answer = ayu.sends(at(returned, "periksa"), declaration="yes")
    assert answer.headers["Location"] == at(returned)
    assert page_of(ayu, returned).state == cases.IN_REVIEW
    assert page_of(ayu, returned).answers["passport_number"] == "L898902C4"


def test_what_a_mended_answer_asks_for_can_be_given_too(ayu: Somebody, citra: Somebody) -> None:
    from tests.domains.documents import papers

    from .test_files import a_file

    case = files(ayu, STUDENT)
    is_returned(case, citra, questions={"guarantor_kind": "Penjaminnya orang tua."}, slots={})
    assert ayu.opens(at(case, "berkas", "guarantor_id")).status_code == 409
    ayu.sends(at(case, "isi", "guarantor_kind"), guarantor_kind="parent")
    shown = text_of(ayu.opens(at(case, "isi")))
    assert "Kartu identitas orang tua yang menjamin" in shown
    assert "Jawaban Anda yang baru memerlukannya." in shown
    assert ayu.sends(at(case, "berkas", "guarantor_id"), file=a_file("ktp.jpg", papers.jpeg())).status_code == 302
    answer = ayu.sends(at(case, "periksa"), declaration="yes")
    assert answer.headers["Location"] == at(case)
    assert page_of(ayu, case).state == cases.IN_REVIEW


# Strangers, and the database


@pytest.mark.parametrize("rest", [(), ("isi",), ("isi", "full_name"), ("periksa",), ("berkas", "passport_page")])
def test_another_persons_address_typed_in_finds_nothing(ayu: Somebody, budi: Somebody, rest: tuple[str, ...]) -> None:
    case = completes(ayu)
    page = budi.opens(at(case, *rest))
    assert page.status_code == 404
    assert "Eriksson" not in page.content.decode()


@pytest.mark.parametrize("rest", [("isi",), ("isi", "full_name"), ("periksa",), ("berkas", "passport_page")])
def test_forms_ask_few_questions_of_the_database(
    ayu: Somebody, rest: tuple[str, ...], django_assert_max_num_queries: Any
) -> None:
    case = completes(ayu, STUDENT)
    ayu.opens(at(case, *rest))
    with django_assert_max_num_queries(12):
        ayu.opens(at(case, *rest))


def test_student_answers_reach_the_end(ayu: Somebody) -> None:
    case = starts(ayu, STUDENT)
    fills_in(ayu, case, student_answers())
    assert ayu.opens(at(case, "isi")).status_code == 200
