"""The Merkle tree of RFC 6962, section 2.1, with SHA-256: hashes, and checking proofs."""

import hashlib
from collections.abc import Sequence
from typing import Final, NamedTuple

from seluma.lib.tlog.errors import Unproven

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of the tree without leaves."""
LONGEST_PROOF: Final = 63


class Span(NamedTuple):
    """The leaves from `start` up to and without `end`."""

    start: int
    end: int


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over a zero byte and the entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over a byte 01 and both children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes (or over the roots of equally large full subtrees)."""
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    sha256 = hashlib.sha256
    while len(level) > 1:
        # An odd last node goes up as it is: the same tree as splitting at the largest power of two.
        odd = [level.pop()] if len(level) % 2 else []
        pairs = iter(level)
        level = [sha256(b"\x01" + left + next(pairs)).digest() for left in pairs] + odd
    return level[0]


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over the roots of full subtrees that become smaller from left to right, as they stand in a tree."""
    *left, root = hashes
    for sibling in reversed(left):
        root = node_hash(sibling, root)
    return root


def full_subtrees(span: Span) -> list[Span]:
    """The fewest full subtrees that make up leaves which begin at a multiple of the largest of them."""
    found = []
    start, left = span.start, span.end - span.start
    while left:
        size = 1 << (left.bit_length() - 1)
        found.append(Span(start, start + size))
        start, left = start + size, left - size
    return found


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The subtrees whose roots prove the leaf at `index` in a tree of `size` leaves, from the leaf's sibling up."""
    if not 0 <= index < size:
        raise Unproven(f"A tree of {size} leaves has no leaf {index}.")
    found: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            found.append(Span(middle, high))
            high = middle
        else:
            found.append(Span(low, middle))
            low = middle
    return found[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The subtrees whose roots prove that a tree of `old` leaves is the beginning of one of `new` (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise Unproven(f"A tree of {old} leaves is not the beginning of one of {new}.")
    if old in (0, new):
        return []
    found: list[Span] = []
    low, high = 0, new
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            found.append(Span(middle, high))
            high = middle
        else:
            found.append(Span(low, middle))
            low = middle
    # The old tree itself is known to whoever checks, unless it is only a part of a larger left half.
    if low:
        found.append(Span(low, high))
    return found[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this hash is at `index` in the tree of `size` leaves with this root (RFC 9162, 2.1.3.2).

    Raises Unproven when the path does not show it.
    """
    if not 0 <= index < size:
        raise Unproven(f"A tree of {size} leaves has no leaf {index}.")
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise Unproven("The inclusion proof is too long.")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise Unproven("The inclusion proof is too short.")
    if found != root:
        raise Unproven("The inclusion proof does not lead to the checkpoint's root: the entry is not in this log.")


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the tree of `old` leaves is the beginning of the tree of `new` leaves (RFC 9162, 2.1.4.2).

    Every tree begins with the empty one. Raises Unproven when the path does not show it.
    """
    if not 0 <= old <= new:
        raise Unproven(f"A tree of {old} leaves is not the beginning of one of {new}.")
    if old in (0, new):
        if path:
            raise Unproven("The consistency proof must be empty.")
        if old == 0 and old_root != EMPTY_ROOT:
            raise Unproven("The tree without leaves has another root.")
        if old == new and old_root != new_root:
            raise Unproven("Two trees of the same size have different roots: the log was rewritten.")
        return
    hashes = list(path)
    if old & (old - 1) == 0:
        hashes.insert(0, old_root)
    if not hashes:
        raise Unproven("The consistency proof is empty.")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            raise Unproven("The consistency proof is too long.")
        if place & 1 or place == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise Unproven("The consistency proof is too short.")
    if found_old != old_root or found_new != new_root:
        raise Unproven("The consistency proof does not lead from the old root to the new one: the log was rewritten.")


def _split(size: int) -> int:
    """The largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)
