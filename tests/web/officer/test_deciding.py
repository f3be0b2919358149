"""Granting, refusing, handing over, revoking: by another than who verified, with a look before it counts."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases

from .office import (
    ALONE,
    Somebody,
    at,
    files,
    is_ready_to_decide,
    is_verified,
    state_of,
    text_of,
    worker_runs,
)

REASON = "Surat sekolah tidak menyebut nama Anda. Mintalah surat baru, lalu ajukan lagi."


@pytest.fixture
def ready(ayu: Somebody, citra: Somebody, education: Somebody) -> UUID:
    case = files(ayu)
    is_ready_to_decide(case, ayu, citra, education)
    return case


@pytest.fixture
def issued(ready: UUID, dewi: Somebody) -> UUID:
    cases.grant(case=ready, by=dewi.actor, at=timezone.now())
    worker_runs()
    return ready


def law_of(case: UUID, dewi: Somebody) -> str:
    return cases.desk_case(dewi.actor, case, at=timezone.now()).service.law[0].key


def test_before_granting_the_permit_can_be_read(ready: UUID, dewi: Somebody) -> None:
    shown = text_of(dewi.opens(at(ready, "kabulkan/")))
    for fact in ("Anna Maria Eriksson", "ERIKSSON, ANNA MARIA", "12 Agustus 1974", "L898902C3", "E30A", "PP 40/2023"):
        assert fact in shown
    assert "Diperiksa oleh Citra Lestari" in shown


def test_a_name_of_one_word_and_a_birth_partly_unknown_stand_as_they_are(
    budi: Somebody, citra: Somebody, dewi: Somebody
) -> None:
    case = files(budi, ALONE, story.VISIT)
    is_verified(case, citra)
    shown = text_of(dewi.opens(at(case, "kabulkan/")))
    assert "Pemegang Suharto Nama di baris bawah paspor SUHARTO Tanggal lahir 1980 Jenis kelamin" in shown


def test_all_that_stands_in_the_way_is_said_at_once_and_the_same_everywhere(
    ayu: Somebody, citra: Somebody, dewi: Somebody
) -> None:
    case = files(ayu)
    is_verified(case, citra)
    pages = [dewi.opens(at(case)), dewi.opens(at(case, "kabulkan/")), dewi.sends(at(case, "kabulkan/"))]
    assert [page.status_code for page in pages] == [200, 200, 409]
    for page in pages:
        assert "Jumlah biaya belum dipastikan kasir." in text_of(page)
        assert re.search(r"Dinas Pendidikan .* belum menjawab", text_of(page))
    assert state_of(case, dewi) == cases.IN_REVIEW


def test_who_verified_does_not_decide(ready: UUID, citra: Somebody) -> None:
    assert "Sudah diperiksa Citra Lestari. Petugas lain yang memutuskan." in text_of(citra.opens(at(ready)))
    assert citra.opens(at(ready, "kabulkan/")).status_code == 403
    assert citra.sends(at(ready, "kabulkan/")).status_code == 403


def test_of_two_who_decide_at_once_the_second_is_told_who_and_when(ready: UUID, dewi: Somebody, gita: Somebody) -> None:
    dewi.sends(at(ready, "kabulkan/"))
    granted = gita.sends(at(ready, "kabulkan/"))
    assert granted.status_code == 409
    assert re.search(r"Dewi Anggraini sudah memutuskan permohonan ini pada \w+", text_of(granted))
    typed = {"law": law_of(ready, gita), "reason": REASON, "confirm": "yes"}
    refused = gita.sends(at(ready, "tolak/"), typed)
    assert "Dewi Anggraini sudah memutuskan" in text_of(refused)
    assert "Dewi Anggraini sudah memutuskan" in text_of(gita.opens(at(ready, "kabulkan/")))


def test_a_refusal_is_looked_at_before_it_counts(ready: UUID, ayu: Somebody, dewi: Somebody) -> None:
    typed = {"law": law_of(ready, dewi), "reason": REASON}
    look = text_of(dewi.sends(at(ready, "tolak/"), typed))
    assert "Ini isi surat penolakannya" in look
    assert REASON in look
    assert "Pemohon dapat mengajukan keberatan sampai" in look
    assert state_of(ready, dewi) == cases.IN_REVIEW
    assert REASON in text_of(dewi.sends(at(ready, "tolak/"), {**typed, "confirm": "no"}))
    dewi.sends(at(ready, "tolak/"), {**typed, "confirm": "yes"})
    assert state_of(ready, dewi) == cases.REFUSED
    assert dewi.opens(at(ready, "surat.pdf")).status_code == 404
    worker_runs()
    assert dewi.opens(at(ready, "surat.pdf")).content.startswith(b"%PDF")
    shown = text_of(dewi.opens(at(ready)))
    assert REASON in shown
    assert "Unduh surat penolakan (PDF)" in shown
    assert REASON in text_of(ayu.opens(f"/id/permohonan/{ready}/"))


def test_a_refusal_needs_its_law_and_its_reason(ready: UUID, dewi: Somebody) -> None:
    page = dewi.sends(at(ready, "tolak/"), {"reason": REASON})
    assert page.status_code == 422
    assert "Pilih dasar hukum penolakan." in text_of(page)
    assert REASON in text_of(page)
    other = dewi.sends(at(ready, "tolak/"), {"law": "made_up", "reason": ""})
    assert "Pilihan ini tidak ada di daftar." in text_of(other)


def test_an_institution_that_is_unsure_is_named_before_granting(
    ayu: Somebody, citra: Somebody, dewi: Somebody, education: Somebody
) -> None:
    case = files(ayu)
    is_verified(case, citra)
    story.answered(case, education.actor, at=timezone.now(), verdict=agencies.UNCLEAR)
    shown = text_of(dewi.opens(at(case, "kabulkan/")))
    assert "menjawab: tidak dapat dipastikan. Tidak ada murid dengan nomor induk ini." in shown


def test_the_permit_is_handed_over_at_the_counter(issued: UUID, citra: Somebody) -> None:
    assert "L898902C3" in text_of(citra.opens(at(issued, "pengambilan/")))
    citra.sends(at(issued, "pengambilan/"))
    assert state_of(issued, citra) == cases.COLLECTED
    assert citra.opens(at(issued, "pengambilan/")).status_code == 409
    assert citra.sends(at(issued, "pengambilan/")).status_code == 409


def test_a_permit_is_revoked_with_a_reason_by_those_who_may(issued: UUID, citra: Somebody, dewi: Somebody) -> None:
    assert citra.opens(at(issued, "izin/cabut/")).status_code == 403
    assert "Cabut izin" not in text_of(citra.opens(at(issued)))
    assert dewi.sends(at(issued, "izin/cabut/"), {"reason": ""}).status_code == 422
    dewi.sends(at(issued, "izin/cabut/"), {"reason": "Dokumen sekolah ternyata palsu."})
    shown = text_of(dewi.opens(at(issued)))
    assert "Keadaan Dicabut" in shown
    assert "Dokumen sekolah ternyata palsu." in shown
    assert dewi.opens(at(issued, "izin/cabut/")).status_code == 409


def test_bill_receipt_and_answers_stand_together(issued: UUID, dewi: Somebody) -> None:
    shown = text_of(dewi.opens(at(issued, "biaya-dan-lembaga/")))
    for words in ("Rp 3.000.000", "Kuitansi KW-", "NTPN", "SMA Negeri Contoh 1", "dijawab"):
        assert words in shown


def test_the_timeline_tells_who_and_where_it_is_recorded(issued: UUID, dewi: Somebody) -> None:
    shown = text_of(dewi.opens(at(issued, "riwayat/")))
    assert shown.index("Permohonan dikabulkan") < shown.index("Permohonan diajukan")
    assert "oleh Anda" in shown
    assert "oleh Citra Lestari" in shown
    assert re.search(r"catatan nomor \d+", shown)


@pytest.mark.parametrize("rest", ["kabulkan/", "tolak/", "serahkan/"])
def test_a_decision_asks_few_questions_of_the_database(
    ready: UUID, dewi: Somebody, rest: str, django_assert_max_num_queries: Any
) -> None:
    dewi.opens(at(ready, rest))
    with django_assert_max_num_queries(20):
        dewi.opens(at(ready, rest))
