"""Days are the office's days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from seluma.cli import story
from seluma.core.access.api import Actor
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

from ..catalogue.offices import change, copy_of_the_office

pytestmark = pytest.mark.django_db
LATE_IN_THE_EVENING = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)
"""Half past midnight on Tuesday 24 November at the office."""


def test_a_code_ends_on_the_offices_day(people: dict[str, Actor]) -> None:
    ayu, at = people["applicant"], LATE_IN_THE_EVENING
    case = story.filed(ayu, story.VISIT, at=at)
    (bill,) = payments.bills(Ref("case", case))
    payments.request_code(bill=bill.id, by=ayu, at=at)
    assert cases.case_page(ayu, case, at=at).turn.until == dt.date(2026, 12, 1)


def test_the_offices_figure_says_how_long_a_code_lives(
    people: dict[str, Actor], at: dt.datetime, tmp_path: Path, settings: Any
) -> None:
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    change(tmp_path / "content", "figures.toml", "[billing_days]\nvalue = 7", "[billing_days]\nvalue = 3")
    ayu = people["applicant"]
    (bill,) = payments.bills(Ref("case", story.filed(ayu, story.VISIT, at=at)))
    assert payments.request_code(bill=bill.id, by=ayu, at=at).valid_until == at + dt.timedelta(days=3)


def test_my_cases_tell_the_same_turn_as_the_case(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, later = people["applicant"], at + dt.timedelta(days=10)
    case = story.filed(ayu, story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, ayu, people["verifier"], at=at)
    (item,) = cases.my_cases(ayu, at=later)
    assert item.turn == cases.case_page(ayu, case, at=later).turn
    assert item.turn.who == "decider"  # the institution let its deadline pass


def test_a_draft_lives_through_the_whole_last_day_that_its_page_names(ayu: Actor, people: dict[str, Actor]) -> None:
    begun = LATE_IN_THE_EVENING - dt.timedelta(minutes=25)  # 00:05 at the office
    case = cases.start(service=story.STUDENT, by=ayu, at=begun)
    last = cases.filling(ayu, case, at=begun).until
    assert last == dt.date(2026, 11, 24) + dt.timedelta(days=catalogue.figure("draft_days").value)
    just_after_midnight = begun + dt.timedelta(days=catalogue.figure("draft_days").value, minutes=5)
    assert cases.lapse_due(at=just_after_midnight) == 0
    assert cases.lapse_due(at=just_after_midnight + dt.timedelta(days=1)) == 1
