"""Appending leaves: which tiles become full, which grow, and the new root."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from seluma.lib.tlog.merkle import EMPTY_ROOT, Span, fold, full_subtrees, root_of
from seluma.lib.tlog.tiles import HEIGHT, WIDTH, Tile


class Edge:
    """The right edge of a tree: its partial tiles, all that is needed to go on.

    Appending costs the same whatever the size: nothing but the edge is read or changed.
    """

    def __init__(self, size: int = 0, partial: Mapping[int, Sequence[bytes]] | None = None) -> None:
        """A tree of `size` leaves, with the hashes of the partial tile of each level that has one.

        Raises ValueError when a level has another number of hashes than such a tree.
        """
        self.size = size
        self._partial = {level: list(hashes) for level, hashes in (partial or {}).items()}
        for tile in edge_of(size):
            if len(self._partial.setdefault(tile.level, [])) != tile.width:
                raise ValueError(f"level {tile.level} of a tree of {size} leaves has {tile.width} hashes at its edge")

    def append(self, leaves: Iterable[bytes]) -> dict[Tile, bytes]:
        """Append leaf hashes; the tiles that became full and those at the new edge, with their bytes."""
        changed: dict[Tile, bytes] = {}
        for leaf in leaves:
            self._put(0, leaf, changed)
            self.size += 1
        for tile in edge_of(self.size):
            changed[tile] = b"".join(self._partial[tile.level])
        return changed

    def root(self) -> bytes:
        """The root of the tree."""
        if not self.size:
            return EMPTY_ROOT
        parts: list[bytes] = []
        for tile in reversed(list(edge_of(self.size))):
            hashes = self._partial[tile.level]
            parts += [root_of(hashes[part.start : part.end]) for part in full_subtrees(Span(0, tile.width))]
        return fold(parts)

    def _put(self, level: int, found: bytes, changed: dict[Tile, bytes]) -> None:
        hashes = self._partial.setdefault(level, [])
        hashes.append(found)
        if len(hashes) == WIDTH:
            index = (self.size + 1 >> (HEIGHT * (level + 1))) - 1
            changed[Tile(level, index)] = b"".join(hashes)
            self._partial[level] = []
            self._put(level + 1, root_of(hashes), changed)


def edge_of(size: int) -> Iterator[Tile]:
    """The partial tiles of a tree of `size` leaves, from the leaves up."""
    level = 0
    while width := size >> (HEIGHT * level):
        index, rest = divmod(width, WIDTH)
        if rest:
            yield Tile(level, index, rest)
        level += 1
