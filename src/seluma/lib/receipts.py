"""Receipts: a log's signed promise that an entry will be in it by a deadline.

A receipt is a signed note (C2SP signed-note) with the log's own Ed25519 key, under five lines: the log's origin,
`receipt/v1`, the entry's id, its leaf hash in base64, the time that it states and the deadline (UTC). The second line
is no number, so that a receipt is never a checkpoint. Who holds one, and finds after the deadline that the leaf is not
in the log, can prove to anybody that the entry was taken away.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from seluma.lib import tlog

VERSION = "receipt/v1"
SUFFIX = ".receipt"
_LINES = 6


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the log says: whose log it is, which entry, its leaf hash, when it was noted, by when it is in the log."""

    origin: str
    entry_id: UUID
    leaf: bytes
    at: dt.datetime
    deadline: dt.datetime

    @property
    def text(self) -> str:
        """The text of the note."""
        leaf = base64.b64encode(self.leaf).decode()
        lines = (self.origin, VERSION, str(self.entry_id), leaf, _written(self.at), _written(self.deadline))
        return "".join(f"{line}\n" for line in lines)


def write_receipt(receipt: Receipt, signer: tlog.Signer) -> bytes:
    """The bytes of a receipt, signed."""
    return tlog.write_note(tlog.Note(receipt.text, (signer.sign(receipt.text),)))


def is_receipt(data: bytes) -> bool:
    """Whether this is meant to be a receipt, well made or not."""
    return data.split(b"\n", 2)[1:2] == [VERSION.encode()]


def read_receipt(data: bytes) -> tuple[Receipt, tlog.Note]:
    """Read a receipt and the note that carries its signatures; nothing is verified. Raises tlog.Unreadable."""
    note = tlog.read_note(data)
    lines = note.text.split("\n")
    if len(lines) != _LINES + 1 or lines[1] != VERSION:
        raise tlog.Unreadable("This is no receipt of a log.")
    try:
        receipt = Receipt(lines[0], UUID(lines[2]), _digest(lines[3]), _read(lines[4]), _read(lines[5]))
    except ValueError as reason:
        raise tlog.Unreadable(f"The receipt cannot be read. {reason}") from None
    if receipt.text != note.text:
        raise tlog.Unreadable("The receipt is not written as receipts are.")
    return receipt, note


def verify_receipt(data: bytes, policy: tlog.Policy) -> Receipt:
    """Read a receipt and check that a log of the policy signed it. Raises tlog.Unreadable or tlog.Unproven."""
    receipt, note = read_receipt(data)
    keys = [log.key for log in policy.logs if log.key.name == receipt.origin and log.key.kind == tlog.Kind.ED25519]
    if not keys:
        raise tlog.Unproven(f"The policy names no log {receipt.origin[:100]!r}.")
    tlog.verify_note(note, keys)
    return receipt


def _digest(text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("Its leaf hash is not in base64.") from None
    if len(found) != tlog.HASH_SIZE:
        raise ValueError(f"Its leaf hash has {len(found)} bytes, not {tlog.HASH_SIZE}.")
    return found


def _written(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _read(text: str) -> dt.datetime:
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
