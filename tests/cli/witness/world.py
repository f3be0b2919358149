"""A log as a witness sees it, and a witness as a log sees it: over HTTP, as a process of its own or in a thread."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.lib.tlog.examples import tree

from seluma.cli.database import ROOT
from seluma.cli.witness.serving import Server
from seluma.cli.witness.store import Store, create
from seluma.lib import tlog, witness

NAME = "witness.example/campus"
ORIGIN = "log.example/seluma"


class Log:
    """A log of entries; `since` is the entry from which on this history is another one than that of other logs."""

    def __init__(self, origin: str = ORIGIN, *, seed: int = 1, since: int = 10_000) -> None:
        self.signer = tlog.Signer(origin, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))
        self.origin = origin
        self.since = since

    def leaves(self, size: int) -> list[bytes]:
        return [tlog.leaf_hash(b"entry %d%s" % (at, b" rewritten" * (at >= self.since))) for at in range(size)]

    def text(self, size: int, *extensions: str) -> str:
        return tlog.Checkpoint(self.origin, size, tlog.root_of(self.leaves(size)), extensions).text

    def note(self, size: int, *extensions: str) -> tlog.Note:
        text = self.text(size, *extensions)
        return tlog.Note(text, (self.signer.sign(text),))

    def path(self, old: int, size: int) -> tuple[bytes, ...]:
        return tuple(tree(self.leaves(size)).consistency(old))

    def request(self, old: int, size: int) -> bytes:
        path = self.path(old, size) if old <= size else ()
        return tlog.write_add_checkpoint(tlog.AddCheckpoint(old, path, self.note(size)))


class Client:
    """A log's connection to a witness, kept between requests."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        assert place.hostname
        self.connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None) -> witness.Answer:
        self.connection.request(method, path, body)
        answer = self.connection.getresponse()
        return witness.Answer(answer.status, answer.read(), answer.headers["Content-Type"])

    def add(self, body: bytes) -> witness.Answer:
        return self.ask("POST", "/add-checkpoint", body)

    def last(self, origin: str = ORIGIN) -> witness.Answer:
        return self.ask("GET", f"/{witness.origin_hash(origin)}/checkpoint")


def made(place: Path, *logs: Log) -> Store:
    store = create(place, NAME)
    for log in logs:
        store.add_log(log.signer.key)
    return store


def keys(store: Store) -> list[tlog.VerifierKey]:
    return [cosigner.key for cosigner in store.cosigners()]


@contextlib.contextmanager
def served(store: Store) -> Iterator[Client]:
    """The witness in a thread."""
    with Server(store, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Client(server.url)
        finally:
            server.shutdown()
            thread.join()


class Process:
    """The witness as a process; `before` is Python that runs in it first, to end it at a chosen moment."""

    def __init__(self, place: Path, before: str = "") -> None:
        script = f"{before}\nimport sys\nfrom seluma.cli.__main__ import main\nsys.exit(main(sys.argv[1:]))"
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, "witness", "serve", "--store", str(place), "--listen", "127.0.0.1:0"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip().rpartition(" ")[2]

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """End it; its exit status and what it said to its operator."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)
