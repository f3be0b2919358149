"""What a seal holds, before and after signing (ICAO Doc 9303-13, section 2)."""

import datetime
from dataclasses import dataclass, field
from typing import Final, Literal

from seluma.lib.vds import c40

Version = Literal[3, 4]

MAGIC: Final = 0xDC
SIGNATURE_TAG: Final = 0xFF
VERSION_BYTES: Final[dict[Version, int]] = {3: 0x02, 4: 0x03}

# The signature is raw r||s (BSI TR-03111): 64 bytes for a curve of 256 bits.
SIGNATURE_SIZE: Final = 64


@dataclass(frozen=True, slots=True)
class Feature:
    """One document feature: a tag (0x01 to 0xFE) and its bytes."""

    tag: int
    value: bytes

    @classmethod
    def of_text(cls, tag: int, text: str) -> "Feature":
        """A feature written in C40, such as an MRZ or a passport number.

        Raises Unwritable for characters other than A-Z, 0-9, space and ``<``.
        """
        return cls(tag, c40.encode(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal as it was read.

    ``country`` is the issuer's code of Doc 9303-3; ``signer`` the four characters
    of country and name of the signer, ``certificate_reference`` the serial number
    of the certificate in hexadecimal, exactly as written (leading zeros kept). A
    date of three zero bytes is None. ``document_type`` is the document feature
    definition reference and the type category, four hexadecimal digits ("5d01").
    ``signed`` are the bytes that the signature covers: everything before its tag.
    """

    version: Version
    country: str
    signer: str
    certificate_reference: str
    issue_date: datetime.date | None
    signature_date: datetime.date | None
    document_type: str
    features: tuple[Feature, ...]
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealToSign:
    """The content of a seal that is to be written; ``encode`` checks it.

    Fields as in Seal, but strict: ``signer`` two letters and two letters or
    digits, ``certificate_reference`` hexadecimal digits (at most 5 in version 3,
    filled up with zeros, and 40 in version 4), both dates known, each tag once.
    """

    country: str
    signer: str
    certificate_reference: str
    issue_date: datetime.date
    signature_date: datetime.date
    document_type: str
    features: tuple[Feature, ...] = field(default=())
    version: Version = 4
