"""Published examples, a naive tree to compare with, and keys of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from seluma.lib import tlog

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data/tlog_examples.json").read_text())
ORIGIN = "log.example/seluma"

LOG = tlog.Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
LOG_ML_DSA = tlog.Cosigner(ORIGIN, MLDSA44PrivateKey.from_seed_bytes(b"\x02" * 32))
LABOUR = tlog.Cosigner("witness.example/labour", Ed25519PrivateKey.from_private_bytes(b"\x03" * 32))
EDUCATION = tlog.Cosigner("witness.example/education", MLDSA44PrivateKey.from_seed_bytes(b"\x04" * 32))
CAMPUS = tlog.Cosigner("witness.example/campus", MLDSA44PrivateKey.from_seed_bytes(b"\x05" * 32))
SECONDS = 1_795_500_000


def entries(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


def leaves(count: int) -> list[bytes]:
    return [tlog.leaf_hash(entry) for entry in entries(count)]


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word."""
    if not hashes:
        return tlog.EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    split = largest_power_below(len(hashes))
    return tlog.node_hash(naive_root(hashes[:split]), naive_root(hashes[split:]))


def naive_path(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """RFC 6962, section 2.1.1, word for word."""
    if len(hashes) <= 1:
        return []
    split = largest_power_below(len(hashes))
    if index < split:
        return [*naive_path(index, hashes[:split]), naive_root(hashes[split:])]
    return [*naive_path(index - split, hashes[split:]), naive_root(hashes[:split])]


def naive_consistency(old: int, hashes: Sequence[bytes], *, whole: bool = True) -> list[bytes]:
    """RFC 6962, section 2.1.2, word for word."""
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    split = largest_power_below(len(hashes))
    if old <= split:
        return [*naive_consistency(old, hashes[:split], whole=whole), naive_root(hashes[split:])]
    return [*naive_consistency(old - split, hashes[split:], whole=False), naive_root(hashes[:split])]


def largest_power_below(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def grown(hashes: Sequence[bytes], *steps: int) -> dict[tlog.Tile, bytes]:
    """All tiles that a log writes when it takes the leaves in these steps."""
    edge = tlog.Edge()
    written: dict[tlog.Tile, bytes] = {}
    for start, end in zip((0, *steps), (*steps, len(hashes)), strict=True):
        written |= edge.append(hashes[start:end])
    assert edge.root() == naive_root(hashes)
    return written


def tree(hashes: Sequence[bytes]) -> tlog.Tree:
    written = grown(hashes)

    def fetch(tiles: Sequence[tlog.Tile]) -> Mapping[tlog.Tile, bytes]:
        return {tile: written[tile] for tile in tiles}

    return tlog.Tree(len(hashes), fetch)


def signed(hashes: Sequence[bytes], *cosigners: tlog.Cosigner) -> tlog.Note:
    text = tlog.Checkpoint(ORIGIN, len(hashes), tlog.root_of(hashes)).text
    return tlog.Note(text, (LOG.sign(text), *(cosigner.cosign(text, SECONDS) for cosigner in cosigners)))


def flips(data: bytes) -> Iterator[bytes]:
    """The bytes with each of their bits flipped in turn."""
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)
