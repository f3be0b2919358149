"""Proofs that an entry is in a log, to keep and to check without a network (C2SP tlog-proof)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from seluma.lib.tlog.encoding import bytes_of, number_of, text_of
from seluma.lib.tlog.errors import Unreadable, Unwritable
from seluma.lib.tlog.merkle import HASH_SIZE, LONGEST_PROOF, check_inclusion
from seluma.lib.tlog.notes import Note, read_note, read_text, write_note
from seluma.lib.tlog.policy import Policy, Verified

HEADER: Final = "c2sp.org/tlog-proof@v1"
SUFFIX: Final = ".tlog-proof"
MEDIA_TYPE: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry's index, the path from its sibling to the root's child, the checkpoint, and data nobody vouches for."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def verify(self, leaf: bytes, policy: Policy) -> Verified:
        """Check that the leaf with this hash is in a log that the policy trusts, and was witnessed as it demands.

        Raises Unreadable or Unproven, which say what does not hold.
        """
        verified = policy.verify(self.checkpoint)
        check_inclusion(leaf, self.index, verified.checkpoint.size, self.path, verified.checkpoint.root)
        return verified


def read_proof(data: bytes) -> Proof:
    """Read a proof; raises Unreadable for everything that the specification does not allow."""
    text = read_text(data, "The proof")
    head, separator, checkpoint = text.partition("\n\n")
    if not separator:
        raise Unreadable("The proof has no empty line before its checkpoint.")
    lines = head.split("\n")
    if lines.pop(0) != HEADER:
        raise Unreadable(f"This is no proof: its first line is not {HEADER}.")
    extra = None
    if lines and lines[0].startswith("extra "):
        extra = bytes_of(lines.pop(0).removeprefix("extra "), "The proof's extra data")
    if not lines or not lines[0].startswith("index "):
        raise Unreadable("The proof has no line with the index.")
    index = number_of(lines.pop(0).removeprefix("index "), "The proof's index")
    return Proof(index, read_hashes(lines), read_note(checkpoint.encode()), extra)


def write_proof(proof: Proof) -> bytes:
    """The bytes of a proof file; raises Unwritable for what `read_proof` would not read back."""
    lines = [HEADER]
    if proof.extra is not None:
        lines.append(f"extra {text_of(proof.extra)}")
    lines += [f"index {proof.index}", *(text_of(digest) for digest in proof.path), "", ""]
    data = "\n".join(lines).encode() + write_note(proof.checkpoint)
    try:
        same = read_proof(data) == proof
    except Unreadable as reason:
        raise Unwritable(f"This cannot be written as a proof. {reason}") from None
    if not same:
        raise Unwritable("This cannot be written as a proof.")
    return data


def read_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """Read the hashes of a proof, one in each line; raises Unreadable for more than 63 and for anything else."""
    if len(lines) > LONGEST_PROOF:
        raise Unreadable(f"The proof has more than {LONGEST_PROOF} hashes.")
    found = tuple(bytes_of(line, f"Hash {number} of the proof") for number, line in enumerate(lines, 1))
    if any(len(digest) != HASH_SIZE for digest in found):
        raise Unreadable(f"A hash of the proof has not {HASH_SIZE} bytes.")
    return found
