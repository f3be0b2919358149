"""The demonstration's three witnesses: own processes, own files, own keys.

Their keys are made from their names, so that the content's trust policy can name them and everybody can make them
again: their names begin with "TEST.", they prove nothing, and production does not start with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from seluma.cli.processes import free_port, is_free
from seluma.cli.witness import store as stores
from seluma.lib import tlog

ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """A witness: its name in the policy, its key's name, and the port that the policy says."""

    name: str
    key_name: str
    port: int

    @property
    def keys(self) -> tuple[Ed25519PrivateKey, MLDSA44PrivateKey]:
        """The private keys, the same on every machine."""
        ed25519, ml_dsa_44 = (
            hashlib.sha256(f"{self.key_name} {kind}".encode()).digest() for kind in ("ed25519", "ml-dsa-44")
        )
        return Ed25519PrivateKey.from_private_bytes(ed25519), MLDSA44PrivateKey.from_seed_bytes(ml_dsa_44)

    @property
    def vkey(self) -> str:
        """The verifier key that the policy names."""
        return tlog.Cosigner(self.key_name, self.keys[0]).key.text

    def place(self, folder: Path) -> Path:
        """Its file in a folder."""
        return folder / f"{self.name}.witness"


WITNESSES = (
    Demonstrated("dinas-tenaga-kerja", "TEST.disnaker.seluma.example/witness", 8201),
    Demonstrated("dinas-pendidikan", "TEST.dikbud.seluma.example/witness", 8202),
    Demonstrated("universitas", "TEST.universitas.example/witness", 8203),
)


def named_in(policy: Path) -> tuple[Demonstrated, ...]:
    """Those of the witnesses that a trust policy names; none when there is no such file."""
    try:
        text = policy.read_text()
    except FileNotFoundError:
        return ()
    return tuple(witness for witness in WITNESSES if witness.vkey in text)


def ports(witnesses: tuple[Demonstrated, ...], *, own: bool) -> dict[str, int]:
    """Where each listens: where the policy says when that is free and `own` is not asked for, else anywhere."""
    return {
        witness.name: witness.port if not own and is_free(ADDRESS, witness.port) else free_port()
        for witness in witnesses
    }


def policy_at(policy: Path, found: Mapping[str, int], folder: Path) -> Path:
    """A policy that says where the witnesses listen: the given one, or a copy in the folder with other ports."""
    text = policy.read_text()
    changed = text
    for witness in WITNESSES:
        if witness.name in found:
            changed = changed.replace(f"http://{ADDRESS}:{witness.port}", f"http://{ADDRESS}:{found[witness.name]}")
    if changed == text:
        return policy
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / "trust-policy.txt"
    copy.write_text(changed)
    return copy


def settle(folder: Path, log: tlog.VerifierKey, *, afresh: bool) -> None:
    """Make their files where there are none and have them watch a log; `afresh`: with a log that has nothing yet.

    Witnesses that remember another life of the log would rightly say that it went back.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for witness in WITNESSES:
        place = witness.place(folder)
        if afresh:
            for old in folder.glob(f"{place.name}*"):
                old.unlink()
        if not place.exists():
            stores.create(place, witness.key_name, keys=witness.keys)
        stores.opened(place).add_log(log)
