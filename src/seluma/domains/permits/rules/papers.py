"""What a permit and a letter are, as others see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from seluma.lib.ids import Ref
from seluma.lib.text import Text

TAGLINE = Text("Pelayanan satu pintu", "One-stop service")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues: names and address as they stand on papers; `letters`: two capitals that begin every number."""

    name: Text
    address: Text
    letters: str
    tagline: Text = TAGLINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The person, as in the passport.

    `mrz_primary` and `mrz_secondary` are the name as the passport's machine-readable zone has it (a mononym has no
    secondary); `birth_date` is ISO with `00` for unknown parts; `nationality` the code of ICAO Doc 9303-3.
    """

    full_name: str
    mrz_primary: str
    mrz_secondary: str
    birth_date: str
    sex: str
    nationality: str
    passport_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A permit, or a statement of the office: that one has no index and no zone.

    `code` is printed in groups; `pdf_digest` is None until the paper is made.
    """

    id: UUID
    about: Ref
    number: str
    code: str
    state: str
    kind: str
    title: Text
    index: str
    holder: Holder
    valid_from: dt.date
    valid_until: dt.date | None
    """None: a statement that counts without end."""
    legal_base: Text
    service_title: Text
    country: str
    office: Office
    mrz: tuple[str, str]
    seal_hex: str
    certificate_pem: str
    granted_at: dt.datetime
    issued_at: dt.datetime | None
    ended_at: dt.datetime | None
    revoked_reason: str
    pdf_digest: str | None
    statement: Text | None = None
    """What a statement of the office says; None for a permit."""
    facts: tuple[tuple[Text, Text], ...] = ()
    """The lines of a statement: labels and values."""

    @property
    def ref(self) -> Ref:
        return Ref("permit", self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter that the office wrote. `content` is what it says, in both languages."""

    id: UUID
    about: Ref
    kind: str
    number: str
    state: str
    content: dict[str, Any]
    office: Office
    written_at: dt.datetime
    issued_at: dt.datetime | None
    pdf_digest: str | None

    @property
    def ref(self) -> Ref:
        return Ref("letter", self.id)


def masked(name: str) -> str:
    """A name for somebody who has only the code: the first letter of each word, "A··· M····· E·······"."""
    return " ".join(word[0] + "·" * (len(word) - 1) for word in name.split())
