"""`./seluma backup DIR`: database and files at one consistent point.

A backup holds `database.dump` (pg_dump's custom format), `files/` (the blobs that this dump names, under their digests)
and `manifest.json`, written last: a folder without it is not a backup. Blobs never change, so those that one snapshot
of the database names belong to it whenever they are copied. Signing keys and settings are not part of a backup.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import typer
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from seluma.cli.database import programs
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import console, step
from seluma.core.files import api as files

FORMAT = 1
DUMP, FILES, MANIFEST = "database.dump", "files", "manifest.json"

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Where to; made when missing, refused when it holds anything.")],
) -> None:
    """Write a backup while the portal goes on working."""
    try:
        _make_empty(folder)
        with step("Dumping the database"):
            blobs = _dump(folder / DUMP)
        with step(f"Copying {len(blobs)} files"):
            _copy(blobs, folder / FILES)
        manifest = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "database": {"sha256": digest_of(folder / DUMP), "size": (folder / DUMP).stat().st_size},
            "files": {blob.digest: blob.size for blob in blobs},
        }
        _write(folder / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())
    except OSError as reason:
        raise refusal(reason, folder) from reason
    console.print(f"The backup is in {folder}. It holds personal data: keep it as you keep the files themselves.")


def programs_address(url: str) -> tuple[str, dict[str, str]]:
    """The database's address for PostgreSQL's programs, and their environment with its password.

    Arguments can be read by everybody on the machine who lists processes, the environment by the owner only.
    """
    parts = urlsplit(url)
    if parts.password is None:
        return url, dict(os.environ)
    user, _colon, _password = parts.netloc.rpartition("@")[0].partition(":")
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{user}@{place}").geturl(), {**os.environ, "PGPASSWORD": unquote(parts.password)}


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refusal(reason: OSError, folder: Path) -> CannotRun:
    """One sentence for what the file system said."""
    if reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotRun(f"The disk that holds {folder} is full: free some space, empty {folder} and try again.")
    return CannotRun(f"{reason.filename or folder} cannot be used: {reason.strerror}.")


def _make_empty(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotRun(f"{folder} is not empty: name a new folder for the backup.")
    (folder / FILES).mkdir(mode=0o700)


def _dump(path: Path) -> list[files.Blob]:
    """Dump one snapshot and list the blobs that the same snapshot names."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        path.touch(mode=0o600)
        address, environment = programs_address(os.environ["DATABASE_URL"])
        done = subprocess.run(
            [
                *(str(programs() / "pg_dump"), "--format=custom", "--no-owner", "--no-privileges"),
                *(f"--snapshot={snapshot}", f"--file={path}", f"--dbname={address}"),
            ],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = done.stderr.strip().splitlines() or ["no reason given"]
            if any("No space left" in line for line in said):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
            raise CannotRun(f"The database could not be dumped: {said[0]}")
        return files.inventory()


def _copy(blobs: list[files.Blob], folder: Path) -> None:
    for blob in blobs:
        try:
            data = files.read(blob.digest)
        except (files.NoSuchBlob, files.Damaged) as reason:
            raise CannotRun(
                f"The stored file {blob.digest} is missing or damaged in {settings.SELUMA_FILES}: "
                "bring it back from an earlier backup, then try again."
            ) from reason
        _write(folder / blob.digest, data)


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
