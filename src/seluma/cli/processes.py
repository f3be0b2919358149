"""The portal's processes under one parent: web server, worker, witnesses, started again whatever ends them.

The database is kept up.

Used by `demo`, by `journey` and by the tests that kill things. Production has its own supervisor (see `deploy/`).
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Self

import psycopg

from seluma.cli import database, lifeline
from seluma.cli.refusals import CannotRun

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
CALM = 3.0
"""Seconds that a child has to live for its next restart to be prompt again."""
GRACE = 10.0
"""Seconds that a child may take to end when asked."""


def refuse_busy_port(address: str, port: int) -> None:
    """Raise CannotRun when nobody else can listen there."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as reason:
            if reason.errno == errno.EADDRINUSE:
                sentence = f"Port {port} is taken by another program: stop it, or choose another port with --port."
            else:
                sentence = (
                    f"The portal cannot listen at {address}:{port} ({reason.strerror}): choose another --address."
                )
            raise CannotRun(sentence) from reason


def is_free(address: str, port: int) -> bool:
    """Whether we can listen there at this moment."""
    try:
        refuse_busy_port(address, port)
    except CannotRun:
        return False
    return True


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Child:
    """One process in a session of its own, started again with a growing pause until `end`."""

    def __init__(self, name: str, arguments: list[str], *, environment: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.log = logs / f"{name}.log"
        self.starts = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._ending = threading.Event()
        self._changing = threading.Lock()
        self._keeper = threading.Thread(target=self._keep, name=f"keep {name}", daemon=True)

    def begin(self) -> None:
        """Start, and keep started."""
        self._keeper.start()

    def end(self) -> None:
        """Ask the whole group to end, wait, and end it."""
        self._ending.set()
        with self._changing:
            if self.process is not None:
                _signal_group(self.process.pid, signal.SIGTERM)
        self._keeper.join(GRACE)
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGKILL)
        self._keeper.join()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._ending.is_set():
            began = time.monotonic()
            ours, theirs = os.pipe()
            try:
                with self._changing:
                    if self._ending.is_set():
                        break
                    self.process = self._spawn(ours)
            except OSError:
                # No room for the log, no memory for a process: that passes, and the keeper must still be there then.
                pause = min(pause * 2, LONGEST_PAUSE)
                self._ending.wait(pause)
                continue
            else:
                self.process.wait()
            finally:
                os.close(ours)
                os.close(theirs)
            # A killed web server leaves its own children behind; they would keep the port.
            _signal_group(self.process.pid, signal.SIGKILL)
            pause = FIRST_PAUSE if time.monotonic() - began > CALM else min(pause * 2, LONGEST_PAUSE)
            self._ending.wait(pause)

    def _spawn(self, lifeline_end: int) -> subprocess.Popen[bytes]:
        self.starts += 1
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "seluma.cli", *self.arguments],
                env={**self.environment, lifeline.VARIABLE: str(lifeline_end)},
                cwd=database.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(lifeline_end,),
                start_new_session=True,
            )


class Processes:
    """Web server and worker at an address of this machine, and the witnesses that are added to them.

    `environment` is added to the caller's (`SELUMA_ENV` and what else the settings read). `name` is the database: of
    the embedded server (at `place`), kept running while these run, or the one that `DATABASE_URL` names.
    """

    def __init__(
        self,
        *,
        port: int = 8000,
        address: str = "127.0.0.1",
        environment: Mapping[str, str] | None = None,
        name: str = "seluma",
        place: Path | None = None,
        logs: Path | None = None,
    ) -> None:
        self.port = port
        self.address = address
        self.base_url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
        self.name = name
        self.place = place
        self.logs = logs or database.ROOT / "var" / "logs"
        self.environment: dict[str, str] = {**os.environ, "PYTHONPATH": _search_path(), **(environment or {})}
        self.environment["DATABASE_URL"] = database.ensure(name, place=place)
        where = ["--address", address, "--port", str(port)]
        self.web = Child("web", ["serve", *where, "--no-prepare"], environment=self.environment, logs=self.logs)
        self.worker = Child("worker", ["worker", "--alone"], environment=self.environment, logs=self.logs)
        self.witnesses: list[Child] = []
        self._stopping = threading.Event()
        self._database_keeper = threading.Thread(target=self._keep_database, name="keep database", daemon=True)

    def set(self, **variables: str) -> None:
        """Add to the children's environment, before `start`."""
        self.environment |= variables

    def add_witness(self, name: str, *, store: Path, port: int) -> None:
        """A witness of its own beside them, before `start`. It knows neither the database nor the office's keys."""
        kept = {key: value for key, value in self.environment.items() if key in ("PATH", "PYTHONPATH", "HOME", "LANG")}
        command = ["witness", "serve", "--store", str(store), "--listen", f"127.0.0.1:{port}"]
        self.witnesses.append(Child(f"witness-{name}", command, environment=kept, logs=self.logs))

    def start(self) -> None:
        """Start everything; CannotRun when the port is busy."""
        refuse_busy_port(self.address, self.port)
        self.logs.mkdir(parents=True, exist_ok=True)
        self._database_keeper.start()
        for child in self._children():
            child.begin()

    def stop(self) -> None:
        """End web server, worker and witnesses; the database goes on."""
        self._stopping.set()
        threads = [threading.Thread(target=child.end) for child in self._children()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _children(self) -> list[Child]:
        return [*self.witnesses, self.web, self.worker]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_until_ready(self, seconds: float = 60.0) -> None:
        """Wait for `/healthz/ready`; CannotRun with its reasons when the time is over."""
        deadline = time.monotonic() + seconds
        reasons = "no answer"
        while time.monotonic() < deadline:
            reasons = self.not_ready()
            if not reasons:
                return
            self._stopping.wait(0.1)
        raise CannotRun(f"The portal did not get ready at {self.base_url} ({reasons}): see {self.logs}.")

    def not_ready(self) -> str:
        """Why the portal is not ready, "" when it is."""
        try:
            with urllib.request.urlopen(f"{self.base_url}/healthz/ready", timeout=5):  # noqa: S310 - http of our own
                return ""
        except urllib.error.HTTPError as answer:
            with contextlib.suppress(ValueError, AttributeError), answer:
                return "; ".join(json.loads(answer.read()).get("reasons", [])) or f"status {answer.code}"
            return f"status {answer.code}"
        except OSError as reason:
            return str(reason)

    def wait_for_signal(self) -> None:
        """Stay until Ctrl-C or a polite request to end."""
        asked = threading.Event()

        def ask(_number: int, _frame: FrameType | None) -> None:
            asked.set()

        before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            while not asked.wait(3600):
                pass
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _keep_database(self) -> None:
        """Hold one idle connection: its end is the news that the server is gone, at no cost until then."""
        while not self._stopping.is_set():
            try:
                with psycopg.connect(database.ensure(self.name, place=self.place)) as connection:
                    while not self._stopping.is_set():
                        if select.select([connection.pgconn.socket], [], [], 0.5)[0]:
                            break
            except (psycopg.Error, CannotRun) as reason:
                with (self.logs / "database.log").open("a") as log:
                    print(time.strftime("%F %T"), reason, file=log)
            self._stopping.wait(0.2)


def _search_path() -> str:
    given = os.environ.get("PYTHONPATH")
    return os.pathsep.join([str(database.ROOT / "src"), *([given] if given else [])])


def _signal_group(leader: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)
