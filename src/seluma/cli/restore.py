"""`./seluma restore DIR`: read back what `backup` wrote, after checking every byte of it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.db import connection

from seluma.cli.backup import DUMP, FILES, FORMAT, MANIFEST, digest_of, programs_address, refusal
from seluma.cli.database import programs
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import console, step
from seluma.core.files import api as files

_OLDEST_WITH_TRANSACTION_TIMEOUT = 170000

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that backup wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Throw away the data that are there now.")] = False,
) -> None:
    """Check the backup, then restore files and database; the database changes as a whole or not at all."""
    try:
        manifest = read_manifest(folder)
        with step("Checking the backup"):
            _check(folder, manifest)
        _refuse_to_overwrite(replace)
        with step(f"Restoring {len(manifest['files'])} files"):
            for digest in manifest["files"]:
                files.put_back((folder / FILES / digest).read_bytes())
        with step("Restoring the database"):
            _load(folder / DUMP)
        for digest in files.digests_on_disk() - set(manifest["files"]):
            files.drop_from_disk(digest)
    except OSError as reason:
        raise refusal(reason, Path(settings.SELUMA_FILES)) from reason
    console.print(f"Restored: the state of {manifest['made_at']}.")


def read_manifest(folder: Path) -> dict[str, Any]:
    """What the backup says of itself; CannotRun when the folder is none, or one of another format."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        number, blobs, database = manifest["format"], manifest["files"], manifest["database"]
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise CannotRun(f"{folder} is not a backup, or an unfinished one: it has no readable {MANIFEST}.") from reason
    if number != FORMAT or not isinstance(blobs, dict) or not isinstance(database, dict):
        raise CannotRun(f"{folder} is a backup of format {number}; this version reads format {FORMAT}.")
    return dict(manifest)


def _check(folder: Path, manifest: dict[str, Any]) -> None:
    expected = {DUMP: manifest["database"].get("sha256")}
    expected |= {f"{FILES}/{digest}": digest for digest in manifest["files"]}
    for name, digest in expected.items():
        path = folder / name
        if not path.is_file():
            raise CannotRun(f"The backup is not complete: {path} is missing. Nothing was changed.")
        if digest_of(path) != digest:
            raise CannotRun(f"The backup is damaged: {path} is not what was written. Nothing was changed.")


def _refuse_to_overwrite(replace: bool) -> None:
    if replace:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (tables,) = cursor.fetchone()
    if tables or files.digests_on_disk():
        where = "the database" if tables else settings.SELUMA_FILES
        raise CannotRun(f"There are data in {where} already: --replace throws them away and restores the backup.")


def _load(dump: Path) -> None:
    """Run pg_restore's script in one transaction. The COMMIT is its last line: whoever dies before that rolls back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        old = cursor.fetchone()[0] < _OLDEST_WITH_TRANSACTION_TIMEOUT
    connection.close()
    address, environment = programs_address(os.environ["DATABASE_URL"])
    psql = [str(programs() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, address]
    script = [str(programs() / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as source,
        subprocess.Popen(
            psql, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as sink,
    ):
        assert source.stdout is not None and sink.stdin is not None and sink.stderr is not None  # noqa: PT018 - pipes
        said = ""
        try:
            sink.stdin.write(
                b"BEGIN;\nSET LOCAL lock_timeout = '10s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
            )
            for line in source.stdout:
                if not (old and line.startswith(b"SET transaction_timeout")):
                    sink.stdin.write(line)
            if source.wait() == 0:
                sink.stdin.write(b"COMMIT;\n")
            sink.stdin.close()
        except BrokenPipeError:
            # psql ended before it had read everything: it says why. What is still unsent cannot be flushed any more.
            source.kill()
            with contextlib.suppress(BrokenPipeError):
                sink.stdin.close()
        said = sink.stderr.read().decode(errors="replace")
        failed = sink.wait() != 0 or source.wait() != 0
    if failed:
        raise CannotRun(_why(said))


def _why(said: str) -> str:
    if "lock timeout" in said:
        return "The database is in use: stop serve and worker first. Nothing was changed in it."
    if "No space left" in said:
        return "The database's disk is full: free some space and try again. Nothing was changed in the database."
    lines = [line for line in said.splitlines() if "ERROR" in line or "FATAL" in line] or ["no reason given"]
    return f"The database could not be restored and is as it was: {lines[0]}"
