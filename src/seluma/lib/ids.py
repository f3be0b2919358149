"""Names of things across packages: opaque references and time-ordered identifiers."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A thing of another package, by kind and id; nothing else is known of it.

    `kind` is a lower-case word of the owning package ("case", "account", "bill").
    """

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Read back what `str()` wrote; ValueError if it is not of that form."""
        kind, _, rest = text.partition(":")
        if not kind or not rest:
            raise ValueError(f"not a reference: {text!r}")
        return cls(kind, UUID(rest))


def new_id(milliseconds: int | None = None) -> UUID:
    """A fresh UUID version 7 (RFC 9562, section 5.7): index-friendly, 74 random bits.

    `milliseconds` is the Unix time put in front; it orders the index and promises nothing.
    """
    now = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    value = (now & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
