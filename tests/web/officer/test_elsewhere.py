"""Handing over, the package, the answer and objections, through the pages of officer and applicant."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seluma.cli import specimens, story
from seluma.domains.cases import api as cases

from .office import Somebody, at, files, is_verified, state_of, text_of, worker_runs

PDF = specimens.letter("e-visa", ["Contoh belaka."])


def sponsor(cast: dict[str, Any]) -> Somebody:
    return Somebody(cast["sponsor"])


@pytest.fixture
def eko(cast: dict[str, Any]) -> Somebody:
    return sponsor(cast)


@pytest.fixture
def ready(eko: Somebody, citra: Somebody) -> UUID:
    """A visa request that waits to be handed over."""
    case = files(eko, service=story.VISA)
    is_verified(case, citra)
    story.paid(case, eko.actor, citra.actor, at=timezone.now())
    return case


@pytest.fixture
def gone(ready: UUID, dewi: Somebody) -> UUID:
    dewi.sends(at(ready, "serahkan-keluar/"), {"adapter": "manual"})
    worker_runs()
    return ready


def test_the_whole_way_out_and_back(ready: UUID, eko: Somebody, citra: Somebody, dewi: Somebody) -> None:
    shown = text_of(dewi.opens(at(ready, "serahkan-keluar/")))
    assert "Serahkan kepada Direktorat Jenderal Imigrasi?" in shown
    assert "Undangan menyebut nama tamu" in shown
    answer = dewi.sends(at(ready, "serahkan-keluar/"), {"adapter": "manual"})
    assert answer.status_code == 302
    worker_runs()
    mine = text_of(eko.opens(f"/id/permohonan/{ready}/"))
    assert "Giliran kami: menyampaikan berkas Anda kepada Direktorat Jenderal Imigrasi" in mine
    follow_up = text_of(citra.opens("/id/meja/daftar/perlu-ditindaklanjuti/"))
    assert "Diserahkan, perlu ditindaklanjuti" in follow_up
    package = citra.opens(at(ready, "paket.zip"))
    assert package["Content-Type"] == "application/zip"
    assert len(zipfile.ZipFile(io.BytesIO(package.content)).namelist()) == 7
    citra.sends(at(ready, "nomor-di-sana/"), {"reference": "EV-2026-77"})
    mine = text_of(eko.opens(f"/id/permohonan/{ready}/"))
    assert "Giliran Direktorat Jenderal Imigrasi: memutuskan" in mine
    form = {"reference": "EV-2026-77", "verdict": "granted", "reason": "", "file": upload()}
    assert citra.sends(at(ready, "jawaban/"), form).status_code == 302
    mine = text_of(eko.opens(f"/id/permohonan/{ready}/"))
    assert "Permohonan Anda dikabulkan" in mine
    assert "EV-2026-77" in mine
    assert eko.opens(f"/id/permohonan/{ready}/jawaban.pdf").content == PDF
    assert citra.opens(at(ready, "jawaban.pdf")).content == PDF


def test_a_number_that_is_another_cases_is_said_beside_what_was_typed(gone: UUID, citra: Somebody) -> None:
    citra.sends(at(gone, "nomor-di-sana/"), {"reference": "EV-1"})
    form = {"reference": "EV-2", "verdict": "granted", "reason": "", "file": upload()}
    answer = citra.sends(at(gone, "jawaban/"), form)
    assert "Nomor ini bukan nomor permohonan ini." in text_of(answer)
    assert state_of(gone, citra) == cases.HANDED_OVER
    assert "Jawaban yang tidak cocok ditolak" in text_of(citra.opens(at(gone, "riwayat/")))


def test_a_second_answer_is_told_that_there_is_one(gone: UUID, citra: Somebody) -> None:
    form = {"reference": "EV-1", "verdict": "granted", "reason": "", "file": upload()}
    citra.sends(at(gone, "jawaban/"), form)
    again = citra.sends(at(gone, "jawaban/"), {"reference": "EV-1", "verdict": "refused", "reason": "Keliru."})
    assert "Jawabannya mungkin sudah dicatat." in text_of(again)
    assert state_of(gone, citra) == cases.COLLECTED


def test_what_they_ask_for_goes_to_the_applicant(gone: UUID, eko: Somebody, citra: Somebody) -> None:
    assert "Apa yang diminta Direktorat Jenderal Imigrasi?" in text_of(citra.opens(at(gone, "jawaban/kurang/")))
    form = {"reference": "EV-1", "question-activity": "Sebut mesinnya.", "remark": "Kegiatan kurang jelas."}
    assert citra.sends(at(gone, "jawaban/kurang/"), form).status_code == 302
    assert "Kegiatan kurang jelas." in text_of(eko.opens(f"/id/permohonan/{gone}/"))


def test_a_package_that_cannot_be_sent_is_shown_and_sent_again(ready: UUID, citra: Somebody, dewi: Somebody) -> None:
    dewi.sends(at(ready, "serahkan-keluar/"), {"adapter": "refusing_demo"})
    worker_runs()
    assert "Sistem di sana tidak menerima paket ini." in text_of(citra.opens(at(ready)))
    citra.sends(at(ready, "kirim-lagi/"), {"adapter": "manual"})
    citra.sends(at(ready, "ambil-kembali/"), {"reason": "Tidak dapat dikirim."})
    assert state_of(ready, citra) == cases.IN_REVIEW


def test_the_way_of_an_objection(ayu: Somebody, citra: Somebody, dewi: Somebody, gita: Somebody) -> None:
    case = files(ayu, service=story.VISIT)
    is_verified(case, citra)
    law = cases.desk_case(dewi.actor, case, at=timezone.now()).service.law[0].key
    cases.refuse(case=case, law=law, reason="Tujuan tidak jelas.", by=dewi.actor, at=timezone.now())
    worker_runs()
    assert "Ajukan keberatan" in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    assert "Tujuan tidak jelas." in text_of(ayu.opens(f"/id/permohonan/{case}/keberatan/"))
    ayu.sends(f"/id/permohonan/{case}/keberatan/", {"text": "Tujuannya ada di surat hotel."})
    assert "petugas lain menilai keberatan Anda" in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    assert dewi.opens(at(case, "keberatan/")).status_code == 409
    assert "Tujuannya ada di surat hotel." in text_of(gita.opens(at(case, "keberatan/")))
    gita.sends(at(case, "keberatan/"), {"answer": "reject", "reason": "Surat hotel bukan untuk Anda."})
    worker_runs()
    assert "Surat hotel bukan untuk Anda." in text_of(ayu.opens(f"/id/permohonan/{case}/"))
    assert ayu.opens(f"/id/permohonan/{case}/surat.pdf").content.startswith(b"%PDF-")


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("visa.pdf", PDF, "application/pdf")
