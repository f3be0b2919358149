"""Signing up, in and out, and a new password: as a person in a browser sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import api as people

pytestmark = pytest.mark.django_db

EMAIL = "ayu@contoh.example"
PASSWORD = "hujan di atas kebun kopi"


@pytest.fixture(autouse=True)
def nothing_tried_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ayu() -> UUID:
    return registered("Ayu", EMAIL)


def registered(name: str, email: str, language: str = "id", confirmed: bool = True) -> UUID:
    return people.register(
        email=email,
        name=name,
        password=PASSWORD,
        language=language,
        by=access.SYSTEM,
        at=timezone.now(),
        confirmed=confirmed,
    )


def signs_up(client: Client, language: str = "id", **changed: str) -> Any:
    typed = {"name": "Ayu", "email": EMAIL, "password1": PASSWORD, **changed}
    return client.post(f"/{language}/daftar/", typed)


def signs_in(client: Client, email: str = EMAIL, password: str = PASSWORD, language: str = "id") -> Any:
    return client.post(f"/{language}/masuk/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in(letter: Any) -> str:
    (link,) = re.findall(r"https?://[^/\s]+(/\S+)", letter.body)
    return link


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def told(account: UUID) -> list[str]:
    return [entry.kind for entry in journal.timeline(people.account_ref(account))]


def test_a_visitor_signs_up_confirms_and_is_in(client: Client) -> None:
    answer = signs_up(client, name="محمد عبد الله")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/id/daftar/periksa-surat/"
    assert "Periksa surat Anda" in text_of(client.get(answer.headers["Location"]))
    assert not is_signed_in(client)

    (letter,) = mail.outbox
    assert letter.to == [EMAIL]
    assert "محمد عبد الله" in letter.body
    page = client.get(link_in(letter))
    assert EMAIL in text_of(page)
    assert not is_signed_in(client), "opening the link alone must do nothing: programs open links, too"

    client.post(link_in(letter))
    assert is_signed_in(client)
    account = people.find_account(EMAIL)
    assert account
    assert told(account) == ["people.AccountRegistered", "people.EmailConfirmed", "people.SessionOpened"]
    assert people.names([account]) == {account: "محمد عبد الله"}


def test_a_link_opened_on_another_device_leads_to_signing_in(client: Client) -> None:
    signs_up(Client())
    answer = client.post(link_in(mail.outbox[0]))
    assert answer.headers["Location"] == "/id/masuk/?confirmed=1"
    assert "Alamat e-mail Anda sudah pasti" in text_of(client.get(answer.headers["Location"]))
    signs_in(client)
    assert is_signed_in(client)


def test_a_link_pressed_twice_says_so(client: Client) -> None:
    signs_up(Client())
    link = link_in(mail.outbox[0])
    client.post(link)
    for answer in (client.post(link), client.get(link), client.get("/id/daftar/pastikan/palsu/")):
        assert answer.status_code == 200
        assert "Tautan ini tidak berlaku lagi" in text_of(answer)


def test_nobody_is_in_before_the_address_is_confirmed(client: Client) -> None:
    registered("Ayu", EMAIL, confirmed=False)
    assert signs_in(client).headers["Location"] == "/id/daftar/periksa-surat/"
    assert not is_signed_in(client)
    assert len(mail.outbox) == 1


def test_letters_and_their_links_come_in_the_persons_language(client: Client) -> None:
    registered("Budi", "budi@contoh.example", language="en", confirmed=False)
    signs_in(client, "budi@contoh.example", language="id")
    (letter,) = mail.outbox
    assert letter.subject == "Confirm your e-mail address"
    assert link_in(letter).startswith("/en/")


def test_signing_up_in_english_makes_an_english_account(client: Client) -> None:
    signs_up(client, language="en")
    account = people.find_account(EMAIL)
    assert account
    assert people.contact(account).language == "en"


def test_a_taken_address_looks_the_same_and_only_its_letter_tells(client: Client, ayu: UUID) -> None:
    answer = signs_up(client, name="Lain")
    assert answer.headers["Location"] == "/id/daftar/periksa-surat/"
    (letter,) = mail.outbox
    assert letter.subject == "Anda sudah punya akun"
    assert told(ayu) == ["people.AccountRegistered"]


def test_somebody_was_faster_with_the_same_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.account.internal.flows import manage_email

    registered("Ayu", EMAIL)
    monkeypatch.setattr(manage_email, "assess_unique_email", lambda *_, **__: True)
    assert signs_up(client).headers["Location"] == "/id/daftar/periksa-surat/"
    assert mail.outbox[0].subject == "Anda sudah punya akun"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Tulis nama lengkap Anda. Satu kata pun cukup."),
        ("name", "h" * 201, "Nama paling panjang 200 huruf."),
        ("email", "ayu", "Tulis alamat e-mail seperti nama@contoh.id"),
        ("email", "ayu@contoh.ехаmрlе", "Tulis alamat e-mail seperti nama@contoh.id"),
        ("password1", "", "Tulis kata sandi."),
        ("password1", "pendek", "Kata sandi paling pendek 10 huruf."),
        ("password1", "password123", "Kata sandi ini terlalu mudah ditebak."),
        ("password1", "a" * 201, "Kata sandi paling panjang 200 huruf."),
    ],
)
def test_what_cannot_be_kept_is_told_beside_the_field_and_on_top(
    client: Client, field: str, typed: str, sentence: str
) -> None:
    answer = signs_up(client, **{"name": "Анна", field: typed})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count(sentence) >= 2
    assert f'href="#{field}"' in page
    assert field == "name" or "Анна" in page, "what was typed stays"
    assert PASSWORD not in page, "but never a password"
    assert people.find_account(EMAIL) is None


def test_names_of_all_scripts_and_lengths_open_an_account(client: Client) -> None:
    for number, name in enumerate(["Suharto", "李小龙", "Анна Каренина", "W" + "a" * 119]):
        signs_up(client, name=name, email=f"orang{number}@contoh.example")
        account = people.find_account(f"orang{number}@contoh.example")
        assert account
        assert people.names([account])[account] == name


def test_a_wrong_password_and_an_unknown_address_look_the_same(client: Client, ayu: UUID) -> None:
    wrong = signs_in(client, password="bukan ini")
    unknown = signs_in(client, email="siapa@contoh.example")
    assert "Alamat e-mail dan kata sandi ini tidak cocok." in text_of(wrong)
    assert text_of(wrong) == text_of(unknown)
    assert not is_signed_in(client)


def test_an_address_is_known_in_any_case_of_letters(client: Client, ayu: UUID) -> None:
    signs_in(client, email="AYU@Contoh.Example")
    assert is_signed_in(client)


def test_guessing_is_stopped(client: Client, ayu: UUID) -> None:
    for _ in range(5):
        signs_in(client, password="bukan ini")
    assert "Terlalu sering dicoba." in text_of(signs_in(client))
    assert not is_signed_in(client)


def test_what_our_database_cut_short_is_no_guess(client: Client, ayu: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError

    typed = {"login": "ayu@contoh.example", "password": PASSWORD}
    client.raise_request_exception = False
    with monkeypatch.context() as changed:
        changed.setattr("allauth.account.adapter.authenticate", away)
        assert {client.post("/id/masuk/", typed).status_code for _ in range(12)} == {500}
    assert client.post("/id/masuk/", typed).status_code == 302


def test_after_signing_in_one_goes_on_where_one_wanted_to_go(client: Client, ayu: UUID) -> None:
    page = client.get("/id/masuk/?next=/id/profil/")
    assert 'name="next" value="/id/profil/"' in page.content.decode()
    typed = {"login": EMAIL, "password": PASSWORD}
    assert client.post("/id/masuk/", {**typed, "next": "/id/profil/"}).headers["Location"] == "/id/profil/"


def test_nobody_is_led_to_a_strangers_house(client: Client, ayu: UUID) -> None:
    typed = {"login": EMAIL, "password": PASSWORD, "next": "https://jahat.example/"}
    assert client.post("/id/masuk/", typed).headers["Location"] == "/id/permohonan/"


def test_signing_out_takes_a_button(client: Client, ayu: UUID) -> None:
    signs_in(client)
    assert "Keluar dari akun?" in text_of(client.get("/id/keluar/"))
    assert is_signed_in(client)
    client.post("/id/keluar/")
    assert not is_signed_in(client)


def test_a_forgotten_password_is_made_new_by_the_link_in_a_letter(client: Client, ayu: UUID) -> None:
    elsewhere = Client()
    signs_in(elsewhere)
    answer = client.post("/id/kata-sandi/", {"email": EMAIL})
    assert "Periksa surat Anda" in text_of(client.get(answer.headers["Location"]))
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    assert 'name="password1"' in page.content.decode()
    where = page.redirect_chain[-1][0]

    weak = client.post(where, {"password1": "pendek"})
    assert "Kata sandi paling pendek 10 huruf." in text_of(weak)
    done = client.post(where, {"password1": "kebun kopi sesudah hujan"}, follow=True)
    assert "Kata sandi Anda sudah diganti" in text_of(done)
    assert mail.outbox[1].subject == "Kata sandi Anda sudah diganti"
    assert told(ayu)[-1] == "people.PasswordChanged"

    assert "Tautan ini tidak berlaku lagi" in text_of(Client().get(link, follow=True))
    assert elsewhere.get("/id/profil/").status_code == 302, "other devices are signed out"
    signs_in(client, password="kebun kopi sesudah hujan")
    assert is_signed_in(client)


def test_asking_for_an_unknown_address_looks_the_same(client: Client, ayu: UUID) -> None:
    known = client.post("/id/kata-sandi/", {"email": EMAIL})
    unknown = client.post("/id/kata-sandi/", {"email": "siapa@contoh.example"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert mail.outbox[1].subject == "Belum ada akun dengan alamat ini"


def test_a_mail_server_that_is_away_is_told_and_loses_nothing(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.web.test_accounts.Away"
    answer = signs_up(client)
    assert answer.status_code == 503
    assert "Surat belum terkirim" in text_of(answer)
    assert people.find_account(EMAIL)


class Away:
    """A mail server that cannot be reached."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def send_messages(self, _: Any) -> int:
        raise ConnectionRefusedError


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_stands_in_both_languages(client: Client, language: str) -> None:
    other = {"id": ["Sign in", "Create", "password"], "en": ["Masuk", "Buat akun", "kata sandi"]}[language]
    with translation.override(language):
        for name in PAGES:
            page = client.get(reverse(name))
            assert page.status_code == 200, name
            body = re.sub(r"(?s)<(head|header|footer|script)\b.*?</\1>", "", page.content.decode())
            shown = " ".join(re.sub(r"<[^>]+>", " ", body).split())
            assert not [word for word in other if word in shown], shown


PAGES = (
    "account_login",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
)


def test_a_sentence_stands_once_on_its_page(client: Client) -> None:
    assert text_of(client.get("/id/daftar/")).count("Dengan akun Anda mengajukan permohonan") == 1
    assert text_of(client.get("/id/masuk/?confirmed=1")).count("Silakan masuk dengan kata sandi Anda.") == 1


def test_only_pages_of_ours_are_routed() -> None:
    for name in ("account_email", "account_change_password", "account_set_password", "account_reauthenticate"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_signing_in_costs_few_questions(
    client: Client, ayu: UUID, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(3):
        client.get("/id/masuk/")
