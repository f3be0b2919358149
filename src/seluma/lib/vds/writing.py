"""Writing and signing seals (ICAO Doc 9303-13, section 2). Strict.

Whatever ``sign`` gives, ``decode`` reads back as the same content (in version 3
with the zeros that fill the certificate reference up to five digits).
"""

import re
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from seluma.lib.vds import c40
from seluma.lib.vds.dates import encode_date
from seluma.lib.vds.errors import Unwritable
from seluma.lib.vds.profiles import LARGEST_FEATURE, PROFILES, Profile
from seluma.lib.vds.seal import (
    MAGIC,
    SIGNATURE_SIZE,
    SIGNATURE_TAG,
    VERSION_BYTES,
    Feature,
    SealToSign,
)

_COUNTRY: Final = re.compile(r"[A-Z]{1,3}")
_SIGNER: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{2}")
_REFERENCE: Final = re.compile(r"[0-9A-F]+")
_TYPE: Final = re.compile(r"[0-9a-f]{4}")
_LONGEST_REFERENCE: Final = {3: 5, 4: 40}
_CURVES: Final = (ec.SECP256R1, ec.BrainpoolP256R1)


def encode(content: SealToSign, *, profiles: Mapping[str, Profile] = PROFILES) -> bytes:
    """Write header and features: the bytes that are to be signed.

    Where the document type has a profile, each feature must be in it and have
    its size.

    Raises Unwritable, which says what is wrong, for content that the standard
    does not allow.
    """
    return _header(content) + _features(content, profiles.get(content.document_type))


def sign(
    content: SealToSign,
    key: ec.EllipticCurvePrivateKey,
    *,
    profiles: Mapping[str, Profile] = PROFILES,
) -> bytes:
    """Write the whole seal, signed by ECDSA with SHA-256.

    The key must lie on P-256 or brainpoolP256r1. Raises Unwritable otherwise, and
    for what ``encode`` refuses.
    """
    if not isinstance(key.curve, _CURVES):
        raise Unwritable(f"Seals are signed on P-256 or brainpoolP256r1, not {key.curve.name}.")
    signed = encode(content, profiles=profiles)
    der = key.sign(signed, ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(der)
    half = SIGNATURE_SIZE // 2
    return attach(signed, r.to_bytes(half, "big") + s.to_bytes(half, "big"))


def attach(signed: bytes, signature: bytes) -> bytes:
    """Put a signature made elsewhere (r||s, 64 bytes) behind the signed bytes.

    Raises Unwritable when it has another size.
    """
    if len(signature) != SIGNATURE_SIZE:
        raise Unwritable(f"The signature has {len(signature)} bytes; r and s of 32 make {SIGNATURE_SIZE}.")
    return signed + bytes((SIGNATURE_TAG, SIGNATURE_SIZE)) + signature


def _header(content: SealToSign) -> bytes:
    if content.version not in VERSION_BYTES:
        raise Unwritable(f"Seals have version 3 or 4, not {content.version}.")
    _demand(_COUNTRY, content.country, "country is one to three letters A-Z")
    _demand(_SIGNER, content.signer, "signer is a country's two letters and two more")
    _demand(_TYPE, content.document_type, "document type is four digits 0-9, a-f")
    if "00" in (content.document_type[:2], content.document_type[2:]):
        raise Unwritable("The document type may not have a byte 00.")
    return (
        bytes((MAGIC, VERSION_BYTES[content.version]))
        + c40.encode(content.country.ljust(3))
        + _signer(content)
        + encode_date(content.issue_date)
        + encode_date(content.signature_date)
        + bytes.fromhex(content.document_type)
    )


def _signer(content: SealToSign) -> bytes:
    reference = content.certificate_reference
    _demand(_REFERENCE, reference, "certificate reference is digits 0-9, A-F")
    longest = _LONGEST_REFERENCE[content.version]
    if len(reference) > longest:
        raise Unwritable(f"The certificate reference {reference} has more than {longest} digits.")
    if content.version == 3:
        return c40.encode(content.signer + reference.zfill(longest))
    return c40.encode(f"{content.signer}{len(reference):02X}") + c40.encode(reference)


def _demand(pattern: re.Pattern[str], text: str, rule: str) -> None:
    if pattern.fullmatch(text) is None:
        raise Unwritable(f"The {rule}; {text!r} is not.")


def _features(content: SealToSign, profile: Profile | None) -> bytes:
    tags = [feature.tag for feature in content.features]
    if len(set(tags)) != len(tags):
        raise Unwritable("A feature's tag occurs twice.")
    return b"".join(_feature(feature, profile) for feature in content.features)


def _feature(feature: Feature, profile: Profile | None) -> bytes:
    tag, size = feature.tag, len(feature.value)
    if not 0x01 <= tag < SIGNATURE_TAG:
        raise Unwritable(f"A feature's tag is 01 to FE, not {tag:02X}.")
    least, most = 0, LARGEST_FEATURE
    if profile is not None:
        if tag not in profile:
            raise Unwritable(f"The document type has no feature {tag:02x}.")
        least, most = profile[tag].least, profile[tag].most
    if not least <= size <= most:
        raise Unwritable(f"Feature {tag:02x} has {size} bytes; it may have {least} to {most}.")
    length = bytes((size,)) if size < 0x80 else bytes((0x81, size))
    return bytes((tag,)) + length + feature.value
