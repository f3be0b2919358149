"""Tiles and entry bundles (C2SP tlog-tiles): what they hold, where they stand, what a tree of some size is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from seluma.lib.tlog.errors import Unreadable, Unwritable
from seluma.lib.tlog.merkle import HASH_SIZE

WIDTH: Final = 256
"""Hashes in a full tile, entries in a full bundle."""
HEIGHT: Final = 8
HIGHEST: Final = 63
LONGEST_ENTRY: Final = 65_535
"""Bytes; the length is written in two."""

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """`width` hashes at a level: the `index`-th tile there. Level 0 holds the hashes of leaves."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it stands below the log's prefix, such as `tile/1/x001/x234/067.p/8`."""
        return f"tile/{self.level}/{_placed(self.index, self.width)}"

    def hashes(self, data: bytes) -> list[bytes]:
        """The hashes in its bytes; raises Unreadable when there are more or fewer than `width`."""
        if len(data) != self.width * HASH_SIZE:
            raise Unreadable(
                f"{self.path} has {len(data)} bytes; {self.width} hashes have {self.width * HASH_SIZE}: wrong width."
            )
        return [data[place : place + HASH_SIZE] for place in range(0, len(data), HASH_SIZE)]


@dataclass(frozen=True, slots=True, order=True)
class Bundle:
    """`width` entries: those of the level-0 tile with the same index."""

    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it stands below the log's prefix, such as `tile/entries/000.p/3`."""
        return f"tile/entries/{_placed(self.index, self.width)}"

    def entries(self, data: bytes) -> list[bytes]:
        """The entries in its bytes; raises Unreadable when there are more or fewer than `width`, or one is cut off."""
        found: list[bytes] = []
        place = 0
        while place < len(data):
            start = place + 2
            place = start + int.from_bytes(data[place:start], "big")
            if start > len(data) or place > len(data):
                raise Unreadable(f"{self.path} ends in the middle of entry {len(found)}.")
            found.append(data[start:place])
        if len(found) != self.width:
            raise Unreadable(f"{self.path} has {len(found)} entries, not {self.width}: wrong width.")
        return found


def bundled(entries: Sequence[bytes]) -> bytes:
    """The bytes of a bundle; raises Unwritable for an entry of more than 65,535 bytes."""
    parts = []
    for entry in entries:
        check_entry(entry)
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)


def check_entry(entry: bytes) -> None:
    """Raise Unwritable when an entry is too long to be in a log."""
    if len(entry) > LONGEST_ENTRY:
        raise Unwritable(f"The entry has {len(entry):,} bytes; a log takes at most {LONGEST_ENTRY:,}.")


def at_path(path: str) -> Tile | Bundle:
    """The tile or bundle that stands at a path below the log's prefix.

    Raises Unreadable for every path that `Tile.path` and `Bundle.path` do not write.
    """
    match = _PATH.fullmatch(path)
    if match is None:
        raise Unreadable(f"{path[:100]!r} is the path of no tile.")
    index = int(match["index"].replace("/", "").replace("x", ""))
    width = int(match["width"] or WIDTH)
    found = Bundle(index, width) if match["level"] == "entries" else Tile(int(match["level"]), index, width)
    if found.path != path or (isinstance(found, Tile) and found.level > HIGHEST):
        raise Unreadable(f"{path[:100]!r} is the path of no tile.")
    return found


def tile_holding(height: int, index: int, size: int) -> Tile:
    """The tile of a tree of `size` leaves with what the `index`-th full subtree of 2^`height` leaves is made of."""
    level, rest = divmod(height, HEIGHT)
    return tile_at(level, (index << rest) // WIDTH, size)


def tile_at(level: int, index: int, size: int) -> Tile:
    """The tile at a place of a tree of `size` leaves, with its width there."""
    there = (size >> (HEIGHT * level)) - index * WIDTH
    if there <= 0:
        raise Unreadable(f"A tree of {size} leaves has no tile {index} at level {level}.")
    return Tile(level, index, min(there, WIDTH))


def tiles_of(size: int, *, since: int = 0) -> Iterator[Tile]:
    """Every tile of a tree of `size` leaves, level by level; with `since`, those that a tree of that size had not."""
    level = 0
    while size >> (HEIGHT * level):
        known = (since >> (HEIGHT * level)) // WIDTH
        width = size >> (HEIGHT * level)
        for index in range(known, -(-width // WIDTH)):
            yield tile_at(level, index, size)
        level += 1


def bundles_of(size: int, *, since: int = 0) -> Iterator[Bundle]:
    """Every bundle of a tree of `size` leaves; with `since`, those that a tree of that size had not."""
    for index in range(since // WIDTH, -(-size // WIDTH)):
        yield Bundle(index, min(size - index * WIDTH, WIDTH))


def _placed(index: int, width: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *parents, last = (digits[place : place + 3] for place in range(0, len(digits), 3))
    return "".join(f"x{part}/" for part in parents) + last + (f".p/{width}" if width < WIDTH else "")
