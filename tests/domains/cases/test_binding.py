"""A case is bound to the version of its service that is in force on the day of filing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

from ..catalogue.offices import VISIT, change, change_fee, copy_of_the_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, people: dict[str, Actor], settings: Any) -> Path:
    """A copy of the office's content, to be changed after its first publication."""
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    return Path(settings.SELUMA_CONTENT)


@pytest.fixture
def draft(folder: Path, ayu: Actor, at: dt.datetime) -> UUID:
    """Everything answered and handed in for a week more on a visa on arrival."""
    return story.draft(ayu, story.VISIT, story.visit_answers(story.ANNA, at), story.ANNA, at=at)


def publish(at: dt.datetime) -> None:
    assert [(service.code, service.number) for service in catalogue.publish(by=SYSTEM, at=at)] == [(story.VISIT, 2)]


def test_a_draft_is_filed_under_the_rules_of_that_day(folder: Path, draft: UUID, ayu: Actor, at: dt.datetime) -> None:
    change_fee(folder, VISIT, 500000, 510000)
    publish(at)
    assert cases.filling(ayu, draft, at=at).rules_changed
    cases.submit(case=draft, by=ayu, at=at)
    assert cases.case_page(ayu, draft, at=at).service.number == 2
    (bill,) = payments.bills(Ref("case", draft))
    assert bill.amount == 510_000


def test_a_filed_case_keeps_its_rules(folder: Path, draft: UUID, ayu: Actor, at: dt.datetime) -> None:
    cases.submit(case=draft, by=ayu, at=at)
    change_fee(folder, VISIT, 500000, 510000)
    publish(at)
    assert cases.case_page(ayu, draft, at=at).service.number == 1


def test_what_a_new_rule_asks_for_is_missing_before_filing(
    folder: Path, draft: UUID, ayu: Actor, at: dt.datetime
) -> None:
    assert not cases.filling(ayu, draft, at=at).obstacles
    change(folder, VISIT, "required_when = \"!(visa_index in ['B1', 'C1', 'D1'])\"\n", "")
    change(folder, VISIT, 'only_for.id = "Tidak untuk visa wisata (B1, C1, D1)."\n', "")
    change(folder, VISIT, 'only_for.en = "Not for tourist visas (B1, C1, D1)."\n', "")
    publish(at)
    assert [str(sentence) for sentence in cases.filling(ayu, draft, at=at).missing] == [
        "Belum diunggah: Bukti tujuan kunjungan."
    ]
    with pytest.raises(Refused):
        cases.submit(case=draft, by=ayu, at=at)


def test_an_answer_that_is_no_longer_offered_is_asked_again(
    folder: Path, draft: UUID, ayu: Actor, at: dt.datetime
) -> None:
    change(folder, VISIT, '{ key = "30d", days = 30 }', '{ key = "31d", days = 30 }')
    change(folder, VISIT, 'key = "30d"', 'key = "31d"')
    change(folder, VISIT, "extension_length == '30d'", "extension_length == '31d'")
    publish(at)
    filling = cases.filling(ayu, draft, at=at)
    assert "extension_length" not in filling.answers
    assert filling.missing


def test_a_document_that_the_new_rules_do_not_know_is_not_filed(
    folder: Path, draft: UUID, ayu: Actor, at: dt.datetime
) -> None:
    change(folder, VISIT, 'key = "return_ticket"', 'key = "onward_ticket"')
    publish(at)
    filename, data = story.paper("onward_ticket", story.ANNA, dt.date(2030, 1, 1))
    cases.attach(case=draft, slot="onward_ticket", filename=filename, data=data, by=ayu, at=at)
    cases.submit(case=draft, by=ayu, at=at)
    assert "return_ticket" not in {paper.slot for paper in documents.documents(Ref("case", draft))}


def test_saving_an_answer_takes_the_new_rules_on(folder: Path, draft: UUID, ayu: Actor, at: dt.datetime) -> None:
    change_fee(folder, VISIT, 500000, 510000)
    publish(at)
    cases.answer(case=draft, changes={"phone": "0812 0000 0000"}, by=ayu, at=at)
    assert not cases.filling(ayu, draft, at=at).rules_changed


def test_rules_that_begin_later_do_not_bind_yet(folder: Path, draft: UUID, ayu: Actor, at: dt.datetime) -> None:
    change(folder, VISIT, "effective_from = 2025-07-01", "effective_from = 2027-01-01")
    publish(at)
    assert not cases.filling(ayu, draft, at=at).rules_changed
    cases.submit(case=draft, by=ayu, at=at)
    assert cases.case_page(ayu, draft, at=at).service.number == 1
