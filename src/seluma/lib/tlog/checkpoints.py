"""Checkpoints (C2SP tlog-checkpoint): which log, how many leaves, which root."""

from dataclasses import dataclass

from seluma.lib.tlog.encoding import LARGEST, bytes_of, number_of, text_of
from seluma.lib.tlog.errors import Unreadable, Unwritable
from seluma.lib.tlog.merkle import EMPTY_ROOT, HASH_SIZE


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: its origin, the number of leaves, the root hash (32 bytes), and extension lines if any."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text of the note; raises Unwritable for what `read_checkpoint` would not read back."""
        written = "".join(f"{line}\n" for line in (self.origin, str(self.size), text_of(self.root), *self.extensions))
        try:
            same = 0 <= self.size <= LARGEST and read_checkpoint(written) == self
        except Unreadable as reason:
            raise Unwritable(f"This cannot be written as a checkpoint. {reason}") from None
        if not same:
            raise Unwritable("This cannot be written as a checkpoint.")
        return written


def read_checkpoint(text: str) -> Checkpoint:
    """Read a note's text as a checkpoint.

    Raises Unreadable for fewer than three lines, an empty line, a size that is no decimal number, a root that is not 32
    bytes in canonical base64 or not that of a tree without leaves when there are none.
    """
    lines = text.split("\n")
    if lines.pop() != "" or len(lines) < 3:
        raise Unreadable("A checkpoint has at least three lines: origin, size and root.")
    if "" in lines:
        raise Unreadable("A checkpoint has no empty line.")
    origin, size, root, *extensions = lines
    digest = bytes_of(root, "The checkpoint's root")
    if len(digest) != HASH_SIZE:
        raise Unreadable(f"The checkpoint's root has {len(digest)} bytes, not {HASH_SIZE}.")
    found = Checkpoint(origin, number_of(size, "The checkpoint's size"), digest, tuple(extensions))
    if not found.size and digest != EMPTY_ROOT:
        raise Unreadable("The checkpoint is of an empty tree and has another root than the empty tree.")
    return found
