"""Content-addressed storage: bytes are kept under their SHA-256 and never change.

The file is written and flushed before the row, so a row never names bytes that are not there;
a file without a row (the transaction failed) is harmless and is found again when the same bytes come.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from .models import StoredBlob


@dataclass(frozen=True, slots=True)
class Blob:
    """Stored bytes: SHA-256 in hex, size in bytes, media type as judged by whoever kept them."""

    digest: str
    size: int
    media_type: str


class NoSuchBlob(LookupError):
    """Nothing is stored under the digest."""


class Damaged(Exception):
    """The stored bytes are not those that their digest names."""


def keep(data: bytes, *, media_type: str) -> Blob:
    """Store the bytes (again storing the same ones is the same) and return what they are called."""
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        _write(path, data)
    row, _made = StoredBlob.objects.get_or_create(digest=digest, defaults={"size": len(data), "media_type": media_type})
    return Blob(row.digest, row.size, row.media_type)


def blob(digest: str) -> Blob:
    """What is stored under the digest; NoSuchBlob if nothing is."""
    row = StoredBlob.objects.filter(digest=digest).first()
    if row is None:
        raise NoSuchBlob(digest)
    return Blob(row.digest, row.size, row.media_type)


def read(digest: str) -> bytes:
    """The bytes, checked against their digest. NoSuchBlob if there are none, Damaged if they are not the ones named."""
    path = _path(digest)
    if not path.exists():
        raise NoSuchBlob(digest)
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise Damaged(digest)
    return data


def inventory() -> list[Blob]:
    """All that is stored, as the current transaction sees it."""
    return [Blob(*row) for row in StoredBlob.objects.order_by("digest").values_list("digest", "size", "media_type")]


def put_back(data: bytes) -> str:
    """Store bytes whose row comes from elsewhere (a restored database); their digest."""
    digest = hashlib.sha256(data).hexdigest()
    if not _path(digest).exists():
        _write(_path(digest), data)
    return digest


def digests_on_disk() -> set[str]:
    """The digests of all files that lie in the store, named by a row or not."""
    return {path.name for path in Path(settings.SELUMA_FILES).glob("??/??/" + "?" * 64)}


def drop_from_disk(digest: str) -> None:
    """Remove a file that no row names any more."""
    _path(digest).unlink(missing_ok=True)


def _path(digest: str) -> Path:
    return Path(settings.SELUMA_FILES) / digest[:2] / digest[2:4] / digest


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
