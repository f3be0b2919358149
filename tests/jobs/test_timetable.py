"""The worker knows the timetable, and the night tidies what other ways in left."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from seluma.core.access import api as access
from seluma.jobs import timetable
from seluma.web.ui.models import KeptForm

pytestmark = pytest.mark.django_db


def test_every_job_of_the_timetable_is_known_to_the_worker() -> None:
    known = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    names = ("payments", "daily", "mornings", "audit", "tidy")
    assert {f"timetable.{name}" for name in names} <= known


def test_the_night_forgets_forms_that_were_kept_for_longer_than_a_day() -> None:
    now: Any = timezone.now()
    for path, age in (("/id/lama/", dt.timedelta(hours=25)), ("/id/baru/", dt.timedelta(hours=1))):
        KeptForm.objects.create(account=access.VISITOR.id, path=path, nonce=b"0" * 12, sealed=b"0", kept_at=now - age)
    timetable.run_daily()
    assert [form.path for form in KeptForm.objects.all()] == ["/id/baru/"]


def test_people_are_reminded_in_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    for package, verb in ((timetable.agencies, "remind_due"), (timetable.agencies, "escalate_due")):
        monkeypatch.setattr(package, verb, lambda **_more: None)
    monkeypatch.setattr(timetable.cases, "remind_due", lambda **_more: called.append("cases"))
    monkeypatch.setattr(timetable, "close_old_connections", lambda: None)
    timetable.in_the_morning.func(0)
    assert called == ["cases"]
