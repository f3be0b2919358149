"""What a log sends to a witness, `add-checkpoint` (C2SP tlog-witness): written by the log, read by the witness."""

from dataclasses import dataclass

from seluma.lib.tlog.checkpoints import Checkpoint, read_checkpoint
from seluma.lib.tlog.encoding import number_of, text_of
from seluma.lib.tlog.errors import Unreadable
from seluma.lib.tlog.notes import Note, read_note, read_text, write_note
from seluma.lib.tlog.proofs import read_hashes


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The size that the witness is thought to have cosigned last, the consistency proof from there, the checkpoint."""

    old: int
    path: tuple[bytes, ...]
    note: Note

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says; raises Unreadable when it is no checkpoint."""
        return read_checkpoint(self.note.text)


def read_add_checkpoint(data: bytes) -> AddCheckpoint:
    """Read a request's body; raises Unreadable for everything that a witness answers with 400."""
    text = read_text(data, "The request")
    head, separator, note = text.partition("\n\n")
    if not separator:
        raise Unreadable("The request has no empty line before its checkpoint.")
    first, *lines = head.split("\n")
    if not first.startswith("old "):
        raise Unreadable("The request does not begin with the old size.")
    old = number_of(first.removeprefix("old "), "The old size")
    request = AddCheckpoint(old, read_hashes(lines), read_note(note.encode()))
    if old > request.checkpoint.size:
        raise Unreadable("The old size is larger than the checkpoint's.")
    return request


def write_add_checkpoint(request: AddCheckpoint) -> bytes:
    """The bytes of a request's body."""
    lines = [f"old {request.old}", *(text_of(digest) for digest in request.path), "", ""]
    return "\n".join(lines).encode() + write_note(request.note)
