"""The thread of one's own application: asking, attaching, being answered, and what the pages tell about it."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seluma.domains.cases import api as cases
from tests.domains.documents import papers

from .applying import Somebody, files, starts, text_of

QUESTION = "Apakah surat sekolah harus asli?"


def at(case: UUID, rest: str = "pesan/") -> str:
    return f"/id/permohonan/{case}/{rest}"


def pdf(name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, papers.pdf(1), content_type="application/pdf")


def test_a_question_goes_to_the_office_and_stands_in_the_thread(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    sent = ayu.sends(at(case), text=QUESTION, file_1=pdf(), file_3=pdf("lain.pdf"))
    assert (sent.status_code, sent["Location"]) == (302, f"{at(case)}?terkirim=1#tulis")
    shown = text_of(ayu.opens(sent["Location"]))
    assert "Pesan Anda terkirim" in shown
    assert QUESTION in shown
    assert "Belum dibaca petugas" in shown
    assert "surat.pdf" in shown
    assert "lain.pdf" in shown
    citra.opens(f"/id/meja/permohonan/{case}/pesan/")
    assert "Dibaca Citra" in text_of(ayu.opens(at(case)))


def test_limits_of_attachments_are_said_before(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(files(ayu))))
    assert "PDF, JPEG atau PNG, paling besar 5 MB." in shown


def test_what_cannot_be_sent_stays_in_the_form_with_the_reason(ayu: Somebody) -> None:
    case = files(ayu)
    wrong = ayu.sends(at(case), text=QUESTION, file_1=SimpleUploadedFile("a.pdf", b"MZ no paper"))
    assert wrong.status_code == 422
    assert "a.pdf: Isi berkas ini program komputer" in text_of(wrong)
    assert QUESTION in text_of(wrong)
    assert "Tulis pesan Anda" in text_of(ayu.sends(at(case), text=" "))
    assert cases.conversation(ayu.actor, case, at=timezone.now()).messages == ()


def test_the_same_form_sent_twice_is_one_message(ayu: Somebody) -> None:
    case = files(ayu)
    for _again in range(2):
        ayu.sends(at(case), text=QUESTION, _key="0193a0c0-0000-7000-8000-000000000001")
    assert len(cases.conversation(ayu.actor, case, at=timezone.now()).messages) == 1


def test_an_answer_is_told_on_the_list_and_the_case_until_it_is_read(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    cases.send_message(case=case, text="Cukup salinannya.", by=citra.actor, at=timezone.now())
    assert "1 pesan baru" in text_of(ayu.opens("/id/permohonan/"))
    assert "1 pesan baru dari petugas." in text_of(ayu.opens(at(case, "")))
    first = text_of(ayu.opens(at(case)))
    assert "Petugas Citra" in first
    assert "Baru" in first
    assert "pesan baru" not in text_of(ayu.opens("/id/permohonan/"))
    assert "pesan baru" not in text_of(ayu.opens(at(case, "")))


def test_a_stranger_finds_no_thread(ayu: Somebody, budi: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    for person in (budi, citra):
        assert person.opens(at(case)).status_code == 404
        assert person.sends(at(case), text="Halo").status_code == 404


def test_an_attachment_is_saved_and_never_opened_inside_our_pages(ayu: Somebody, budi: Somebody) -> None:
    case = files(ayu)
    ayu.sends(at(case), text=QUESTION, file_1=pdf())
    paper = cases.conversation(ayu.actor, case, at=timezone.now()).messages[0].attachments[0]
    answer = ayu.opens(at(case, f"pesan/berkas/{paper.id}/"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert budi.opens(at(case, f"pesan/berkas/{paper.id}/")).status_code == 404


def test_a_thread_that_ended_says_so_and_has_no_form(ayu: Somebody) -> None:
    case = files(ayu)
    cases.withdraw(case=case, by=ayu.actor, at=timezone.now())
    page = ayu.opens(at(case))
    assert "Permohonan ini sudah selesai" in text_of(page)
    assert b"<textarea" not in page.content
    assert "sudah selesai" in text_of(ayu.sends(at(case), text=QUESTION))


def test_a_draft_says_that_messages_come_later(ayu: Somebody) -> None:
    assert "belum diajukan" in text_of(ayu.opens(at(starts(ayu))))


def test_what_is_written_is_shown_as_written_and_not_as_markup(ayu: Somebody) -> None:
    case = files(ayu)
    ayu.sends(at(case), text="<b>tebal</b>")
    assert b"&lt;b&gt;tebal&lt;/b&gt;" in ayu.opens(at(case)).content
