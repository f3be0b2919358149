"""The machine-readable zone and the visible digital seal of a stay permit: the project's own profile.

`docs/seal-profile.md` is the description for readers of seals; a test keeps the two together.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from seluma.lib import mrz, vds

from .papers import Holder

DOCUMENT_TYPE: Final = "e302"
"""Feature definition reference e3, type category 02: even, so national (ICAO Doc 9303-13 keeps the odd ones)."""

MRZ_TD2: Final = 0x02
PASSPORT_NUMBER: Final = 0x03
PERMIT_NUMBER: Final = 0x04
PERMIT_INDEX: Final = 0x05
VALID_FROM: Final = 0x06
VALID_UNTIL: Final = 0x07

# A residence document in the shape of a card (ICAO Doc 9303-6: A, C or I first, the second letter is free).
DOCUMENT_CODE: Final = "AR"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFacts:
    """What a seal of ours tells, as text and dates. `mrz` is the zone's 72 characters with fillers as spaces."""

    country: str
    mrz: str
    passport_number: str
    number: str
    index: str
    valid_from: dt.date
    valid_until: dt.date


def compose_mrz(*, country: str, number: str, holder: Holder, valid_until: dt.date) -> tuple[str, str]:
    """The two lines of 36 characters (ICAO Doc 9303-6). `mrz.Uncomposable` says what cannot be written."""
    first, second = mrz.compose_td2(
        document_code=DOCUMENT_CODE,
        issuer=country,
        primary=holder.mrz_primary,
        secondary=holder.mrz_secondary,
        number=number,
        nationality=holder.nationality,
        birth_date=_birth_date(holder.birth_date),
        sex=holder.sex,
        expiry_date=valid_until,
    )
    return first, second


def _birth_date(iso: str) -> str:
    """YYMMDD with fillers for unknown parts, from ISO with zeros for them (`1974-00-00` is `74<<<<`)."""
    year, month, day = [*iso.split("-"), "00", "00"][:3]
    return "".join("<<" if part in ("00", "0000") else part[-2:] for part in (year, month, day))


def seal_content(facts: SealFacts, *, signer: vds.Identity, signed_on: dt.date) -> vds.SealToSign:
    """The seal to be signed: version 4, issued and signed on the day of the decision."""
    return vds.SealToSign(
        country=facts.country,
        signer=signer.signer,
        certificate_reference=signer.reference,
        issue_date=signed_on,
        signature_date=signed_on,
        document_type=DOCUMENT_TYPE,
        features=(
            vds.Feature.of_text(MRZ_TD2, facts.mrz),
            vds.Feature.of_text(PASSPORT_NUMBER, facts.passport_number),
            vds.Feature.of_text(PERMIT_NUMBER, facts.number),
            vds.Feature.of_text(PERMIT_INDEX, facts.index),
            vds.Feature(VALID_FROM, vds.encode_date(facts.valid_from)),
            vds.Feature(VALID_UNTIL, vds.encode_date(facts.valid_until)),
        ),
    )


def plain_number(written: str) -> str:
    """A passport's number in capitals, without spaces and hyphens."""
    return "".join(char for char in written.upper() if char not in " -")


def facts_in(seal: vds.Seal) -> SealFacts | None:
    """What a seal of our document type tells; None for another type, or when a feature is missing or not readable."""
    if seal.document_type != DOCUMENT_TYPE:
        return None
    told = {str(one["tag"]): one["text"] for one in _described(seal)}
    try:
        return SealFacts(
            country=seal.country,
            mrz=str(told["02"]),
            passport_number=str(told["03"]),
            number=str(told["04"]),
            index=str(told["05"]),
            valid_from=dt.date.fromisoformat(str(told["06"])),
            valid_until=dt.date.fromisoformat(str(told["07"])),
        )
    except (KeyError, ValueError):
        return None


def _described(seal: vds.Seal) -> list[dict[str, object]]:
    features = vds.describe(seal)["features"]
    return features if isinstance(features, list) else []


def tells_the_same(seal: SealFacts, record: SealFacts) -> bool:
    """Whether the seal says what is on record; fillers of the zone may come back as spaces."""
    return _plain(seal) == _plain(record)


def _plain(facts: SealFacts) -> tuple[object, ...]:
    texts = (facts.country, facts.mrz, facts.passport_number, facts.number, facts.index)
    return (*(text.replace("<", " ").rstrip() for text in texts), facts.valid_from, facts.valid_until)
