"""One thread for each case: the applicant and the office write to each other, and both see what was read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import Error, transaction

from seluma.cli import story
from seluma.core.access.api import Actor, NotFound, Refused
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.core.messages import api as letters
from seluma.domains.cases import api as cases
from seluma.domains.cases.models import CaseMessage
from seluma.domains.people import api as accounts
from seluma.lib.ids import Ref
from tests.domains.documents import papers

pytestmark = pytest.mark.django_db

QUESTION = "Apakah surat sekolah harus asli?"
ANSWER = "Cukup salinannya, asalkan terbaca."


def words_of(reader: Actor, case: Any, at: dt.datetime) -> list[str]:
    return [message.text for message in cases.conversation(reader, case, at=at).messages]


def letters_of(case: Any, kind: str = "case_message") -> list[letters.Posted]:
    return [letter for letter in letters.letters_about(Ref("case", case)) if letter.kind == kind]


@pytest.fixture
def case(people: dict[str, Actor], at: dt.datetime) -> Any:
    return story.filed(people["applicant"], story.VISIT, at=at)


def test_a_question_and_its_answer_stand_in_one_thread(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    cases.send_message(case=case, text=ANSWER, by=citra, at=at)
    assert words_of(ayu, case, at) == words_of(citra, case, at) == [QUESTION, ANSWER]
    asked, answered = cases.conversation(ayu, case, at=at).messages
    assert (asked.by_you, asked.by_office, answered.by_office) == (True, False, True)
    assert answered.by == citra.name


def test_the_other_side_sees_how_much_is_unread_until_it_reads(
    ayu: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    cases.send_message(case=case, text="Terima kasih.", by=ayu, at=at)
    assert cases.desk_case(citra, case, at=at).unread == 2
    assert cases.case_page(ayu, case, at=at).unread == 0
    assert next(item for item in cases.desk(citra, "everything", at=at) if item.id == case).unread == 2
    assert cases.mark_messages_read(case=case, by=citra, at=at) == 2
    assert cases.mark_messages_read(case=case, by=citra, at=at) == 0
    assert cases.desk_case(citra, case, at=at).unread == 0
    cases.send_message(case=case, text=ANSWER, by=citra, at=at)
    assert cases.case_page(ayu, case, at=at).unread == 1
    assert next(item for item in cases.my_cases(ayu, at=at) if item.id == case).unread == 1
    cases.mark_messages_read(case=case, by=ayu, at=at)
    assert cases.case_page(ayu, case, at=at).unread == 0


def test_who_wrote_sees_when_and_by_whom_it_was_read(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    assert cases.conversation(ayu, case, at=at).messages[0].read_at is None
    later = at + dt.timedelta(hours=2)
    cases.mark_messages_read(case=case, by=citra, at=later)
    message = cases.conversation(ayu, case, at=later).messages[0]
    assert (message.read_at, message.read_by) == (later, citra.name)


def test_a_case_that_is_held_counts_as_read_only_when_its_holder_has_read(
    people: dict[str, Actor], ayu: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    cases.claim(case=case, by=citra, at=at)
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    cases.mark_messages_read(case=case, by=people["verifier_2"], at=at)
    assert cases.desk_case(citra, case, at=at).unread == 1
    cases.mark_messages_read(case=case, by=citra, at=at)
    assert cases.desk_case(citra, case, at=at).unread == 0


def test_only_the_applicant_and_officers_read_it(
    people: dict[str, Actor], ayu: Actor, budi: Actor, case: Any, at: dt.datetime
) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    for stranger in (budi, people["sponsor"], people["partner_education"], people["administrator"]):
        with pytest.raises(NotFound):
            cases.conversation(stranger, case, at=at)
        with pytest.raises(NotFound):
            cases.send_message(case=case, text="Halo", by=stranger, at=at)
        with pytest.raises(NotFound):
            cases.mark_messages_read(case=case, by=stranger, at=at)


def test_while_an_officer_holds_the_case_no_other_writes(
    people: dict[str, Actor], citra: Actor, case: Any, at: dt.datetime
) -> None:
    cases.claim(case=case, by=citra, at=at)
    cases.send_message(case=case, text=ANSWER, by=citra, at=at)
    with pytest.raises(Refused, match="petugas lain"):
        cases.send_message(case=case, text=ANSWER, by=people["verifier_2"], at=at)
    assert "petugas lain" in str(cases.conversation(people["verifier_2"], case, at=at).why_closed)


def test_a_draft_has_no_thread_yet(ayu: Actor, at: dt.datetime, people: dict[str, Actor]) -> None:
    draft = cases.start(service=story.VISIT, by=ayu, at=at)
    with pytest.raises(Refused, match="belum diajukan"):
        cases.send_message(case=draft, text=QUESTION, by=ayu, at=at)


def test_after_the_end_it_can_be_read_and_says_why_nothing_is_written(
    ayu: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    cases.withdraw(case=case, by=ayu, at=at)
    for reader in (ayu, citra):
        assert words_of(reader, case, at) == [QUESTION]
        assert "sudah selesai" in str(cases.conversation(reader, case, at=at).why_closed)
        with pytest.raises(Refused, match="sudah selesai"):
            cases.send_message(case=case, text=ANSWER, by=reader, at=at)


def test_nothing_and_too_much_are_refused(ayu: Actor, case: Any, at: dt.datetime) -> None:
    for text, says in (("  \n ", "Tulis pesan"), ("a" * 2001, "terlalu panjang")):
        with pytest.raises(Refused, match=says):
            cases.send_message(case=case, text=text, by=ayu, at=at)


def test_a_flood_stops_until_somebody_has_read(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    for number in range(20):
        cases.send_message(case=case, text=f"Pesan {number}", by=ayu, at=at)
    with pytest.raises(Refused, match="20 pesan"):
        cases.send_message(case=case, text="Pesan lagi", by=ayu, at=at)
    cases.mark_messages_read(case=case, by=citra, at=at)
    cases.send_message(case=case, text="Pesan lagi", by=ayu, at=at)


def test_a_long_thread_is_read_in_pieces(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    for number in range(55):
        cases.send_message(case=case, text=f"Pesan {number}", by=citra, at=at)
    newest = cases.conversation(ayu, case, at=at)
    assert [message.text for message in newest.messages][::49] == ["Pesan 5", "Pesan 54"]
    oldest = cases.conversation(ayu, case, at=at, before=newest.earlier)
    assert [message.text for message in oldest.messages] == [f"Pesan {number}" for number in range(5)]
    assert oldest.earlier is None


def test_a_file_goes_with_a_message_and_is_opened_by_both_sides(
    ayu: Actor, budi: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    data = papers.pdf(2)
    cases.send_message(case=case, text="Ini suratnya.", attachments=[("surat.pdf", data)], by=ayu, at=at)
    (message,) = cases.conversation(citra, case, at=at).messages
    (paper,) = message.attachments
    assert (paper.filename, paper.pages) == ("surat.pdf", 2)
    before = len(cases.views_page(ayu, case))
    for reader in (ayu, citra):
        assert cases.attachment_content(reader, case, paper.id, at=at)[1] == data
    assert len(cases.views_page(ayu, case)) == before + 1, "only the officer's reading is noted"
    with pytest.raises(NotFound):
        cases.attachment_content(budi, case, paper.id, at=at)


def test_a_file_of_another_case_is_not_opened_through_ones_own(
    ayu: Actor, budi: Actor, case: Any, at: dt.datetime
) -> None:
    cases.send_message(case=case, text="Ini.", attachments=[("a.pdf", papers.pdf(1))], by=ayu, at=at)
    paper = cases.conversation(ayu, case, at=at).messages[0].attachments[0]
    person = story.Person("Budi", "BUDI", "", "1990-01-02", "M", "P7654321")
    other = story.filed(budi, story.VISIT, person, at=at)
    with pytest.raises(NotFound):
        cases.attachment_content(budi, other, paper.id, at=at)


def test_a_file_that_is_none_names_itself_and_nothing_is_sent(ayu: Actor, case: Any, at: dt.datetime) -> None:
    wrong = [("surat.pdf", papers.pdf(1)), ("jahat.pdf", b"MZ not a paper")]
    with pytest.raises(Refused, match=r"jahat\.pdf"):
        cases.send_message(case=case, text="Ini.", attachments=wrong, by=ayu, at=at)
    assert words_of(ayu, case, at) == []
    with pytest.raises(Refused, match="paling banyak 3"):
        cases.send_message(case=case, text="Ini.", attachments=[("a.pdf", papers.pdf(1))] * 4, by=ayu, at=at)


def test_the_letter_says_that_there_is_a_message_and_not_what_it_says(
    ayu: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    accounts.save_profile(account=ayu.id, changes={"language": "en"}, by=ayu, at=at)
    cases.send_message(case=case, text=ANSWER, by=citra, at=at)
    journal.deliver_all(at=at)
    (letter,) = letters_of(case)
    assert letter.account == ayu.id
    assert letter.subject.startswith("There is a message for you")
    assert f"/en/permohonan/{case}/pesan/" in letter.body
    assert ANSWER not in letter.body


def test_the_officer_who_holds_the_case_gets_a_letter_too(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    journal.deliver_all(at=at)
    assert letters_of(case) == [], "nobody holds it: it stands in the lists"
    cases.claim(case=case, by=citra, at=at)
    cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    journal.deliver_all(at=at)
    (letter,) = letters_of(case)
    assert letter.account == citra.id
    assert QUESTION not in letter.body


def test_who_has_read_meanwhile_gets_no_letter(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    cases.send_message(case=case, text=ANSWER, by=citra, at=at)
    cases.mark_messages_read(case=case, by=ayu, at=at)
    journal.deliver_all(at=at)
    assert letters_of(case) == []


def test_the_journal_knows_that_a_message_was_sent_and_not_what_it_says(
    ayu: Actor, citra: Actor, case: Any, at: dt.datetime
) -> None:
    cases.send_message(case=case, text=QUESTION, attachments=[("rahasia.pdf", papers.pdf(1))], by=ayu, at=at)
    cases.mark_messages_read(case=case, by=citra, at=at)
    kinds = [entry.kind for entry in journal.timeline(Ref("case", case))]
    assert kinds[-2:] == ["cases.CaseMessageSent", "cases.CaseMessagesViewed"]
    sent = next(entry for entry in journal.timeline(Ref("case", case)) if entry.kind == "cases.CaseMessageSent")
    assert QUESTION not in str(sent.event.as_facts() if sent.event else "")


def test_an_officers_reading_is_seen_by_the_applicant(ayu: Actor, citra: Actor, case: Any, at: dt.datetime) -> None:
    before = len(cases.views_page(ayu, case))
    cases.conversation(ayu, case, at=at)
    assert len(cases.views_page(ayu, case)) == before
    cases.conversation(citra, case, at=at)
    assert next(str(view.title) for view in cases.views_page(ayu, case)) == "Membaca pesan tentang permohonan Anda"


def test_the_database_lets_no_message_change(ayu: Actor, case: Any, at: dt.datetime) -> None:
    message = cases.send_message(case=case, text=QUESTION, by=ayu, at=at)
    for change in (
        lambda: CaseMessage.objects.filter(id=message).update(text="Lain"),
        lambda: CaseMessage.objects.filter(id=message).delete(),
    ):
        with pytest.raises(Error, match="never change"), transaction.atomic():
            change()


def test_what_is_attached_is_kept_once(ayu: Actor, case: Any, at: dt.datetime) -> None:
    data = papers.pdf(1)
    cases.send_message(case=case, text="Ini.", attachments=[("a.pdf", data)] * 2, by=ayu, at=at)
    digests = {paper.digest for paper in cases.conversation(ayu, case, at=at).messages[0].attachments}
    assert len(digests) == 1
    assert files.read(digests.pop()) == data
