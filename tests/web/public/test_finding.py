""" "Which one is mine?", page by page, and into the application."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from seluma.cli import story
from seluma.core.access.api import Actor
from seluma.domains.cases import api as cases

from .reading import words

pytestmark = pytest.mark.django_db
STUDENT = {"person": "foreigner", "stay": "limited", "aim": "longer", "purpose": "study"}
VISITOR = {"person": "foreigner", "stay": "visit", "aim": "longer"}


@pytest.fixture
def browser() -> Client:
    return Client()


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def sent(key: str, value: object) -> dict[str, str]:
    if isinstance(value, dt.date):
        return {f"{key}-day": str(value.day), f"{key}-month": str(value.month), f"{key}-year": str(value.year)}
    return {key: str(value)}


def walk(browser: Client, situation: dict[str, str], details: dict[str, object]) -> Any:
    """Answer page after page as somebody in this situation; the page with the result."""
    address, known = "/id/layanan-saya/", {}
    for _ in range(30):
        answer = browser.get(address, follow=True)
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        page = html.unescape(answer.content.decode())
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        if "tanya" in query:
            key = query["tanya"]
            data = sent(key, details[key]) if key in details else {"belum-tahu": "1"}
            done = browser.post(address, data)
            assert done.status_code == 302, words(done)
            address = done["Location"]
        elif 'method="get"' in page.split("<main")[1]:
            open_ones = [
                key for key in ("person", "stay", "aim", "purpose") if f'name="{key}"' in page and key not in query
            ]
            known = {**query, open_ones[0]: situation.get(open_ones[0], "-")}
            address = "/id/layanan-saya/?" + "&".join(f"{key}={value}" for key, value in known.items())
        else:
            return answer
    raise AssertionError("the pages ask without end")


def student_details() -> dict[str, object]:
    return {
        "visa_index": "E30A",
        "permit_expires_on": in_days(40),
        "first_granted_on": in_days(-325),
        "earlier_extensions": 0,
        "study_until": in_days(700),
        "guarantor_kind": "school",
        "extension_length": "1y",
        "passport_expires_on": in_days(1500),
    }


def test_a_pupil_is_led_to_the_pupils_service(browser: Client) -> None:
    page = walk(browser, STUDENT, student_details()).content.decode()
    assert "Ya, ini untuk Anda." in page
    assert f"/id/layanan/{story.STUDENT}/" in page


def test_a_visa_on_arrival_extended_once_is_told_no_with_the_article_and_the_change(browser: Client) -> None:
    details = {
        "visa_index": "B1",
        "earlier_extensions": 1,
        "permit_expires_on": in_days(10),
        "entered_on": in_days(-50),
    }
    page = words(walk(browser, VISITOR, details))
    assert "Belum dapat diajukan" in page
    assert "hanya dapat diperpanjang satu kali" in page
    assert "Ya, jika “Perpanjangan sebelumnya” adalah “0”." in page


def test_what_somebody_does_not_know_is_named(browser: Client) -> None:
    page = words(walk(browser, VISITOR, {"visa_index": "B1"}))
    assert "Bergantung pada petugas" in page
    assert "Bergantung pada yang belum Anda ketahui: " in page
    assert "Paspor berlaku sampai" in page


def test_an_officer_decides_where_no_certain_rule_was_found(browser: Client) -> None:
    page = words(walk(browser, VISITOR, {"visa_index": "D14"}))
    assert "Petugas yang memastikan" in page


def test_nothing_that_fits_leads_to_the_office_and_to_the_nearest(browser: Client) -> None:
    page = words(browser.get("/id/layanan-saya/?person=-"))
    assert "Belum ada layanan yang cocok" in page
    assert "Ya, dengan jawaban “Orang asing” pada “Siapa yang memerlukan layanan ini?”." in page


def test_the_nearest_is_what_somebody_may_want_and_not_who_they_would_have_to_be(browser: Client) -> None:
    page = words(browser.get("/id/layanan-saya/?person=foreigner&stay=visit&aim=guarantor"))
    near = page[page.index("Bukan ini, tetapi dekat") :]
    assert near.index("“Apa yang ingin diurus?”") < near.index("“Apa izin tinggalnya sekarang?”")


def test_the_address_holds_no_date_and_the_answers_stay_with_one_browser(browser: Client) -> None:
    here = "/id/layanan-saya/?person=foreigner&stay=limited&aim=longer&purpose=study"
    done = browser.post(f"{here}&tanya=permit_expires_on", sent("permit_expires_on", in_days(40)))
    assert str(in_days(40).year) not in done["Location"]
    assert "Jawaban Anda di sini" not in Client().get(f"{here}&hasil=1").content.decode()
    assert "Izin tinggal berlaku sampai" in browser.get(f"{here}&hasil=1").content.decode()
    assert "Izin tinggal berlaku sampai" not in Client().get(f"{here}&hasil=1").content.decode()


def test_a_question_sent_without_an_answer_says_so(browser: Client) -> None:
    answer = browser.get("/id/layanan-saya/?lanjut=person")
    assert answer.status_code == 422
    assert "Pilih salah satu." in words(answer)


def test_a_date_that_does_not_exist_is_said_beside_the_field(browser: Client) -> None:
    here = "/id/layanan-saya/?person=foreigner&stay=limited&aim=longer&purpose=study&tanya=permit_expires_on"
    answer = browser.post(
        here, {"permit_expires_on-day": "31", "permit_expires_on-month": "2", "permit_expires_on-year": "2027"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query", ["person=alien", "stay=%00", "tanya=visa_index", "x=1&tanya=full_name", "hasil=1&person="]
)
def test_an_address_somebody_wrote_leads_somewhere(browser: Client, query: str) -> None:
    assert browser.get(f"/id/layanan-saya/?{query}", follow=True).status_code == 200


def test_back_leads_to_the_question_before(browser: Client) -> None:
    page = html.unescape(browser.get("/id/layanan-saya/?person=foreigner&stay=visit").content.decode())
    assert 'href="/id/layanan-saya/?person=foreigner"' in page


def test_the_answers_go_along_into_the_application(browser: Client, office_today: dict[str, Actor]) -> None:
    walk(browser, STUDENT, student_details())
    ayu = office_today["applicant"]
    browser.force_login(get_user_model().objects.get(pk=ayu.id))
    key = re.search(
        r'name="_key" value="([^"]+)"', browser.get(f"/id/permohonan/mulai/{story.STUDENT}/").content.decode()
    )
    assert key
    browser.post(f"/id/permohonan/mulai/{story.STUDENT}/", {"_key": key[1]})
    draft = cases.draft_of(ayu, story.STUDENT)
    assert draft
    answers = cases.filling(ayu, draft, at=timezone.now()).answers
    assert answers["permit_expires_on"] == in_days(40).isoformat()
    assert answers["extension_length"] == "1y"


def test_starting_again_forgets_the_answers(browser: Client) -> None:
    walk(browser, STUDENT, student_details())
    browser.post("/id/layanan-saya/ulang/")
    assert "Izin tinggal berlaku sampai" not in words(walk(browser, {}, {}))
