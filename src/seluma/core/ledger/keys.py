"""The log's keys, below `settings.SELUMA_KEYS`/ledger.

| file | holds |
|---|---|
| `origin` | the log's name, a URL without its scheme: it stands in every checkpoint and never changes |
| `log.key` | Ed25519, PEM |
| `log-ml-dsa-44.key` | ML-DSA-44, PEM: the same checkpoints, signed so that a quantum computer does not help a forger |

Outside production TEST keys are made at first use; their origin begins with "TEST.". Production makes none by itself
and does not start with such keys.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from django.conf import settings

from seluma.lib import tlog

KEYS_FOLDER = "ledger"
ORIGIN, ED25519, ML_DSA_44 = "origin", "log.key", "log-ml-dsa-44.key"
TEST_PREFIX = "TEST."
TEST_ORIGIN = f"{TEST_PREFIX}imigrasi-seluma.example/ledger"


class KeysMissing(Exception):
    """There are no usable keys for the ledger; the sentence says which file is missing or wrong, and where."""


@dataclass(frozen=True, slots=True)
class LogKeys:
    """What checkpoints are signed with."""

    origin: str
    signer: tlog.Signer
    ml_dsa: tlog.Cosigner

    @property
    def all(self) -> tuple[tlog.VerifierKey, ...]:
        """The keys that verify what this log signs."""
        return self.signer.key, self.ml_dsa.key

    @property
    def are_test(self) -> bool:
        """Whether these keys prove nothing about anybody."""
        return self.origin.startswith(TEST_PREFIX)


def log_keys() -> LogKeys:
    """The keys in use, made at first use outside production. Raises `KeysMissing`."""
    folder = Path(settings.SELUMA_KEYS) / KEYS_FOLDER
    if not folder.is_dir():
        if settings.SELUMA_ENV == "production":
            raise KeysMissing(f"There are no ledger keys in {folder}: ./seluma ledger new-key makes them, once.")
        with contextlib.suppress(FileExistsError):  # somebody else was first: theirs are used
            make_keys(folder, TEST_ORIGIN)
    return read_keys(folder)


@cache
def read_keys(folder: Path) -> LogKeys:
    """The keys in a folder. Raises `KeysMissing`."""
    try:
        origin = (folder / ORIGIN).read_text().strip()
        return LogKeys(
            origin,
            tlog.Signer(origin, _ed25519(folder / ED25519)),
            tlog.Cosigner(origin, _ml_dsa_44(folder / ML_DSA_44)),
        )
    except OSError as reason:
        raise KeysMissing(f"The key file {reason.filename} cannot be read: {reason.strerror}.") from reason
    except tlog.Unwritable as reason:
        raise KeysMissing(f"{folder / ORIGIN} holds no name for a log. {reason}") from reason


def make_keys(folder: Path, origin: str) -> None:
    """Make new keys in a folder that is not there yet, all or nothing.

    Raises FileExistsError when it is there (a log whose key is replaced is another log), Unwritable when the origin
    cannot name a log.
    """
    ed25519, ml_dsa = Ed25519PrivateKey.generate(), MLDSA44PrivateKey.generate()
    tlog.Signer(origin, ed25519)
    if folder.exists():
        raise FileExistsError(folder)
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".ledger-"))
    try:
        (draft / ORIGIN).write_text(f"{origin}\n")
        for name, key in ((ED25519, ed25519), (ML_DSA_44, ml_dsa)):
            (draft / name).touch(mode=0o600)
            (draft / name).write_bytes(_pem(key.private_bytes))
        try:
            draft.rename(folder)
        except OSError:
            raise FileExistsError(folder) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _pem(private_bytes: Callable[..., bytes]) -> bytes:
    return private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _ed25519(path: Path) -> Ed25519PrivateKey:
    key = _private(path)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeysMissing(f"{path} is no Ed25519 key.")
    return key


def _ml_dsa_44(path: Path) -> MLDSA44PrivateKey:
    key = _private(path)
    if not isinstance(key, MLDSA44PrivateKey):
        raise KeysMissing(f"{path} is no ML-DSA-44 key.")
    return key


def _private(path: Path) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as reason:
        raise KeysMissing(f"{path} is no private key in PEM.") from reason
