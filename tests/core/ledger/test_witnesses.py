"""The log and its witnesses: who has seen what, who is away, and what they find out about each other."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from seluma.cli.production import refuse_test_witnesses
from seluma.cli.refusals import CannotRun
from seluma.cli.witness.demonstration import WITNESSES
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.rest.health import troubles_of_the_ledger
from tests.core.ledger.world import HOUR, NAMES, NOON, Watched, asked, clock, noted, sealed, who_signed

pytestmark = pytest.mark.django_db
LATER = NOON + dt.timedelta(seconds=10)


@pytest.fixture
def witnesses(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    settings.SELUMA_KEYS = tmp_path / "keys"
    clock(monkeypatch, NOON)
    with Watched(tmp_path, settings) as watched:
        yield watched


def superuser(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET LOCAL session_replication_role = origin")


def published(at: dt.datetime = NOON) -> ledger.Head:
    found = ledger.published(at=at)
    assert found is not None
    return found


def states() -> dict[str, ledger.Witness]:
    return {witness.name: witness for witness in ledger.status().witnesses}


def alarms() -> list[tuple[str, str]]:
    return [(alarm.attack, alarm.where) for alarm in ledger.status().alarms]


def test_what_is_sealed_is_seen_by_every_witness_and_proofs_say_so(witnesses: Watched, client: Client) -> None:
    first, *_others = sealed(3)
    assert ledger.seen_by([0]) == {0: ()}
    asked()
    assert who_signed(published().note) == set(NAMES)
    assert client.get("/ledger/checkpoint").content == published().note
    proof = tlog.read_proof(tlog.write_proof(ledger.prove(first)))
    assert set(proof.verify(tlog.leaf_hash(proof.extra or b""), ledger.policy()).witnesses) == set(NAMES)
    assert ledger.seen_by([2, 3]) == {2: ("Labour", "Education", "University"), 3: ()}
    assert ledger.audit(ledger.Database(), ledger.policy()).findings == ()


def test_a_witness_may_be_named_by_its_post_quantum_key(witnesses: Watched) -> None:
    key = witnesses.stores["labour"].cosigners()[1].key
    line = tlog.witness_line("labour", key, witnesses.urls["labour"])
    witnesses.settings.SELUMA_TRUST_POLICY.write_text(f"{line}quorum labour\n")
    sealed(2)
    asked()
    assert who_signed(published().note) == {"labour"}
    assert ledger.audit(ledger.Database(), ledger.policy()).findings == ()


def test_the_log_grows_and_each_witness_is_shown_the_proof_from_where_it_was(witnesses: Watched) -> None:
    mine = ledger.Witnesses()
    for _ in range(3):
        sealed(5)
        asked(mine)
    witnesses.leave("university")
    sealed(300)
    asked(mine)
    witnesses.back("university")
    sealed(1)
    asked()
    mine.close()
    assert {state.size for state in states().values()} == {316}
    assert alarms() == []


def test_a_checkpoint_without_a_quorum_waits_a_moment_and_is_then_shown_as_it_is(witnesses: Watched) -> None:
    sealed(2)
    asked()
    for name in ("labour", "education"):
        witnesses.leave(name)
    sealed(1)
    asked(at=NOON)
    assert published().size == 2
    assert published(LATER).size == 3
    assert who_signed(published(LATER).note) == {"university"}
    away = states()["labour"]
    assert (away.away_since, "does not answer" in away.trouble, away.size) == (NOON, True, 2)
    assert ledger.status().unwitnessed_since == NOON
    report = ledger.audit(ledger.Database(), ledger.policy())
    assert [finding.attack for finding in report.findings] == ["quorum-missing"]


def test_who_comes_back_catches_up_and_nobody_is_away_any_more(witnesses: Watched) -> None:
    for name in NAMES:
        witnesses.leave(name)
    sealed(2)
    asked(at=NOON)
    sealed(1)
    asked(at=LATER)
    assert {state.away_since for state in states().values()} == {NOON}
    witnesses.back(*NAMES)
    asked(at=NOON + HOUR)
    assert {state.away_since for state in states().values()} == {None}
    assert who_signed(published().note) == set(NAMES)
    assert ledger.status().unwitnessed_since is None


def test_a_log_that_forgot_what_a_witness_saw_is_told_and_goes_on(witnesses: Watched) -> None:
    sealed(2)
    asked()
    superuser("DELETE FROM ledger_witness")
    superuser("DELETE FROM ledger_cosignature")
    sealed(3)
    asked()
    assert who_signed(published().note) == set(NAMES)
    assert alarms() == []


def test_the_status_page_tells_programs_who_is_away_since_when_and_names_no_person(
    witnesses: Watched, client: Client
) -> None:
    sealed(2)
    witnesses.leave("labour")
    asked()
    said = client.get("/ledger/status").json()
    assert (said["size"], said["witnessed_size"], said["alarms"]) == (2, 2, [])
    labour, education, _university = said["witnesses"]
    assert (labour["name"], labour["away_since"], labour["size"]) == ("labour", "2026-11-24T05:00:00Z", 0)
    assert (education["away_since"], education["size"]) == (None, 2)


def test_health_tells_what_the_ledger_lacks_and_the_portal_stays_ready(witnesses: Watched) -> None:
    sealed(2)
    minute = NOON + dt.timedelta(minutes=1)
    assert troubles_of_the_ledger(at=minute) == ["too few witnesses have seen the ledger for 60 seconds; away: nobody"]
    asked()
    assert troubles_of_the_ledger(at=minute) == []
    noted()
    journal.sequence()
    assert troubles_of_the_ledger(at=minute) == ["the ledger has not sealed anything for 60 seconds"]


def test_a_mistake_in_the_policy_takes_nothing_off_the_net_and_health_names_it(
    witnesses: Watched, client: Client
) -> None:
    sealed(2)
    asked()
    before = client.get("/ledger/checkpoint").content
    with witnesses.settings.SELUMA_TRUST_POLICY.open("a") as policy:
        policy.write("witness nobody\n")
    assert client.get("/ledger/checkpoint").content == before
    assert client.get("/ledger/status").json()["witnessed_size"] == 2
    assert ledger.seen_by([0])[0] == ("Labour", "Education", "University")
    (trouble,) = troubles_of_the_ledger(at=NOON)
    assert "of the policy has 1 items" in trouble


def test_a_witness_whose_store_was_rolled_back_is_found_and_not_asked_any_more(witnesses: Watched) -> None:
    sealed(2)
    asked()
    former = (witnesses.folder / "labour").read_bytes()
    sealed(2)
    asked()
    witnesses.roll_back("labour", former)
    sealed(1)
    asked(at=NOON + HOUR)
    assert alarms() == [("witness-rolled-back", f"witness labour, log {ledger.log_keys().origin}")]
    assert states()["labour"].retired_at == NOON + HOUR
    sealed(1)
    asked()
    assert who_signed(published().note) == {"education", "university"}


ROLL_BACK = """
DELETE FROM journal_position WHERE position >= 2;
DELETE FROM journal_entry e WHERE NOT EXISTS (SELECT FROM journal_position WHERE entry_id = e.id);
DELETE FROM journal_facts f WHERE NOT EXISTS (SELECT FROM journal_entry WHERE id = f.entry_id);
DELETE FROM ledger_checkpoint WHERE size > 2;
DELETE FROM ledger_cosignature WHERE size > 2;
UPDATE ledger_witness SET size = 2;
UPDATE ledger_tile SET hashes = substring(hashes FROM 1 FOR 64);
"""


def test_a_database_of_yesterday_is_found_by_its_witnesses(witnesses: Watched) -> None:
    sealed(2)
    asked()
    sealed(3)
    asked()
    superuser(ROLL_BACK)
    sealed(1)
    asked()
    assert set(alarms()) == {("rolled-back", f"kept by witness {name}") for name in NAMES}


def test_a_history_that_goes_on_differently_after_a_rollback_is_a_fork(witnesses: Watched) -> None:
    sealed(2)
    asked()
    sealed(3)
    asked()
    superuser(ROLL_BACK)
    sealed(7)
    asked()
    assert set(alarms()) == {("forked", f"kept by witness {name}") for name in NAMES}
    assert "422" in states()["labour"].trouble


NONSENSE = [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nyes\n", b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"]
ENDLESS = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000
OTHER_SIZE = b"HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\nContent-Length: %d\r\n\r\n%s"


@pytest.mark.parametrize("answer", [*NONSENSE, ENDLESS, OTHER_SIZE % (3, b"99\n"), OTHER_SIZE % (3, b"-1\n")])
def test_whatever_a_witness_answers_is_no_more_than_its_trouble(witnesses: Watched, answer: bytes) -> None:
    sealed(2)
    witnesses.leave("labour")
    with socket.create_server(("127.0.0.1", 0)) as server:
        witnesses.urls["labour"] = f"http://127.0.0.1:{server.getsockname()[1]}"
        witnesses.write_policy()
        threading.Thread(target=_answer, args=(server, answer), daemon=True).start()
        asked()
    assert states()["labour"].away_since == NOON
    assert alarms() == []
    assert who_signed(published().note) == {"education", "university"}


def _answer(server: socket.socket, answer: bytes) -> None:
    try:
        while True:
            connection, _address = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(answer)
    except OSError:
        return


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_cosignature SET size = 1",
        "DELETE FROM ledger_cosignature",
        "DELETE FROM ledger_alarm",
        "TRUNCATE ledger_alarm",
    ],
)
def test_the_database_refuses_to_forget_what_witnesses_gave(sql: str) -> None:
    from django.db import DatabaseError, transaction

    superuser(
        "INSERT INTO ledger_cosignature (size, witness, line, at) VALUES (1, 'x', 'x', now());"
        "INSERT INTO ledger_alarm (attack, place, proves, at) VALUES ('x', 'x', 'x', now())"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


class TestTheDemonstrationsPolicy:
    def test_it_names_the_three_witnesses_that_the_demonstration_runs(self, settings: Any) -> None:
        policy = tlog.read_policy((settings.SELUMA_CONTENT / "trust-policy.txt").read_bytes())
        named = {name: (party.key.text, party.url) for name, party in policy.witnesses.items()}
        assert named == {witness.name: (witness.vkey, f"http://127.0.0.1:{witness.port}") for witness in WITNESSES}
        assert not policy.is_met_by({"universitas"})
        assert policy.is_met_by({"universitas", "dinas-pendidikan"})

    def test_production_does_not_start_with_it(self, settings: Any, tmp_path: Path) -> None:
        refuse_test_witnesses("production")  # no policy, no witness
        settings.SELUMA_TRUST_POLICY = settings.SELUMA_CONTENT / "trust-policy.txt"
        refuse_test_witnesses("demo")
        with pytest.raises(CannotRun, match="TEST witnesses"):
            refuse_test_witnesses("production")
        settings.SELUMA_TRUST_POLICY = tmp_path / "broken"
        settings.SELUMA_TRUST_POLICY.write_text("witness x\nquorum x\n")
        with pytest.raises(CannotRun, match="Line 1"):
            refuse_test_witnesses("production")
