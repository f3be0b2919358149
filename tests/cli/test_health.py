"""The health pages: what a load balancer may know."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from seluma.core.journal import api as journal
from seluma.rest import health


def beat(seconds_ago: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second')",
            [seconds_ago],
        )


def test_live_asks_no_database(client: Client) -> None:
    # No database mark: a query would fail this test.
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_ready_when_a_worker_has_just_shown_itself(client: Client) -> None:
    beat(1)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("seconds_ago", [None, 60])
def test_not_ready_without_a_worker(client: Client, seconds_ago: float | None) -> None:
    if seconds_ago:
        beat(seconds_ago)
    answer = client.get("/healthz/ready")
    assert (answer.status_code, answer.json()["reasons"]) == (503, ["no worker is running"])
    assert ProcrastinateWorker.objects.count() == (1 if seconds_ago else 0)


@pytest.mark.django_db
def test_not_ready_when_journal_entries_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    beat(1)
    monkeypatch.setattr(journal, "sequencer_lag", lambda *, at: dt.timedelta(seconds=40))
    assert client.get("/healthz/ready").json()["reasons"] == ["journal entries have been waiting for 40 seconds"]


@pytest.mark.django_db
def test_not_ready_before_the_tables_are_up_to_date(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journal'")
    assert "not up to date" in client.get("/healthz/ready").json()["reasons"][0]


def test_not_ready_when_the_database_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "MigrationExecutor", fail)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert health.reasons_not_ready(at=timezone.now()) == ["the database does not answer"]
