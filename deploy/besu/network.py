"""Keys and genesis of a QBFT network of four offices: python deploy/besu/network.py key | genesis | all.

    key FOLDER                        on the office's own machine: its node's key; prints the public part to hand over
    genesis FOLDER PUBLIC@ADDRESS …   anywhere: genesis.json and static-nodes.json from the offices' public parts
    all FOLDER                        all of it on one machine, to try the compose file

Needs the packages of requirements/chain.txt. A private key never leaves the folder in which it was made.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sys
from pathlib import Path

from eth_keys.datatypes import PrivateKey, PublicKey

CHAIN_ID = 736_001
"""Ours by choice; a network of your own should take another number."""
BLOCK_SECONDS = 5
PORT = 30303
SUBNET = "172.28.7"
OFFICES = ("immigration", "labour", "education", "university")

_PUBLIC = re.compile(r"(?:0x)?([0-9a-f]{128})@([0-9A-Za-z.:-]+)")


def key(folder: Path) -> PublicKey:
    """Make a node's key in a folder, once, readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    private = PrivateKey(secrets.token_bytes(32))
    with os.fdopen(os.open(folder / "key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(private.to_hex())
    return private.public_key


def genesis(folder: Path, nodes: list[tuple[PublicKey, str]]) -> None:
    """Write what all nodes share: the first block with its validators, and where the others are reached."""
    folder.mkdir(parents=True, exist_ok=True)
    block = {
        "config": {
            "chainId": CHAIN_ID,
            "londonBlock": 0,
            "zeroBaseFee": True,
            "qbft": {"blockperiodseconds": BLOCK_SECONDS, "epochlength": 30_000, "requesttimeoutseconds": 2 * BLOCK_SECONDS},
        },
        "nonce": "0x0",
        "timestamp": "0x0",
        "gasLimit": "0x1fffffffffffff",
        "difficulty": "0x1",
        # The mix hash by which clients know a Byzantine-fault-tolerant network.
        "mixHash": "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365",
        "coinbase": "0x" + "00" * 20,
        "alloc": {},
        "extraData": "0x" + extra_data([public.to_canonical_address() for public, _address in nodes]).hex(),
    }
    (folder / "genesis.json").write_text(json.dumps(block, indent=2) + "\n")
    enodes = [f"enode://{public.to_hex()[2:]}@{address}:{PORT}" for public, address in nodes]
    (folder / "static-nodes.json").write_text(json.dumps(enodes, indent=2) + "\n")


def extra_data(validators: list[bytes]) -> bytes:
    """The genesis block's extra data: vanity, validators, no vote, round 0, no seals (RLP)."""
    return rlp([bytes(32), sorted(validators), [], b"", []])


def rlp(value: bytes | list) -> bytes:
    """Recursive length prefix, for what is shorter than 65,536 bytes."""
    if isinstance(value, bytes):
        return value if len(value) == 1 and value[0] < 0x80 else prefixed(0x80, value)
    return prefixed(0xC0, b"".join(rlp(one) for one in value))


def prefixed(base: int, data: bytes) -> bytes:
    if len(data) < 56:
        return bytes((base + len(data),)) + data
    size = len(data).to_bytes((len(data).bit_length() + 7) // 8, "big")
    return bytes((base + 55 + len(size),)) + size + data


def main(arguments: list[str]) -> str:
    match arguments:
        case ["key", folder]:
            return key(Path(folder)).to_hex()[2:]
        case ["genesis", folder, *given] if len(given) >= 4:
            read = [_PUBLIC.fullmatch(one) for one in given]
            if not all(read):
                return "A node is its 128 hexadecimal digits, @, and the address at which the others reach it."
            nodes = [(PublicKey(bytes.fromhex(one[1])), one[2]) for one in read if one]
            genesis(Path(folder), nodes)
            return f"{folder} holds genesis.json and static-nodes.json."
        case ["all", folder]:
            nodes = [(key(Path(folder) / office), f"{SUBNET}.{10 + n}") for n, office in enumerate(OFFICES, 1)]
            genesis(Path(folder) / "shared", nodes)
            return f"{folder} holds the keys of {', '.join(OFFICES)}, and in shared/ what all of them need."
    return str(__doc__)


if __name__ == "__main__":
    print(main(sys.argv[1:]))
