"""The witness's side of `add-checkpoint`, in the order of the specification."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from seluma.lib import tlog


class Status(IntEnum):
    """What a witness answers instead of a cosignature, as the specification numbers it."""

    MALFORMED = 400
    NOT_SIGNED = 403
    UNKNOWN_LOG = 404
    OTHER_SIZE = 409
    NOT_PROVED = 422


class Evidence(StrEnum):
    """What a checkpoint that the log signed, and that a witness refused, shows beside the one it cosigned.

    A contradiction has the same size and another root: nobody but the log can make one, and it proves that the log
    rewrote what it had shown. What is unproved came without a proof that holds; anybody may have sent it.
    """

    CONTRADICTION = "contradiction"
    UNPROVED = "unproved"


class Refused(Exception):
    """The witness does not cosign. `str()` is one sentence; `size` is what it cosigned last when that is the answer.

    `shows` is set when what was refused is signed by the log and should be kept.
    """

    def __init__(
        self, status: Status, sentence: str, *, size: int | None = None, shows: Evidence | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.size = size
        self.shows = shows


@dataclass(frozen=True, slots=True)
class Head:
    """What a witness cosigned last of a log."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Vouched:
    """A request whose checkpoint the log signed. `note` carries the log's signatures only; others were not verified."""

    old: int
    path: tuple[bytes, ...]
    checkpoint: tlog.Checkpoint
    note: tlog.Note


def vouch(body: bytes, keys_of: Callable[[str], Sequence[tlog.VerifierKey]]) -> Vouched:
    """Read a request and check that the log signed its checkpoint; `keys_of` gives the keys trusted for an origin.

    Raises Refused: 400 when it cannot be read, 404 when no key is trusted for its origin, 403 when none of those keys
    signed or a signature that names one of them does not verify.
    """
    try:
        request = tlog.read_add_checkpoint(body)
        checkpoint = request.checkpoint
    except tlog.Unreadable as reason:
        raise Refused(Status.MALFORMED, str(reason)) from None
    keys = keys_of(checkpoint.origin)
    if not keys:
        raise Refused(Status.UNKNOWN_LOG, f"This witness knows no log {checkpoint.origin[:100]!r}.")
    try:
        tlog.verify_note(request.note, keys)
    except (tlog.Unproven, tlog.Unreadable) as reason:
        raise Refused(Status.NOT_SIGNED, str(reason)) from None
    signed = tuple(line for line in request.note.signatures if any(key.made(line) for key in keys))
    return Vouched(request.old, request.path, checkpoint, tlog.Note(request.note.text, signed))


def check_growth(request: Vouched, last: Head | None) -> None:
    """Check that the checkpoint extends what was cosigned last (`None`: nothing yet).

    Raises Refused: 409 with the size cosigned last when the log began elsewhere, 422 when the proof does not hold or
    two trees of one size have different roots.
    """
    known = last or Head(0, tlog.EMPTY_ROOT)
    if request.old != known.size:
        sentence = f"The checkpoint that this witness cosigned last has {known.size} entries."
        raise Refused(Status.OTHER_SIZE, sentence, size=known.size)
    checkpoint = request.checkpoint
    try:
        tlog.check_consistency(known.size, known.root, checkpoint.size, checkpoint.root, request.path)
    except tlog.Unproven as reason:
        contradicts = checkpoint.size == known.size and checkpoint.root != known.root
        shows = Evidence.CONTRADICTION if contradicts else Evidence.UNPROVED
        raise Refused(Status.NOT_PROVED, str(reason), shows=shows) from None


def cosignatures(request: Vouched, cosigners: Iterable[tlog.Cosigner], at: int) -> tuple[tlog.SignatureLine, ...]:
    """Cosign at a POSIX time, with every key that covers the whole checkpoint.

    An ML-DSA-44 cosignature says nothing about extension lines; a checkpoint that has some gets the Ed25519 one only.
    """
    post_quantum = tlog.Kind.COSIGNATURE_ML_DSA_44
    return tuple(
        cosigner.cosign(request.note.text, at)
        for cosigner in cosigners
        if not (request.checkpoint.extensions and cosigner.key.kind == post_quantum)
    )


def origin_hash(origin: str) -> str:
    """What stands for a log's origin in the address of what a witness saw of it: SHA-256 in hexadecimal."""
    return hashlib.sha256(origin.encode()).hexdigest()
