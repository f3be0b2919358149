"""Roots and proofs, read from tiles."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from seluma.lib.tlog.merkle import EMPTY_ROOT, Span, consistency_spans, fold, full_subtrees, inclusion_spans, node_hash
from seluma.lib.tlog.tiles import HEIGHT, WIDTH, Tile, tile_holding

Fetch = Callable[[Sequence[Tile]], Mapping[Tile, bytes]]
"""Fetches the bytes of tiles, all at once; raises what it likes when it cannot."""

_KEPT: Final = 256
"""Tiles whose inner nodes are not computed again, by their bytes: the upper ones serve almost every proof."""


class Tree:
    """A tree of `size` leaves, read from tiles that `fetch` brings."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self._fetch = fetch

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.size:
            return EMPTY_ROOT
        return self._roots([Span(0, self.size)])[0]

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that the leaf at `index` is in the tree; raises Unproven when there is no such leaf."""
        return self._roots(inclusion_spans(index, self.size))

    def consistency(self, old: int) -> list[bytes]:
        """The proof that a tree of `old` leaves is this one's beginning; raises Unproven when this one is smaller."""
        return self._roots(consistency_spans(old, self.size))

    def _roots(self, spans: Sequence[Span]) -> list[bytes]:
        parts = [[(_height(part), part.start) for part in full_subtrees(span)] for span in spans]
        wanted = {
            (height, start): tile_holding(height, start >> height, self.size)
            for part in parts
            for height, start in part
        }
        pyramids = self._pyramids(set(wanted.values()))
        return [
            fold([_node(pyramids[wanted[height, start]], height, start) for height, start in part]) for part in parts
        ]

    def _pyramids(self, tiles: set[Tile]) -> dict[Tile, list[list[bytes]]]:
        fetched = self._fetch(sorted(tiles)) if tiles else {}
        return {tile: pyramid(tile, fetched[tile]) for tile in tiles}


@lru_cache(_KEPT)
def pyramid(tile: Tile, data: bytes) -> list[list[bytes]]:
    """All full subtrees within a tile: its hashes, and above each full pair its node, layer over layer.

    Raises Unreadable when the bytes are not those of such a tile.
    """
    layers = [tile.hashes(data)]
    while len(layers[-1]) > 1:
        below = layers[-1]
        layers.append([node_hash(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)])
    return layers


def _height(span: Span) -> int:
    return (span.end - span.start).bit_length() - 1


def _node(layers: list[list[bytes]], height: int, start: int) -> bytes:
    level, rest = divmod(height, HEIGHT)
    place = (start >> (HEIGHT * level)) % WIDTH
    return layers[rest][place >> rest]
