"""`./seluma ledger`: the same answers for people and programs, and one sentence for everything that cannot be done."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from tests.core.ledger.world import Watched, noted
from typer.testing import CliRunner

from seluma.cli import ledger as command
from seluma.cli import surroundings
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work on this test's database and keys."""
    settings.SELUMA_KEYS = tmp_path / "keys"
    for name in ("prepare", "without_database"):
        monkeypatch.setattr(surroundings, name, lambda _environment: None)


@pytest.fixture
def entries() -> list[UUID]:
    noted = [
        journal.note(journal.FactsDestroyed(of=Ref("person", new_id()), entries=0, reason="x"), by=SYSTEM, at=NOON)
        for _ in range(5)
    ]
    assert run("sequence") == (0, "5 entries sealed; the log has 5.\n", "")
    return [receipt.entry_id for receipt in noted]


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(command.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr.replace("\n\n", "\n")


def superuser(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)


@pytest.mark.django_db
class TestProving:
    def test_a_proof_is_written_and_verifies(self, entries: list[UUID], tmp_path: Path) -> None:
        file = tmp_path / "e.tlog-proof"
        assert run("prove", entries[2], "-o", file)[0] == 0
        status, said, _err = run("verify", file)
        assert status == 0
        assert "Entry 2 of 5 in TEST." in said
        assert "nobody but the log itself" in said
        assert str(entries[2]) in said

    def test_a_policy_of_ones_own_decides(self, entries: list[UUID], tmp_path: Path) -> None:
        file, policy = tmp_path / "e.tlog-proof", tmp_path / "policy"
        run("prove", entries[2], "-o", file)
        policy.write_text(ledger.policy_text())
        assert run("verify", file, "--policy", policy)[0] == 0
        ledger.make_keys(tmp_path / "other", ledger.log_keys().origin)
        policy.write_text(tlog.log_line(ledger.read_keys(tmp_path / "other").signer.key) + "quorum none\n")
        status, said, err = run("verify", file, "--policy", policy)
        assert (status, said) == (1, "")
        assert err.startswith("Not proven: ")

    def test_a_changed_proof_does_not_hold(self, entries: list[UUID], tmp_path: Path) -> None:
        file = tmp_path / "e.tlog-proof"
        run("prove", entries[2], "-o", file)
        file.write_bytes(file.read_bytes().replace(b"index 2", b"index 3"))
        assert run("verify", file)[0] == 1

    def test_an_entry_that_is_not_there_cannot_be_proved(self, entries: list[UUID], tmp_path: Path) -> None:
        file = tmp_path / "e.tlog-proof"
        status, _said, err = run("prove", new_id(), "-o", file)
        assert status == 2
        assert "There is no entry" in err
        assert not file.exists()
        assert run("prove", "nonsense", "-o", file)[0] == 2

    @pytest.mark.parametrize("content", ["", "nonsense", "c2sp.org/tlog-proof@v1\nindex 0\n\n"])
    def test_what_is_no_proof_is_one_sentence(self, tmp_path: Path, content: str) -> None:
        file = tmp_path / "e.tlog-proof"
        file.write_text(content)
        status, said, err = run("verify", file)
        assert (status, said) == (2, "")
        assert len(err.splitlines()) == 1

    def test_a_file_that_is_not_there_is_one_sentence(self, tmp_path: Path) -> None:
        status, _said, err = run("verify", tmp_path / "none")
        assert (status, len(err.splitlines())) == (2, 1)


def test_the_verifier_is_one_file_that_no_address_can_be_reached_from(tmp_path: Path) -> None:
    file = tmp_path / "periksa.html"
    assert run("verifier", "-o", file)[0] == 0
    page = file.read_text()
    assert page == Client().get("/ledger/verifier.html").content.decode()
    assert "default-src &#x27;none&#x27;" in page
    assert ledger.vkey().strip() in page
    assert "BEGIN CERTIFICATE" in page
    assert "TEST keys" in page
    assert run("verifier", "-o", tmp_path / "none" / "periksa.html")[0] == 2


@pytest.mark.django_db
def test_whoever_seals_by_hand_hears_which_witnesses_saw_it(settings: Any, tmp_path: Path) -> None:
    with Watched(tmp_path, settings) as witnesses:
        witnesses.leave("labour")
        assert run("sequence")[1] == "0 entries sealed; the log has 0.\nSeen by: education, university.\n"
        for name in ("education", "university"):
            witnesses.leave(name)
        noted()
        assert run("sequence")[1] == "1 entries sealed; the log has 1.\nSeen by: no witness, none answers.\n"


@pytest.mark.django_db
class TestReceipts:
    def receipt(self, folder: Path, entry: UUID) -> Path:
        file = folder / "e.receipt"
        file.write_bytes(ledger.receipt_of(entry))
        return file

    def test_a_kept_promise_is_said_with_the_place_in_the_log(self, entries: list[UUID], tmp_path: Path) -> None:
        status, said, _err = run("verify", self.receipt(tmp_path, entries[2]))
        assert (status, "is in the log: entry 2 of 5" in said) == (0, True)

    def test_a_broken_one_is_evidence_of_removal_for_verify_and_audit(
        self, entries: list[UUID], tmp_path: Path
    ) -> None:
        file, folder = self.receipt(tmp_path, entries[4]), tmp_path / "log"
        superuser("DELETE FROM journal_position WHERE position = 4")
        superuser("DELETE FROM ledger_checkpoint; DELETE FROM ledger_tile")
        run("sequence")
        status, said, err = run("verify", file)
        assert (status, said, err.startswith("Evidence of removal: ")) == (1, "", True)
        assert run("export", folder)[0] == 0
        assert run("verify", file, "--log", folder, "--policy", folder / "policy")[0] == 1
        assert "act-suppressed" in run("audit", "--dir", folder, "--seen", file)[1]

    def test_what_is_no_receipt_of_this_log_is_one_sentence(self, entries: list[UUID], tmp_path: Path) -> None:
        file = self.receipt(tmp_path, entries[2])
        file.write_bytes(file.read_bytes().replace(str(entries[2]).encode(), str(entries[1]).encode()))
        assert run("verify", file)[0] == 1
        file.write_bytes(b"x\nreceipt/v1\nnonsense")
        status, said, err = run("verify", file)
        assert (status, said, len(err.strip().splitlines())) == (2, "", 1)
        assert run("verify", file, "--log", "/nowhere")[0] == 2


@pytest.mark.django_db
class TestAuditing:
    def test_a_clean_log_has_no_findings(self, entries: list[UUID]) -> None:
        assert run("audit")[:2] == (0, "5 entries read; no findings.\n")
        status, said, _err = run("audit", "--json")
        assert (status, json.loads(said)) == (0, {"findings": []})

    def test_a_finding_is_named_for_programs_and_people(self, entries: list[UUID]) -> None:
        superuser("UPDATE journal_entry SET body = 'x'")
        superuser("DELETE FROM journal_facts")
        status, said, _err = run("audit", "--json")
        assert status == 1
        findings = json.loads(said)["findings"]
        assert {finding["attack"] for finding in findings} == {"entry-edited", "facts-destroyed"}
        assert set(findings[0]) == {"attack", "where", "proves"}
        assert "entry-edited · entry 0" in run("audit")[1]

    def test_a_directory_is_audited_without_the_database(self, entries: list[UUID], tmp_path: Path) -> None:
        folder = tmp_path / "log"
        assert run("export", folder)[:2] == (0, f"5 entries are in {folder}.\n")
        superuser("DELETE FROM journal_position")
        superuser("DELETE FROM journal_entry")
        assert run("audit", "--dir", folder)[0] == 0
        assert run("audit", "--dir", folder, "--policy", folder / "policy", "--seen", folder / "checkpoint")[0] == 0
        bundle = folder / "tile/entries/000.p/5"
        bundle.write_bytes(bundle.read_bytes().replace(b"journal", b"Journal", 1))
        status, said, _err = run("audit", "--dir", folder, "--json")
        assert status == 1
        assert [finding["attack"] for finding in json.loads(said)["findings"]] == ["entry-edited"]

    def test_an_address_is_audited(self, entries: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
        import requests

        def get(_session: object, url: str, **_how: object) -> requests.Response:
            answer = Client().get(url.removeprefix("http://portal.example"))
            response = requests.Response()
            response.status_code, response._content = answer.status_code, answer.content
            return response

        monkeypatch.setattr(requests.Session, "get", get)
        assert run("audit", "--url", "http://portal.example/ledger/")[0] == 0
        superuser("UPDATE journal_entry SET body = 'x'")
        assert run("audit", "--url", "http://portal.example/ledger")[0] == 1

    def test_a_kept_proof_shows_that_the_log_went_back(self, entries: list[UUID], tmp_path: Path) -> None:
        file, folder = tmp_path / "e.tlog-proof", tmp_path / "log"
        run("export", folder)
        journal.note(journal.FactsDestroyed(of=Ref("person", new_id()), entries=0, reason="x"), by=SYSTEM, at=NOON)
        run("sequence")
        run("prove", entries[0], "-o", file)
        status, said, _err = run("audit", "--dir", folder, "--seen", file)
        assert status == 1
        assert "rolled-back" in said

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--dir", "/nowhere"],
            ["--url", "http://127.0.0.1:1/ledger"],
            ["--dir", "/nowhere", "--url", "http://127.0.0.1:1"],
            ["--policy", "/nowhere"],
            ["--seen", "/nowhere"],
            ["--seen", __file__],
        ],
    )
    def test_what_cannot_be_audited_is_one_sentence(self, entries: list[UUID], arguments: list[str]) -> None:
        status, said, err = run("audit", *arguments, "--json")
        assert (status, said) == (2, "")
        assert len(err.strip().splitlines()) == 1

    def test_a_log_without_a_checkpoint_cannot_be_audited_or_exported(self, tmp_path: Path) -> None:
        assert run("audit")[0] == 2
        assert run("export", tmp_path / "log")[0] == 2


class TestKeys:
    def test_keys_are_made_once(self, tmp_path: Path) -> None:
        status, said, _err = run("new-key", "--origin", "portal.example/ledger", "--keys", tmp_path)
        assert status == 0
        assert tlog.read_key(said.strip()).name == "portal.example/ledger"
        status, _said, err = run("new-key", "--origin", "portal.example/ledger", "--keys", tmp_path)
        assert status == 2
        assert "not replaced" in err

    def test_a_name_with_a_space_is_one_sentence(self, tmp_path: Path) -> None:
        status, _said, err = run("new-key", "--origin", "portal example", "--keys", tmp_path)
        assert status == 2
        assert "space" in err
