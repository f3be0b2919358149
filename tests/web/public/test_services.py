"""Finding a service, and reading everything about it before applying."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seluma.core.access.api import SYSTEM
from seluma.domains.catalogue import api as catalogue
from seluma.lib.text import Text
from seluma.web.public import searching

from .reading import links, words
from .test_front_page import signed_in

pytestmark = pytest.mark.django_db

VISIT, STUDENT = "visit-extension", "itas-student-extension"
TODAY = dt.date(2026, 11, 24)


def found(typed: str) -> list[str]:
    return [service.code for service in searching.find(catalogue.services(on=timezone.localdate()), typed).services]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("pelajar", STUDENT),
        ("perpanjang izin tinggal pelajar", STUDENT),
        ("saya ingin melanjutkan kuliah", STUDENT),
        ("student", STUDENT),
        ("studying at university", STUDENT),
        ("e30b", STUDENT),
        ("mahasisswa", STUDENT),
        ("kunjungan", VISIT),
        ("VoA", VISIT),
        ("liburan", VISIT),
        ("tourists", VISIT),
        ("visit", VISIT),
        ("kunjúngàn", VISIT),
        ("stay longer as a visitor", VISIT),
    ],
)
def test_a_service_is_found_by_own_words_in_either_language(typed: str, wanted: str) -> None:
    """Where several services bear the word in their titles, all of them come first."""
    assert wanted in found(typed)[:3]


def test_who_says_what_is_wanted_finds_it_first() -> None:
    assert found("perpanjang izin tinggal pelajar")[0] == STUDENT
    assert found("stay longer as a visitor")[0] == VISIT
    assert found("membawa keluarga saya ke sini")[0] == "visa-e31"
    assert found("paspor saya hilang")[0] == "passport-lost"


def test_a_word_of_many_services_finds_all_of_them() -> None:
    assert {STUDENT, "itas-worker-extension", "itas-first", "itas-to-itap"} <= set(found("ITAS"))
    assert {VISIT, "itk-to-itas"} <= set(found("ITK"))


def test_what_is_not_offered_is_not_found() -> None:
    assert found("zebra") == []
    assert not searching.find(catalogue.services(on=TODAY), "zebra").whole


def test_where_no_service_holds_every_word_the_closest_are_shown_and_it_is_said() -> None:
    page = words(Client().get("/id/layanan/?cari=pelajar+zebra"))
    assert "Tidak ada layanan yang memuat semua kata dari “pelajar zebra”. Yang paling dekat:" in page
    assert "Perpanjangan izin tinggal murid dan mahasiswa" in page


def test_a_search_without_result_shows_what_there_is_and_whom_to_ask() -> None:
    page = Client().get("/id/layanan/?cari=zebra")
    assert "Belum ada layanan untuk “zebra”" in words(page)
    assert "Perpanjangan izin tinggal kunjungan" in words(page)
    assert "/id/tentang/kantor/" in links(page)


def test_the_search_keeps_what_was_typed_and_needs_no_script() -> None:
    page = Client().get("/en/layanan/?cari=student").content.decode()
    assert re.search(r'<input[^>]*name="cari"[^>]*value="student"', page)
    assert re.search(r'<form[^>]*role="search"[^>]*action="/en/layanan/"[^>]*method="get"', page)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "%00", "a" * 5000, "🙂", "'\"", "%", "   ", "\\"])
def test_whatever_is_typed_into_the_search_gets_a_page(typed: str) -> None:
    answer = Client().get("/id/layanan/", {"cari": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_page_tells_what_the_law_wants_and_how_sure_we_are() -> None:
    read = words(Client().get(f"/id/layanan/{STUDENT}/"))
    for sentence in (
        "4 hari kerja",
        "dari permohonan lengkap sampai keputusan",
        "Rp 3.000.000",
        "Angka ini belum pasti.",
        "Kasir memastikan jumlahnya sebelum Anda membayar.",
        "Kumpulan tanya jawab visa, Desember 2024",
        "Penjamin Sekolah, kampus, atau orang tua",
        "Surat jaminan dari penjamin",
        "Hanya jika orang tua yang menjamin.",
        "PDF, JPEG atau PNG, paling besar 5,2 MB.",
        "Paspor Anda harus masih berlaku paling sedikit 6 bulan.",
        "Dinas Pendidikan dan Kebudayaan Kabupaten Seluma",
        "Hanya untuk murid sekolah (E30A).",
        "Demonstrasi. Wewenang memperpanjang izin tinggal ada pada kantor imigrasi",
        "PP 40/2023 Pasal 148",
        "Dihitung sejak permohonan lengkap, tanpa waktu untuk persetujuan pusat.",
        "Dalam 21 hari kerja Anda boleh menulis keberatan",
        "Belum pasti",
        "diperiksa 24 November 2026",
        "Versi 1, berlaku sejak 1 Juli 2025.",
    ):
        assert sentence in read, sentence
    assert catalogue.service(STUDENT, on=TODAY).digest in read


def test_what_others_decide_promises_no_decision_but_when_it_goes_there() -> None:
    read = words(Client().get("/id/layanan/visa-c2/"))
    assert "sampai kami menyerahkannya; jawabannya sekitar 5 hari kerja sesudah itu" in read
    assert "sampai keputusan" not in read
    assert "Yang kembali: Visa elektronik." in read


def test_a_fee_that_is_certain_says_since_when_and_from_where() -> None:
    read = words(Client().get(f"/en/layanan/{VISIT}/"))
    assert "by the state’s tariff Rp 250.000 – 1.000.000" in read
    assert "Visit stay permit, up to 30 days Rp 500.000" in read
    assert "In force since 17 December 2024 · Source: PP 45/2024" in read
    assert "This figure is not certain." not in read.partition("Fee")[2].partition("What can stand")[0]
    assert "Another institution" not in read


def test_a_visitor_signs_in_or_signs_up_first_and_is_led_back_to_the_application() -> None:
    ways = links(Client().get(f"/id/layanan/{VISIT}/"))
    start = f"/id/permohonan/mulai/{VISIT}/"
    assert f"/id/masuk/?next={start}" in ways
    assert f"/id/daftar/?next={start}" in ways


def test_an_applicant_opens_the_application_with_one_button() -> None:
    ayu = signed_in()
    page = ayu.get(f"/id/layanan/{VISIT}/").content.decode()
    form = re.search(rf'(?s)<form method="post" action="(/id/permohonan/mulai/{VISIT}/)".*?</form>', page)
    assert form is not None
    key = re.search(r'name="_key" value="([^"]+)"', form[0])
    assert key is not None
    opened = ayu.post(form[1], {"_key": key[1]})
    again = ayu.post(form[1], {"_key": key[1]})
    assert opened.status_code == 302
    assert opened["Location"].endswith("/isi/")
    assert again["Location"] == opened["Location"]


def test_a_service_that_does_not_exist_leads_to_those_that_do() -> None:
    answer = Client().get("/id/layanan/visa-emas/")
    assert answer.status_code == 404
    assert "Layanan ini tidak ada, atau belum dibuka." in words(answer)
    assert "/id/layanan/" in links(answer)


def test_a_service_that_was_withdrawn_says_why_and_cannot_be_started() -> None:
    ayu = signed_in()
    why = Text(id="Wewenangnya beralih.", en="The power went elsewhere.")
    catalogue.withdraw(code=VISIT, reason=why, by=SYSTEM, at=timezone.now())
    page = Client().get(f"/en/layanan/{VISIT}/")
    assert page.status_code == 404
    assert "This service is not offered any more" in words(page)
    assert "The power went elsewhere." in words(page)
    start = ayu.get(f"/id/permohonan/mulai/{VISIT}/")
    assert start.status_code == 404
    assert "Wewenangnya beralih." in words(start)
    assert VISIT not in found("kunjungan")


def test_every_service_of_the_content_has_a_whole_page_in_both_languages(django_assert_max_num_queries: Any) -> None:
    for service in catalogue.services(on=TODAY):
        for language in ("id", "en"):
            with django_assert_max_num_queries(3):
                page = Client().get(f"/{language}/layanan/{service.code}/")
            read = words(page)
            assert service.title.in_(language) in read
            for document in service.documents:
                assert document.title.in_(language) in read
            for law in service.law:
                assert law.cite.in_(language) in read
