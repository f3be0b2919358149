"""The paper itself, judging it, and what was written beside what stands in the passport."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.cli import story
from seluma.domains.documents import api as documents
from seluma.web.officer import reasons

from .office import ALONE, Somebody, at, files, is_claimed, paper_of, papers_of, text_of

ZONE = "\n".join(story.ANNA.zone(dt.date(2012, 4, 15)))


def berkas(case: object, paper: documents.Document, rest: str = "") -> str:
    return at(case, f"berkas/{paper.id}/{rest}")  # type: ignore[arg-type]


def test_a_case_opens_at_the_first_paper_that_nobody_judged(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    passport = paper_of(case, "passport_page")
    assert berkas(case, passport, "halaman/1.png") in citra.opens(at(case)).content.decode()
    citra.sends(berkas(case, passport, "terima/"), {"digest": passport.digest})
    assert berkas(case, passport, "halaman/1.png") not in citra.opens(at(case)).content.decode()


def test_pages_are_shown_as_pictures_and_the_exact_bytes_can_be_had(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    letter = paper_of(case, "school_letter")
    picture = citra.opens(berkas(case, letter, "halaman/1.png"))
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Content-Type"] == "image/png"
    assert citra.opens(berkas(case, letter, "halaman/2.png")).status_code == 404
    assert citra.opens(berkas(case, letter, "halaman/0.png")).status_code == 404
    original = citra.opens(berkas(case, letter, "unduh/"))
    assert original.content.startswith(b"%PDF")
    assert original["Content-Disposition"].startswith("attachment")
    assert "no-store" in original["Cache-Control"]


def test_the_applicant_sees_that_the_paper_was_opened(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    citra.opens(berkas(case, paper_of(case, "photo"), "halaman/1.png"))
    assert "Citra Lestari" in text_of(ayu.opens(f"/id/permohonan/{case}/siapa-melihat/"))


def test_a_ready_reason_is_written_in_the_applicants_language(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    letter = paper_of(case, "school_letter")
    typed = {"digest": letter.digest, "reason_key": "blurred", "reason": "Terutama capnya."}
    page = citra.sends(berkas(case, letter, "tolak/"), typed)
    assert page.headers["Location"] == at(case)
    assert paper_of(case, "school_letter").reason == (
        "Gambarnya kabur sehingga tulisannya tidak terbaca. Unggah gambar yang tajam. Terutama capnya."
    )
    shown = text_of(citra.opens(berkas(case, letter)))
    assert "Dokumen ini tidak diterima" in shown
    assert "Terutama capnya." in shown


def test_who_reads_english_gets_the_ready_reason_in_english() -> None:
    assert reasons.written("photo", ["face"], "", "en").startswith("The face does not show clearly")
    assert reasons.written("photo", ["own"], " Too dark. ", "en") == "Too dark."


def test_several_things_that_are_not_right_are_all_said(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    letter = paper_of(case, "school_letter")
    typed = {"digest": letter.digest, "reason_key": ["unsigned", "unnamed"]}
    citra.sends(berkas(case, letter, "tolak/"), typed)
    reason = paper_of(case, "school_letter").reason
    assert "Tanda tangan, cap, atau meterainya belum ada." in reason
    assert "tidak menyebut nama atau nomor paspor" in reason


def test_what_can_be_read_in_a_paper_stands_beside_it(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    shown = text_of(citra.opens(berkas(case, paper_of(case, "school_letter"))))
    assert "SMA Negeri Contoh 1" in shown
    assert "Ada tanda tangan, cap, dan meterainya" in shown


def test_not_accepting_needs_a_reason_and_loses_nothing(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    letter = paper_of(case, "school_letter")
    page = citra.sends(berkas(case, letter, "tolak/"), {"digest": letter.digest, "reason": "Capnya kabur."})
    assert page.status_code == 422
    assert "Centang paling sedikit satu hal" in text_of(page)
    assert "Capnya kabur." in text_of(page)
    own = citra.sends(berkas(case, letter, "tolak/"), {"digest": letter.digest, "reason_key": "own", "reason": " "})
    assert "Tulis alasannya dengan kalimat yang dipahami pemohon." in text_of(own)
    assert paper_of(case, "school_letter").state == documents.FROZEN


def test_what_is_judged_are_the_bytes_that_were_seen(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    page = citra.sends(berkas(case, paper_of(case, "photo"), "terima/"), {"digest": "0" * 64})
    assert page.status_code == 409
    assert "Dokumen ini sudah diganti." in text_of(page)


def test_only_who_took_the_case_judges_its_papers(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    case = files(ayu)
    photo = paper_of(case, "photo")
    assert "Terima dokumen ini" not in text_of(citra.opens(berkas(case, photo)))
    assert citra.sends(berkas(case, photo, "terima/"), {"digest": photo.digest}).status_code == 409
    is_claimed(case, fajar)
    refused = citra.sends(berkas(case, photo, "terima/"), {"digest": photo.digest})
    assert "sudah diambil oleh Fajar Hidayat pada" in text_of(refused)


def test_a_paper_of_another_case_is_not_found(ayu: Somebody, budi: Somebody, citra: Somebody) -> None:
    mine, other = files(ayu), files(budi, ALONE)
    foreign = paper_of(other, "photo")
    is_claimed(mine, citra)
    for rest in ("", "halaman/1.png", "unduh/"):
        assert citra.opens(berkas(mine, foreign, rest)).status_code == 404
    assert citra.sends(berkas(mine, foreign, "terima/"), {"digest": foreign.digest}).status_code == 404


@pytest.mark.parametrize("rest", ["", "isian/", "riwayat/", "biaya-dan-lembaga/"])
def test_strangers_and_applicants_do_not_reach_the_desk(ayu: Somebody, budi: Somebody, rest: str) -> None:
    case = files(ayu)
    for somebody in (ayu, budi):
        page = somebody.opens(at(case, rest))
        assert page.status_code == 403
        assert "Eriksson" not in text_of(page)


def test_the_two_lines_stand_beside_what_was_written(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    passport = paper_of(case, "passport_page")
    sent = citra.sends(at(case, "baris-paspor/"), {"zone": ZONE})
    assert sent.headers["Location"] == f"{berkas(case, passport)}#banding"
    shown = text_of(citra.opens(berkas(case, passport)))
    assert "1 hal berbeda." in shown
    assert "740812 (12 Agustus 1974) sama" in shown
    assert "120415 (15 April 2012) beda" in shown
    assert "ERIKSSON ANNA MARIA sama" in shown


def test_the_comparison_stays_while_the_papers_are_judged_and_is_the_officers_alone(
    ayu: Somebody, citra: Somebody, fajar: Somebody
) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    passport = paper_of(case, "passport_page")
    citra.sends(at(case, "baris-paspor/"), {"zone": ZONE})
    citra.sends(berkas(case, passport, "terima/"), {"digest": passport.digest})
    assert "120415" in text_of(citra.opens(berkas(case, passport)))
    assert "120415" not in text_of(fajar.opens(berkas(case, passport)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Isi bagian ini."),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "Ketik dua baris terbawah"),
        (ZONE.replace("<\n", "\n"), "Baris 1 ada 43 tanda, seharusnya 44."),
        (ZONE.replace("P<", "P-"), "Hapus “-”."),
    ],
)
def test_lines_that_are_no_passports_are_told_why_and_kept(
    ayu: Somebody, citra: Somebody, typed: str, sentence: str
) -> None:
    page = citra.sends(at(files(ayu), "baris-paspor/"), {"zone": typed})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert typed.split("\n")[0] in text_of(page)


def test_tabs_name_every_paper_with_how_it_was_judged(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    photo = paper_of(case, "photo")
    citra.sends(berkas(case, photo, "terima/"), {"digest": photo.digest})
    shown = text_of(citra.opens(at(case)))
    assert "Pasfoto , diterima" in shown
    for paper in papers_of(case):
        assert berkas(case, paper) in citra.opens(at(case)).content.decode()


def test_the_answers_stand_by_section(ayu: Somebody, citra: Somebody) -> None:
    shown = text_of(citra.opens(at(files(ayu), "isian/")))
    assert "12 Agustus 1974" in shown
    assert "Utopia (contoh) (UTO)" in shown
    assert "SMA Negeri Contoh 1" in shown
