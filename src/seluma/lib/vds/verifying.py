"""Verifying the signature of a seal (ICAO Doc 9303-13, section 2.4).

Only the signature: whether a certificate is trusted, was valid on the day of
signing and was not revoked is for the caller, who chooses the certificates.

About ECDSA: whoever has a seal with the signature (r, s) can also write
(r, n - s), which verifies too. Doc 9303-13 does not demand the smaller s, and
genuine seals have either, so both verify here. The content cannot be changed that
way; but the bytes of a seal are therefore no identity. Compare ``Seal.signed``.
"""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from seluma.lib.vds.errors import Unreadable
from seluma.lib.vds.seal import SIGNATURE_SIZE, Seal

Verdict = Literal["valid", "invalid", "unverified"]

_CURVES: Final = (ec.SECP256R1, ec.BrainpoolP256R1)
_PEM: Final = b"-----BEGIN CERTIFICATE"


class Identity(NamedTuple):
    """How a seal names a certificate: signer, and serial number in hexadecimal."""

    signer: str
    reference: str


def load_certificate(data: bytes) -> x509.Certificate:
    """Load a certificate in PEM or DER; raises Unreadable when it is none."""
    try:
        if _PEM in data:
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except (ValueError, x509.InvalidVersion):
        raise Unreadable("This is no X.509 certificate in PEM or DER.") from None


def identity(certificate: x509.Certificate) -> Identity | None:
    """How seals name this certificate, or None where its subject does not tell.

    The signer is the subject's country and common name, the reference the serial
    number in hexadecimal without leading zeros (BSI TR-03137-1), both in capitals.
    """
    try:
        country = _attribute(certificate, x509.NameOID.COUNTRY_NAME)
        name = _attribute(certificate, x509.NameOID.COMMON_NAME)
        serial = certificate.serial_number
    except ValueError:
        return None
    if country is None or name is None:
        return None
    return Identity((country + name).upper(), f"{serial:X}")


def names(seal: Seal, certificate: x509.Certificate) -> bool:
    """Tell whether the seal names this certificate as the one it was signed with."""
    reference = seal.certificate_reference.lstrip("0") or "0"
    return identity(certificate) == (seal.signer, reference)


def verify(seal: Seal, certificates: Iterable[x509.Certificate]) -> Verdict:
    """Verify a seal with those of the certificates that it names.

    "valid": the signature fits one of them. "invalid": it fits none. "unverified":
    the seal names none of them, or only such whose key lies on another curve than
    P-256 and brainpoolP256r1. Never raises.
    """
    verdict: Verdict = "unverified"
    for certificate in certificates:
        if not names(seal, certificate):
            continue
        key = _key(certificate)
        if key is None:
            continue
        if _fits(seal, key):
            return "valid"
        verdict = "invalid"
    return verdict


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str | None:
    """The only value of an attribute of the subject; None where it is not one."""
    found = certificate.subject.get_attributes_for_oid(oid)
    if len(found) != 1 or not isinstance(found[0].value, str):
        return None
    return found[0].value


def _key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey | None:
    """The certificate's key where it lies on a curve that this package verifies."""
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return None
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, _CURVES):
        return key
    return None


def _fits(seal: Seal, key: ec.EllipticCurvePublicKey) -> bool:
    """Check r||s of exactly 64 bytes over SHA-256 of the signed bytes."""
    if len(seal.signature) != SIGNATURE_SIZE:
        return False
    half = SIGNATURE_SIZE // 2
    r = int.from_bytes(seal.signature[:half], "big")
    s = int.from_bytes(seal.signature[half:], "big")
    der = utils.encode_dss_signature(r, s)
    try:
        key.verify(der, seal.signed, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
