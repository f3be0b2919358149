"""One's own data: typed once, in any script, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import api as people

pytestmark = pytest.mark.django_db

PAGE = "/id/profil/"
PASSWORD = "hujan di atas kebun kopi"
TYPED = {
    "full_name": "Ayu Wulan Sari",
    "mrz_primary": "SARI",
    "mrz_secondary": "AYU WULAN",
    "birth_date-day": "12",
    "birth_date-month": "8",
    "birth_date-year": "1974",
    "birth_place": "Utopia",
    "sex": "F",
    "nationality": "UTO",
    "passport_number": "l898 902c3",
    "passport_issuer": "UTO",
    "passport_issued_on-day": "16",
    "passport_issued_on-month": "4",
    "passport_issued_on-year": "2022",
    "passport_expires_on-day": "15",
    "passport_expires_on-month": "4",
    "passport_expires_on-year": "2036",
    "address": "Jl. Merdeka 1\r\nRT 02 RW 03",
    "district": "17.05.02",
    "phone": "0812 3456 7890",
    "language": "id",
}


@pytest.fixture(autouse=True)
def nothing_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ayu(client: Client) -> UUID:
    account = people.register(
        email="ayu@contoh.example",
        name="Ayu Wulan Sari",
        password=PASSWORD,
        language="id",
        by=access.SYSTEM,
        at=timezone.now(),
        confirmed=True,
    )
    client.post("/id/masuk/", {"login": "ayu@contoh.example", "password": PASSWORD})
    return account


def saves(client: Client, *, page: str = PAGE, key: str = "", **changed: str) -> Any:
    names = {name.replace("__", "-"): value for name, value in changed.items()}
    return client.post(page, {**TYPED, **names, "_key": key or str(uuid4())})


def profile_of(account: UUID) -> people.Profile:
    return people.profile_for(people.actor_of(account), account)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_visitor_is_led_to_signing_in_and_back(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == "/id/masuk/?next=%2Fid%2Fprofil%2F"


def test_the_first_visit_offers_a_guess_at_the_name_in_the_passport(client: Client, ayu: UUID) -> None:
    page = client.get(PAGE).content.decode()
    assert re.search(r'name="mrz_primary"[^>]*value="SARI"', page)
    assert re.search(r'name="mrz_secondary"[^>]*value="AYU WULAN"', page)
    assert profile_of(ayu).mrz_primary == "", "a guess is not kept until the person says so"


def test_what_is_saved_is_shown_again(client: Client, ayu: UUID) -> None:
    answer = client.get(saves(client).headers["Location"])
    assert "Data diri Anda sudah disimpan" in text_of(answer)
    profile = profile_of(ayu)
    assert (profile.birth_date, profile.passport_number) == ("1974-08-12", "L898902C3")
    assert profile.address == "Jl. Merdeka 1\nRT 02 RW 03"
    page = answer.content.decode()
    assert re.search(r'name="birth_date-month"[^>]*value="8"', page)
    assert re.search(r'<option value="17.05.02" selected>\s*Seluma', page)
    assert re.search(r'name="passport_expires_on-year"[^>]*value="2036"', page)


def test_the_same_form_sent_twice_counts_once(client: Client, ayu: UUID) -> None:
    key = str(uuid4())
    first, second = saves(client, key=key), saves(client, key=key, birth_place="Lain")
    assert first.headers["Location"] == second.headers["Location"]
    assert profile_of(ayu).birth_place == "Utopia"
    kinds = [entry.kind for entry in journal.timeline(people.account_ref(ayu))]
    assert kinds.count("people.ProfileChanged") == 1


@pytest.mark.parametrize("name", ["Suharto", "محمد عبد الله", "Анна Каренина", "李小龙", "W" + "a" * 119])
def test_names_of_all_scripts_and_lengths_are_kept(client: Client, ayu: UUID, name: str) -> None:
    assert saves(client, full_name=name, birth_place=name[:100]).status_code == 302
    assert profile_of(ayu).full_name == name


def test_a_name_of_one_word_needs_no_second_part(client: Client, ayu: UUID) -> None:
    saves(client, full_name="Suharto", mrz_primary="SUHARTO", mrz_secondary="")
    assert (profile_of(ayu).mrz_primary, profile_of(ayu).mrz_secondary) == ("SUHARTO", "")


def test_a_birth_date_may_be_partly_unknown(client: Client, ayu: UUID) -> None:
    saves(client, birth_date__day="", birth_date__month="")
    assert profile_of(ayu).birth_date == "1974-00-00"
    page = client.get(PAGE).content.decode()
    assert re.search(r'name="birth_date-year"[^>]*value="1974"', page)
    assert not re.search(r'name="birth_date-month"[^>]*value="0"', page)


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(client: Client, ayu: UUID) -> None:
    answer = saves(
        client,
        full_name="Анна",
        mrz_primary="АННА",
        birth_date__day="29",
        birth_date__month="2",
        birth_date__year="2001",
        passport_number="?",
        passport_expires_on__year="2001",
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    summary = re.findall(r'href="(#[^"]+)"', page[page.index("govuk-error-summary") : page.index("<h1")])
    assert summary == ["#mrz_primary", "#birth_date-day", "#passport_number", "#passport_expires_on-day"]
    for typed in ("Анна", "АННА", "2001", "Jl. Merdeka 1"):
        assert typed in page
    assert "Tahun 2001 tidak punya 29 Februari." in text_of(answer)
    assert profile_of(ayu).full_name == "Ayu Wulan Sari"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("full_name", " ", "Tulis nama lengkap Anda."),
        ("mrz_primary", "李", "Di sini hanya huruf A sampai Z"),
        ("mrz_secondary", "B" * 36, "paling panjang 39 huruf"),
        ("passport_number", "A1", "5 sampai 9 huruf dan angka"),
        ("passport_number", "№1234567", "hanya huruf A sampai Z dan angka"),
        ("passport_expires_on__year", "2021", "Masa berlaku paspor ini sudah habis."),
        ("passport_issued_on__year", "2035", "Tanggal terbit paspor belum tiba."),
        ("nationality", "ZZZ", "Pilihan ini tidak ada di daftar."),
        ("phone", "12", "Tulis nomor telepon"),
        ("birth_date__year", "2190", "Tanggal lahir ini belum tiba."),
        ("full_name", "Ayu\u202eirtup", "membalik arah tulisan"),
    ],
)
def test_a_value_that_cannot_be_kept_says_why_beside_its_field(
    client: Client, ayu: UUID, field: str, typed: str, sentence: str
) -> None:
    answer = saves(client, **{field: typed})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) >= 2, "in the summary and beside the field"


def test_an_empty_name_in_the_passport_comes_back_with_a_guess(client: Client, ayu: UUID) -> None:
    answer = saves(client, full_name="Анна Каренина", mrz_primary="", mrz_secondary="")
    assert answer.status_code == 422
    assert re.search(r'name="mrz_primary"[^>]*value="KARENINA"', answer.content.decode())


def test_another_language_is_chosen_and_shown_at_once(client: Client, ayu: UUID) -> None:
    answer = saves(client, language="en")
    assert answer.headers["Location"] == "/en/profil/?saved=1"
    assert "Your details are saved" in text_of(client.get(answer.headers["Location"]))
    assert people.contact(ayu).language == "en"


def test_what_was_typed_when_the_session_ended_is_back_after_signing_in(client: Client, ayu: UUID) -> None:
    client.get(PAGE)
    client.cookies.pop("sessionid")
    answer = saves(client, birth_place="Pasar Tais")
    assert answer.headers["Location"].startswith("/id/masuk/?next=")
    client.post("/id/masuk/", {"login": "ayu@contoh.example", "password": PASSWORD})
    page = client.get(PAGE)
    assert "Pasar Tais" in page.content.decode()
    assert profile_of(ayu).birth_place == ""


def test_the_page_stands_in_english_too(client: Client, ayu: UUID) -> None:
    shown = text_of(client.get("/en/profil/"))
    for word in ("Your details", "Place of birth", "Passport number", "Germany", "Save"):
        assert word in shown
    for word in ("Nama lengkap", "Tempat lahir", "Jerman", "Simpan"):
        assert word not in shown


def test_the_page_costs_few_questions(
    client: Client, ayu: UUID, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    with django_assert_max_num_queries(5):
        client.get(PAGE)
