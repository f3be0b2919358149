"""What no log would send: one sentence each, no traceback, and the witness goes on."""

from __future__ import annotations

import contextlib
import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from seluma.cli.witness import serving
from seluma.cli.witness.store import Store
from seluma.lib import tlog

from .world import ORIGIN, Client, Log, made, served

LOG = Log()
GOOD = LOG.request(0, 3)
TEXT = GOOD.decode()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return made(tmp_path / "campus", LOG)


@pytest.fixture
def client(store: Store, capfd: pytest.CaptureFixture[str]) -> Iterator[Client]:
    with served(store) as client:
        yield client
        assert client.add(LOG.request(store.logs()[0].size or 0, 9)).status == 200
    assert "Traceback" not in capfd.readouterr().err


def raw(client: Client, data: bytes) -> bytes:
    """Everything that comes back for bytes sent as they are."""
    with socket.create_connection((client.connection.host, client.connection.port), timeout=30) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


@contextlib.contextmanager
def crowd(client: Client, count: int) -> Iterator[None]:
    """Connections that send the beginning of a request and nothing more."""
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            connection = socket.create_connection((client.connection.host, client.connection.port), timeout=30)
            stack.enter_context(connection)
            connection.sendall(b"POST /add-check")
        yield


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        b"\x00\xff\xfe",
        b"old 0\n",
        b"old 0\n\n",
        TEXT.replace("old 0", "old 00").encode(),
        TEXT.replace("old 0", "old -1").encode(),
        TEXT.replace("old 0", "old +0").encode(),
        TEXT.replace("old 0", "old  0").encode(),
        TEXT.replace("old 0", "old ٣").encode(),
        TEXT.replace("old 0", "old 99999999999999999999999999").encode(),
        TEXT.replace("old 0", "OLD 0").encode(),
        TEXT.replace("old 0\n", "").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("old 0\n", "old 0\nnot base64\n").encode(),
        TEXT.replace("old 0\n", "old 0\nAAAA\n").encode(),
        TEXT.replace(
            "old 0\n", "old 0\n" + tlog.write_note(LOG.note(3)).decode().split("\n")[2][:-2] + "B=\n"
        ).encode(),
        TEXT.replace("old 0\n", "old 0\n" + 64 * (43 * "A" + "=\n")).encode(),
        TEXT.replace("\n3\n", "\n03\n").encode(),
        TEXT.replace("\n3\n", "\n3.0\n").encode(),
        TEXT.replace("\n3\n", "\n\n").encode(),
        TEXT.rstrip("\n").encode(),
        TEXT.replace("\u2014 ", "- ").encode(),
        TEXT.replace("\u2014 log", "\u2014  log").encode(),
        TEXT.replace(f"\u2014 {ORIGIN}", "\u2014 a+b").encode(),
        TEXT[: TEXT.index("\u2014")].encode(),
        (TEXT + "\n").encode(),
        (TEXT + TEXT[TEXT.index("\u2014") :] * 100).encode(),
        b"old 0\n\n" + 100_000 * b"a",
    ],
)
def test_a_malformed_request_is_400_with_one_sentence(client: Client, body: bytes) -> None:
    answer = client.add(body)
    assert (answer.status, answer.content_type) == (400, "text/plain; charset=utf-8")
    assert answer.body.count(b"\n") == 1
    assert answer.body.endswith(b".\n")


@pytest.mark.parametrize("place", range(0, len(GOOD), 7))
def test_a_request_with_a_letter_changed_is_refused_or_is_not_about_this_log(client: Client, place: int) -> None:
    changed = bytearray(GOOD)
    changed[place] ^= 1
    assert client.add(bytes(changed)).status in (400, 403, 404, 409)


def test_a_body_that_is_too_long_is_400_and_the_answer_arrives(client: Client) -> None:
    answer = client.add(b"old 0\n\n" + b"a" * serving.LONGEST_BODY)
    assert (answer.status, answer.body) == (400, b"The request has more than 131,072 bytes.\n")


def test_a_body_said_to_be_endless_is_refused_at_once(client: Client) -> None:
    answer = raw(client, b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\n\r\nold 0\n")
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Content-Length: -1\r\n",
        b"Content-Length: 3e2\r\n",
        b"Content-Length: 10\r\nContent-Length: 20\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_a_request_that_does_not_say_its_length_is_400(client: Client, head: bytes) -> None:
    answer = raw(client, b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n" + GOOD)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Length" in answer.rpartition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 500\r\n\r\nold 0",
    ],
)
def test_what_is_no_http_ends_in_silence_or_in_a_sentence(client: Client, data: bytes) -> None:
    answer = raw(client, data)
    assert b"<" not in answer
    assert b"Traceback" not in answer


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/add-checkpoint", 405),
        ("PUT", "/add-checkpoint", 501),
        ("POST", "/", 404),
        ("POST", "/add-checkpoint/", 404),
        ("POST", "/../add-checkpoint", 404),
        ("GET", "/" + "a" * 64 + "/checkpoint/../checkpoint", 404),
    ],
)
def test_other_addresses_and_methods_are_refused_in_plain_text(
    client: Client, method: str, path: str, status: int
) -> None:
    answer = client.ask(method, path, GOOD if method != "GET" else None)
    assert (answer.status, answer.content_type) == (status, "text/plain; charset=utf-8")
    assert answer.body.count(b"\n") == 1


def test_who_is_slow_keeps_nobody_waiting(client: Client) -> None:
    with crowd(client, 20):
        assert client.add(GOOD).status == 200


def test_when_there_is_no_room_whoever_comes_is_sent_away_and_may_come_again(client: Client) -> None:
    with crowd(client, serving.MOST_CONNECTIONS):
        with pytest.raises((http.client.HTTPException, OSError)):
            client.add(GOOD)
    client.connection.close()


def test_a_request_that_drips_is_cut_off(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = serving.PATIENCE / 2
    monkeypatch.setattr(serving, "PATIENCE", 0.2)
    with socket.create_connection((client.connection.host, client.connection.port), timeout=longest) as connection:
        connection.sendall(b"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nold 0")
        assert connection.recv(10) == b""


def test_a_store_that_cannot_be_written_cosigns_nothing(
    client: Client, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    moved = store.path.with_name("elsewhere")
    store.path.rename(moved)
    answer = client.add(GOOD)
    assert (answer.status, answer.body.count(b"\n")) == (503, 1)
    assert client.last().status == 503
    assert "cannot be read" in capfd.readouterr().err
    moved.rename(store.path)
    assert client.add(GOOD).status == 200
