"""Comparing what a log's entries, its tiles and its checkpoints say, and naming the attack behind a difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from seluma.lib import tlog

from .findings import Finding, finding, ranges

Stop = tuple[int, bytes, str]
"""At this size the root must be this one, by whom."""


class Comparison:
    """Takes the log from its first entry to its last, twice: as the entries are, and as the tiles say they are."""

    def __init__(self, checkpoint: tlog.Checkpoint, stops: Sequence[Stop]) -> None:
        self.checkpoint = checkpoint
        self.clock: list[Finding] = []
        self._stops = sorted(stops, key=lambda stop: stop[0])
        self._by_entries, self._by_tiles = tlog.Edge(), tlog.Edge()
        self._missing: list[int] = []
        self._lost: list[tlog.Tile] = []
        self._rewritten: list[tlog.Tile] = []
        self._differing: dict[int, tuple[bytes, bytes]] = {}
        self._above_entries: dict[tlog.Tile, bytes] = {}
        self._above_tiles: dict[tlog.Tile, bytes] = {}
        self._other: list[str] = []

    def take(self, first: int, entries: Mapping[int, bytes], tiles: Mapping[tlog.Tile, bytes]) -> None:
        """The next entries and their level-0 tiles; what is not in the mappings is missing."""
        size = self.checkpoint.size
        for start in range(first, min(first + 64 * tlog.WIDTH, size), tlog.WIDTH):
            tile = tlog.tile_at(0, start // tlog.WIDTH, size)
            ours = [self._hash(entries.get(index), index) for index in range(start, start + tile.width)]
            self._take_tile(start, ours, self._stored(tile, tiles))

    def compare_above(self, tiles: Mapping[tlog.Tile, bytes], wanted: Sequence[tlog.Tile]) -> None:
        """The tiles above the leaves, when all leaves were taken."""
        # Where the entries are those that were sealed, they say what stands above; else the tiles below do.
        if self._true_entries():
            computed = self._above_entries | self._by_entries.append([])
        else:
            computed = self._above_tiles | self._by_tiles.append([])
        for tile in wanted:
            stored = self._stored(tile, tiles)
            if stored is not None and b"".join(stored) != computed.get(tile):
                self._rewritten.append(tile)

    def findings(self) -> list[Finding]:
        """Everything that does not fit."""
        true_tiles = self._by_tiles.root() == self.checkpoint.root
        true_entries = self._true_entries()
        found = [*self._gaps(), *self.clock]
        found += [finding("tile-missing", tile.path, "It is not there or cannot be read.") for tile in self._lost]
        if true_entries:
            rewritten = sorted({index // tlog.WIDTH for index in self._differing})
            wrong = [tlog.tile_at(0, index, self.checkpoint.size) for index in rewritten]
            found += [finding("tile-rewritten", tile.path, "It does not fit its entries.") for tile in wrong]
        else:
            found += self._explained()
        found += [finding("tile-rewritten", tile.path, "It does not fit the tiles below.") for tile in self._rewritten]
        if not true_tiles and not true_entries:
            found.append(finding("history-rewritten", "checkpoint", "Neither entries nor tiles lead to its root."))
        return found + self._contradictions()

    def _hash(self, entry: bytes | None, index: int) -> bytes | None:
        if entry is None:
            self._missing.append(index)
            return None
        return tlog.leaf_hash(entry)

    def _stored(self, tile: tlog.Tile, tiles: Mapping[tlog.Tile, bytes]) -> list[bytes] | None:
        try:
            return tile.hashes(tiles[tile])
        except (KeyError, tlog.Unreadable):
            self._lost.append(tile)
            return None

    def _take_tile(self, start: int, ours: list[bytes | None], stored: list[bytes] | None) -> None:
        nothing = bytes(tlog.HASH_SIZE)
        by_tile = stored or [digest or nothing for digest in ours]
        by_entry = [digest or theirs for digest, theirs in zip(ours, by_tile, strict=True)]
        if by_entry != by_tile:
            pairs = enumerate(zip(by_entry, by_tile, strict=True), start)
            self._differing |= {index: pair for index, pair in pairs if pair[0] != pair[1]}
        self._check_stops()
        while self._stops and self._stops[0][0] < self._by_tiles.size + len(by_tile):
            here = self._stops[0][0] - self._by_tiles.size
            self._append(by_entry[:here], by_tile[:here])
            by_entry, by_tile = by_entry[here:], by_tile[here:]
            self._check_stops()
        self._append(by_entry, by_tile)
        self._check_stops()

    def _append(self, by_entry: list[bytes], by_tile: list[bytes]) -> None:
        self._above_entries |= _full(self._by_entries.append(by_entry))
        self._above_tiles |= _full(self._by_tiles.append(by_tile))

    def _true_entries(self) -> bool:
        return not self._missing and self._by_entries.root() == self.checkpoint.root

    def _check_stops(self) -> None:
        while self._stops and self._stops[0][0] == self._by_tiles.size:
            _size, root, where = self._stops.pop(0)
            if root not in (self._by_tiles.root(), self._by_entries.root()):
                self._other.append(where)

    def _gaps(self) -> list[Finding]:
        found = []
        for place in ranges(self._missing):
            last = int(place.split()[-1])
            attack = "tail-truncated" if last == self.checkpoint.size - 1 else "entry-deleted"
            found.append(finding(attack, f"entries {place}", "The checkpoint covers them, and they are not there."))
        return found

    def _explained(self) -> list[Finding]:
        sealed = {theirs: index for index, (_ours, theirs) in self._differing.items()}
        there = {ours: index for index, (ours, _theirs) in self._differing.items()}
        found, moved = [], []
        for index, (ours, theirs) in self._differing.items():
            home = sealed.get(ours)
            if home is not None and there.get(theirs) == home:
                if index < home:
                    found.append(
                        finding("entries-swapped", f"entries {index} and {home}", "Each was sealed as the other.")
                    )
            elif home is not None:
                moved.append(index)
            elif theirs in there:
                found.append(
                    finding("entry-inserted", f"entry {index}", "It was not sealed, and what was stands elsewhere.")
                )
            else:
                found.append(finding("entry-edited", f"entry {index}", "It does not give the hash that was sealed."))
        found += [
            finding("entries-moved", f"entries {place}", "They were sealed elsewhere.") for place in ranges(moved)
        ]
        return found

    def _contradictions(self) -> list[Finding]:
        sentence = "Its root is not that of the entries up to there."
        return [
            finding("forked" if where.startswith(("kept", "anchor")) else "history-rewritten", where, sentence)
            for where in self._other
        ]


def _full(grown: Mapping[tlog.Tile, bytes]) -> dict[tlog.Tile, bytes]:
    """The full tiles above the leaves: what is partial now is looked at when the log has ended."""
    return {tile: data for tile, data in grown.items() if tile.level and tile.width == tlog.WIDTH}
