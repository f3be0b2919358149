"""A person's copy of their own data: everything that is kept about them, nobody else's, and never unnoticed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from typing import Any

import pytest

from seluma.cli import specimens, story
from seluma.core.access.api import VISITOR, Actor, NotFound
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.cases import models
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db
NOTE = "Tanyakan lagi ke sekolahnya."


def copy_of(person: Actor, at: dt.datetime) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    archive = zipfile.ZipFile(cases.take_copy(by=person, at=at))
    return archive, json.loads(archive.read("data.json"))


def test_a_copy_holds_the_applications_with_files_messages_and_the_officers_notes(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    ayu, budi, citra = people["applicant"], people["applicant_2"], people["verifier"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.filed(budi, story.VISIT, story.Person("Orang Lain", "LAIN", "", "1990-01-01", "F", "Q1"), at=at)
    story.wrote(case, ayu, "Apakah berkas saya lengkap?", at=at, attached=True)
    cases.claim(case=case, by=citra, at=at)
    cases.write_note(case=case, text=NOTE, to=None, by=citra, at=at)
    cases.desk_case(citra, case, at=at)

    archive, told = copy_of(ayu, at)
    (application,) = told["applications"]
    assert application["number"]
    assert application["answers"]["full_name"] == story.ANNA.full_name
    assert [note["text"] for note in application["internal_notes"]] == [NOTE]
    assert application["messages"][0]["text"] == "Apakah berkas saya lengkap?"
    (attached,) = application["messages"][0]["attachments"]
    assert hashlib.sha256(archive.read(attached["file"])).hexdigest() == attached["digest"]
    assert application["bills"][0]["amount"]
    assert application["timeline"]
    assert application["who_looked"]
    assert "Orang Lain" not in archive.read("data.json").decode()
    for paper in application["files"]:
        assert hashlib.sha256(archive.read(paper["file"])).hexdigest() == paper["digest"]


def test_taking_a_copy_is_recorded_and_told_by_letter(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu = people["applicant"]
    copy_of(ayu, at)
    journal.deliver_all(at=at)
    assert "cases.DataCopied" in [entry.kind for entry in journal.timeline(Ref("account", ayu.id))]
    letter = messages.letters_to(ayu.id)[-1]
    assert letter.subject == "Salinan data Anda diambil"
    assert "letters" in copy_of(ayu, at)[1]


def test_a_permit_and_its_paper_are_in_the_copy(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu = people["applicant"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, ayu, people["verifier"], at=at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    archive, told = copy_of(ayu, at)
    (permit,) = told["applications"][0]["permits"]
    assert archive.read(permit["file"]).startswith(b"%PDF")


def test_the_file_that_an_authority_sent_back_is_in_the_copy(people: dict[str, Actor], at: dt.datetime) -> None:
    eko, visa = people["sponsor"], specimens.letter("e-visa", ["Contoh belaka."])
    case = story.filed(eko, "visa-c2", at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, eko, people["verifier"], at=at)
    cases.hand_over(case=case, adapter="manual", by=people["decider"], at=at)
    answer = cases.AnswerGiven(reference="EV-1", verdict="granted", filename="visa.pdf", data=visa)
    cases.answer_back(case=case, answer=answer, by=people["verifier"], at=at)
    archive, told = copy_of(eko, at)
    (handed,) = told["applications"][0]["handed_over"]
    assert archive.read(handed["file"]) == visa
    assert handed["reference"] == "EV-1"


def test_every_table_of_cases_that_tells_of_a_person_is_thought_of() -> None:
    """A new table with personal columns has to be put into the copy, or named here with why it is not."""
    in_the_copy = {
        "Case",
        "CaseMessage",
        "CaseMessageReading",
        "CaseNote",
        "Diary",
        "Reminder",
        "Handover",
        "Objection",
    }
    of_officers = {"Absence"}
    personal = {name for name, columns in models.PERSONAL.items() if columns}
    assert personal <= in_the_copy | of_officers


def test_nobody_who_is_not_signed_in_gets_one(at: dt.datetime) -> None:
    with pytest.raises(NotFound):
        cases.take_copy(by=VISITOR, at=at)
