"""Handing in files and getting them back."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.domains.documents import papers

from .applying import STUDENT, Somebody, completes, files, hands_in, page_of, starts, text_of


def a_file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def at(case: UUID, *rest: str) -> str:
    return "/".join(["/id/permohonan", str(case), *rest]) + "/"


def test_the_limits_are_said_before_the_upload(ayu: Somebody) -> None:
    case = starts(ayu, STUDENT)
    shown = text_of(ayu.opens(at(case, "berkas", "photo")))
    assert "PNG" in shown
    assert "paling besar 2 MB" in shown
    assert "400 × 600 piksel" in shown


@pytest.mark.parametrize(("name", "data"), [("paspor.pdf", papers.pdf(2)), ("paspor.png", papers.png())])
def test_a_file_is_kept_and_the_next_missing_one_follows(ayu: Somebody, name: str, data: bytes) -> None:
    case = starts(ayu)
    answer = ayu.sends(at(case, "berkas", "passport_page"), file=a_file(name, data))
    assert answer.status_code == 302
    assert answer.headers["Location"] == at(case, "berkas", "entry_stamp") + "?tersimpan=passport_page"
    following = text_of(ayu.opens(answer.headers["Location"]))
    assert "Tersimpan: Halaman paspor dengan foto" in following
    here = text_of(ayu.opens(at(case, "berkas", "passport_page")))
    assert name in here
    assert "Ganti dengan berkas lain" in here


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("paspor.pdf", b"", "kosong"),
        ("paspor.pdf", b"GIF89a....", "gambar GIF"),
        ("paspor.jpg", b"hanya tulisan", "bukan PDF"),
        ("paspor.pdf", papers.pdf(password="rahasia"), "terkunci"),
        ("paspor.pdf", papers.pdf() + b"\0" * 6_000_000, "paling besar 5 MB"),
    ],
    ids=["empty", "gif", "text", "locked", "large"],
)
def test_a_file_that_cannot_be_taken_is_said_beside_the_field(
    ayu: Somebody, name: str, data: bytes, sentence: str
) -> None:
    case = starts(ayu)
    page = ayu.sends(at(case, "berkas", "passport_page"), file=a_file(name, data))
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Ada yang perlu diperbaiki" in text_of(page)
    assert not page_of(ayu, case).documents


def test_no_file_is_said_too(ayu: Somebody) -> None:
    page = ayu.sends(at(starts(ayu), "berkas", "passport_page"))
    assert page.status_code == 422
    assert "Pilih berkasnya" in text_of(page)


def test_far_too_much_gets_a_page_with_the_way_back(ayu: Somebody, settings: object) -> None:
    settings.SELUMA_MAX_REQUEST_BYTES = 1_000_000  # type: ignore[attr-defined]
    case = starts(ayu)
    page = ayu.sends(at(case, "berkas", "passport_page"), file=a_file("a.pdf", b"\0" * 1_100_000))
    assert page.status_code == 413
    assert at(case, "berkas", "passport_page") in page.content.decode()


def test_a_file_can_be_taken_back(ayu: Somebody) -> None:
    case = starts(ayu)
    hands_in(ayu, case, "passport_page")
    answer = ayu.sends(at(case, "berkas", "passport_page", "hapus"))
    assert answer.headers["Location"] == at(case, "berkas", "passport_page")
    assert not page_of(ayu, case).documents


def test_a_slot_that_is_not_there_has_no_page(ayu: Somebody) -> None:
    assert ayu.opens(at(starts(ayu), "berkas", "love_letter")).status_code == 404


def test_a_download_gives_the_exact_bytes_and_is_saved_not_opened(ayu: Somebody) -> None:
    case = starts(ayu)
    paper = hands_in(ayu, case, "passport_page")
    answer = ayu.opens(at(case, "unduh", str(paper.id)))
    assert answer.content == papers.jpeg()
    assert answer["Content-Disposition"] == 'attachment; filename="passport_page.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_only_ones_own_files_come_out(ayu: Somebody, budi: Somebody) -> None:
    mine, theirs = completes(ayu), completes(budi, passport_number="X1")
    paper = page_of(ayu, mine).documents["passport_page"]
    assert budi.opens(at(mine, "unduh", str(paper.id))).status_code == 404
    assert budi.opens(at(theirs, "unduh", str(paper.id))).status_code == 404


def test_a_filed_document_is_downloaded_but_not_replaced(ayu: Somebody) -> None:
    case = files(ayu)
    paper = page_of(ayu, case).documents["passport_page"]
    assert ayu.opens(at(case, "unduh", str(paper.id))).status_code == 200
    page = ayu.sends(at(case, "berkas", "passport_page"), file=a_file("b.jpg", papers.jpeg()))
    assert page.status_code == 409
    assert ayu.sends(at(case, "berkas", "passport_page", "hapus")).status_code == 409
