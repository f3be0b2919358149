"""The administrator sees what a change of the rules would do before it is published from a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from tests.domains.catalogue.offices import VISIT, change, change_fee, copy_of_the_office

from .office import Somebody

pytestmark = pytest.mark.django_db
HERE = "/id/pengelola/penerbitan/"


@pytest.fixture
def folder(tmp_path: Path, cast: dict[str, Actor], settings: Any) -> Path:
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    return Path(settings.SELUMA_CONTENT)


def test_nothing_to_publish_is_said(joko: Somebody) -> None:
    assert "Tidak ada yang perlu diterbitkan." in joko.opens(HERE).content.decode()


def test_a_change_is_tried_and_then_published_from_a_day(folder: Path, joko: Somebody, cast: dict[str, Actor]) -> None:
    now = timezone.now()
    story.draft(cast["applicant"], story.VISIT, story.visit_answers(story.ANNA, now), story.ANNA, at=now)
    change_fee(folder, VISIT, 500000, 510000)
    page = joko.opens(HERE).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 dari 1" in page
    assert "Biaya: Rp 500.000 menjadi Rp 510.000" in page
    day = timezone.localdate() + dt.timedelta(days=7)
    joko.sends(HERE, {"day-day": day.day, "day-month": day.month, "day-year": day.year})
    assert catalogue.service(story.VISIT, on=day).number == 2
    assert catalogue.service(story.VISIT, on=timezone.localdate()).number == 1
    assert "Tidak ada yang perlu diterbitkan." in joko.opens(HERE).content.decode()


def test_a_day_that_is_past_is_refused_beside_the_field(folder: Path, joko: Somebody) -> None:
    change_fee(folder, VISIT, 500000, 510000)
    answer = joko.sends(HERE, {"day-day": 1, "day-month": 1, "day-year": 2020})
    assert answer.status_code == 422
    assert catalogue.service(story.VISIT, on=timezone.localdate()).number == 1


def test_mistakes_in_the_folder_are_named_instead(folder: Path, joko: Somebody) -> None:
    change(folder, VISIT, 'title.en = "Extension of a visit stay permit"\n', "")
    answer = joko.opens(HERE)
    assert answer.status_code == 409
    assert f"{VISIT}: title.en: terjemahannya belum ada" in answer.content.decode()


def test_only_whoever_may_publish_sees_it(budi: Somebody) -> None:
    assert budi.opens(HERE).status_code == 403


def test_the_trial_of_the_page_is_the_one_of_the_command(folder: Path, cast: dict[str, Actor]) -> None:
    change_fee(folder, VISIT, 500000, 510000)
    assert [one.service.code for one in cases.try_publication(by=SYSTEM, at=timezone.now()).services] == [story.VISIT]
