"""The head of office: what waits where, promises kept and missed, no names of applicants."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.core.access.api import Actor, Refused
from seluma.domains.cases import api as cases

from .office import Somebody, another, files, is_claimed, is_ready_to_decide, text_of


@pytest.fixture
def kartika(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["head"])


def test_the_head_sees_what_waits_where_and_for_how_long(ayu: Somebody, citra: Somebody, kartika: Somebody) -> None:
    story.filed(ayu.actor, story.STUDENT, another(1), at=timezone.now() - dt.timedelta(days=9))
    files(ayu, another(2))
    is_claimed(story.filed(ayu.actor, story.VISIT, another(3), at=timezone.now()), citra)
    shown = text_of(kartika.opens("/id/kepala/"))
    assert "Kasir (jumlah biaya) 2 9 hari" in shown
    assert "Pemohon 1 sejak hari ini" in shown
    assert "Orang Contoh" not in shown


def test_promises_of_this_week_are_counted_by_service(
    ayu: Somebody, citra: Somebody, dewi: Somebody, education: Somebody, kartika: Somebody
) -> None:
    in_time = files(ayu, another(1))
    is_ready_to_decide(in_time, ayu, citra, education)
    cases.grant(case=in_time, by=dewi.actor, at=timezone.now())
    too_late = story.filed(ayu.actor, story.STUDENT, another(2), at=timezone.now() - dt.timedelta(days=20))
    is_ready_to_decide(too_late, ayu, citra, education)
    cases.grant(case=too_late, by=dewi.actor, at=timezone.now())
    story.filed(ayu.actor, story.STUDENT, another(3), at=timezone.now() - dt.timedelta(days=20))
    (student,) = cases.overview(kartika.actor, at=timezone.now()).promises
    assert (student.kept, student.missed, student.late) == (1, 1, 1)


def test_nobody_else_oversees(dewi: Somebody, kartika: Somebody) -> None:
    assert dewi.opens("/id/kepala/").status_code == 403
    assert kartika.opens("/id/meja/").status_code == 403
    with pytest.raises(Refused):
        cases.overview(dewi.actor, at=timezone.now())
