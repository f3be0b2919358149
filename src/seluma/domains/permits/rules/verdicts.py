"""What a check of a document finds: one of eight words, the first that applies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from .states import EXPIRED, REVOKED


class Status(StrEnum):
    """In the order in which they are asked."""

    UNREADABLE = "unreadable"
    UNKNOWN_ISSUER = "unknown_issuer"
    FORGED = "forged"
    UNRECORDED = "unrecorded"
    UNLOGGED = "unlogged"
    REVOKED = "revoked"
    EXPIRED = "expired"
    VALID = "valid"


class Logged(StrEnum):
    """What the ledger says of a permit on record."""

    SEALED = "sealed"
    """The grant is there; and the revocation, if there was one."""
    WAITING = "waiting"
    """It was written down a moment ago and is not under a checkpoint yet."""
    ABSENT = "absent"
    """No grant of this permit is there."""
    BROKEN = "broken"
    """What is there is not what was sealed, or the grant is of another seal."""
    REVOKED_THERE = "revoked_there"
    """It holds a revocation that the record does not know."""
    REVOKED_HERE = "revoked_here"
    """The record says revoked, and no revocation is there."""
    UNKNOWN = "unknown"
    """It cannot be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found out. Somebody with only a code shows a record (or none); a seal tells more."""

    readable: bool
    issuer_known: bool = True
    genuine: bool = True
    """The signatures fit what they cover: the seal's, and the PDF's where there is one."""
    same_as_record: bool = True
    state: str | None = None
    """The record's state; None when there is no record."""
    valid_until: dt.date | None = None
    """None: without end."""
    logged: Logged = Logged.UNKNOWN


def judge(found: Evidence, *, on: dt.date) -> Status:
    """The first status that applies; a permit is valid through its last day."""
    if not found.readable:
        return Status.UNREADABLE
    if not found.issuer_known:
        return Status.UNKNOWN_ISSUER
    if not (found.genuine and found.same_as_record):
        return Status.FORGED
    if found.state is None:
        return Status.UNRECORDED
    if found.logged in (Logged.ABSENT, Logged.BROKEN):
        return Status.UNLOGGED
    if found.state == REVOKED or found.logged is Logged.REVOKED_THERE:
        return Status.REVOKED
    if found.state == EXPIRED or (found.valid_until is not None and on > found.valid_until):
        return Status.EXPIRED
    return Status.VALID
