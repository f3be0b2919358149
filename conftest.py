"""Shared by all tests: a real PostgreSQL of their own, no network beyond this machine, clean files for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session", autouse=True)
def _flush_passes_the_append_only_triggers() -> Iterator[None]:
    """Django empties tables by TRUNCATE after a transactional test; the journal refuses that to everybody else."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    original = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        from django.db import transaction

        with transaction.atomic(using=self.connection.alias, savepoint=self.connection.features.can_rollback_ddl):
            with self.connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                for sql in [*sql_list, "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE;"]:
                    cursor.execute(sql)

    DatabaseOperations.execute_sql_flush = flush
    yield
    DatabaseOperations.execute_sql_flush = original


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, settings: Any) -> None:
    """Files and letters of one test are seen by no other, and no witness is asked unless a test names one."""
    settings.SELUMA_FILES = tmp_path / "files"
    settings.SELUMA_OUTBOX = tmp_path / "outbox"
    settings.SELUMA_TRUST_POLICY = tmp_path / "no-trust-policy.txt"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nobody_has_tried_anything_yet() -> None:
    """What one test tries often does not count against the next one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A page read in English by one test does not make the next one speak English."""
    from django.conf import settings
    from django.utils import translation

    translation.activate(settings.LANGUAGE_CODE)
