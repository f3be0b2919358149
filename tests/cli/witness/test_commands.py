"""`./seluma witness init`, `add-log`, `remove-log`, `show`, `serve`."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from seluma.cli.__main__ import main
from seluma.cli.database import ROOT
from seluma.lib import tlog

from .world import NAME, ORIGIN, Log, keys, made, served

LOG = Log()
KEY = LOG.signer.key.text


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, what it printed, and what it said besides."""
    try:
        status = main(["witness", *arguments])
    except SystemExit as end:
        status = int(end.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "campus"


def test_a_witness_is_made_and_prints_its_key(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = os.umask(0)
    status, printed, said = run(capsys, "init", "--name", NAME, "--store", str(place))
    os.umask(before)
    key = tlog.read_key(printed.removesuffix("\n"))
    assert (status, said, key.name, key.kind) == (0, "", NAME, tlog.Kind.COSIGNATURE_ED25519)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_witness_is_not_made_over_another(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "init", "--name", NAME, "--store", str(place))
    before = place.read_bytes()
    status, printed, said = run(capsys, "init", "--name", NAME, "--store", str(place))
    assert (status, printed, said.count("\n")) == (1, "", 1)
    assert place.read_bytes() == before


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "x" * 256])
def test_a_name_that_no_key_may_have_makes_nothing(place: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    status, printed, said = run(capsys, "init", "--name", name, "--store", str(place))
    assert (status, printed, said.count("\n")) == (1, "", 1)
    assert not place.exists()


def test_a_log_is_added_and_shown(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "init", "--name", NAME, "--store", str(place))
    for _ in range(2):
        assert run(capsys, "add-log", "--store", str(place), "--vkey", KEY)[:2] == (0, "")
    _, printed, _ = run(capsys, "show", "--store", str(place), "--json")
    shown = json.loads(printed)
    assert [tlog.read_key(key).kind for key in shown["keys"]] == [
        tlog.Kind.COSIGNATURE_ED25519,
        tlog.Kind.COSIGNATURE_ML_DSA_44,
    ]
    assert shown["logs"] == [{"origin": ORIGIN, "keys": [KEY], "size": None, "cosigned_at": None}]
    assert shown["evidence"] == []


def test_people_are_shown_what_was_cosigned_and_what_was_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(made(place, LOG)) as client:
        client.add(LOG.request(0, 8))
        client.add(Log(since=5).request(8, 8))
    _, printed, _ = run(capsys, "show", "--store", str(place))
    assert ORIGIN in printed
    assert "contradiction: log.example/seluma, 8 entries" in printed


def test_a_key_is_removed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(place, LOG)
    assert run(capsys, "remove-log", "--store", str(place), "--vkey", KEY)[0] == 0
    assert run(capsys, "remove-log", "--store", str(place), "--vkey", KEY)[0] == 1


@pytest.mark.parametrize(
    "key",
    [
        "",
        "hello",
        KEY[:-2],
        KEY.replace("+", "-"),
        f" {KEY}",
        "a b+00000000+AQ==",
        KEY.replace(LOG.signer.key.key_id.hex(), "00000000"),
        tlog.VerifierKey("log.example", tlog.Kind.ED25519, bytes(32)).text,
        tlog.VerifierKey("log.example", tlog.Kind.COSIGNATURE_ED25519, LOG.signer.key.public).text,
    ],
)
def test_what_is_no_key_of_a_log_is_refused_in_one_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    store = made(place)
    status, printed, said = run(capsys, "add-log", "--store", str(place), "--vkey", key)
    assert (status, printed, said.count("\n")) == (1, "", 1)
    assert store.logs() == []


def test_a_witness_does_not_watch_itself(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = keys(made(place))[1].text
    assert run(capsys, "add-log", "--store", str(place), "--vkey", own)[0] == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00" + bytes(100)])
def test_a_file_that_is_no_store_is_refused(place: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    place.write_bytes(content)
    place.chmod(0o600)
    for arguments in (["show"], ["add-log", "--vkey", KEY], ["serve", "--listen", "127.0.0.1:0"]):
        status, printed, said = run(capsys, *arguments, "--store", str(place))
        assert (status, printed, said.count("\n")) == (1, "", 1)
    assert place.read_bytes() == content


def test_another_database_is_no_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("CREATE TABLE witness (name)")
    place.chmod(0o600)
    assert run(capsys, "show", "--store", str(place))[0] == 1


def test_a_store_that_others_may_read_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(place)
    place.chmod(0o640)
    status, _, said = run(capsys, "show", "--store", str(place))
    assert (status, "chmod 600" in said) == (1, True)


@pytest.mark.parametrize("store", [".", "missing", "missing/too"])
def test_a_place_without_a_store_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], store: str) -> None:
    status, printed, said = run(capsys, "show", "--store", str(tmp_path / store))
    assert (status, printed, said.count("\n")) == (1, "", 1)


@pytest.mark.parametrize("listen", ["", "8201", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "::1:80", "a b:80"])
def test_an_address_that_is_none_is_refused(place: Path, capsys: pytest.CaptureFixture[str], listen: str) -> None:
    made(place)
    status, printed, said = run(capsys, "serve", "--store", str(place), "--listen", listen)
    assert (status, printed, said.count("\n")) == (1, "", 1)


def test_an_address_that_is_taken_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made(place)
    with socket.create_server(("127.0.0.1", 0)) as other:
        listen = f"127.0.0.1:{other.getsockname()[1]}"
        status, printed, said = run(capsys, "serve", "--store", str(place), "--listen", listen)
    assert (status, printed, said.count("\n")) == (1, "", 1)
    assert listen in said


def test_a_witness_needs_neither_django_nor_a_database_server() -> None:
    script = (
        "import sys\nfrom seluma.cli import __main__\nimport seluma.cli.witness\n"
        "print(sorted({'django', 'psycopg', 'procrastinate'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
