"""Which features a document type has and how each is written.

Visa and emergency travel document: ICAO Doc 9303-13 sections 3 and 4. `e302` and `e304`
are our own; the others are German profiles (BSI TR-03137), read because their seals are published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from seluma.lib.vds import c40
from seluma.lib.vds.dates import decode_date, decode_masked_date
from seluma.lib.vds.errors import Unreadable

Coding = Literal["c40", "utf8", "number", "duration", "date", "masked_date", "bytes"]


@dataclass(frozen=True, slots=True)
class FeatureProfile:
    """A feature: what it is called, how it is written, its size in bytes."""

    name: str
    coding: Coding
    least: int
    most: int


Profile = Mapping[int, FeatureProfile]

LARGEST_FEATURE: Final = 254

_MRZ: Final = FeatureProfile("mrz", "c40", 48, 48)
_NINE: Final = 6  # nine characters in C40


def _of_nine(name: str) -> FeatureProfile:
    return FeatureProfile(name, "c40", _NINE, _NINE)


VISA: Final[Profile] = {
    0x01: FeatureProfile("mrz_mrva", "c40", 48, 48),  # 44 + first 28 characters
    0x02: FeatureProfile("mrz_mrvb", "c40", 44, 44),  # 36 + first 28 characters
    0x03: FeatureProfile("number_of_entries", "number", 1, 1),
    0x04: FeatureProfile("duration_of_stay", "duration", 3, 3),
    0x05: _of_nine("passport_number"),
    0x06: FeatureProfile("visa_type", "bytes", 1, 4),
    0x07: FeatureProfile("additional", "bytes", 0, LARGEST_FEATURE),
}
_ADDRESS_STICKER: Final[Profile] = {
    0x01: _of_nine("document_number"),
    0x02: _of_nine("municipality"),
    0x03: FeatureProfile("address", "c40", 6, 18),
}

PROFILES: Final[Mapping[str, Profile]] = {
    "5d01": VISA,
    "5e03": {0x02: _MRZ},  # emergency travel document
    "fb06": {0x02: _MRZ, 0x03: _of_nine("passport_number")},  # residence permit
    "fa06": {0x04: _MRZ, 0x05: _of_nine("sheet_number")},  # its supplement
    "fd02": {0x02: _MRZ, 0x03: FeatureProfile("azr_number", "c40", 8, 8)},
    "fc04": {  # social insurance card
        0x01: FeatureProfile("insurance_number", "c40", 8, 8),
        0x02: FeatureProfile("surname", "utf8", 1, 90),
        0x03: FeatureProfile("first_name", "utf8", 1, 90),
        0x04: FeatureProfile("birth_name", "utf8", 1, 90),
    },
    "f908": _ADDRESS_STICKER,
    "f90c": _ADDRESS_STICKER,
    "e302": {  # stay permit, this project's own profile: docs/seal-profile.md
        0x02: FeatureProfile("mrz_td2", "c40", 48, 48),
        0x03: FeatureProfile("passport_number", "c40", 2, 16),
        0x04: _of_nine("permit_number"),
        0x05: FeatureProfile("permit_index", "c40", 2, 8),
        0x06: FeatureProfile("valid_from", "date", 3, 3),
        0x07: FeatureProfile("valid_until", "date", 3, 3),
    },
    "e304": {  # statement of the office, this project's own profile: docs/seal-profile.md
        0x02: FeatureProfile("name", "utf8", 1, 120),
        0x03: FeatureProfile("kind", "c40", 2, 16),
        0x04: _of_nine("paper_number"),
        0x05: FeatureProfile("facts_digest", "bytes", 32, 32),
        0x06: FeatureProfile("valid_from", "date", 3, 3),
        0x07: FeatureProfile("valid_until", "date", 3, 3),  # left out: without end
    },
    "f80a": {
        0x01: _of_nine("document_number"),
        0x02: _of_nine("municipality"),
        0x03: FeatureProfile("postal_code", "c40", 4, 4),
    },
}


def text_of(value: bytes, coding: Coding | None) -> str | None:
    """What the bytes of a feature say, or None where they are not text.

    Fillers of an MRZ come back as spaces. ``coding`` None is for features that
    no profile knows: printable UTF-8 is taken as it is, else C40 is tried, so
    that such a text is a guess.
    """
    if not value:
        return None
    match coding:
        case "c40":
            return _c40(value)
        case "utf8" | "bytes":
            return _printable(value)
        case "number":
            return str(int.from_bytes(value, "big"))
        case "duration":
            return _duration(value)
        case "date":
            return _or_none_date(value)
        case "masked_date":
            return _or_none_masked(value)
        case None:
            return _printable(value) or _c40(value)


def _c40(value: bytes) -> str | None:
    try:
        return c40.decode(value)
    except Unreadable:
        return None


def _printable(value: bytes) -> str | None:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None


def _duration(value: bytes) -> str | None:
    """Days, months and years in one byte each: a00000 is "160 days"."""
    if len(value) != 3:
        return None
    named = zip(value, ("day", "month", "year"), strict=True)
    parts = [f"{count} {unit}{'s' * (count != 1)}" for count, unit in named if count]
    return " ".join(parts) or "0 days"


def _or_none_date(value: bytes) -> str | None:
    try:
        return decode_date(value).isoformat()
    except Unreadable:
        return None


def _or_none_masked(value: bytes) -> str | None:
    try:
        return decode_masked_date(value)
    except Unreadable:
        return None
