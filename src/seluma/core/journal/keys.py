"""Idempotency keys: the same form sent twice has one effect and one answer."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Actor, Refused

from .models import JournalKey

KEPT = dt.timedelta(days=30)
"""Longer than anybody can send a form: a session lasts a working day, and a new one gives its forms new keys."""


def once(key: UUID, *, by: Actor) -> str | None:
    """None for the first use of a key, else the outcome of the first. Call it inside the act's transaction.

    A second sending that arrives while the first is at work waits for it. Refused when the key was another person's.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_key (key, actor_id, outcome, used_at) VALUES (%s, %s, '', now())"
            " ON CONFLICT DO NOTHING",
            [key, by.id],
        )
        if cursor.rowcount == 1:
            return None
    return outcome_of(key, by=by)


def outcome_of(key: UUID, *, by: Actor) -> str | None:
    """What the first use of a key led to, None when it was not used. Refused when it was another person's."""
    row = JournalKey.objects.filter(key=key).first()
    if row is None:
        return None
    if row.actor_id != by.id:
        raise Refused(_("Formulir ini milik orang lain. Muat ulang halaman, lalu isi kembali."))
    return row.outcome


def remember(key: UUID, *, outcome: str) -> None:
    """Keep what the first use led to (an address on this site)."""
    JournalKey.objects.filter(key=key).update(outcome=outcome[:500])


def forget_keys(*, at: dt.datetime) -> int:
    """Delete the keys of forms that nobody can send again; how many. The timetable calls it every night."""
    return JournalKey.objects.filter(used_at__lt=at - KEPT).delete()[0]
