"""Tiles and bundles: where they stand and what they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seluma.lib import tlog

from .examples import entries, leaves


def test_the_specifications_example_of_a_path() -> None:
    assert tlog.Tile(0, 1_234_067).path == "tile/0/x001/x234/067"
    assert tlog.Tile(1, 0, 17).path == "tile/1/000.p/17"
    assert tlog.Bundle(1_234_067, 8).path == "tile/entries/x001/x234/067.p/8"


def test_the_specifications_example_of_a_tree_of_70000_leaves() -> None:
    tiles = list(tlog.tiles_of(70_000))
    assert sum(tile.level == 0 and tile.width == 256 for tile in tiles) == 273
    assert [tile for tile in tiles if tile.width < 256] == [
        tlog.Tile(0, 273, 112),
        tlog.Tile(1, 1, 17),
        tlog.Tile(2, 0, 1),
    ]
    assert [tile for tile in tiles if tile.level == 1] == [tlog.Tile(1, 0), tlog.Tile(1, 1, 17)]
    assert list(tlog.tiles_of(256)) == [tlog.Tile(0, 0), tlog.Tile(1, 0, 1)]
    assert list(tlog.tiles_of(0)) == []


def test_only_what_a_smaller_tree_had_not_is_new() -> None:
    assert list(tlog.tiles_of(600, since=300)) == [
        tlog.Tile(0, 1),
        tlog.Tile(0, 2, 88),
        tlog.Tile(1, 0, 2),
    ]
    assert list(tlog.bundles_of(600, since=300)) == [tlog.Bundle(1), tlog.Bundle(2, 88)]


@given(st.integers(0, 63), st.integers(0, 10**15), st.integers(1, 256))
def test_a_path_leads_back_to_its_tile(level: int, index: int, width: int) -> None:
    for found in (tlog.Tile(level, index, width), tlog.Bundle(index, width)):
        assert tlog.at_path(found.path) == found


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/1000",
        "tile/0/001/000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/x001/x002",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1/2",
        "tile/0/000.p",
        "tile/0/000/",
        "tile/entries",
        "tile/data/000",
        "tile/0/../0/000",
        "tile/0/٠٠٠",
        "/tile/0/000",
        "tile/0/000\n",
    ],
)
def test_every_other_path_leads_to_no_tile(path: str) -> None:
    with pytest.raises(tlog.Unreadable):
        tlog.at_path(path)


def test_a_bundle_gives_back_its_entries() -> None:
    some = [b"", b"x", *entries(4), b"y" * tlog.LONGEST_ENTRY]
    assert tlog.Bundle(0, len(some)).entries(tlog.bundled(some)) == some


def test_an_entry_over_65535_bytes_is_refused() -> None:
    with pytest.raises(tlog.Unwritable, match="65,535"):
        tlog.bundled([b"x" * 65_536])


@pytest.mark.parametrize("width", [2, 4])
def test_a_bundle_of_another_width_is_refused(width: int) -> None:
    with pytest.raises(tlog.Unreadable, match="wrong width"):
        tlog.Bundle(0, width).entries(tlog.bundled(entries(3)))


def test_a_bundle_that_is_cut_off_is_refused() -> None:
    data = tlog.bundled(entries(3))
    for end in range(1, len(data)):
        with pytest.raises(tlog.Unreadable):
            tlog.Bundle(0, 3).entries(data[:end])


@pytest.mark.parametrize("size", [0, 31, 63, 65, 96, 8192])
def test_a_tile_of_another_width_is_refused(size: int) -> None:
    with pytest.raises(tlog.Unreadable, match="wrong width"):
        tlog.Tile(0, 0, 2).hashes(bytes(size))


def test_a_proof_is_not_read_from_a_tile_of_another_width() -> None:
    grove = tlog.Tree(300, lambda tiles: {tile: b"".join(leaves(200)) for tile in tiles})
    with pytest.raises(tlog.Unreadable, match="wrong width"):
        grove.inclusion(3)


def test_a_tree_has_no_tile_beyond_its_edge() -> None:
    with pytest.raises(tlog.Unreadable):
        tlog.tile_at(0, 1, 256)
