"""Reading the bytes of a seal (ICAO Doc 9303-13, section 2; BSI TR-03137-1).

Tolerant in what the signature covers, since a change there is found by verifying:
unknown document types and tags, lengths in any DER form, missing dates, two
untidy headers. Strict in what it does not cover, the signature's own tag, length
and end: there every bit must be as the standard writes it, so that no two byte
strings are read as the same seal.
"""

import contextlib
import datetime
from collections.abc import Iterator
from typing import Final, NamedTuple

from seluma.lib.vds import c40
from seluma.lib.vds.dates import decode_date
from seluma.lib.vds.errors import Unreadable
from seluma.lib.vds.seal import (
    MAGIC,
    SIGNATURE_TAG,
    VERSION_BYTES,
    Feature,
    Seal,
    Version,
)

_VERSIONS: Final = {byte: version for version, byte in VERSION_BYTES.items()}
_LARGEST: Final = 65_536


class _Signer(NamedTuple):
    """Signer and certificate reference, and where the header goes on after them."""

    signer: str
    reference: str
    end: int


class _Length(NamedTuple):
    """A DER length: its value, where it ends, and whether it is the shortest form."""

    value: int
    end: int
    is_shortest: bool


def decode(data: bytes) -> Seal:
    """Read the bytes of a seal. Nothing is verified here.

    Raises Unreadable, and nothing else, when the bytes are no seal of version 3
    or 4 that ends with a signature.
    """
    if len(data) > _LARGEST:
        raise Unreadable("This is larger than any barcode can carry.")
    if _take(data, 0, 1)[0] != MAGIC:
        raise Unreadable("This is no visible digital seal: it does not begin with DC.")
    version = _VERSIONS.get(_take(data, 1, 1)[0])
    if version is None:
        raise Unreadable(f"Seals of version byte {data[1]:02x} are unknown; 02 and 03 are.")
    country = c40.decode(_take(data, 2, 2)).rstrip()
    failure = Unreadable("The signer of the seal is not readable.")
    for signer in _signers(data, version):
        try:
            return _decode_after_signer(data, version, country, signer)
        except Unreadable as error:
            failure = error
    raise failure


def _signers(data: bytes, version: Version) -> Iterator[_Signer]:
    """Yield the ways in which signer and certificate reference may be read.

    Version 3 has nine characters in six bytes: signer (4) and reference (5).
    Version 4 has signer (4) and the length of the reference in hexadecimal (2) in
    four bytes, then the reference. Encoders exist that write version 4's number
    over version 3's header, or leave the length at 00; so, where the reading by
    the standard leads nowhere, the header of version 3 is tried, and at last an
    empty reference.
    """
    if version == 3:
        yield _fixed_signer(data)
        return
    text = c40.decode(_take(data, 4, 4))
    length = _hexadecimal(text[4:]) if len(text) == 6 else None
    readings = (_stated_signer, _fixed_signer) if length else (_fixed_signer,)
    for reading in readings:
        with contextlib.suppress(Unreadable):
            yield reading(data)
    if length == 0:
        yield _Signer(text[:4], "", 8)


def _stated_signer(data: bytes) -> _Signer:
    """Read signer and reference as version 4 writes them, by the length stated."""
    text = c40.decode(_take(data, 4, 4))
    length = int(text[4:], 16)
    end = 8 + -(-length // 3) * 2
    reference = c40.decode(_take(data, 8, end - 8))
    if len(reference) != length:
        raise Unreadable("The certificate reference has not the length stated.")
    return _Signer(text[:4], reference, end)


def _fixed_signer(data: bytes) -> _Signer:
    """Read signer and reference as version 3 writes them."""
    text = c40.decode(_take(data, 4, 6))
    if len(text) != 9:
        raise Unreadable("The signer and its certificate need nine characters.")
    return _Signer(text[:4], text[4:].strip(), 10)


def _hexadecimal(text: str) -> int | None:
    return int(text, 16) if all(c in "0123456789ABCDEF" for c in text) else None


def _decode_after_signer(data: bytes, version: Version, country: str, signer: _Signer) -> Seal:
    start = signer.end
    issue_date = _decode_optional_date(_take(data, start, 3))
    signature_date = _decode_optional_date(_take(data, start + 3, 3))
    document_type = _take(data, start + 6, 2).hex()
    features: list[Feature] = []
    position = start + 8
    while (tag := _take(data, position, 1)[0]) != SIGNATURE_TAG:
        length = _length(data, position + 1)
        features.append(Feature(tag, _take(data, length.end, length.value)))
        position = length.end + length.value
    return Seal(
        version=version,
        country=country,
        signer=signer.signer,
        certificate_reference=signer.reference,
        issue_date=issue_date,
        signature_date=signature_date,
        document_type=document_type,
        features=tuple(features),
        signed=data[:position],
        signature=_signature(data, position + 1),
    )


def _signature(data: bytes, start: int) -> bytes:
    """Read length and bytes of the signature, with which the seal must end."""
    length = _length(data, start)
    if not length.is_shortest:
        raise Unreadable("The length of the signature is not written in its shortest form.")
    signature = _take(data, length.end, length.value)
    if length.end + length.value != len(data):
        raise Unreadable("Bytes follow the signature, with which a seal ends.")
    return signature


def _decode_optional_date(data: bytes) -> datetime.date | None:
    return decode_date(data) if any(data) else None


def _length(data: bytes, start: int) -> _Length:
    """Read a DER length: one byte up to 7F, else 81, 82 or 83 and as many bytes."""
    first = _take(data, start, 1)[0]
    if first < 0x80:
        return _Length(first, start + 1, True)
    size = first - 0x80
    if not 1 <= size <= 3:
        raise Unreadable(f"{first:02x} is no length that a seal can have.")
    value = int.from_bytes(_take(data, start + 1, size), "big")
    shortest = value >= 0x80 and value >= 1 << 8 * (size - 1)
    return _Length(value, start + 1 + size, shortest)


def _take(data: bytes, start: int, size: int) -> bytes:
    taken = data[start : start + size]
    if len(taken) != size:
        raise Unreadable("The seal ends too early: it is cut off or damaged.")
    return taken
