"""What a check of a document finds: one of seven words, the first that applies."""

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
    REVOKED = "revoked"
    EXPIRED = "expired"
    VALID = "valid"


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
    if found.state == REVOKED:
        return Status.REVOKED
    if found.state == EXPIRED or (found.valid_until is not None and on > found.valid_until):
        return Status.EXPIRED
    return Status.VALID
