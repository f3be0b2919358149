"""The witness over HTTP: `POST /add-checkpoint`, and `GET /<hash of the origin>/checkpoint` for whoever watches it.

The standard library's server with what it lacks: limits on size, time and the number of connections, and one sentence
instead of a traceback. A web server with TLS stands in front of it.
"""

from __future__ import annotations

import re
import socket
import socketserver
import sqlite3
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final

from seluma.cli.refusals import CannotRun
from seluma.cli.witness.store import Store
from seluma.lib import witness
from seluma.lib.witness import Answer, Refused, Status

LONGEST_BODY: Final = 128 * 1024
"""Bytes; sixteen post-quantum signatures and the longest proof fit."""
PATIENCE: Final = 10.0
"""Seconds for a request to arrive, and for the next one on the same connection."""
MOST_CONNECTIONS: Final = 64

_DRAINED: Final = 1024 * 1024
"""Bytes of a request that is too long which are read and thrown away, so that the answer arrives."""
_LENGTH: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_CHECKPOINT: Final = re.compile(r"/([0-9a-f]{64})/checkpoint", re.ASCII)


class Server(socketserver.ThreadingMixIn, HTTPServer):
    """Answers for one store, each connection in a thread."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, store: Store, host: str, port: int) -> None:
        """Listen; port 0 takes a free one. Raises CannotRun when nobody can listen there."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.store = store
        self.cosigners = store.cosigners()
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        try:
            super().__init__((host, port), _Handler)
        except OSError as reason:
            raise CannotRun(
                f"The witness cannot listen at {host}:{port} ({reason.strerror or reason}): choose another --listen."
            ) from None

    @property
    def url(self) -> str:
        """Where it is reached: what a trust policy calls the witness's URL."""
        host, port = self.server_address[:2]
        return f"http://{f'[{host!s}]' if self.address_family == socket.AF_INET6 else host!s}:{port}"

    def answer(self, body: bytes) -> Answer:
        """Answer `add-checkpoint`: what is cosigned is on the disk before this returns."""
        at = int(time.time())
        try:
            request = witness.vouch(body, self.store.keys_of)
            lines = self.store.cosign(request, self.cosigners, at)
        except Refused as reason:
            if reason.shows:
                _say(f"A log signed what this witness does not cosign ({reason.shows}); see ./seluma witness show.")
            return witness.refusal(reason)
        except sqlite3.Error as reason:
            _say(f"The store {self.store.path} cannot be read or written ({reason}).")
            return Answer(503, b"The witness cannot remember anything at the moment, and cosigns nothing.\n")
        return Answer(200, "".join(line.text for line in lines).encode())

    def last_checkpoint(self, origin_hash: str) -> Answer:
        """Answer whoever watches the witness: the last checkpoint it cosigned, with the signatures."""
        try:
            note = self.store.note_of(origin_hash)
        except sqlite3.Error as reason:
            _say(f"The store {self.store.path} cannot be read ({reason}).")
            return Answer(503, b"The witness cannot read its store at the moment.\n")
        if note is None:
            return Answer(404, b"This witness never cosigned a checkpoint of that log.\n")
        return Answer(200, note)

    def server_bind(self) -> None:
        """As HTTPServer does, without asking the name service who we are, which can take long."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread for a connection, when there is room; otherwise it is closed, and the log tries again."""
        if not self._room.acquire(timeout=1):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve the connection, and make room."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """One line; a client that went away is none."""
        reason = sys.exc_info()[1]
        if not isinstance(reason, OSError):
            _say(f"A request could not be answered ({type(reason).__name__}: {reason}).")


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "seluma-witness"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        if self._path() != "/add-checkpoint":
            self._drain()
            self._send(Answer(404, b"A witness answers POST /add-checkpoint.\n"))
            return
        try:
            body = self._body()
        except Refused as reason:
            self._drain()
            self._send(witness.refusal(reason))
            return
        self._send(self.server.answer(body))

    def do_GET(self) -> None:
        path = self._path()
        found = _CHECKPOINT.fullmatch(path)
        if found:
            self._send(self.server.last_checkpoint(found[1]))
        elif path == "/add-checkpoint":
            self._send(Answer(405, b"Checkpoints are sent with POST.\n"))
        else:
            self._send(Answer(404, b"A witness shows /<SHA-256 of the log's origin>/checkpoint.\n"))

    def _path(self) -> str:
        return self.path.partition("?")[0]

    def _body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length") or []
        if "Transfer-Encoding" in self.headers or len(lengths) != 1 or not _LENGTH.fullmatch(lengths[0].strip()):
            raise Refused(Status.MALFORMED, "The request does not say how long it is (Content-Length).")
        length = int(lengths[0])
        if length > LONGEST_BODY:
            raise Refused(Status.MALFORMED, f"The request has more than {LONGEST_BODY:,} bytes.")
        return b"".join(self._parts(length))

    def _parts(self, length: int) -> list[bytes]:
        """`length` bytes, within the time that a request may take as a whole, however slowly they drip."""
        deadline = time.monotonic() + PATIENCE
        found: list[bytes] = []
        while length:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.connection.settimeout(left)
            part = self.rfile.read1(min(length, LONGEST_BODY))
            if not part:
                raise ConnectionResetError
            found.append(part)
            length -= len(part)
        self.connection.settimeout(PATIENCE)
        return found

    def _drain(self) -> None:
        """Throw away what belongs to a request that is not read: cut off too early, its sender sees no answer."""
        self.close_connection = True
        length = (self.headers.get("Content-Length") or "").strip()
        if _LENGTH.fullmatch(length):
            self._parts(min(int(length), _DRAINED))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.status == 405:
            self.send_header("Allow", "POST")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the server itself refuses, in plain text."""
        self.close_connection = True
        sentence = message or explain or self.responses.get(code, ("Refused", ""))[0]
        self._send(Answer(int(code), f"{sentence[:200]}\n".encode()))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: whoever serves in front keeps the list of requests."""


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
