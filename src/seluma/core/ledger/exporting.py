"""The log as a tree of files that any web server can serve, the same bytes that the portal serves."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from seluma.lib import tlog

from .policy import policy_text, vkey, vkey_ml_dsa_44
from .reading import NotSealed, bundle, published, tiles

AT_ONCE = 256


class Incomplete(Exception):
    """A tile or bundle that the published checkpoint covers is not there; the sentence names it."""


def size_of_export(*, at: dt.datetime) -> tuple[int, int]:
    """How many leaves the published checkpoint covers, and how many tiles and bundles that makes. Raises NotSealed."""
    newest = published(at=at)
    if newest is None:
        raise NotSealed("The ledger has no checkpoint yet: ./seluma ledger sequence signs one.")
    size = newest.size
    return size, sum(1 for _ in tlog.tiles_of(size)) + sum(1 for _ in tlog.bundles_of(size))


def export(folder: Path, *, at: dt.datetime, done: Callable[[int], None]) -> int:
    """Write the log up to the checkpoint that is published at that time; how many leaves that is.

    Says after each part how many are done.

    Full tiles and bundles that are there already are left alone, so that an export goes on where the last one ended;
    the checkpoint comes last, when everything that it covers is there. Raises NotSealed, Incomplete and OSError.
    """
    newest = published(at=at)
    if newest is None:
        raise NotSealed("The ledger has no checkpoint yet: ./seluma ledger sequence signs one.")
    size, count = newest.size, 0
    for chunk in _chunks(tlog.tiles_of(size)):
        missing = [tile for tile in chunk if not (tile.width == tlog.WIDTH and (folder / tile.path).exists())]
        found = tiles(missing)
        for tile in missing:
            _write(folder / tile.path, _there(found.get(tile), tile.path))
        count += len(chunk)
        done(count)
    for place in tlog.bundles_of(size):
        if not (place.width == tlog.WIDTH and (folder / place.path).exists()):
            _write(folder / place.path, _there(bundle(place), place.path))
        count += 1
        done(count)
    for name, text in (("vkey", vkey()), ("vkey-ml-dsa-44", vkey_ml_dsa_44()), ("policy", policy_text())):
        _write(folder / name, text.encode())
    _write(folder / "checkpoint", newest.note)
    return size


def _chunks(places: Iterator[tlog.Tile]) -> Iterator[list[tlog.Tile]]:
    while chunk := list(islice(places, AT_ONCE)):
        yield chunk


def _there(data: bytes | None, path: str) -> bytes:
    if data is None:
        raise Incomplete(f"{path} is missing in the database: ./seluma ledger audit says what happened.")
    return data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(data)
    fresh.replace(path)
