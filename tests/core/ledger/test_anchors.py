"""The log on an EVM network: written down once for each state, read back by whoever checks, and never in the way."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from typer.testing import CliRunner

from seluma.cli import anvil, surroundings
from seluma.cli import ledger as command
from seluma.core.ledger import api as ledger
from seluma.jobs import timetable
from seluma.lib import chain, tlog

from .world import NOON, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    if anvil.program() is None:
        pytest.skip("npm brought no anvil for this machine")
    with anvil.running() as url:
        yield url


@pytest.fixture
def anchoring(node: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of this test's own, and commands that work on this test's database."""
    settings.SELUMA_KEYS = tmp_path / "keys"
    folder = settings.SELUMA_KEYS / ledger.KEYS_FOLDER
    ledger.log_keys()
    (folder / "chain.key").write_text(anvil.PAYS)
    settings.SELUMA_CHAIN_URL = node
    settings.SELUMA_CHAIN_CONTRACT = chain.open_registry(node, None).deploy(anvil.PAYS)
    for name in ("prepare", "without_database"):
        monkeypatch.setattr(surroundings, name, lambda _environment: None)


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(command.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def on_the_chain(settings: Any) -> tuple[str, ...]:
    return "--chain", settings.SELUMA_CHAIN_URL, "--contract", settings.SELUMA_CHAIN_CONTRACT


def audited(settings: Any) -> set[tuple[str, str]]:
    _status, said = run("audit", "--json", *on_the_chain(settings))
    return {(found["attack"], found["where"]) for found in json.loads(said)["findings"]}


def rewritten(*, entries: int) -> None:
    """What somebody with the database's password and the log's keys does: another history, sealed anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM ledger_tile; DELETE FROM ledger_checkpoint")
        cursor.execute("DELETE FROM journal_position WHERE position >= %s", [entries])
        cursor.execute("UPDATE journal_position SET position = -1 - position WHERE position < 2")
        cursor.execute("UPDATE journal_position SET position = 2 + position WHERE position < 0")
        cursor.execute("SET LOCAL session_replication_role = origin")
    while ledger.sequence(at=NOON):
        pass


def proof_of(entry: UUID, tmp_path: Path) -> Path:
    file = tmp_path / "entry.tlog-proof"
    assert run("prove", entry, "-o", file)[0] == 0
    return file


def test_every_state_is_written_down_once_and_read_back(anchoring: None, settings: Any) -> None:
    assert ledger.anchor() is None
    sealed(3)
    first = ledger.anchor()
    assert first is not None
    assert (first.index, first.size, first.chain_id) == (0, 3, 31337)
    assert ledger.anchor() == first
    sealed(4)
    timetable.anchor_ledger()
    assert [one.size for one in ledger.anchors()] == [7, 3]
    told = Client().get("/ledger/status").json()["anchor"]
    assert (told["network"], told["contract"], told["size"]) == (31337, settings.SELUMA_CHAIN_CONTRACT, 7)
    assert run("chain", "show")[1].splitlines()[-1].startswith("2 anchors of ")
    assert audited(settings) == set()
    network = ledger.network()
    assert network is not None
    head = ledger.head()
    assert head is not None
    root = tlog.read_checkpoint(tlog.read_note(head.note).text).root
    assert ledger.anchored(network)[-1].root == root


def test_our_copy_follows_what_the_network_holds(anchoring: None) -> None:
    sealed(3)
    made = ledger.anchor()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_anchor SET size = 2")
    assert ledger.anchor() == made
    assert [one.size for one in ledger.anchors()] == [3]


def test_a_log_that_was_rewritten_with_its_own_keys_is_found(anchoring: None, settings: Any, tmp_path: Path) -> None:
    entries = sealed(5)
    ledger.anchor()
    rewritten(entries=5)
    assert ("forked", "anchor 0 on network 31337") in audited(settings)
    file, log = proof_of(entries[4], tmp_path), tmp_path / "log"
    assert run("export", log)[0] == 0
    assert run("verify", file)[0] == 0
    status, said = run("verify", file, "--log", log, *on_the_chain(settings))
    assert status == 1
    assert "the network holds another history" in said


def test_a_log_that_went_back_is_found(anchoring: None, settings: Any) -> None:
    sealed(5)
    ledger.anchor()
    rewritten(entries=4)
    assert ("rolled-back", "anchor 0 on network 31337") in audited(settings)


def test_a_proof_is_held_against_a_later_anchor(anchoring: None, settings: Any, tmp_path: Path) -> None:
    (entry, *_rest) = sealed(3)
    file, log = proof_of(entry, tmp_path), tmp_path / "log"
    run("export", log)
    assert "Not anchored yet." in run("verify", file, "--log", log, *on_the_chain(settings))[1]
    sealed(300)
    ledger.anchor()
    run("export", log)
    status, said = run("verify", file, "--log", log, *on_the_chain(settings))
    assert status == 0
    assert "Fits anchor 0 on network 31337: 303 entries" in said


def test_a_network_that_is_away_stops_nothing(anchoring: None, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    sealed(2)
    settings.SELUMA_CHAIN_URL = "http://127.0.0.1:1/"
    with caplog.at_level(logging.WARNING):
        timetable.anchor_ledger()
    assert "was not anchored" in caplog.text
    assert ledger.anchors() == []
    assert run("audit", *on_the_chain(settings)) == (2, "The node does not answer: ConnectionError.\n")
    settings.SELUMA_CHAIN_URL = ""
    timetable.anchor_ledger()
    assert run("chain", "anchor")[0] == 2


def test_the_key_is_made_once_and_for_its_owner_only(settings: Any, tmp_path: Path, anchoring: None) -> None:
    settings.SELUMA_KEYS = tmp_path / "others"
    status, address = run("chain", "new-key")
    assert status == 0
    (file,) = settings.SELUMA_KEYS.rglob("chain.key")
    assert file.stat().st_mode & 0o777 == 0o600
    assert chain.address_of(ledger.anchoring_key()) == address.strip()
    assert run("chain", "new-key")[0] == 2
    file.write_text("nonsense")
    assert run("chain", "show")[0] == 2
