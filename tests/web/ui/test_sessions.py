"""A session lasts a working day, and nothing of it stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from seluma.jobs import timetable
from seluma.web.ui import sessions

pytestmark = pytest.mark.django_db


def test_a_session_ends_after_a_working_day_and_is_then_forgotten() -> None:
    kept = SessionStore()
    kept["officer_zones"] = {"case": "P<UTO"}
    kept.set_expiry(0)  # until the browser is closed
    kept.create()
    now = timezone.now()
    assert sessions.forget_ended(at=now + dt.timedelta(hours=11)) == 0
    assert sessions.forget_ended(at=now + dt.timedelta(hours=13)) == 1
    assert Session.objects.count() == 0


def test_the_timetable_forgets_them_every_night() -> None:
    assert sessions.forget_ended in timetable._tidying
