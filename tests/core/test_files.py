"""Stored bytes are called by their digest, kept once, and checked when they are read."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from seluma.core.files import api as files

pytestmark = pytest.mark.django_db


def test_what_is_kept_comes_back_under_its_digest() -> None:
    blob = files.keep(b"halaman", media_type="text/plain")
    assert blob.digest == hashlib.sha256(b"halaman").hexdigest()
    assert files.read(blob.digest) == b"halaman"
    assert files.blob(blob.digest) == blob


def test_keeping_the_same_bytes_again_is_the_same() -> None:
    assert files.keep(b"x", media_type="image/png") == files.keep(b"x", media_type="text/plain")


def test_what_was_never_kept_is_not_there() -> None:
    with pytest.raises(files.NoSuchBlob):
        files.read("0" * 64)
    with pytest.raises(files.NoSuchBlob):
        files.blob("0" * 64)


def test_damage_on_the_disk_is_noticed(settings: Any) -> None:
    blob = files.keep(b"asli", media_type="text/plain")
    (path,) = [path for path in Path(settings.SELUMA_FILES).rglob("*") if path.is_file()]
    path.chmod(0o600)
    path.write_bytes(b"palsu")
    with pytest.raises(files.Damaged):
        files.read(blob.digest)


def test_a_failed_verb_leaves_no_row_and_the_same_bytes_can_come_again() -> None:
    def verb() -> None:
        with transaction.atomic():
            files.keep(b"data", media_type="text/plain")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        verb()
    with pytest.raises(files.NoSuchBlob):
        files.blob(hashlib.sha256(b"data").hexdigest())
    assert files.read(files.keep(b"data", media_type="text/plain").digest) == b"data"
