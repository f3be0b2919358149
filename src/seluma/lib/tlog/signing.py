"""Signing notes and cosigning checkpoints, and verifying either."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from seluma.lib.tlog.checkpoints import Checkpoint, read_checkpoint
from seluma.lib.tlog.encoding import LARGEST
from seluma.lib.tlog.errors import Unproven, Unreadable, Unwritable
from seluma.lib.tlog.keys import Kind, VerifierKey, read_key
from seluma.lib.tlog.notes import Note, SignatureLine, check_name

_LABEL: Final = b"subtree/v1\n\x00"
_LONGEST_NAME: Final = 255
_TIME_SIZE: Final = 8


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that verified: the key, and for cosignatures the POSIX time that it states (0: none stated)."""

    key: VerifierKey
    timestamp: int | None


class Signer:
    """Signs notes with Ed25519 (type 01)."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        """Raises Unwritable for a name that no key may have."""
        self._private = private
        self.key = _checked(VerifierKey(name, Kind.ED25519, private.public_key().public_bytes_raw()))

    def sign(self, text: str) -> SignatureLine:
        """The signature over a note's text."""
        return SignatureLine(self.key.name, self.key.key_id, self._private.sign(text.encode()))


class Cosigner:
    """Cosigns checkpoints: as a witness, or a log with its ML-DSA-44 key."""

    def __init__(self, name: str, private: Ed25519PrivateKey | MLDSA44PrivateKey) -> None:
        """Raises Unwritable for a name that no key may have."""
        kind = Kind.COSIGNATURE_ED25519 if isinstance(private, Ed25519PrivateKey) else Kind.COSIGNATURE_ML_DSA_44
        self._private = private
        self.key = _checked(VerifierKey(name, kind, private.public_key().public_bytes_raw()))

    def cosign(self, text: str, timestamp: int) -> SignatureLine:
        """The cosignature of a checkpoint (the note's text) at a POSIX time; 0 with ML-DSA-44 states no time.

        Raises Unreadable when the text is no checkpoint, Unwritable for a time that cannot be written.
        """
        if not (0 if self.key.kind == Kind.COSIGNATURE_ML_DSA_44 else 1) <= timestamp <= LARGEST:
            raise Unwritable("A cosignature states a POSIX time from 1 to 2^63 - 1.")
        message = _message(self.key, text, timestamp)
        stated = timestamp.to_bytes(_TIME_SIZE, "big")
        return SignatureLine(self.key.name, self.key.key_id, stated + self._private.sign(message))


def verify(key: VerifierKey, text: str, line: SignatureLine) -> Signed:
    """Verify one signature that this key is said to have made; raises Unproven when it does not verify."""
    try:
        if key.kind == Kind.ED25519:
            Ed25519PublicKey.from_public_bytes(key.public).verify(line.signature, text.encode())
            return Signed(key, None)
        timestamp = int.from_bytes(line.signature[:_TIME_SIZE], "big")
        signature = line.signature[_TIME_SIZE:]
        if timestamp > LARGEST:
            raise Unproven(f"The cosignature of {key.name} states a time beyond 2^63 - 1.")
        message = _message(key, text, timestamp)
        if key.kind == Kind.COSIGNATURE_ED25519:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
        else:
            MLDSA44PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError) as reason:
        if isinstance(reason, Unproven | Unreadable):
            raise
        raise Unproven(
            f"The signature of {key.name} is not valid: the text was changed, or another key made it."
        ) from None
    return Signed(key, timestamp)


def verify_note(note: Note, keys: Iterable[VerifierKey]) -> tuple[Signed, ...]:
    """Verify a note with the keys that are trusted: who signed it, each key once.

    Signatures of other keys are ignored. Raises Unproven when one of a known key does not verify, or none is there.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found: dict[VerifierKey, Signed] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is not None and key not in found:
            found[key] = verify(key, note.text, line)
    if not found:
        raise Unproven("No signature on the note is of a key that is trusted.")
    return tuple(found.values())


def cosignatures_in(lines: Sequence[SignatureLine], text: str, keys: Iterable[VerifierKey]) -> list[SignatureLine]:
    """Of the lines that a witness answered, those that are valid cosignatures of these keys; the others are ignored."""
    wanted = list(keys)
    return [line for line in lines for key in wanted if key.made(line) and _verifies(key, text, line)]


def _verifies(key: VerifierKey, text: str, line: SignatureLine) -> bool:
    try:
        verify(key, text, line)
    except (Unproven, Unreadable):
        return False
    return True


def _checked(key: VerifierKey) -> VerifierKey:
    try:
        check_name(key.name)
        return read_key(key.text)
    except Unreadable as reason:
        raise Unwritable(str(reason)) from None


def _message(key: VerifierKey, text: str, timestamp: int) -> bytes:
    checkpoint = read_checkpoint(text)
    if key.kind == Kind.COSIGNATURE_ED25519:
        return f"cosignature/v1\ntime {timestamp}\n{text}".encode()
    if checkpoint.extensions:
        # It would not cover them, and whoever verified the note would take them for signed.
        raise Unproven("An ML-DSA-44 cosignature does not cover extension lines, and the checkpoint has some.")
    return subtree_message(key.name, timestamp, checkpoint)


def subtree_message(cosigner: str, timestamp: int, checkpoint: Checkpoint) -> bytes:
    """What an ML-DSA-44 cosignature covers: signer, time, origin, size and root; no extension lines."""
    return b"".join(
        (
            _LABEL,
            _prefixed(cosigner, "The key name"),
            timestamp.to_bytes(_TIME_SIZE, "big"),
            _prefixed(checkpoint.origin, "The origin"),
            (0).to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _prefixed(text: str, what: str) -> bytes:
    data = text.encode()
    if len(data) > _LONGEST_NAME:
        raise Unreadable(f"{what} has more than {_LONGEST_NAME} bytes.")
    return bytes((len(data),)) + data
