"""What happens to permits and letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitGranted(Event):
    """A permit or a statement has its number, code and seal; the paper is still to be made.

    `seal_digest`: SHA-256 of the seal. `valid_until`: None for a statement without end.
    """

    SUBJECT = "permit"
    PERSONAL = frozenset({"number", "index", "valid_from", "valid_until"})
    DIGESTS = ("seal_digest",)

    permit: Ref
    about: Ref
    number: str
    permit_kind: str
    index: str
    valid_from: dt.date
    valid_until: dt.date | None
    seal_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitIssued(Event):
    """The paper is made and signed. `digest`: SHA-256 of the signed PDF."""

    SUBJECT = "permit"
    PERSONAL = frozenset({"number"})
    DIGESTS = ("digest",)

    permit: Ref
    about: Ref
    number: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitRevoked(Event):
    """The permit counts no longer, for the reason given."""

    SUBJECT = "permit"
    PERSONAL = frozenset({"number", "reason"})

    permit: Ref
    about: Ref
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitExpired(Event):
    """The last day of validity has passed."""

    SUBJECT = "permit"
    PERSONAL = frozenset({"number"})

    permit: Ref
    about: Ref
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWritten(Event):
    """A letter has its number and content; the paper is still to be made."""

    SUBJECT = "letter"
    PERSONAL = frozenset({"number"})

    letter: Ref
    about: Ref
    letter_kind: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterIssued(Event):
    """The letter's PDF is made and signed. `digest`: SHA-256 of it."""

    SUBJECT = "letter"
    PERSONAL = frozenset({"number"})
    DIGESTS = ("digest",)

    letter: Ref
    about: Ref
    number: str
    digest: str
