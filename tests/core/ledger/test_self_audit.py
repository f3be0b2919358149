"""The portal audits its own log and publishes what it found; that it did is an entry of the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from seluma.cli.witness.demonstration import WITNESSES
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.jobs import timetable
from seluma.lib import tlog
from seluma.rest.health import troubles_of_the_ledger
from tests.core.ledger.world import HOUR, NOON, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"


def edit_a_fact() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE journal_facts SET facts = '{}'")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_clean_log_is_published_as_clean(client: Client) -> None:
    sealed(3)
    assert client.get("/ledger/status").json()["audit"] is None
    assert ledger.audit_self(by=SYSTEM, at=NOON).findings == ()
    assert client.get("/ledger/status").json()["audit"] == {
        "at": "2026-11-24T05:00:00Z",
        "size": 3,
        "findings": [],
        "silent": [],
    }


def test_what_is_found_is_published_and_watched_by_health(client: Client) -> None:
    sealed(3)
    edit_a_fact()
    ledger.audit_self(by=SYSTEM, at=NOON)
    (finding,) = client.get("/ledger/status").json()["audit"]["findings"]
    assert (finding["attack"], finding["where"]) == ("fact-edited", "entries 0 to 2")
    assert "fact-edited: entries 0 to 2" in troubles_of_the_ledger(at=NOON)


def test_that_it_was_audited_is_sealed_and_the_next_audit_covers_it() -> None:
    sealed(3)
    ledger.audit_self(by=SYSTEM, at=NOON)
    sealed(0)
    assert b'"kind":"ledger.LogAudited"' in journal.bodies(3, 1)[0][1]
    again = ledger.audit_self(by=SYSTEM, at=NOON + HOUR)
    assert (again.size, again.findings, ledger.last_audit()) == (4, (), again)


def test_witnesses_that_do_not_answer_are_named(settings: Any, tmp_path: Path) -> None:
    lines = [tlog.witness_line(one.name, tlog.read_key(one.vkey), "http://127.0.0.1:1") for one in WITNESSES]
    settings.SELUMA_TRUST_POLICY = tmp_path / "policy"
    settings.SELUMA_TRUST_POLICY.write_text("".join(lines) + "quorum universitas\n")
    sealed(1)
    # Where much is done the newest checkpoint always waits for its witnesses; only long waiting tells something.
    assert ledger.audit_self(by=SYSTEM, at=NOON).findings == ()
    found = ledger.audit_self(by=SYSTEM, at=NOON + HOUR)
    assert [finding.attack for finding in found.findings] == ["quorum-missing"]
    assert found.silent == tuple(witness.name for witness in WITNESSES)


def test_the_nightly_job_says_why_nothing_could_be_audited(caplog: pytest.LogCaptureFixture) -> None:
    timetable.audit_ledger()
    assert "no checkpoint yet" in caplog.text
    sealed(2)
    edit_a_fact()
    timetable.audit_ledger()
    assert "not in order: fact-edited" in caplog.text
