"""What only somebody outside can find: histories that fork or go back, suppressed acts, wrong clocks, false papers.

Real witnesses with files of their own watch the log. What the database alone gives away: `test_ledger.py`.
"""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.permits import api as permits
from seluma.lib import tlog, witness
from tests.core.ledger.world import HOUR, NAMES, NOON, Watched, asked, clock, noted, sealed
from tests.domains.permits import papers_at_work as papers

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def witnesses(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    settings.SELUMA_KEYS = tmp_path / "keys"
    clock(monkeypatch, NOON)
    with Watched(tmp_path, settings) as watched:
        yield watched


def superuser(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values or None)
        cursor.execute("SET LOCAL session_replication_role = origin")


def found(source: ledger.Source | None = None, **more: Any) -> dict[str, list[str]]:
    """Attack → where, of an audit that asks the witnesses."""
    policy = ledger.policy()
    ask = functools.partial(ledger.ask_witnesses, policy)
    places: dict[str, list[str]] = {}
    for finding in ledger.audit(source or ledger.Database(), policy, ask=ask, **more).findings:
        places.setdefault(finding.attack, []).append(finding.where)
    return places


def by(*names: str) -> list[str]:
    return [f"kept by witness {name}" for name in names]


TABLES = ("journal_entry", "journal_facts", "journal_position", "journal_pending", "ledger_tile")
SEALED = ("ledger_checkpoint", "ledger_cosignature", "ledger_witness", "ledger_alarm")


def backup() -> None:
    """A copy of all tables, as a backup holds them."""
    for table in (*TABLES, *SEALED):
        superuser(f"CREATE TEMPORARY TABLE old_{table} AS TABLE {table}")


def restore() -> None:
    for table in (*TABLES, *SEALED):
        superuser(f"DELETE FROM {table}; INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM old_{table}")


def test_nothing_is_found_in_an_honest_log(witnesses: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(3)
    asked()
    clock(monkeypatch, NOON + HOUR)
    sealed(3, at=NOON + HOUR)
    asked(at=NOON + HOUR)
    assert found() == {}


def test_a_database_rolled_back_to_yesterdays_backup(witnesses: Watched) -> None:
    sealed(3)
    asked()
    backup()
    sealed(2)
    asked()
    restore()
    assert found() == {"rolled-back": by(*NAMES)}


class Late(ledger.Database):
    """An address that publishes a checkpoint some seconds after its witnesses have seen it."""

    def __init__(self, looks: int) -> None:
        self.looks = looks
        self.first = ledger.heads()[0].note

    def text(self, name: str) -> bytes:
        return self.first if self.looks and name == "checkpoint" else super().text(name)

    def may_be_late(self) -> bool:
        self.looks -= 1
        return not self.looks

    def heads(self) -> list[ledger.Head]:
        return []


def test_what_is_published_some_seconds_late_is_no_rollback_and_what_stays_behind_is(witnesses: Watched) -> None:
    sealed(3)
    asked()
    sealed(2)
    asked()
    assert found(Late(1)) == {}
    assert found(Late(2))["rolled-back"] == by(*NAMES)


def test_a_backup_from_which_the_log_went_on_differently(witnesses: Watched) -> None:
    sealed(3)
    asked()
    backup()
    sealed(2)
    asked()
    restore()
    sealed(4)
    assert found()["forked"] == by(*NAMES)


def test_two_histories_shown_to_two_witnesses(witnesses: Watched) -> None:
    sealed(3)
    asked()
    backup()
    witnesses.leave("university")
    sealed(2)
    asked()
    # The office now goes back, and shows the witness that was away another continuation.
    restore()
    for name in ("labour", "education"):
        witnesses.leave(name)
    sealed(2)
    witnesses.back("university")
    asked()
    assert found() == {"quorum-missing": ["checkpoint"]}
    witnesses.back("labour", "education")
    assert found() == {"quorum-missing": ["checkpoint"], "forked": by("labour", "education")}


def test_two_histories_signed_with_the_stolen_key_and_the_newest_hidden(witnesses: Watched) -> None:
    """The thief shows one witness a history that is in no table of the office."""
    sealed(3)
    asked()
    keys = ledger.log_keys()
    leaves = [tlog.leaf_hash(body) for _position, body in journal.bodies(0, 3)] + [tlog.leaf_hash(b"false")]
    text = tlog.Checkpoint(keys.origin, 4, tlog.root_of(leaves)).text
    path = tuple(tlog.Tree(4, lambda wanted: {tile: b"".join(leaves[: tile.width]) for tile in wanted}).consistency(3))
    request = tlog.write_add_checkpoint(tlog.AddCheckpoint(3, path, tlog.Note(text, (keys.signer.sign(text),))))
    stores = witnesses.stores["labour"]
    stores.cosign(witness.vouch(request, stores.keys_of), stores.cosigners(), int(NOON.timestamp()))
    assert found() == {"rolled-back": by("labour")}
    sealed(1)
    asked()
    assert found()["forked"] == by("labour")


def test_a_witness_with_a_rolled_back_store(witnesses: Watched) -> None:
    sealed(3)
    asked()
    former = (witnesses.folder / "labour").read_bytes()
    sealed(2)
    asked()
    witnesses.roll_back("labour", former)
    assert found() == {"witness-rolled-back": [f"witness labour, log {ledger.log_keys().origin}"]}


def test_a_cosignature_that_was_made_up(witnesses: Watched) -> None:
    sealed(3)
    asked()
    sealed(1)
    asked()
    line = "UPDATE ledger_cosignature SET line = overlay(line placing 'AAAA' from length(line) - 20) WHERE size = %s"
    superuser(f"{line} AND witness LIKE 'labour%%'", 3)
    assert found() == {"cosignature-false": ["checkpoint 3"]}


class TestSuppressed:
    def test_an_act_taken_away_after_its_receipt_was_given(self, witnesses: Watched) -> None:
        sealed(3)
        entry = noted()
        receipt = ledger.receipt_of(entry)
        forget([entry])
        sealed(300)
        asked()
        assert found() == {}
        assert found(seen=[receipt], at=NOON) == {}
        assert found(seen=[receipt], at=NOON + HOUR) == {"act-suppressed": [f"receipt 1, entry {entry}"]}

    def test_another_act_put_in_the_place_of_the_acknowledged_one(self, witnesses: Watched) -> None:
        entry = noted()
        receipt = ledger.receipt_of(entry)
        superuser("UPDATE journal_entry SET body = replace(encode(body, 'escape'), '\"v\":1', '\"v\":2')::bytea")
        sealed(0)
        asked()
        assert found(seen=[receipt])["act-suppressed"] == [f"receipt 1, entry {entry}"]

    def test_seen_from_outside_with_nothing_but_the_files(self, witnesses: Watched, tmp_path: Path) -> None:
        entry = noted()
        receipt = ledger.receipt_of(entry)
        superuser("DELETE FROM journal_pending")
        sealed(300)
        asked()
        ledger.export(tmp_path / "log", at=NOON, done=lambda _count: None)
        report = ledger.audit(ledger.Directory(tmp_path / "log"), ledger.policy(), seen=[receipt])
        assert [finding.attack for finding in report.findings] == ["act-suppressed"]
        shutil.rmtree(tmp_path / "log")


class TestClocks:
    """The office sets its own clock; witnesses have others."""

    def test_a_clock_that_stands_still(self, witnesses: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
        sealed(3)
        asked()
        clock(monkeypatch, NOON + HOUR)
        sealed(2)
        asked()
        sealed(2)
        asked()
        assert found() == {"clock-behind": ["entries 5 to 6"]}

    def test_a_clock_one_day_ahead(self, witnesses: Watched) -> None:
        sealed(3)
        asked()
        sealed(2, at=NOON + DAY)
        asked(at=NOON + DAY)
        assert found() == {"clock-ahead": ["entries 3 to 4"]}

    def test_a_witness_whose_own_clock_is_wrong_accuses_nobody(
        self, witnesses: Watched, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sealed(3)
        witnesses.leave("labour")
        asked()
        clock(monkeypatch, NOON + DAY)
        witnesses.back("labour")
        asked()
        clock(monkeypatch, NOON)
        sealed(3)
        asked()
        assert found() == {}

    def test_nobody_is_asked_while_entries_have_long_been_waiting_for_their_seal(self, witnesses: Watched) -> None:
        sealed(3)
        noted()
        asked(at=NOON + HOUR)
        assert {state.size for state in ledger.status().witnesses} == {0}


def forget(entries: list[UUID]) -> None:
    """Take entries out of every table of the journal."""
    superuser("DELETE FROM journal_pending WHERE entry_id = ANY (%s)", entries)
    superuser("DELETE FROM journal_delivery WHERE entry_id = ANY (%s)", entries)
    superuser("DELETE FROM journal_position WHERE entry_id = ANY (%s)", entries)
    superuser("DELETE FROM journal_facts WHERE entry_id = ANY (%s)", entries)
    superuser("DELETE FROM journal_entry WHERE id = ANY (%s)", entries)


class TestPermits:
    """A seal proves who made a paper; that the office decided it is proved by the log."""

    @pytest.fixture(autouse=True)
    def _own_keys(self, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
        settings.SELUMA_KEYS = tmp_path_factory.mktemp("keys")

    def audited(self) -> dict[str, list[str]]:
        sealed(0)
        places: dict[str, list[str]] = {}
        for finding in ledger.audit(ledger.Database(), ledger.policy()).findings:
            places.setdefault(finding.attack, []).append(finding.where)
        return places

    def test_a_paper_with_a_valid_seal_and_no_entry(self) -> None:
        permit, honest = papers.issued(), papers.issued()
        pdf = permits.pdf(permit.id)
        # Made with the office's own keys, outside of its acts: nothing in the journal tells of it.
        forget([entry.id for entry in journal.timeline(permit.ref)])
        superuser(
            "UPDATE journal_position SET position = rank FROM (SELECT entry_id AS one, row_number() OVER"
            " (ORDER BY position) - 1 AS rank FROM journal_position) ranked WHERE one = entry_id"
        )
        assert permits.verify(file=pdf, on=papers.TODAY).status is permits.Status.UNLOGGED
        assert self.audited() == {
            "permit-without-entry": [f"permit {permit.number}"],
            "paper-without-entry": [f"permit {permit.number}"],
        }
        superuser("DELETE FROM permits_permit WHERE number = %s", permit.number)
        assert permits.verify(file=pdf, on=papers.TODAY).status is permits.Status.UNRECORDED
        assert permits.permit(honest.id).number == honest.number

    def test_a_permit_whose_revocation_was_deleted(self) -> None:
        permit = papers.issued()
        self.audited()
        permits.revoke(permit=permit.id, reason="Contoh.", by=papers.dewi(), at=NOON)
        assert self.audited() == {}
        superuser("UPDATE permits_permit SET state = 'issued', ended_at = NULL, revoked_reason = ''")
        assert self.audited() == {"permit-revived": [f"permit {permit.number}"]}
        revoked = journal.timeline(permit.ref)[-1]
        forget([revoked.id])
        assert self.audited() == {"tail-truncated": [f"entries {revoked.position}"]}

    def test_a_permit_that_was_ended_or_whose_paper_was_replaced_behind_the_offices_back(self) -> None:
        one, other = papers.issued(), papers.issued()
        superuser("UPDATE permits_permit SET state = 'expired', ended_at = now() WHERE number = %s", one.number)
        superuser("UPDATE permits_permit SET pdf_digest = repeat('0', 64) WHERE number = %s", other.number)
        assert self.audited() == {
            "permit-ended-without-entry": [f"permit {one.number}"],
            "paper-without-entry": [f"permit {other.number}"],
        }

    def test_entries_edited_until_they_are_none_stop_no_audit(self) -> None:
        permit = papers.issued()
        self.audited()
        superuser("UPDATE journal_entry SET body = substring(body FROM 2)")
        assert self.audited()["permit-without-entry"] == [f"permit {permit.number}"]

    def test_it_still_fits_after_the_facts_are_destroyed(self) -> None:
        permit = papers.issued()
        entries = [entry.id for entry in journal.timeline(permit.ref)]
        journal.destroy_facts(entries, of=permit.ref, reason="x", by=SYSTEM, at=NOON)
        assert self.audited() == {}
