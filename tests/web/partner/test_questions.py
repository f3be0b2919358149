"""An institution reads what it was asked and answers once."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.people import api as people
from seluma.lib.ids import Ref
from tests.web.officer.office import Somebody, another, files, text_of

INBOX = "/id/lembaga/"


def asked_about(case: UUID) -> agencies.AgencyQuestion:
    (question,) = agencies.questions(Ref("case", case))
    return question


def page_of(question: agencies.AgencyQuestion) -> str:
    return f"{INBOX}pertanyaan/{question.id}/"


@pytest.fixture
def question(ayu: Somebody) -> agencies.AgencyQuestion:
    return asked_about(files(ayu))


@pytest.fixture
def colleague(education: Somebody) -> Somebody:
    now = timezone.now()
    account = people.register(
        email="rekan@contoh.example",
        name="Ratih",
        password=story.PASSWORD,
        language="id",
        by=SYSTEM,
        at=now,
        confirmed=True,
    )
    organisation = people.organisation("dinas-pendidikan").id
    people.grant_role(account=account, role="partner", organisation=organisation, by=SYSTEM, at=now)
    return Somebody(people.actor_of(account))


def test_the_most_urgent_question_stands_first_and_the_late_are_marked(ayu: Somebody, education: Somebody) -> None:
    files(ayu, another(1))
    story.filed(ayu.actor, story.STUDENT, another(2), at=timezone.now() - dt.timedelta(days=12))
    page = education.opens(INBOX)
    shown = text_of(page)
    assert shown.index("Orang Contoh 2") < shown.index("Orang Contoh 1")
    assert re.search(r'class="late[^>]*>lewat \d+ hari', page.content.decode())
    assert "Menunggu jawaban Anda (2)" in shown


def test_a_question_shows_only_what_is_needed_to_answer_it(
    question: agencies.AgencyQuestion, education: Somebody
) -> None:
    shown = text_of(education.opens(page_of(question)))
    for words in ("Anna Maria Eriksson", "SMA Negeri Contoh 1", "Dasar:", "Jawab paling lambat"):
        assert words in shown
    for secret in ("L898902C3", "Jalan Contoh 5", "+62 812"):
        assert secret not in shown


def test_a_yes_needs_no_words_and_the_persons_data_are_gone_afterwards(
    question: agencies.AgencyQuestion, education: Somebody
) -> None:
    sent = education.sends(page_of(question), {"verdict": "yes", "remark": ""})
    shown = text_of(education.opens(sent.headers["Location"]))
    assert "jawaban Anda sudah kami terima" in shown
    assert "Dijawab oleh Hasan Basri" in shown
    assert "Anna Maria Eriksson" not in shown
    assert "Sudah dijawab" in text_of(education.opens(INBOX))
    assert asked_about(question.about.id).answer == agencies.YES


@pytest.mark.parametrize("verdict", ["no", "unclear"])
def test_anything_but_yes_is_explained(question: agencies.AgencyQuestion, education: Somebody, verdict: str) -> None:
    lacking = education.sends(page_of(question), {"verdict": verdict, "remark": " "})
    assert lacking.status_code == 422
    assert "Tuliskan alasan jawaban Anda" in text_of(lacking)
    assert re.search(rf'value="{verdict}"[^>]*checked', lacking.content.decode())
    education.sends(page_of(question), {"verdict": verdict, "remark": "Nomor induknya tidak ada."})
    assert asked_about(question.about.id).remark == "Nomor induknya tidak ada."


def test_an_answer_is_chosen(question: agencies.AgencyQuestion, education: Somebody) -> None:
    page = education.sends(page_of(question), {"remark": "Catatan."})
    assert page.status_code == 422
    assert "Pilih salah satu." in text_of(page)
    assert "Catatan." in text_of(page)


def test_the_second_answer_is_told_who_answered_and_when(
    question: agencies.AgencyQuestion, education: Somebody, colleague: Somebody
) -> None:
    colleague.sends(page_of(question), {"verdict": "yes", "remark": ""})
    page = education.sends(page_of(question), {"verdict": "no", "remark": "Tidak ada."})
    assert page.status_code == 409
    assert re.search(r"sudah dijawab oleh Ratih pada \w+", text_of(page))
    assert asked_about(question.about.id).answer == agencies.YES


def test_a_question_that_was_withdrawn_needs_no_answer(question: agencies.AgencyQuestion, education: Somebody) -> None:
    agencies.withdraw(about=question.about, by=SYSTEM, at=timezone.now())
    assert "Ditarik, tidak perlu dijawab" in text_of(education.opens(page_of(question)))
    page = education.sends(page_of(question), {"verdict": "yes", "remark": ""})
    assert page.status_code == 409
    assert "sudah ditarik" in text_of(page)


def test_another_institutions_question_is_not_found(question: agencies.AgencyQuestion, labour: Somebody) -> None:
    assert "Tidak ada pertanyaan yang menunggu." in text_of(labour.opens(INBOX))
    for page in (labour.opens(page_of(question)), labour.sends(page_of(question), {"verdict": "yes", "remark": ""})):
        assert page.status_code == 404
        assert "Eriksson" not in text_of(page)


def test_only_institutions_come_here(question: agencies.AgencyQuestion, ayu: Somebody, citra: Somebody) -> None:
    for somebody in (ayu, citra):
        assert somebody.opens(INBOX).status_code == 403
        assert somebody.opens(page_of(question)).status_code == 403


def test_the_letter_leads_to_the_question(
    question: agencies.AgencyQuestion, education: Somebody, settings: Any
) -> None:
    journal.deliver_all()
    from seluma.core.messages import api as messages

    address = messages.address_of(messages.Link("agency_question", str(question.id)), "id")
    assert address == f"{settings.SELUMA_BASE_URL}{page_of(question)}"
    assert education.opens(page_of(question)).status_code == 200


def test_the_pages_speak_english(question: agencies.AgencyQuestion, education: Somebody) -> None:
    shown = text_of(education.opens(f"/en/lembaga/pertanyaan/{question.id}/"))
    assert "Send the answer" in shown
    assert "12 August 1974" in shown


@pytest.mark.parametrize("how_many", [1, 5])
def test_inbox_and_question_ask_few_questions_of_the_database(
    ayu: Somebody, education: Somebody, how_many: int, django_assert_max_num_queries: Any
) -> None:
    found = [asked_about(files(ayu, another(number))) for number in range(how_many)]
    for address in (INBOX, page_of(found[0])):
        education.opens(address)
        with django_assert_max_num_queries(12):
            education.opens(address)
