"""The ledger: what the journal holds is sealed in its order, and every proof of it holds for ever."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampPressed(Event):
    SUBJECT = "stamp"
    DIGESTS = ("seen",)

    stamp: Ref
    remark: str = ""
    seen: str | None = None


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"


def noted(count: int, *, remark: str = "") -> list[UUID]:
    stamp = Ref("stamp", new_id())
    return [journal.note(StampPressed(stamp=stamp, remark=remark), by=SYSTEM, at=NOON).entry_id for _ in range(count)]


def sealed(count: int, *, at: dt.datetime = NOON) -> list[UUID]:
    entries = noted(count)
    while journal.sequence():
        pass
    while ledger.sequence(at=at):
        pass
    return entries


def newest() -> tlog.Checkpoint:
    head = ledger.head()
    assert head is not None
    return ledger.policy().verify(tlog.read_note(head.note)).checkpoint


@pytest.mark.django_db
class TestSealing:
    def test_the_leaves_are_the_entries_bodies_in_their_order(self) -> None:
        sealed(7)
        bodies = [body for _position, body in journal.bodies(0, 100)]
        checkpoint = newest()
        assert checkpoint.size == len(bodies)
        assert checkpoint.root == tlog.root_of([tlog.leaf_hash(body) for body in bodies])

    def test_a_pass_without_anything_new_signs_nothing(self) -> None:
        sealed(2)
        assert ledger.sequence(at=NOON) == 0
        assert [head.size for head in ledger.heads()] == [2]

    def test_a_log_without_entries_has_a_checkpoint_too(self) -> None:
        assert ledger.sequence(at=NOON) == 0
        assert newest() == tlog.Checkpoint(newest().origin, 0, tlog.EMPTY_ROOT)

    def test_what_has_no_position_yet_is_not_sealed(self) -> None:
        (entry,) = noted(1)
        ledger.sequence(at=NOON)
        with pytest.raises(ledger.NotSealed, match="not under a checkpoint"):
            ledger.prove(entry)
        with pytest.raises(ledger.NotSealed, match="no entry"):
            ledger.prove(new_id())

    @pytest.mark.parametrize("limit", [1, 7, 256, 300])
    def test_in_whatever_steps_it_grows_the_tree_is_the_same(self, limit: int) -> None:
        noted(520)
        while journal.sequence():
            pass
        passes = 0
        while ledger.sequence(at=NOON, limit=limit):
            passes += 1
        assert passes == -(-520 // limit)
        leaves = [tlog.leaf_hash(body) for _position, body in journal.bodies(0, 600)]
        for head in ledger.heads():
            assert tlog.read_checkpoint(tlog.read_note(head.note).text).root == tlog.root_of(leaves[: head.size])
            assert ledger.tree(head.size).root() == tlog.root_of(leaves[: head.size])

    def test_each_checkpoint_is_the_beginning_of_the_next(self) -> None:
        for count in (3, 254, 1, 60):
            sealed(count)
        checkpoints = [tlog.read_checkpoint(tlog.read_note(head.note).text) for head in ledger.heads()]
        for old, new in itertools.pairwise(checkpoints):
            path = ledger.tree(new.size).consistency(old.size)
            tlog.check_consistency(old.size, old.root, new.size, new.root, path)

    def test_a_checkpoint_is_signed_with_both_keys_and_states_its_time(self) -> None:
        sealed(1)
        head = ledger.head()
        assert head is not None
        keys = [tlog.read_key(text.strip()) for text in (ledger.vkey(), ledger.vkey_ml_dsa_44())]
        found = tlog.verify_note(tlog.read_note(head.note), keys)
        assert [(signed.key.kind, signed.timestamp) for signed in found] == [
            (tlog.Kind.ED25519, None),
            (tlog.Kind.COSIGNATURE_ML_DSA_44, int(NOON.timestamp())),
        ]

    def test_a_gap_in_the_journal_stops_the_log_and_nothing_is_signed(self) -> None:
        sealed(3)
        noted(3)
        journal.sequence()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM journal_position WHERE position = 4")
        with pytest.raises(ledger.LedgerBroken, match="position 4"):
            ledger.sequence(at=NOON)
        assert newest().size == 3

    def test_tiles_that_do_not_fit_stop_the_log(self) -> None:
        sealed(3)
        noted(1)
        journal.sequence()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("DELETE FROM ledger_tile")
        with pytest.raises(ledger.LedgerBroken, match="do not fit"):
            ledger.sequence(at=NOON)

    def test_an_entry_longer_than_a_log_takes_is_not_even_noted(self) -> None:
        event = StampPressed(stamp=Ref("stamp", new_id()), seen="0" * 70_000)
        with pytest.raises(ValueError, match="65535"):
            journal.note(event, by=SYSTEM, at=NOON)


@pytest.mark.django_db
class TestProofs:
    def test_every_entry_can_be_proved_and_the_proof_names_it(self) -> None:
        for entry in sealed(300)[::37]:
            proof = tlog.read_proof(tlog.write_proof(ledger.prove(entry)))
            assert proof.extra is not None
            assert str(entry) in proof.extra.decode()
            proof.verify(tlog.leaf_hash(proof.extra), ledger.policy())

    def test_after_facts_are_destroyed_every_old_proof_still_verifies(self) -> None:
        entries = sealed(5)
        old = [tlog.write_proof(ledger.prove(entry)) for entry in entries]
        gone = journal.destroy_facts(entries, of=Ref("person", new_id()), reason="uu27", by=SYSTEM, at=NOON)
        assert gone == 5
        sealed(1)
        for data, entry in zip(old, entries, strict=True):
            for proof in (tlog.read_proof(data), ledger.prove(entry)):
                assert proof.extra is not None
                proof.verify(tlog.leaf_hash(proof.extra), ledger.policy())
        assert journal.entry(entries[0]) is None
        assert ledger.audit(ledger.Database(), ledger.policy()).findings == ()

    def test_an_old_proof_leads_to_todays_checkpoint(self) -> None:
        (entry,) = sealed(1)
        old = ledger.prove(entry)
        sealed(40)
        then, now = tlog.read_checkpoint(old.checkpoint.text), newest()
        path = ledger.tree(now.size).consistency(then.size)
        tlog.check_consistency(then.size, then.root, now.size, now.root, path)


@pytest.mark.django_db
class TestPolicy:
    def test_without_witnesses_it_names_the_log_alone_and_says_so(self) -> None:
        text = ledger.policy_text()
        assert "No witness signs yet" in text
        assert "TEST" in text
        policy = ledger.policy()
        assert [log.key.text + "\n" for log in policy.logs] == [ledger.vkey()]
        assert (policy.quorum, policy.witnesses) == ("none", {})

    def test_witnesses_come_from_the_content(self, settings: Any, tmp_path: Path) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        settings.SELUMA_TRUST_POLICY = tmp_path / "trust-policy.txt"
        labour = tlog.Cosigner("labour.example/witness", Ed25519PrivateKey.generate())
        line = tlog.witness_line("labour", labour.key, "https://labour.example/witness")
        settings.SELUMA_TRUST_POLICY.write_text(line + "quorum labour\n")
        assert ledger.policy().witnesses["labour"].key == labour.key
        assert ledger.policy().logs[0].key.text + "\n" == ledger.vkey()


class TestKeys:
    def test_production_makes_no_keys_by_itself(self, settings: Any) -> None:
        settings.SELUMA_ENV = "production"
        with pytest.raises(ledger.KeysMissing, match="new-key"):
            ledger.vkey()

    def test_keys_are_made_once_and_never_replaced(self, tmp_path: Path) -> None:
        ledger.make_keys(tmp_path / "ledger", "portal.example/ledger")
        keys = ledger.read_keys(tmp_path / "ledger")
        assert keys.origin == "portal.example/ledger"
        assert not keys.are_test
        with pytest.raises(FileExistsError):
            ledger.make_keys(tmp_path / "ledger", "portal.example/ledger")

    @pytest.mark.parametrize("origin", ["", "portal example", "a+b"])
    def test_a_name_that_no_key_may_have_is_refused(self, tmp_path: Path, origin: str) -> None:
        with pytest.raises(tlog.Unwritable):
            ledger.make_keys(tmp_path / "ledger", origin)
        assert not (tmp_path / "ledger").exists()

    def test_a_damaged_key_gets_one_sentence(self, tmp_path: Path) -> None:
        ledger.make_keys(tmp_path / "ledger", "portal.example/ledger")
        (tmp_path / "ledger" / "log.key").write_text("nonsense")
        with pytest.raises(ledger.KeysMissing, match=r"log\.key is no private key"):
            ledger.read_keys(tmp_path / "ledger")

    def test_test_keys_say_so(self) -> None:
        assert ledger.log_keys().are_test
        assert ledger.log_keys().origin.startswith("TEST.")


@pytest.mark.django_db
class TestServing:
    def test_checkpoint_vkey_and_policy_are_there_for_everybody(self) -> None:
        sealed(2)
        client = Client()
        checkpoint = client.get("/ledger/checkpoint")
        assert checkpoint["Content-Type"] == "text/plain; charset=utf-8"
        policy = tlog.read_policy(client.get("/ledger/policy").content)
        assert policy.verify(tlog.read_note(checkpoint.content)).checkpoint.size == 2
        assert client.get("/ledger/vkey").content.decode() == ledger.vkey()
        assert tlog.read_key(client.get("/ledger/vkey-ml-dsa-44").content.decode().strip())
        assert checkpoint["Access-Control-Allow-Origin"] == "*"
        assert "max-age=2" in checkpoint["Cache-Control"]

    def test_tiles_and_bundles_never_change_and_say_so(self) -> None:
        sealed(3)
        client = Client()
        before = {place: client.get(f"/ledger/tile/{place}.p/3") for place in ("0/000", "entries/000")}
        sealed(300)
        for place, answer in before.items():
            assert answer.status_code == 200
            assert answer["Content-Type"] == "application/octet-stream"
            assert "immutable" in answer["Cache-Control"]
            again = client.get(f"/ledger/tile/{place}.p/3")
            assert again.content == answer.content
            assert client.get(f"/ledger/tile/{place}").content.startswith(answer.content)
        assert len(client.get("/ledger/tile/0/000").content) == 8192
        assert client.get("/ledger/tile/1/000.p/1").content == tlog.root_of(
            tlog.Tile(0, 0).hashes(client.get("/ledger/tile/0/000").content)
        )

    def test_entries_are_compressed_for_those_who_ask_for_it(self) -> None:
        import gzip

        sealed(3)
        plain = Client().get("/ledger/tile/entries/000.p/3")
        packed = Client().get("/ledger/tile/entries/000.p/3", headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content

    @pytest.mark.parametrize(
        "place",
        ["0/000", "0/000.p/4", "0/001", "1/000.p/1", "entries/000.p/4", "0/x000/000", "0/000.p/0", "64/000", "x", "0/"],
    )
    def test_what_is_not_there_yet_or_never_is_not_found(self, place: str) -> None:
        sealed(3)
        answer = Client().get(f"/ledger/tile/{place}")
        assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")

    def test_before_the_first_pass_there_is_no_checkpoint(self) -> None:
        assert Client().get("/ledger/checkpoint").status_code == 404

    def test_nobody_can_send_anything(self) -> None:
        assert Client().post("/ledger/checkpoint").status_code == 405

    def test_a_directory_holds_the_same_bytes_and_is_continued(self, tmp_path: Path) -> None:
        client = Client()
        for count in (300, 300):
            sealed(count)
            ledger.export(tmp_path, at=NOON, done=lambda _count: None)
            size = newest().size
            places = [*tlog.tiles_of(size), *tlog.bundles_of(size)]
            for path in [*(place.path for place in places), "checkpoint", "vkey", "vkey-ml-dsa-44", "policy"]:
                assert (tmp_path / path).read_bytes() == client.get(f"/ledger/{path}").content, path
            report = ledger.audit(ledger.Directory(tmp_path), ledger.policy())
            assert (report.size, report.findings) == (size, ())

    def test_an_export_without_a_checkpoint_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ledger.NotSealed):
            ledger.export(tmp_path, at=NOON, done=lambda _count: None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_tile SET hashes = set_byte(hashes, 0, 1)",
        "UPDATE ledger_tile SET hashes = substring(hashes FROM 1 FOR 32)",
        "UPDATE ledger_tile SET number = 7",
        "DELETE FROM ledger_tile",
        "UPDATE ledger_checkpoint SET note = note || 'x'",
        "DELETE FROM ledger_checkpoint",
        "TRUNCATE ledger_tile",
        "TRUNCATE ledger_checkpoint",
        "INSERT INTO ledger_tile (level, number, hashes) VALUES (0, 9, 'short')",
    ],
)
def test_the_database_refuses_to_rewrite_the_ledger(sql: str) -> None:
    sealed(3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_seal_each_entry_once() -> None:
    noted(400)
    while journal.sequence():
        pass
    counts: list[int] = []

    def work() -> None:
        for _ in range(30):
            counts.append(ledger.sequence(at=NOON, limit=20))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while more := ledger.sequence(at=NOON):
        counts.append(more)
    assert sum(counts) == 400
    assert ledger.audit(ledger.Database(), ledger.policy()).findings == ()
