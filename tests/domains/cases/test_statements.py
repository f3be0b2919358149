"""A service that leads to a statement of this office: granted like a permit, sealed, checked by anybody."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from seluma.cli import story
from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.permits import api as permits

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def stated(people: dict[str, Actor], at: dt.datetime) -> cases.CasePage:
    """A granted immigration statement with its paper made."""
    case = story.filed(people["applicant"], "skim", at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    return cases.case_page(people["applicant"], case, at=at)


def pdf_of(people: dict[str, Actor], page: cases.CasePage, at: dt.datetime) -> bytes:
    return cases.permit_pdf(people["applicant"], page.id, at=at)


def test_a_statement_is_granted_and_its_paper_says_what_was_answered(people: dict[str, Actor], at: dt.datetime) -> None:
    page = stated(people, at)
    assert page.state == cases.ISSUED
    assert page.permit is not None
    assert (page.permit.kind, page.permit.index, page.permit.mrz, page.permit.valid_until) == (
        "SKIM",
        "",
        ("", ""),
        None,
    )
    text = pypdfium2.PdfDocument(pdf_of(people, page, at))[0].get_textpage().get_text_range()
    assert "Anna Maria Eriksson" in text
    assert page.permit.number in text
    assert "Berturut-turut" in text
    assert "<<" not in text


def test_anybody_can_check_a_statement_by_its_code_and_by_its_paper(people: dict[str, Actor], at: dt.datetime) -> None:
    page = stated(people, at)
    assert page.permit is not None
    by_code = permits.verify(code=page.permit.code, on=TODAY)
    assert by_code.status == "valid"
    assert by_code.document is not None
    assert by_code.document["holder"] == {"name": "A··· M···· E·······"}
    assert "facts" not in by_code.document
    by_paper = permits.verify(file=pdf_of(people, page, at), on=TODAY)
    assert by_paper.status == "valid"
    assert by_paper.document is not None
    assert by_paper.document["holder"] == {"name": "Anna Maria Eriksson"}
    assert {
        "label": {"id": "Lama tinggal (tahun penuh)", "en": "Full years of stay"},
        "value": {"id": "12", "en": "12"},
    } in (by_paper.document["facts"])


def test_a_statement_whose_record_was_changed_is_called_forged(people: dict[str, Actor], at: dt.datetime) -> None:
    from seluma.domains.permits import models

    page = stated(people, at)
    paper = pdf_of(people, page, at)
    models.Permit.objects.update(full_name="Somebody Else")
    assert permits.verify(file=paper, on=TODAY).status == "forged"


def test_a_revoked_statement_is_called_revoked(people: dict[str, Actor], at: dt.datetime) -> None:
    page = stated(people, at)
    assert page.permit is not None
    permits.revoke(permit=page.permit.id, reason="Keliru (contoh).", by=people["decider"], at=at)
    assert permits.verify(code=page.permit.code, on=TODAY).status == "revoked"


def test_who_has_not_lived_here_long_enough_is_told(people: dict[str, Actor], at: dt.datetime) -> None:
    with pytest.raises(Refused) as refused:
        story.filed(people["applicant"], "skim", at=at, years_stayed=7, stay_kind="with_gaps")
    assert "10 tahun" in str(refused.value.obstacles[0])
