"""RFC 6962: roots and proofs, against published ones and a naive tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seluma.lib import tlog

from .examples import EXAMPLES, flips, grown, leaves, naive_consistency, naive_path, naive_root, tree

PUBLISHED = EXAMPLES["merkle"]
LEAVES = [tlog.leaf_hash(bytes.fromhex(leaf)) for leaf in PUBLISHED["leaves"]]
ROOTS = [bytes.fromhex(root) for root in PUBLISHED["roots"]]
UNHURRIED = settings(deadline=None, max_examples=60)
MANY = leaves(1300)


def hashes(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size: int) -> None:
    assert tlog.root_of(LEAVES[:size]) == ROOTS[size]
    edge = tlog.Edge()
    edge.append(LEAVES[:size])
    assert edge.root() == ROOTS[size]


@pytest.mark.parametrize("example", PUBLISHED["inclusion"])
def test_the_published_inclusion_proofs_come_out_and_hold(example: dict[str, object]) -> None:
    index, size, path = int(str(example["index"])), int(str(example["size"])), hashes(example["path"])  # type: ignore[arg-type]
    assert tree(LEAVES[:size]).inclusion(index) == path
    tlog.check_inclusion(LEAVES[index], index, size, path, ROOTS[size])


@pytest.mark.parametrize("example", PUBLISHED["consistency"])
def test_the_published_consistency_proofs_come_out_and_hold(example: dict[str, object]) -> None:
    old, new, path = int(str(example["old"])), int(str(example["new"])), hashes(example["path"])  # type: ignore[arg-type]
    assert tree(LEAVES[:new]).consistency(old) == path
    tlog.check_consistency(old, ROOTS[old], new, ROOTS[new], path)


@pytest.mark.parametrize("size", range(1, 40))
def test_every_proof_in_a_small_tree_is_that_of_the_naive_tree_and_holds(size: int) -> None:
    grove, root = tree(MANY[:size]), naive_root(MANY[:size])
    assert grove.root() == root
    for index in range(size):
        path = grove.inclusion(index)
        assert path == naive_path(index, MANY[:size])
        tlog.check_inclusion(MANY[index], index, size, path, root)
    for old in range(1, size + 1):
        path = grove.consistency(old)
        assert path == naive_consistency(old, MANY[:size])
        tlog.check_consistency(old, naive_root(MANY[:old]), size, root, path)


@UNHURRIED
@given(st.data())
def test_proofs_read_from_tiles_are_those_of_the_naive_tree(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(MANY)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    grove, root = tree(MANY[:size]), naive_root(MANY[:size])
    assert grove.root() == root
    assert grove.inclusion(index) == naive_path(index, MANY[:size])
    assert grove.consistency(old) == naive_consistency(old, MANY[:size])


@UNHURRIED
@given(st.integers(0, 1300), st.lists(st.integers(0, 1300), max_size=4))
def test_a_log_that_grows_in_steps_ends_with_the_same_tiles(size: int, steps: list[int]) -> None:
    at_once = grown(MANY[:size])
    slowly = grown(MANY[:size], *sorted(min(step, size) for step in steps))
    assert {tile: slowly[tile] for tile in tlog.tiles_of(size)} == {tile: at_once[tile] for tile in tlog.tiles_of(size)}


@UNHURRIED
@given(st.data())
def test_a_log_goes_on_from_nothing_but_its_edge(data: st.DataObject) -> None:
    old = data.draw(st.integers(0, 1000))
    new = data.draw(st.integers(old, 1300))
    written = grown(MANY[:old])
    edge = tlog.Edge(old, {tile.level: tile.hashes(written[tile]) for tile in tlog.edge_of(old)})
    edge.append(MANY[old:new])
    assert (edge.size, edge.root()) == (new, naive_root(MANY[:new]))


def test_a_tree_of_65536_leaves_has_a_second_level_and_its_proofs_hold() -> None:
    many = [tlog.leaf_hash(number.to_bytes(4, "big")) for number in range(65_600)]
    written, grove = grown(many, 40_000), tree(many)
    assert {tile.level for tile in written} == {0, 1, 2}
    root = grove.root()
    for index in (0, 255, 256, 65_535, 65_536, 65_599):
        tlog.check_inclusion(many[index], index, len(many), grove.inclusion(index), root)
    for old in (1, 256, 65_535, 65_536, 65_537):
        tlog.check_consistency(old, tlog.root_of(many[:old]), len(many), root, grove.consistency(old))


def test_an_edge_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="level 0"):
        tlog.Edge(3, {0: MANY[:2]})


def test_every_flipped_bit_of_an_inclusion_proof_fails() -> None:
    root, path = naive_root(MANY[:21]), naive_path(13, MANY[:21])
    for place, digest in enumerate(path):
        for changed in flips(digest):
            with pytest.raises(tlog.Unproven):
                tlog.check_inclusion(MANY[13], 13, 21, [*path[:place], changed, *path[place + 1 :]], root)
    for changed in flips(MANY[13]):
        with pytest.raises(tlog.Unproven):
            tlog.check_inclusion(changed, 13, 21, path, root)


def test_every_flipped_bit_of_a_consistency_proof_fails() -> None:
    old, new = naive_root(MANY[:11]), naive_root(MANY[:21])
    path = naive_consistency(11, MANY[:21])
    for place, digest in enumerate(path):
        for changed in flips(digest):
            with pytest.raises(tlog.Unproven):
                tlog.check_consistency(11, old, 21, new, [*path[:place], changed, *path[place + 1 :]])
    for changed in flips(old):
        with pytest.raises(tlog.Unproven):
            tlog.check_consistency(11, changed, 21, new, path)


def test_a_proof_fits_no_other_place_size_or_length() -> None:
    root, path = naive_root(MANY[:21]), naive_path(13, MANY[:21])
    for index in range(25):
        if index != 13:
            with pytest.raises(tlog.Unproven):
                tlog.check_inclusion(MANY[13], index, 21, path, root)
    for size in (0, 1, 13, 14, 64):
        with pytest.raises(tlog.Unproven):
            tlog.check_inclusion(MANY[13], 13, size, path, root)
    for wrong in ([], path[:-1], [*path, root], path[::-1]):
        with pytest.raises(tlog.Unproven):
            tlog.check_inclusion(MANY[13], 13, 21, wrong, root)


def test_a_consistency_proof_fits_no_other_sizes_or_length() -> None:
    old, new, path = naive_root(MANY[:11]), naive_root(MANY[:21]), naive_consistency(11, MANY[:21])
    for wrong in ([], path[:-1], [*path, new], path[::-1]):
        with pytest.raises(tlog.Unproven):
            tlog.check_consistency(11, old, 21, new, wrong)
    for sizes in ((21, 11), (0, 21), (21, 21), (10, 21), (11, 40)):
        with pytest.raises(tlog.Unproven):
            tlog.check_consistency(sizes[0], old, sizes[1], new, path)


def test_equal_sizes_with_different_roots_are_a_rewritten_log() -> None:
    with pytest.raises(tlog.Unproven, match="rewritten"):
        tlog.check_consistency(2, ROOTS[2], 2, ROOTS[3], [])


def test_every_tree_begins_with_the_empty_one_and_no_other() -> None:
    tlog.check_consistency(0, tlog.EMPTY_ROOT, 8, ROOTS[8], [])
    with pytest.raises(tlog.Unproven):
        tlog.check_consistency(0, ROOTS[1], 8, ROOTS[8], [])
    with pytest.raises(tlog.Unproven):
        tlog.check_consistency(0, tlog.EMPTY_ROOT, 8, ROOTS[8], [ROOTS[1]])


def test_what_is_not_in_the_tree_cannot_be_proved() -> None:
    with pytest.raises(tlog.Unproven, match="no leaf 8"):
        tree(LEAVES).inclusion(8)
    with pytest.raises(tlog.Unproven):
        tree(LEAVES).consistency(9)
    assert tree([]).root() == tlog.EMPTY_ROOT
