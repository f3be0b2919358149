"""The paper: made by the worker, once, however often and wherever it was interrupted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.permits import actions, events, models, providers, subscribers
from seluma.domains.permits import api as permits
from seluma.lib import papers
from tests.domains.people_at_work import MONDAY

from .papers_at_work import ANNA, dewi, granted, issued, refusal

pytestmark = pytest.mark.django_db


def text_of(pdf: bytes) -> str:
    with papers.PDFIUM:
        said = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(said.split())


def test_a_granted_permit_becomes_a_signed_paper_that_carries_its_seal() -> None:
    permit = issued()
    assert permit.state == permits.ISSUED
    pdf = permits.pdf(permit.id)
    assert papers.read_codes(pdf) == [bytes.fromhex(permit.seal_hex)]
    check = papers.check_signature(pdf, providers.keys().authorities, at=MONDAY)
    assert check.state is papers.SignatureState.INTACT
    assert check.signer == "TEST papers"


def test_the_paper_is_accessible_and_signed_at_once() -> None:
    with pikepdf.open(io.BytesIO(permits.pdf(issued().id))) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("id")
        assert "/AcroForm" in pdf.Root
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
            assert meta["dc:title"].startswith("Izin Tinggal Terbatas SL2600001")


def test_the_paper_says_what_was_decided_in_both_languages_and_that_it_is_a_test() -> None:
    permit = issued()
    said = text_of(permits.pdf(permit.id))
    for wanted in (
        "CONTOH / SPECIMEN — UTO",
        "Izin Tinggal Terbatas",
        "Limited Stay Permit",
        ANNA.full_name,
        "Selasa, 23 November 2027",
        "Tuesday, 23 November 2027",
        permit.number,
        permit.code,
        *permit.mrz,
    ):
        assert wanted in said, wanted


def test_making_the_paper_twice_makes_one() -> None:
    permit = granted()
    (entry,) = journal.timeline(permit.ref)
    subscribers.make_permit_paper(entry, at=MONDAY)
    first = permits.permit(permit.id)
    subscribers.make_permit_paper(entry, at=MONDAY)
    assert permits.permit(permit.id) == first
    assert [type(one.event) for one in journal.timeline(permit.ref)] == [events.PermitGranted, events.PermitIssued]


def test_a_run_that_was_cut_off_leaves_nothing_and_the_next_makes_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    permit = granted()
    made: list[bytes] = []
    original = actions._permit_paper
    monkeypatch.setattr(actions, "_permit_paper", lambda one: made.append(original(one)) or made[-1])

    def cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(journal, "note", cut)
        with pytest.raises(KeyboardInterrupt):
            actions.issue(permit=permit.id, by=access.SYSTEM, at=MONDAY)
    assert permits.permit(permit.id).state == permits.GRANTED
    actions.issue(permit=permit.id, by=access.SYSTEM, at=MONDAY)
    assert made[0] == made[1]
    assert len([path for path in Path(settings.SELUMA_FILES).rglob("*") if path.is_file()]) == 1


def test_a_permit_revoked_before_its_paper_was_made_gets_none() -> None:
    permit = granted()
    permits.revoke(permit=permit.id, reason="Salah orang", by=dewi(), at=MONDAY)
    journal.deliver_all(at=MONDAY)
    assert permits.permit(permit.id).state == permits.REVOKED
    with pytest.raises(access.Refused, match="sedang dibuat"):
        permits.pdf(permit.id)


def test_nobody_but_the_system_makes_papers() -> None:
    permit = granted()
    with pytest.raises(access.Refused):
        permits.issue(permit=permit.id, by=dewi(), at=MONDAY)


def test_a_refusal_becomes_a_signed_letter_in_both_languages() -> None:
    about = granted().about
    letter = permits.write_letter(about=about, content=refusal(), by=dewi(), at=MONDAY)
    assert letter.number == "SL/2026/00001"
    journal.deliver_all(at=MONDAY)
    (letter,) = permits.letters(about)
    pdf = permits.letter_pdf(letter.id)
    said = text_of(pdf)
    for wanted in (
        "Sekolah tidak membenarkan.",
        "The school does not confirm.",
        "Senin, 7 Desember 2026",
        "SLM-2026-000417",
        "CONTOH / SPECIMEN — UTO",
        "UU 6/2011, Pasal 52: Izin tinggal",
        "Law 6/2011, article 52: Stay permits",
    ):
        assert wanted in said, wanted
    assert papers.check_signature(pdf, providers.keys().authorities, at=MONDAY).state is papers.SignatureState.INTACT
    kinds = [type(one.event) for one in journal.timeline(letter.ref)]
    assert kinds == [events.LetterWritten, events.LetterIssued]


def test_a_reason_written_by_the_officer_is_printed_as_it_is() -> None:
    letter = permits.write_letter(
        about=granted().about, content=refusal(reason="Paspor rusak #1 *x*\nFotonya kabur."), by=dewi(), at=MONDAY
    )
    journal.deliver_all(at=MONDAY)
    said = text_of(permits.letter_pdf(letter.id))
    assert "Paspor rusak #1 *x*" in said
    assert "Fotonya kabur." in said
    assert "The officer wrote the reason in Indonesian" in said


def test_one_letter_of_a_kind_for_a_case() -> None:
    about = granted().about
    permits.write_letter(about=about, content=refusal(), by=dewi(), at=MONDAY)
    with pytest.raises(access.Refused, match="sudah ditulis"):
        permits.write_letter(about=about, content=refusal(), by=dewi(), at=MONDAY)
    assert models.Letter.objects.count() == 1


def test_a_letter_that_cannot_be_printed_is_refused_beforehand() -> None:
    with pytest.raises(access.Refused) as refused:
        permits.write_letter(about=granted().about, content=refusal(reason="ᚠ"), by=dewi(), at=MONDAY)
    assert "ᚠ" in str(refused.value.obstacles[0])


def test_a_letter_without_a_reason_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="reason"):
        permits.write_letter(about=granted().about, content=refusal(reason=""), by=dewi(), at=MONDAY)
