"""Statements of the office: papers with a seal of their own and no machine-readable zone.

The seal tells the name, the paper's number and kind, its days, and a digest of everything that the paper says, so that
a changed line is found without the seal growing with the paper. `docs/seal-profile.md` describes it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from seluma.lib import canonical, vds
from seluma.lib.text import Text
from seluma.lib.vds import c40

STATEMENT_TYPE: Final = "e304"
NAME: Final = 0x02
KIND: Final = 0x03
NUMBER: Final = 0x04
FACTS: Final = 0x05
VALID_FROM: Final = 0x06
VALID_UNTIL: Final = 0x07
LONGEST_NAME: Final = 120
"""Bytes of a name in UTF-8 that the seal has room for."""

Fact = tuple[Text, Text]
"""A label and a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFacts:
    """What a statement's seal tells. `digest` is the SHA-256 (hex) of all that the paper says."""

    country: str
    name: str
    kind: str
    number: str
    digest: str
    valid_from: dt.date
    valid_until: dt.date | None


def stored_facts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Labels and values as JSON."""
    return [{"label": label.as_dict(), "value": value.as_dict()} for label, value in facts]


def facts_read(stored: Sequence[Mapping[str, Any]]) -> tuple[Fact, ...]:
    """The labels and values back."""
    return tuple((Text(**one["label"]), Text(**one["value"])) for one in stored)


def digest_of_statement(*, name: str, title: Text, statement: Text, facts: Sequence[Fact]) -> str:
    """SHA-256 (hex) of the canonical JSON (RFC 8785) of what the paper says about the person."""
    told = {
        "name": name,
        "title": title.as_dict(),
        "statement": statement.as_dict(),
        "facts": stored_facts(facts),
    }
    return hashlib.sha256(canonical.canonical(told)).hexdigest()


def shortened(name: str) -> str:
    """The name as far as the seal has room, never cut inside a letter."""
    return name.encode()[:LONGEST_NAME].decode(errors="ignore")


def statement_seal(facts: StatementFacts, *, signer: vds.Identity, signed_on: dt.date) -> vds.SealToSign:
    """The seal to be signed: version 4, issued and signed on the day of the decision."""
    days = [vds.Feature(VALID_FROM, vds.encode_date(facts.valid_from))]
    if facts.valid_until is not None:
        days.append(vds.Feature(VALID_UNTIL, vds.encode_date(facts.valid_until)))
    return vds.SealToSign(
        country=facts.country,
        signer=signer.signer,
        certificate_reference=signer.reference,
        issue_date=signed_on,
        signature_date=signed_on,
        document_type=STATEMENT_TYPE,
        features=(
            vds.Feature(NAME, shortened(facts.name).encode()),
            vds.Feature.of_text(KIND, facts.kind),
            vds.Feature.of_text(NUMBER, facts.number),
            vds.Feature(FACTS, bytes.fromhex(facts.digest)),
            *days,
        ),
    )


def statement_in(seal: vds.Seal) -> StatementFacts | None:
    """What a statement's seal tells; None for another type, or when a feature is missing or not readable."""
    if seal.document_type != STATEMENT_TYPE:
        return None
    found = {feature.tag: feature.value for feature in seal.features}
    try:
        return StatementFacts(
            country=seal.country,
            name=found[NAME].decode(),
            kind=_text(found[KIND]),
            number=_text(found[NUMBER]),
            digest=found[FACTS].hex(),
            valid_from=vds.decode_date(found[VALID_FROM]),
            valid_until=vds.decode_date(found[VALID_UNTIL]) if VALID_UNTIL in found else None,
        )
    except (KeyError, ValueError):
        return None


def _text(value: bytes) -> str:
    return c40.decode(value).rstrip()
