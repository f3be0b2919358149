"""Bring the tables up to date, one process at a time."""

from __future__ import annotations

import os

import psycopg
from django.core.management import call_command

from seluma.cli.refusals import CannotRun

_LOCK = 0x5E1_0002


def migrate() -> None:
    """Apply what is not applied; others that want the same wait. CannotRun when the database does not answer."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=10) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            call_command("migrate", interactive=False, verbosity=0)
    except psycopg.OperationalError as reason:
        said = " ".join(str(reason).split())
        raise CannotRun(f"The database does not answer: {said}.") from reason
