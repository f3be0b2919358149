"""A witness that is killed, restarted, or whose store was replaced by an older one."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import stat
import threading
from pathlib import Path

import pytest

from seluma.cli.witness.store import Store
from seluma.lib import tlog, witness

from .world import NAME, ORIGIN, Client, Log, Process, keys, made

LOG = Log()
DIES_BEFORE_ANSWERING = """
import os, signal
from seluma.cli.witness import serving
def die(handler, answer):
    if answer.status == 200:
        os.kill(os.getpid(), signal.SIGKILL)
serving._Handler._send = die
"""
DIES_BEFORE_COMMITTING = """
import os, signal
from seluma.cli.witness import store
class Connection(store.sqlite3.Connection):
    def execute(self, statement, *parameters):
        if statement == "COMMIT":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().execute(statement, *parameters)
connect = store.sqlite3.connect
store.sqlite3.connect = lambda *given, **named: connect(*given, factory=Connection, **named)
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return made(tmp_path / "campus", LOG)


def cosigned(store: Store, body: bytes, size: int) -> None:
    with Process(store.path) as process:
        assert witness.read_answer(Client(process.url).add(body), LOG.text(size), keys(store))


def test_killed_between_remembering_and_answering_it_remembers_and_cosigns_the_same_again(store: Store) -> None:
    cosigned(store, LOG.request(0, 3), 3)
    with Process(store.path, DIES_BEFORE_ANSWERING) as process:
        with pytest.raises((http.client.HTTPException, OSError)):
            Client(process.url).add(LOG.request(3, 8))
        assert process.process.wait(30) == -signal.SIGKILL
    with Process(store.path) as process:
        client = Client(process.url)
        assert client.add(LOG.request(3, 8)).body == b"8\n"
        assert client.add(Log(since=5).request(8, 8)).status == 422
        assert witness.read_answer(client.add(LOG.request(8, 8)), LOG.text(8), keys(store))


def test_killed_before_it_remembered_nothing_was_cosigned(store: Store) -> None:
    cosigned(store, LOG.request(0, 3), 3)
    with Process(store.path, DIES_BEFORE_COMMITTING) as process:
        with pytest.raises((http.client.HTTPException, OSError)):
            Client(process.url).add(LOG.request(3, 8))
        assert process.process.wait(30) == -signal.SIGKILL
    assert store.logs()[0].size == 3
    cosigned(store, LOG.request(3, 8), 8)


def test_killed_again_and_again_under_load_it_never_goes_back_and_never_forks(store: Store) -> None:
    largest = 0
    for _ in range(4):
        with Process(store.path) as process:
            seen = Seen(process)
            growing = [threading.Thread(target=grow, args=(process.url, seen)) for _ in range(3)]
            for thread in growing:
                thread.start()
            for thread in growing:
                thread.join(60)
        largest = max(largest, seen.largest)
        head = store.note_of(witness.origin_hash(ORIGIN))
        assert head
        note = tlog.read_note(head)
        assert len(tlog.verify_note(note, [LOG.signer.key, *keys(store)])) == 3
        size = tlog.read_checkpoint(note.text).size
        assert size >= largest > 0
        assert note.text == LOG.text(size)


class Seen:
    """Kills the witness once it has cosigned a dozen times, while other requests are on their way."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.largest = 0
        self.left = 12

    def size(self, size: int) -> None:
        self.largest = max(self.largest, size)
        self.left -= 1
        if not self.left:
            os.kill(self.process.process.pid, signal.SIGKILL)


def grow(url: str, seen: Seen) -> None:
    client, old, size = Client(url), 0, 1
    try:
        while True:
            answer = client.add(LOG.request(old, size))
            if answer.status == 200:
                seen.size(size)
                old, size = size, size + 1
            else:
                assert answer.status == 409
                old, size = int(answer.body), int(answer.body) + 1
    except (http.client.HTTPException, OSError):
        return


def test_it_ends_when_asked_and_begins_where_it_was(store: Store) -> None:
    with Process(store.path) as process:
        assert Client(process.url).add(LOG.request(0, 3)).status == 200
        assert process.end() == (0, "")
    cosigned(store, LOG.request(3, 5), 5)


def test_a_store_put_back_to_yesterday_is_found_by_the_log(store: Store, tmp_path: Path) -> None:
    cosigned(store, LOG.request(0, 3), 3)
    shutil.copy2(store.path, tmp_path / "yesterday")
    cosigned(store, LOG.request(3, 8), 8)
    (tmp_path / "yesterday").replace(store.path)
    with Process(store.path) as process:
        client = Client(process.url)
        with pytest.raises(witness.Behind) as behind:
            witness.read_answer(client.add(LOG.request(8, 9)), LOG.text(9), keys(store))
        shown = tlog.read_checkpoint(tlog.read_note(client.last().body).text)
    assert shown.size == behind.value.size == 3
    finding = witness.check_memory(NAME, ORIGIN, cosigned=8, stated=behind.value.size)
    assert finding
    assert finding.attack == "witness-rolled-back"
    assert NAME in finding.where
    assert "8 entries" in finding.proves


def test_a_witness_that_remembers_more_than_the_log_heard_is_none(store: Store) -> None:
    assert witness.check_memory(NAME, ORIGIN, cosigned=8, stated=8) is None
    assert witness.check_memory(NAME, ORIGIN, cosigned=8, stated=9) is None


def test_nothing_beside_the_store_is_left_that_others_may_read(store: Store, tmp_path: Path) -> None:
    cosigned(store, LOG.request(0, 3), 3)
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir()] == [("campus", 0o600)]
