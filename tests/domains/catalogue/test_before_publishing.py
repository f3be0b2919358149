"""What would leave a service without an end, or change a fee in silence, is named before anything is published."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from seluma.core.access.api import SYSTEM
from seluma.domains.catalogue import api as catalogue

from ..people_at_work import MONDAY
from .offices import STUDENT, VISIT, append, change, change_fee

CONDITION = """
[[conditions]]
key = "against"
check = "visa_index.startsWith('A')"
blocks = "filing"
certainty = "certain"
sentence.id = "Contoh."
sentence.en = "Example."
"""


def mistakes() -> list[tuple[str, str, str]]:
    try:
        catalogue.publishable(on=MONDAY.date())
    except catalogue.ContentMistakes as wrong:
        return [(one.file, one.key, one.code) for one in wrong.mistakes]
    return []


def test_a_document_of_which_no_kind_of_file_is_taken_is_named(db: None, folder: Path) -> None:
    change(folder, VISIT, 'types = ["image/jpeg", "image/png", "application/pdf"]', "types = []")
    assert mistakes() == [(VISIT, "documents[passport_page].types", "nobody_can_hand_in")]


def test_a_service_that_nobody_can_refuse_is_named(db: None, folder: Path) -> None:
    change(folder, VISIT, "law = [", "law = []\n# law = [")
    assert (VISIT, "law", "nobody_can_refuse") in mistakes()


def test_many_mistakes_in_one_file_are_all_named_with_the_contradiction(db: None, folder: Path) -> None:
    append(folder, VISIT, CONDITION)
    change(folder, VISIT, 'title.en = "Extension of a visit stay permit"\n', "")
    change(folder, VISIT, 'types = ["application/pdf", "image/jpeg", "image/png"]', "types = []")
    change(folder, VISIT, "days_between(entered_on", "days_betwen(entered_on")
    change(folder, STUDENT, 'law = "overstay"', 'law = "overstey"')
    change(folder, "finder.toml", "stay == 'visit' && aim", "stai == 'visit' && aim")
    assert set(mistakes()) >= {
        (VISIT, "conditions[against].check", "contradicts"),
        (VISIT, "title.en", "missing_translation"),
        (VISIT, "documents[return_ticket].types", "nobody_can_hand_in"),
        (VISIT, "conditions[voa_total].check", "condition_unknown_function"),
        (STUDENT, "conditions[not_expired].law", "unknown_law"),
        ("finder.toml", "services.visit-extension.when", "unknown_situation_question"),
    }


def test_a_fee_that_changes_in_silence_is_named_and_nothing_is_published(db: None, folder: Path) -> None:
    catalogue.publish(by=SYSTEM, at=MONDAY)
    change(folder, VISIT, "amount = 500000", "amount = 510000")
    assert mistakes() == [(VISIT, "fees[30d].amount", "fee_in_silence")]
    with pytest.raises(catalogue.ContentRefused) as refused:
        catalogue.publish(by=SYSTEM, at=MONDAY)
    assert [mistake.code for mistake in refused.value.mistakes] == ["fee_in_silence"]
    assert catalogue.service("visit-extension", on=MONDAY.date()).number == 1


def test_a_fee_that_changes_from_a_day_that_is_past_is_named(db: None, folder: Path) -> None:
    catalogue.publish(by=SYSTEM, at=MONDAY)
    change_fee(folder, VISIT, 250000, 260000)
    monday = MONDAY.date().isoformat()
    yesterday = (MONDAY.date() - dt.timedelta(days=1)).isoformat()
    change(folder, VISIT, "effective_from = 2025-07-01", f"effective_from = {monday}")
    change(folder, VISIT, "effective_from = 2024-12-17", f"effective_from = {yesterday}")
    assert mistakes() == [(VISIT, "fees[7d].effective_from", "fee_in_past")]
    change(folder, VISIT, f"effective_from = {yesterday}", f"effective_from = {monday}")
    assert mistakes() == []


def test_a_fee_is_not_moved_to_an_earlier_day(db: None, folder: Path) -> None:
    catalogue.publish(by=SYSTEM, at=MONDAY)
    change(folder, VISIT, "effective_from = 2024-12-17", "effective_from = 2020-01-01")
    assert mistakes() == [(VISIT, "fees[7d].effective_from", "fee_in_past")]


def test_a_figure_that_was_wrong_may_be_corrected_with_its_source(db: None, folder: Path) -> None:
    catalogue.publish(by=SYSTEM, at=MONDAY)
    change_fee(folder, VISIT, 500000, 510000)
    assert mistakes() == []
