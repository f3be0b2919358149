"""Sessions that ended are deleted: an officer's may hold what they read in passports (see `web/officer/case.py`)."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session


def forget_ended(*, at: dt.datetime) -> int:
    """Delete the sessions that nobody can use any more; how many. The timetable calls it every night."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
