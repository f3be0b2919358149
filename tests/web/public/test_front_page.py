"""The front page, the bare address, and the frame around every page."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from seluma.core.access import api as access
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.web.ui.build import BUILT, build
from tests.domains.catalogue.offices import copy_of_the_office

from .reading import links, words

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "layanan/",
    "layanan/?cari=pelajar",
    "layanan/?cari=zebra",
    "layanan/visit-extension/",
    "layanan/itas-student-extension/",
    "tentang/",
    "tentang/data-pribadi/",
    "tentang/aksesibilitas/",
    "tentang/kantor/",
)
FIRST_VIEW_BYTES = 150_000


def signed_in(*roles: str, organisation: UUID | None = None) -> Client:
    account = people.register(
        email="tamu@contoh.example",
        name="Ayu",
        password="hujan di atas kebun kopi",
        language="id",
        by=access.SYSTEM,
        at=timezone.now(),
        confirmed=True,
    )
    for role in roles:
        people.grant_role(account=account, role=role, organisation=organisation, by=access.SYSTEM, at=timezone.now())
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=account))
    return browser


@pytest.mark.parametrize(
    ("asked", "led"),
    [("en-GB,en;q=0.9", "/en/"), ("id", "/id/"), ("de,fr;q=0.8", "/id/"), ("", "/id/"), ("fr, en;q=0.5", "/en/")],
)
def test_the_bare_address_leads_to_the_language_that_the_browser_asks_for(asked: str, led: str) -> None:
    answer = Client(headers={"accept-language": asked}).get("/")
    assert (answer.status_code, answer["Location"]) == (302, led)
    assert "Accept-Language" in answer["Vary"]


def test_the_front_page_offers_what_exists_and_when_it_would_be_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC))
    page = Client().get("/id/")
    read = words(page)
    for sentence in (
        "Urusan imigrasi, satu tempat, dari rumah.",
        "Ajukan permohonan",
        "Lihat status",
        "Periksa dokumen",
        "Melanjutkan sekolah atau kuliah",
        "Tinggal lebih lama sebagai pengunjung",
        "4 hari kerja",
        "Lengkap hari ini, diputus paling lambat Senin, 30 November 2026",
        "Data contoh. Bukan dokumen resmi.",
    ):
        assert sentence in read, sentence
    english = words(Client().get("/en/"))
    assert "Complete today, decided by Monday 30 November 2026 at the latest" in english
    assert "Go on with school or university" in english


def test_it_claims_no_witness_since_there_is_none() -> None:
    assert "saksi" not in words(Client().get("/id/")).lower()
    assert "Belum ada saksi di luar kantor." in words(Client().get("/id/buku-besar/penjelasan/"))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_on_and_every_link_of_it_leads_somewhere(address: str, language: str) -> None:
    browser = Client()
    page = browser.get(f"/{language}/{address}")
    assert page.status_code == 200
    ways = set(links(page))
    assert len(ways) > 5
    for way in ways:
        answer = browser.get(way)
        assert answer.status_code in (200, 302), way
    other = {"id": "en", "en": "id"}[language]
    assert f"/{other}/{address}" in ways


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_little_of_the_database(address: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        Client().get(f"/id/{address}")
    ayu = signed_in()
    with django_assert_max_num_queries(12):
        ayu.get(f"/id/{address}")


def test_the_first_view_weighs_less_than_its_limit() -> None:
    if not (BUILT / "seluma.css").exists():
        build()
    page = Client().get("/id/")
    fetched = set(re.findall(r'(?:href|src)="/static/built/([^"]+)"', page.content.decode()))
    assert {"seluma.css", "seluma.js", "fonts/latin.woff2"} <= fetched
    fetched.add("fonts/latin-ext.woff2")
    weight = len(gzip.compress(page.content))
    for name in fetched:
        data = (BUILT / name).read_bytes()
        weight += len(data) if name.endswith(".woff2") else len(gzip.compress(data))
    assert weight <= FIRST_VIEW_BYTES, weight


def test_whoever_works_here_can_still_apply_from_the_front_page() -> None:
    officer = signed_in("verifier")
    assert "/id/layanan/" in links(officer.get("/id/"))
    assert "/id/permohonan/" in links(officer.get("/id/"))
    assert "Ajukan permohonan" in words(officer.get("/id/layanan/visit-extension/"))


def test_an_address_that_does_not_exist_says_so_and_leads_on() -> None:
    for address, language in (("/id/tidak/ada/", "id"), ("/en/layanan/tidak-ada/", "en")):
        answer = Client().get(address)
        assert answer.status_code == 404
        assert f"/{language}/" in links(answer)
        assert f"/{language}/layanan/" in links(answer)


def test_programs_find_the_mark_and_what_they_may_read() -> None:
    assert "Disallow: /*/permohonan/" in Client().get("/robots.txt").content.decode()
    assert Client().get("/favicon.ico").status_code == 302


def test_a_visitor_is_offered_to_sign_in_and_nothing_of_others_work() -> None:
    read = words(Client().get("/id/"))
    assert "Masuk" in read
    for label in ("Permohonan saya", "Meja petugas", "Pertanyaan", "Keluar", "Data diri"):
        assert not re.search(rf"\b{label}\b", read), label


def test_an_applicant_sees_her_applications_her_name_and_the_way_out() -> None:
    page = signed_in().get("/id/")
    read = words(page)
    assert "Permohonan saya" in read
    assert "Ayu" in read
    assert "Keluar" in read
    assert "Meja petugas" not in read
    assert "/id/permohonan/" in links(page)
    assert "/id/profil/" in links(page) or any("data-diri" in way for way in links(page))


@pytest.mark.parametrize(
    ("role", "label", "address", "others"),
    [
        ("verifier", "Meja petugas", "/id/meja/", ("Pertanyaan", "Pengantaran", "Permohonan saya")),
        ("decider", "Meja petugas", "/id/meja/", ("Pertanyaan", "Pengantaran", "Permohonan saya")),
        ("partner", "Pertanyaan", "/id/lembaga/", ("Meja petugas", "Pengantaran", "Permohonan saya")),
        ("administrator", "Pengantaran", "/id/pengelola/pengantaran/", ("Meja petugas", "Pertanyaan")),
    ],
)
def test_each_role_finds_its_work_in_the_navigation_and_after_signing_in(
    role: str, label: str, address: str, others: tuple[str, ...]
) -> None:
    school_office = people.organisation("dinas-pendidikan").id
    browser = signed_in(role, organisation=school_office if role == "partner" else None)
    page = browser.get("/id/")
    assert label in words(page)
    assert address in links(page)
    assert browser.get(address, follow=True).status_code == 200
    for other in others:
        assert other not in words(page)
    browser.logout()
    typed = {"login": "tamu@contoh.example", "password": "hujan di atas kebun kopi"}
    assert browser.post("/id/masuk/", typed)["Location"] == address


def test_leaving_by_choice_ends_the_session_and_leads_to_the_front_page() -> None:
    browser = signed_in()
    answer = browser.post("/id/keluar/")
    assert answer["Location"] == "/id/"
    assert "Masuk" in words(browser.get("/id/"))


def test_the_name_on_every_page_comes_from_the_offices_content(tmp_path: Any, settings: Any) -> None:
    folder = copy_of_the_office(tmp_path)
    office = folder / "office.toml"
    renamed = office.read_text("utf-8").replace("Imigrasi Seluma", "Imigrasi Contoh").replace("Pelayanan satu", "Satu")
    office.write_text(renamed, "utf-8")
    settings.SELUMA_CONTENT = folder
    read = words(Client().get("/id/"))
    assert "Imigrasi Contoh Satu pintu" in read
    assert "Imigrasi Seluma" not in read.replace("Kantor Layanan Imigrasi Seluma", "")


def test_a_page_keeps_its_head_when_the_content_cannot_be_read(tmp_path: Any, settings: Any) -> None:
    settings.SELUMA_CONTENT = tmp_path
    answer = Client(raise_request_exception=False).get("/id/")
    assert answer.status_code == 500
    assert "Layanan imigrasi" in words(answer)


def test_an_office_without_a_service_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "services", lambda on: [])
    assert "Belum ada layanan yang dibuka" in words(Client().get("/id/"))
    assert "Belum ada layanan yang dibuka" in words(Client().get("/id/layanan/"))
