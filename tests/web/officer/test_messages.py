"""The thread of a case on the desk: unread, answered, and not written into while a colleague holds the case."""

from __future__ import annotations

from django.utils import timezone

from seluma.domains.cases import api as cases

from .office import Somebody, at, files, is_claimed, text_of

QUESTION = "Apakah surat sekolah harus asli?"


def asks(ayu: Somebody, case: object) -> None:
    cases.send_message(case=case, text=QUESTION, by=ayu.actor, at=timezone.now())  # type: ignore[arg-type]


def test_unread_messages_stand_in_the_list_and_on_the_case(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    asks(ayu, case)
    assert "1 pesan baru" in text_of(citra.opens("/id/meja/daftar/perlu-diperiksa/"))
    assert "Pesan 1" in text_of(citra.opens(at(case)))
    assert QUESTION in text_of(citra.opens(at(case, "pesan/")))
    assert "pesan baru" not in text_of(citra.opens("/id/meja/daftar/perlu-diperiksa/"))


def test_an_officer_answers_and_sees_when_it_is_read(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    asks(ayu, case)
    sent = citra.sends(at(case, "pesan/"), {"text": "Cukup salinannya."})
    assert sent.status_code == 302
    shown = text_of(citra.opens(sent["Location"]))
    assert "Pesan terkirim" in shown
    assert "Belum dibaca pemohon" in shown
    ayu.opens(f"/id/permohonan/{case}/pesan/")
    assert "Dibaca pemohon" in text_of(citra.opens(at(case, "pesan/")))


def test_a_colleague_reads_and_is_told_who_answers(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    asks(ayu, case)
    page = fajar.opens(at(case, "pesan/"))
    assert QUESTION in text_of(page)
    assert "Petugas itu yang menjawab pemohon" in text_of(page)
    assert "Petugas itu yang menjawab pemohon" in text_of(fajar.sends(at(case, "pesan/"), {"text": "Halo"}))
    assert "1 pesan baru" in text_of(citra.opens("/id/meja/daftar/giliran-saya/"))


def test_the_reading_is_noted_for_the_applicant(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    asks(ayu, case)
    citra.opens(at(case, "pesan/"))
    assert "Membaca pesan tentang permohonan Anda" in text_of(ayu.opens(f"/id/permohonan/{case}/siapa-melihat/"))
