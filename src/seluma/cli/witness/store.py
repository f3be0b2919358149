"""What a witness knows: one SQLite file with its keys, the logs it watches and what it cosigned last of each.

Keys and memory are one file on purpose. A witness that kept its key and lost its memory would cosign another history
under the same name; so whoever loses the file has lost the witness.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from seluma.cli.refusals import CannotRun
from seluma.lib import tlog, witness

MOST_EVIDENCE = 100
"""Checkpoints of one log that are kept as evidence, of each sort: others cannot fill the disk."""

_APPLICATION = 0x53_57_49_54
_VERSION = 1
_PATIENCE = 10.0
"""Seconds to wait for another process that writes."""

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE witness (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    ed25519 BLOB NOT NULL,
    ml_dsa_44 BLOB NOT NULL
) STRICT;
CREATE TABLE log (key TEXT PRIMARY KEY, origin TEXT NOT NULL) STRICT;
CREATE TABLE head (
    origin TEXT PRIMARY KEY,
    origin_hash TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    note BLOB NOT NULL,
    cosigned_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER head_only_grows BEFORE UPDATE ON head
WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
BEGIN SELECT RAISE(ABORT, 'a witness goes forward only'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a witness forgets nothing'); END;
CREATE TABLE evidence (
    origin TEXT NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    shows TEXT NOT NULL,
    shown BLOB NOT NULL,
    cosigned BLOB NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (origin, size, root)
) STRICT;
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """A log: its keys, and what was cosigned last, if anything was."""

    origin: str
    keys: tuple[str, ...]
    size: int | None
    cosigned_at: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint that the log signed and the witness refused, beside the one that it had cosigned."""

    origin: str
    size: int
    shows: witness.Evidence
    shown: str
    cosigned: str
    seen_at: int


def create(path: Path, name: str, *, keys: tuple[Ed25519PrivateKey, MLDSA44PrivateKey] | None = None) -> Store:
    """Make a witness: its keys (new ones unless given), and a memory of nothing yet.

    Raises CannotRun when the file is there or cannot be.
    """
    ed25519, ml_dsa_44 = keys or (Ed25519PrivateKey.generate(), MLDSA44PrivateKey.generate())
    try:
        tlog.Cosigner(name, ed25519)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except tlog.Unwritable as reason:
        raise CannotRun(str(reason)) from None
    except FileExistsError:
        raise CannotRun(f"{path} is there already; a witness is made once: choose another --store.") from None
    except OSError as reason:
        raise CannotRun(f"{path} cannot be written ({reason.strerror}).") from None
    store = Store(path)
    try:
        with store._connected() as connection:
            connection.executescript(_SCHEMA)
            connection.execute(
                "INSERT INTO witness VALUES (1, ?, ?, ?)",
                (name, ed25519.private_bytes_raw(), ml_dsa_44.private_bytes_raw()),
            )
            connection.execute("COMMIT")
    except sqlite3.Error as reason:
        path.unlink(missing_ok=True)
        raise CannotRun(f"{path} cannot be written ({reason}).") from None
    return store


def opened(path: Path) -> Store:
    """Open a witness's store; raises CannotRun when it is none, or others may read its keys."""
    try:
        mode = path.stat().st_mode
    except OSError as reason:
        raise CannotRun(f"{path} cannot be read ({reason.strerror}): ./seluma witness init makes one.") from None
    if not stat.S_ISREG(mode):
        raise CannotRun(f"{path} is no file.")
    if stat.S_IMODE(mode) & 0o077:
        raise CannotRun(f"Others may read {path}, and it holds the witness's keys: chmod 600 {path}")
    store = Store(path)
    try:
        store.cosigners()
    except (sqlite3.Error, ValueError):
        raise CannotRun(f"{path} is no store of a witness, or was damaged.") from None
    return store


class Store:
    """The file. Every verb is one transaction, on the disk when it returns; sqlite3.Error when that is impossible."""

    def __init__(self, path: Path) -> None:
        """Nothing is read or written yet."""
        self.path = path
        # SQLite excludes other processes by trying again and again; between our own threads a queue is fairer.
        self._turn = threading.Lock()

    def cosigners(self) -> tuple[tlog.Cosigner, tlog.Cosigner]:
        """The Ed25519 and the ML-DSA-44 key, under the witness's name."""
        with self._connected() as connection:
            identity = (
                connection.execute("PRAGMA application_id").fetchone()[0],
                connection.execute("PRAGMA user_version").fetchone()[0],
            )
            if identity != (_APPLICATION, _VERSION):
                raise ValueError(f"{self.path} is no store of a witness")
            name, ed25519, ml_dsa_44 = connection.execute("SELECT name, ed25519, ml_dsa_44 FROM witness").fetchone()
        return (
            tlog.Cosigner(name, Ed25519PrivateKey.from_private_bytes(ed25519)),
            tlog.Cosigner(name, MLDSA44PrivateKey.from_seed_bytes(ml_dsa_44)),
        )

    def add_log(self, key: tlog.VerifierKey) -> None:
        """Trust a log's key from now on; twice is once."""
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO log (key, origin) VALUES (?, ?)", (key.text, key.name))

    def remove_log(self, key: tlog.VerifierKey) -> bool:
        """Trust a log's key no longer; whether it was trusted. What was cosigned of the log is remembered."""
        with self._writing() as connection:
            return connection.execute("DELETE FROM log WHERE key = ?", (key.text,)).rowcount > 0

    def keys_of(self, origin: str) -> tuple[tlog.VerifierKey, ...]:
        """The keys that are trusted for a log."""
        with self._connected() as connection:
            rows = connection.execute("SELECT key FROM log WHERE origin = ? ORDER BY key", (origin,)).fetchall()
        return tuple(tlog.read_key(key) for (key,) in rows)

    def cosign(self, request: witness.Vouched, cosigners: Sequence[tlog.Cosigner], at: int) -> list[tlog.SignatureLine]:
        """Compare with what was cosigned last, cosign and remember: one transaction, on the disk before it returns.

        Raises witness.Refused, after keeping what the log signed as evidence.
        """
        origin = request.checkpoint.origin
        with self._writing() as connection:
            row = connection.execute("SELECT size, root, note FROM head WHERE origin = ?", (origin,)).fetchone()
            try:
                witness.check_growth(request, witness.Head(row[0], row[1]) if row else None)
            except witness.Refused as reason:
                if reason.shows and row:
                    _keep(connection, request, reason.shows, row[2], at)
                refused = reason
            else:
                lines = witness.cosignatures(request, cosigners, at)
                note = tlog.write_note(request.note.signed_by(*lines))
                connection.execute(
                    "INSERT INTO head VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE "
                    "SET size = excluded.size, root = excluded.root, note = excluded.note, "
                    "cosigned_at = excluded.cosigned_at",
                    (origin, witness.origin_hash(origin), request.checkpoint.size, request.checkpoint.root, note, at),
                )
                return list(lines)
        raise refused

    def note_of(self, origin_hash: str) -> bytes | None:
        """The last checkpoint of a log with the log's signatures and ours; None when none was cosigned."""
        with self._connected() as connection:
            row = connection.execute("SELECT note FROM head WHERE origin_hash = ?", (origin_hash,)).fetchone()
        return row[0] if row else None

    def logs(self) -> list[Watched]:
        """Every log that is or was watched."""
        with self._connected() as connection:
            keys = connection.execute("SELECT origin, key FROM log ORDER BY origin, key").fetchall()
            heads = {
                origin: (size, at)
                for origin, size, at in connection.execute("SELECT origin, size, cosigned_at FROM head")
            }
        return [
            Watched(origin, tuple(key for its, key in keys if its == origin), *heads.get(origin, (None, None)))
            for origin in sorted({origin for origin, _ in keys} | set(heads))
        ]

    def evidence(self) -> list[Kept]:
        """What logs signed and this witness refused, the oldest first."""
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT origin, size, shows, shown, cosigned, seen_at FROM evidence ORDER BY seen_at, origin, size"
            ).fetchall()
        return [
            Kept(origin, size, witness.Evidence(shows), shown.decode(), cosigned.decode(), at)
            for origin, size, shows, shown, cosigned, at in rows
        ]

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else's can come between; on the disk, the folder too, when the block is left."""
        with self._turn, self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        address = f"{self.path.resolve().as_uri()}?mode=rw"
        connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA synchronous = EXTRA")
            yield connection
        finally:
            connection.close()


def _keep(
    connection: sqlite3.Connection, request: witness.Vouched, shows: witness.Evidence, cosigned: bytes, at: int
) -> None:
    checkpoint = request.checkpoint
    connection.execute(
        "INSERT OR IGNORE INTO evidence SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 "
        "WHERE (SELECT count(*) FROM evidence WHERE origin = ?1 AND shows = ?4) < ?8",
        (
            checkpoint.origin,
            checkpoint.size,
            checkpoint.root,
            shows.value,
            tlog.write_note(request.note),
            cosigned,
            at,
            MOST_EVIDENCE,
        ),
    )
