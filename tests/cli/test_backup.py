"""Backup and restore: files and database at one consistent point, or one sentence."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from seluma.cli import database
from seluma.cli.backup import programs_address

LETTER = b"the bytes of a letter"
DIGEST = hashlib.sha256(LETTER).hexdigest()


class Portal:
    """Commands on a database and a file store of that name; `copy_of` starts with another portal's tables and files."""

    def __init__(self, folder: Path, name: str, *, copy_of: Portal | None = None) -> None:
        self.name = name
        self.var = folder / name
        self.url = database.ensure("postgres", place=folder / "postgres", durable=False)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {copy_of.name if copy_of else 'template1'}")
        if copy_of:
            shutil.copytree(copy_of.var, self.var)
        self.url = database.ensure(name, place=folder / "postgres", durable=False)
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(database.ROOT / "src"),
            "SELUMA_ENV": "demo",
            "DATABASE_URL": self.url,
            "SELUMA_VAR": str(self.var),
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "seluma.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def file(self, digest: str) -> Path:
        return self.var / "files" / digest[:2] / digest[2:4] / digest

    def keep(self, data: bytes) -> None:
        code = f"from seluma.core.files import api as f; f.keep({data!r}, media_type='text/plain')"
        assert self.run("manage", "shell", "-v", "0", "-c", code).returncode == 0


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where this module's cluster and files lie."""
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("DATABASE_URL", raising=False)
        parent = Path(tempfile.mkdtemp(prefix="seluma backup "))
        parent.chmod(0o755)
        yield parent
        database.stop(place=parent / "postgres")
        shutil.rmtree(parent, ignore_errors=True)


@pytest.fixture(scope="module")
def source(folder: Path) -> Portal:
    """A portal with tables and one stored file; nobody changes it."""
    portal = Portal(folder, "source")
    assert portal.run("manage", "migrate", "-v", "0").returncode == 0
    portal.keep(LETTER)
    return portal


@pytest.fixture(scope="module")
def original(source: Portal, folder: Path) -> Path:
    """Its backup; nobody changes it."""
    done = source.run("backup", str(folder / "a backup"))
    assert done.returncode == 0, done.stderr
    return folder / "a backup"


@pytest.fixture
def saved(original: Path, tmp_path: Path) -> Path:
    """A copy of the backup, to be damaged."""
    return Path(shutil.copytree(original, tmp_path / "a backup"))


@pytest.fixture
def name() -> str:
    """A fresh name for a portal."""
    return f"portal_{uuid4().hex}"


def test_a_restored_portal_has_the_same_rows_and_files(source: Portal, original: Path, folder: Path, name: str) -> None:
    other = Portal(folder, name)
    done = other.run("restore", str(original))
    assert done.returncode == 0, done.stderr
    assert other.rows("SELECT digest FROM files_blob") == [(DIGEST,)]
    assert other.rows("SELECT count(*) FROM django_migrations") == source.rows("SELECT count(*) FROM django_migrations")
    assert other.file(DIGEST).read_bytes() == LETTER
    assert other.run("manage", "migrate", "--check").returncode == 0
    with pytest.raises(psycopg.Error):
        other.rows("TRUNCATE journal_entry CASCADE")


def test_a_backup_can_be_read_by_its_owner_only(original: Path) -> None:
    assert original.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in original.rglob("*"))


def test_data_that_are_there_are_kept_unless_replace_is_said(
    source: Portal, original: Path, folder: Path, name: str
) -> None:
    later = hashlib.sha256(b"later").hexdigest()
    portal = Portal(folder, name, copy_of=source)
    portal.keep(b"later")
    refused = portal.run("restore", str(original))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert portal.rows("SELECT count(*) FROM files_blob") == [(2,)]
    assert portal.run("restore", str(original), "--replace").returncode == 0
    assert portal.rows("SELECT digest FROM files_blob") == [(DIGEST,)]
    assert not portal.file(later).exists()
    assert portal.file(DIGEST).exists()


def test_a_folder_that_holds_something_is_no_place_for_a_backup(source: Portal, saved: Path) -> None:
    refused = source.run("backup", str(saved))
    assert refused.returncode == 1
    assert refused.stderr == f"{saved} is not empty: name a new folder for the backup.\n"


def test_a_folder_without_manifest_is_not_a_backup(source: Portal, tmp_path: Path) -> None:
    refused = source.run("restore", str(tmp_path))
    assert refused.returncode == 1
    assert "is not a backup" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


@pytest.mark.parametrize("part", ["database.dump", f"files/{DIGEST}"])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_backup_changes_nothing(saved: Path, folder: Path, name: str, part: str, damage: str) -> None:
    path = saved / part
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    portal = Portal(folder, name)
    refused = portal.run("restore", str(saved))
    assert refused.returncode == 1
    assert str(path) in refused.stderr
    assert portal.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []


def test_a_dump_that_ends_early_leaves_the_database_as_it_was(
    source: Portal, saved: Path, folder: Path, name: str
) -> None:
    # Right by its digest and still unreadable: pg_restore notices only on the way.
    dump = saved / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-2000])
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["database"]["sha256"] = hashlib.sha256(dump.read_bytes()).hexdigest()
    (saved / "manifest.json").write_text(json.dumps(manifest))
    portal = Portal(folder, name, copy_of=source)
    refused = portal.run("restore", str(saved), "--replace")
    assert refused.returncode == 1
    assert "is as it was" in refused.stderr
    assert portal.rows("SELECT digest FROM files_blob") == [(DIGEST,)]


def test_a_restore_that_may_not_change_the_database_says_why(
    source: Portal, original: Path, folder: Path, name: str
) -> None:
    portal = Portal(folder, name, copy_of=source)
    with psycopg.connect(source.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
    portal.environment["DATABASE_URL"] = portal.url.replace("postgres@", "reader@")
    refused = portal.run("restore", str(original), "--replace")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith("The database could not be restored and is as it was: ERROR")
    assert "must be owner" in refused.stderr
    assert portal.rows("SELECT digest FROM files_blob") == [(DIGEST,)]


def test_the_databases_password_is_not_shown_to_whoever_lists_the_processes() -> None:
    address, environment = programs_address("postgresql://seluma:r%40hasia@db.example:5433/portal?sslmode=require")
    assert address == "postgresql://seluma@db.example:5433/portal?sslmode=require"
    assert environment["PGPASSWORD"] == "r@hasia"
    own = "postgresql://postgres@/seluma?host=%2Ftmp%2Fx&port=5432"
    assert programs_address(own)[0] == own


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_is_one_sentence(source: Portal, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", small], check=False).returncode != 0:
        pytest.skip("mounting is not allowed here")
    try:
        refused = source.run("backup", str(small / "backup"))
    finally:
        subprocess.run(["umount", small], check=True)
    assert refused.returncode == 1
    assert "is full" in refused.stderr.splitlines()[-1]
    assert "Traceback" not in refused.stderr
