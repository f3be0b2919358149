"""What somebody with the database's password can do to the ledger, and that each is found and named.

Every attack is raw SQL as superuser, with the triggers switched off, or made with stolen files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as used
from django.db import connection

from seluma.cli.database import ROOT
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BribeRefused(Event):
    SUBJECT = "officer"

    officer: Ref
    amount: int = 1


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"


def noted(*, at: dt.datetime = NOON) -> UUID:
    return journal.note(BribeRefused(officer=Ref("account", new_id())), by=SYSTEM, at=at).entry_id


def sealed(count: int, *, at: dt.datetime = NOON) -> list[UUID]:
    entries = [noted(at=at) for _ in range(count)]
    while journal.sequence():
        pass
    while ledger.sequence(at=at):
        pass
    return entries


def superuser(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def found(**more: Any) -> dict[str, str]:
    """Attack → where, of an audit of the database."""
    report = ledger.audit(ledger.Database(), more.pop("policy", None) or ledger.policy(), **more)
    return {finding.attack: finding.where for finding in report.findings}


def body_of(entry: UUID) -> bytes:
    place = journal.place_of(entry)
    assert place is not None
    return place[1]


def head() -> bytes:
    newest = ledger.head()
    assert newest is not None
    return newest.note


@pytest.mark.django_db
class TestFound:
    def test_nothing_is_found_in_an_honest_log(self) -> None:
        sealed(300)
        sealed(5, at=NOON + HOUR)
        assert found() == {}

    def test_an_edited_fact(self) -> None:
        entries = sealed(5)
        superuser("UPDATE journal_facts SET facts = jsonb_set(facts, '{amount}', '9') WHERE entry_id = %s", entries[3])
        assert found() == {"fact-edited": "entries 3"}

    @pytest.mark.parametrize(
        "change", ["kind = 'x.Y'", "at = at + interval '1 second'", "actor_id = gen_random_uuid()", "about = '{}'"]
    )
    def test_an_edit_of_who_what_or_when(self, change: str) -> None:
        entries = sealed(5)
        superuser(f"UPDATE journal_facts SET {change} WHERE entry_id = %s", entries[2])
        assert found() == {"fact-edited": "entries 2"}

    def test_an_edited_fact_with_its_commitment_recomputed(self) -> None:
        entries = sealed(5)
        row = connection.cursor()
        row.execute("SELECT salt, about, facts FROM journal_facts WHERE entry_id = %s", [entries[2]])
        salt, about, facts = row.fetchone()
        facts = (json.loads(facts) if isinstance(facts, str) else facts) | {"amount": 9}
        commitment = journal.commitment(
            bytes(salt), actor=SYSTEM.ref, about=[Ref("account", thing) for thing in about], facts=facts
        )
        body = json.loads(body_of(entries[2])) | {"commitment": commitment}
        superuser("UPDATE journal_facts SET facts = %s WHERE entry_id = %s", json.dumps(facts), entries[2])
        superuser(
            "UPDATE journal_entry SET body = %s WHERE id = %s",
            json.dumps(body, sort_keys=True, separators=(",", ":")).encode(),
            entries[2],
        )
        assert found() == {"entry-edited": "entry 2"}

    def test_a_deleted_entry(self) -> None:
        entries = sealed(5)
        superuser("DELETE FROM journal_facts WHERE entry_id = %s", entries[2])
        superuser("DELETE FROM journal_position WHERE entry_id = %s", entries[2])
        superuser("DELETE FROM journal_entry WHERE id = %s", entries[2])
        assert found() == {"entry-deleted": "entries 2"}

    def test_a_truncated_tail(self) -> None:
        sealed(5)
        for table in ("journal_facts f", "journal_entry f"):
            superuser(
                f"DELETE FROM {table} USING journal_position p WHERE p.position > 2 AND p.entry_id = "
                + ("f.entry_id" if "facts" in table else "f.id")
            )
        superuser("DELETE FROM journal_position WHERE position > 2")
        assert found() == {"tail-truncated": "entries 3 to 4"}

    def test_a_tail_truncated_with_its_checkpoint_is_found_by_whoever_kept_one(self) -> None:
        sealed(3)
        small = ledger.heads()[0].note
        sealed(2)
        kept = head()
        superuser("DELETE FROM journal_position WHERE position > 2")
        superuser("DELETE FROM journal_entry e WHERE NOT EXISTS (SELECT FROM journal_position WHERE entry_id = e.id)")
        superuser("DELETE FROM journal_facts f WHERE NOT EXISTS (SELECT FROM journal_entry WHERE id = f.entry_id)")
        superuser("DELETE FROM ledger_checkpoint WHERE size > 3")
        superuser("UPDATE ledger_tile SET hashes = substring(hashes FROM 1 FOR 96)")
        assert found() == {}
        assert found(seen=[small]) == {}
        assert found(seen=[small, kept]) == {"rolled-back": "kept checkpoint 2"}

    def test_an_entry_inserted_into_the_past(self) -> None:
        entries = sealed(6)
        false = noted()
        superuser("DELETE FROM journal_pending")
        superuser("UPDATE journal_position SET position = -position - 1 WHERE position >= 3")
        superuser("UPDATE journal_position SET position = -position WHERE position < 0")
        superuser("INSERT INTO journal_position (position, entry_id) VALUES (3, %s)", false)
        named = found()
        assert named["entry-inserted"] == "entry 3"
        assert named["entries-moved"] == "entries 4 to 5"
        assert len(entries) == 6

    def test_an_entry_that_claims_to_be_older_than_it_is(self) -> None:
        sealed(3)
        sealed(2, at=NOON + 2 * HOUR)
        noted(at=NOON)
        journal.sequence()
        ledger.sequence(at=NOON + 3 * HOUR)
        assert found() == {"back-dated": "entries 5"}

    def test_what_waited_a_day_for_its_seal_is_not_back_dated(self) -> None:
        sealed(3)
        for hour in range(4):
            noted(at=NOON + hour * HOUR)
        journal.sequence()
        for _ in range(4):
            ledger.sequence(at=NOON + 24 * HOUR, limit=1)
        assert found() == {}

    def test_a_clock_one_day_ahead(self) -> None:
        sealed(3)
        noted(at=NOON + 24 * HOUR)
        journal.sequence()
        ledger.sequence(at=NOON + HOUR)
        assert found() == {"clock-ahead": "entries 3"}

    def test_two_swapped_entries(self) -> None:
        entries = sealed(6)
        superuser("UPDATE journal_position SET position = -1 WHERE entry_id = %s", entries[1])
        superuser("UPDATE journal_position SET position = 1 WHERE entry_id = %s", entries[4])
        superuser("UPDATE journal_position SET position = 4 WHERE entry_id = %s", entries[1])
        assert found() == {"entries-swapped": "entries 1 and 4"}

    @pytest.mark.parametrize(("level", "where"), [(0, "tile/0/001"), (1, "tile/1/000.p/2")])
    def test_a_rewritten_tile(self, level: int, where: str) -> None:
        sealed(600)
        superuser(
            "UPDATE ledger_tile SET hashes = set_byte(hashes, 33, 255 - get_byte(hashes, 33))"
            " WHERE level = %s AND number = %s",
            level,
            1 - level,
        )
        assert found() == {"tile-rewritten": where}

    def test_a_tile_that_was_taken_away(self) -> None:
        sealed(600)
        superuser("DELETE FROM ledger_tile WHERE level = 0 AND number = 1")
        assert found() == {"tile-missing": "tile/0/001"}

    def test_an_entry_hidden_from_the_order(self) -> None:
        entry = noted()
        superuser("DELETE FROM journal_pending")
        sealed(3)
        assert found() == {"entry-hidden": f"entry {entry}"}

    def test_facts_that_were_destroyed_without_a_note(self) -> None:
        entries = sealed(5)
        superuser("DELETE FROM journal_facts WHERE entry_id = %s", entries[1])
        assert found() == {"facts-destroyed": "journal_facts"}

    def test_a_replaced_key(self, settings: Any, tmp_path: Path) -> None:
        sealed(3)
        policy = ledger.policy()
        settings.SELUMA_KEYS = tmp_path / "stolen"
        sealed(1)
        assert found(policy=policy) == {"key-replaced": "checkpoint"}
        # Whoever trusts what the log says about itself finds that the former checkpoints are another log's.
        assert found() == {"key-replaced": "checkpoint 3"}

    def test_everything_rewritten_and_signed_again_with_the_stolen_key(self) -> None:
        sealed(5)
        kept = head()
        superuser("UPDATE journal_entry SET body = replace(encode(body, 'escape'), '\"v\":1', '\"v\":2')::bytea")
        superuser("DELETE FROM journal_facts")
        superuser("DELETE FROM ledger_tile")
        superuser("DELETE FROM ledger_checkpoint")
        ledger.sequence(at=NOON)
        assert "history-rewritten" not in found()
        assert found(seen=[kept])["forked"] == "kept checkpoint 1"

    def test_a_history_rewritten_without_the_key(self) -> None:
        entries = sealed(3)
        body = body_of(entries[1]).replace(b'"v":1', b'"v":2')
        bodies = [body_of(entries[0]), body, body_of(entries[2])]
        superuser("UPDATE journal_entry SET body = %s WHERE id = %s", body, entries[1])
        superuser("UPDATE ledger_tile SET hashes = %s", b"".join(tlog.leaf_hash(one) for one in bodies))
        assert found() == {"history-rewritten": "checkpoint"}

    def test_a_checkpoint_changed_after_it_was_signed(self) -> None:
        sealed(3)
        sealed(2)
        superuser("UPDATE ledger_checkpoint SET note = overlay(note placing 'X' from 7) WHERE size = 3")
        assert "checkpoint 3" in found().values()
        superuser("UPDATE ledger_checkpoint SET note = 'nonsense' WHERE size = 5")
        assert found() == {"checkpoint-malformed": "checkpoint"}

    def test_a_backup_of_yesterday_is_found_by_whoever_kept_a_checkpoint(self, tmp_path: Path) -> None:
        sealed(3)
        ledger.export(tmp_path, at=NOON, done=lambda _count: None)
        sealed(4, at=NOON + HOUR)
        report = ledger.audit(ledger.Directory(tmp_path), ledger.policy(), seen=[head()])
        assert [finding.attack for finding in report.findings] == ["rolled-back"]


@pytest.mark.django_db
class TestFoundFromOutside:
    """The same, by somebody who has nothing but the published files and a policy."""

    def exported(self, folder: Path) -> tlog.Policy:
        sealed(600)
        ledger.export(folder, at=NOON, done=lambda _count: None)
        return ledger.policy()

    def attacks(self, folder: Path, policy: tlog.Policy) -> dict[str, str]:
        report = ledger.audit(ledger.Directory(folder), policy)
        return {finding.attack: finding.where for finding in report.findings}

    def test_every_file_of_the_export_is_looked_at(self, tmp_path: Path) -> None:
        folder = tmp_path / "log"
        policy = self.exported(folder)
        assert self.attacks(folder, policy) == {}
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name not in ("vkey", "vkey-ml-dsa-44", "policy"):
                data = path.read_bytes()
                path.write_bytes(data[:40] + bytes((data[40] ^ 1,)) + data[41:])
                assert self.attacks(folder, policy), path
                path.write_bytes(data)

    @pytest.mark.parametrize(
        ("path", "named"),
        [("tile/entries/001", "entry-deleted"), ("tile/0/001", "tile-missing"), ("tile/1/000.p/2", "tile-missing")],
    )
    def test_a_file_that_is_not_there(self, tmp_path: Path, path: str, named: str) -> None:
        policy = self.exported(tmp_path)
        (tmp_path / path).unlink()
        assert set(self.attacks(tmp_path, policy)) == {named}

    def test_a_place_without_a_log_cannot_be_audited(self, tmp_path: Path) -> None:
        with pytest.raises(ledger.Unavailable):
            ledger.audit(ledger.Directory(tmp_path / "nowhere"), ledger.policy())
        with pytest.raises(ledger.Unavailable):
            ledger.audit(ledger.Database(), ledger.policy())


KILLED = """
import os, signal, sys
from seluma.cli import surroundings
surroundings.prepare("test")
from django.conf import settings
from django.utils import timezone
settings.SELUMA_KEYS = sys.argv[2]
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
tlog.write_note = lambda note: os.kill(os.getpid(), signal.SIGKILL)
ledger.sequence(at=timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_before_it_signs_leaves_nothing_and_blocks_nobody() -> None:
    sealed(300)
    before = ledger.head()
    for _ in range(50):
        noted()
    journal.sequence()
    name = connection.settings_dict["NAME"]
    run = subprocess.run(
        [sys.executable, "-c", KILLED, name, str(used.SELUMA_KEYS)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL, run.stderr.decode()
    assert ledger.head() == before
    while not ledger.sequence(at=NOON):  # until PostgreSQL has noticed that its client is gone
        assert ledger.head() == before
    assert [size.size for size in ledger.heads()] == [300, 350]
    assert found() == {}


def test_what_an_audit_proves_is_written_down_for_every_attack() -> None:
    from seluma.core.ledger.findings import PROVES

    decision = (ROOT / "docs/adr/0008-transparency-log.md").read_text()
    assert [name for name in PROVES if f"`{name}`" not in decision] == []
    assert hashlib.sha256(b"").digest() == tlog.EMPTY_ROOT
