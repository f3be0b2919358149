"""What a witness answers to a log: C2SP tlog-witness, status by status, over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from seluma.cli.witness.store import Store
from seluma.lib import tlog, witness

from .world import NAME, ORIGIN, Client, Log, keys, made, served

LOG = Log()
REWRITTEN = Log(since=5)
STRANGER = Log("log.example/elsewhere", seed=7)
IMPOSTOR = Log(seed=9)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return made(tmp_path / "campus", LOG)


@pytest.fixture
def client(store: Store) -> Iterator[Client]:
    with served(store) as client:
        yield client


def test_a_checkpoint_is_cosigned_with_both_keys_and_the_present_time(store: Store, client: Client) -> None:
    before = int(time.time())
    answer = client.add(LOG.request(0, 3))
    assert (answer.status, answer.content_type) == (200, "text/plain; charset=utf-8")
    lines = witness.read_answer(answer, LOG.text(3), keys(store))
    assert [line.name for line in lines] == [NAME, NAME]
    for key, line in zip(keys(store), lines, strict=True):
        assert before <= (tlog.verify(key, LOG.text(3), line).timestamp or 0) <= time.time()


def test_the_log_grows_and_the_witness_follows(store: Store, client: Client) -> None:
    old = 0
    for size in (1, 2, 5, 5, 8, 21, 300):
        answer = client.add(LOG.request(old, size))
        assert witness.read_answer(answer, LOG.text(size), keys(store))
        old = size


def test_whoever_does_not_know_the_size_cosigned_last_is_told_it(store: Store, client: Client) -> None:
    client.add(LOG.request(0, 8))
    for old, size in ((0, 8), (0, 21), (5, 21), (9, 21), (21, 21)):
        answer = client.add(LOG.request(old, size))
        assert (answer.status, answer.content_type, answer.body) == (409, "text/x.tlog.size", b"8\n")
    with pytest.raises(witness.Behind) as behind:
        witness.read_answer(client.add(LOG.request(0, 21)), LOG.text(21), keys(store))
    assert witness.read_answer(client.add(LOG.request(behind.value.size, 21)), LOG.text(21), keys(store))


def test_of_a_log_never_seen_zero_was_cosigned_last(client: Client) -> None:
    answer = client.add(LOG.request(3, 8))
    assert (answer.status, answer.body) == (409, b"0\n")


def test_an_empty_log_is_cosigned_and_grows(store: Store, client: Client) -> None:
    for size in (0, 0, 4):
        assert witness.read_answer(client.add(LOG.request(0, size)), LOG.text(size), keys(store))


def test_an_old_size_larger_than_the_checkpoint_is_400(client: Client) -> None:
    client.add(LOG.request(0, 8))
    assert client.add(LOG.request(8, 5)).status == 400


def test_a_log_that_nobody_added_is_404(client: Client) -> None:
    assert client.add(STRANGER.request(0, 3)).status == 404


def test_a_checkpoint_signed_by_another_key_is_403(store: Store, client: Client) -> None:
    assert client.add(IMPOSTOR.request(0, 3)).status == 403
    # The right name and id below a signature of somebody else's.
    forged = replace(IMPOSTOR.note(3).signatures[0], key_id=LOG.signer.key.key_id)
    note = tlog.Note(LOG.text(3), (forged,))
    assert client.add(tlog.write_add_checkpoint(tlog.AddCheckpoint(0, (), note))).status == 403
    assert store.logs()[0].size is None


def test_signatures_of_unknown_keys_are_ignored_and_not_shown(store: Store, client: Client) -> None:
    note = LOG.note(3).signed_by(*STRANGER.note(3).signatures, *IMPOSTOR.note(3).signatures)
    answer = client.add(tlog.write_add_checkpoint(tlog.AddCheckpoint(0, (), note)))
    assert witness.read_answer(answer, note.text, keys(store))
    shown = tlog.read_note(client.last().body)
    assert list(dict.fromkeys(signature.name for signature in shown.signatures)) == [ORIGIN, NAME]
    assert len(tlog.verify_note(shown, [LOG.signer.key, *keys(store)])) == 3


@pytest.mark.parametrize("wrong", ["cut", "longer", "other", "none"])
def test_a_proof_that_does_not_hold_is_422(client: Client, wrong: str) -> None:
    client.add(LOG.request(0, 5))
    path = LOG.path(5, 21)
    given = {"cut": path[:-1], "longer": (*path, path[0]), "other": LOG.path(4, 21), "none": ()}[wrong]
    assert client.add(tlog.write_add_checkpoint(tlog.AddCheckpoint(5, given, LOG.note(21)))).status == 422
    assert client.add(LOG.request(5, 21)).status == 200


def test_a_proof_from_nothing_must_be_empty(client: Client) -> None:
    request = tlog.AddCheckpoint(0, LOG.path(3, 5), LOG.note(5))
    assert client.add(tlog.write_add_checkpoint(request)).status == 422


def test_another_history_is_not_cosigned_and_kept_as_evidence(store: Store, client: Client) -> None:
    client.add(LOG.request(0, 8))
    assert client.add(REWRITTEN.request(8, 8)).status == 422
    assert client.add(REWRITTEN.request(8, 21)).status == 422
    assert client.add(REWRITTEN.request(8, 21)).status == 422
    same, larger = store.evidence()
    assert (same.shows, same.size, larger.shows, larger.size) == ("contradiction", 8, "unproved", 21)
    # Both sides of the contradiction are signed by the log: whoever sees them needs to trust nobody.
    for kept in (same.shown, same.cosigned):
        assert tlog.verify_note(tlog.read_note(kept.encode()), [LOG.signer.key])
    roots = {tlog.read_checkpoint(tlog.read_note(kept.encode()).text).root for kept in (same.shown, same.cosigned)}
    assert len(roots) == 2
    assert client.add(LOG.request(8, 21)).status == 200


def test_a_history_rewritten_before_what_was_seen_is_not_proved_by_any_proof(store: Store, client: Client) -> None:
    client.add(LOG.request(0, 8))
    for size in range(9, 40):
        assert client.add(REWRITTEN.request(8, size)).status == 422
    assert store.logs()[0].size == 8


def test_a_log_that_changed_its_key_is_followed_under_both_until_one_is_removed(store: Store, client: Client) -> None:
    client.add(LOG.request(0, 3))
    store.add_log(IMPOSTOR.signer.key)
    assert client.add(IMPOSTOR.request(3, 5)).status == 200
    assert client.add(LOG.request(5, 8)).status == 200
    assert store.remove_log(LOG.signer.key)
    assert client.add(LOG.request(8, 9)).status == 403
    assert client.add(IMPOSTOR.request(8, 9)).status == 200


def test_what_was_cosigned_is_remembered_though_the_log_was_removed(store: Store, client: Client) -> None:
    client.add(LOG.request(0, 8))
    store.remove_log(LOG.signer.key)
    assert client.add(LOG.request(8, 9)).status == 404
    store.add_log(LOG.signer.key)
    assert client.add(LOG.request(0, 9)).body == b"8\n"


def test_extension_lines_are_cosigned_by_the_key_that_covers_them(store: Store, client: Client) -> None:
    note = LOG.note(3, "a line that nobody audits")
    answer = client.add(tlog.write_add_checkpoint(tlog.AddCheckpoint(0, (), note)))
    (line,) = witness.read_answer(answer, note.text, keys(store))
    assert keys(store)[0].made(line)


def test_anybody_may_see_what_was_cosigned_last(store: Store, client: Client) -> None:
    assert client.last().status == 404
    client.add(LOG.request(0, 3))
    client.add(LOG.request(3, 8))
    answer = client.last()
    assert (answer.status, answer.content_type) == (200, "text/plain; charset=utf-8")
    note = tlog.read_note(answer.body)
    assert tlog.read_checkpoint(note.text).size == 8
    assert len(tlog.verify_note(note, [LOG.signer.key, *keys(store)])) == 3
    for path in (f"/{'0' * 64}/checkpoint", f"/{witness.origin_hash(ORIGIN).upper()}/checkpoint", "/", "/checkpoint"):
        assert client.ask("GET", path).status == 404


def test_two_logs_do_not_disturb_each_other(store: Store, client: Client) -> None:
    store.add_log(STRANGER.signer.key)
    assert client.add(LOG.request(0, 8)).status == 200
    assert client.add(STRANGER.request(0, 3)).status == 200
    assert client.add(LOG.request(8, 9)).status == 200
    assert [log.size for log in store.logs()] == [3, 9]


def test_of_many_at_once_one_is_cosigned_and_the_others_are_told_its_size(store: Store, tmp_path: Path) -> None:
    with served(store) as one, served(Store(tmp_path / "campus")) as other:
        one.add(LOG.request(0, 1))
        urls = [f"http://127.0.0.1:{client.connection.port}" for client in (one, other)]
        for old in (1, 41, 81):
            sizes = list(range(old + 1, old + 13))
            bodies = [(urls[size % 2], LOG.request(old, size)) for size in sizes]
            with ThreadPoolExecutor(12) as pool:
                answers = list(pool.map(lambda each: Client(each[0]).add(each[1]), bodies))
            (won,) = [size for size, answer in zip(sizes, answers, strict=True) if answer.status == 200]
            others = [answer for answer in answers if answer.status != 200]
            assert {(answer.status, answer.body) for answer in others} == {(409, b"%d\n" % won)}
            assert store.logs()[0].size == won
            assert one.add(LOG.request(won, old + 40)).status == 200


def test_two_processes_over_one_store_never_go_back(store: Store, tmp_path: Path) -> None:
    with served(store) as one, served(Store(tmp_path / "campus")) as other:
        assert one.add(LOG.request(0, 3)).status == 200
        assert other.add(LOG.request(0, 5)).body == b"3\n"
        assert other.add(LOG.request(3, 5)).status == 200
        assert one.add(LOG.request(3, 8)).body == b"5\n"
