"""Where an audit reads from: the database, a directory that was exported, or an address."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import requests

from seluma.core.journal import api as journal
from seluma.lib import tlog

from .policy import policy_text
from .reading import Head, head, heads, tiles

SECONDS = 30
"""How long an address may take to answer."""
WAITS, PAUSE = 10, 1.0
"""How often, and after how many seconds, an address is asked again whether it publishes what witnesses have seen."""


class Unavailable(Exception):
    """The log cannot be read at all: no such folder, no answer, no checkpoint. The message is one sentence."""


class Source(Protocol):
    """A log as somebody serves it. Nothing that it says is believed."""

    def text(self, name: str) -> bytes:
        """`checkpoint` or `policy`. Raises Unavailable."""
        ...

    def tiles(self, wanted: Sequence[tlog.Tile]) -> Mapping[tlog.Tile, bytes]:
        """The bytes of tiles; what is not there is left out. Raises Unavailable."""
        ...

    def entries(self, first: int, count: int) -> Mapping[int, bytes]:
        """Index and bytes of entries; what is not there or cannot be read is left out. Raises Unavailable."""
        ...

    def may_be_late(self) -> bool:
        """Wait a moment; whether the checkpoint may have changed since. False when waiting longer helps nobody."""
        ...

    def heads(self) -> Sequence[Head]:
        """Former checkpoints with the time when they were signed, as far as this source keeps them."""
        ...


class Database:
    """The portal's own tables."""

    def text(self, name: str) -> bytes:
        if name == "policy":
            return policy_text().encode()
        newest = head()
        if newest is None:
            raise Unavailable("The ledger has no checkpoint yet: ./seluma ledger sequence signs one.")
        return newest.note

    def tiles(self, wanted: Sequence[tlog.Tile]) -> Mapping[tlog.Tile, bytes]:
        return tiles(wanted)

    def entries(self, first: int, count: int) -> Mapping[int, bytes]:
        return dict(journal.bodies(first, count))

    def may_be_late(self) -> bool:
        return False

    def heads(self) -> Sequence[Head]:
        return heads()


class _Files:
    """A log that is read file by file."""

    def get(self, path: str) -> bytes | None:
        raise NotImplementedError

    def text(self, name: str) -> bytes:
        data = self.get(name)
        if data is None:
            raise Unavailable(f"There is no {name} there: this is no ledger.")
        return data

    def tiles(self, wanted: Sequence[tlog.Tile]) -> Mapping[tlog.Tile, bytes]:
        found = {tile: self.get(tile.path) for tile in wanted}
        return {tile: data for tile, data in found.items() if data is not None}

    def entries(self, first: int, count: int) -> Mapping[int, bytes]:
        found: dict[int, bytes] = {}
        for place in self._bundles(first, count):
            try:
                read = place.entries(self.get(place.path) or b"")
            except tlog.Unreadable:
                continue
            found |= dict(enumerate(read, place.index * tlog.WIDTH))
        return found

    def may_be_late(self) -> bool:
        return False

    def heads(self) -> Sequence[Head]:
        return ()

    @staticmethod
    def _bundles(first: int, count: int) -> Iterator[tlog.Bundle]:
        return tlog.bundles_of(first + count, since=first)


class Directory(_Files):
    """What `export` wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as reason:
            raise Unavailable(f"{self.folder / path} cannot be read: {reason.strerror}.") from reason


class Address(_Files):
    """A log behind an address, such as https://portal.example/ledger."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session = requests.Session()
        self._waits = WAITS

    def get(self, path: str) -> bytes | None:
        try:
            answer = self._session.get(f"{self.url}/{path}", timeout=SECONDS)
        except requests.RequestException as reason:
            raise Unavailable(f"{self.url} does not answer: {type(reason).__name__}.") from reason
        if answer.status_code == requests.codes.not_found:
            return None
        if answer.status_code != requests.codes.ok:
            raise Unavailable(f"{self.url}/{path} answered with {answer.status_code}.")
        return answer.content

    def may_be_late(self) -> bool:
        self._waits -= 1
        time.sleep(PAUSE if self._waits >= 0 else 0)
        return self._waits >= 0
