"""Signatures inside a PDF (PAdES baseline B-B, ETSI EN 319 142-1), written and checked with pyHanko.

The widget is hidden: a visible one lies outside the structure tree and would break PDF/UA (ISO 14289-1, 7.18).
Signing is deterministic (RFC 6979 nonces, no random document id): the same paper, key and time give the same bytes, so
a job that is run twice makes one paper.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore


class SignatureState(StrEnum):
    """What the signature of a PDF says about it."""

    UNSIGNED = "unsigned"
    """No signature is in it (a scan, a print, something else)."""
    INTACT = "intact"
    """Signed by somebody we trust, and nothing was changed or added since."""
    BROKEN = "broken"
    """It bears a signature that no longer fits its content."""
    UNTRUSTED = "untrusted"
    """Whole, but signed by somebody whom we do not know."""


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """The outcome of `check_signature`. `signer` is the certificate's common name."""

    state: SignatureState
    signer: str | None = None
    signed_at: dt.datetime | None = None


def sign(
    pdf: bytes,
    *,
    key: ec.EllipticCurvePrivateKey,
    certificate: x509.Certificate,
    reason: str,
    field: str,
    at: dt.datetime,
    chain: Sequence[x509.Certificate] = (),
) -> bytes:
    """The PDF with a PAdES signature over all of it, by an elliptic-curve key with SHA-256.

    `field` names the signature to assistive software; `at` (aware) is the stated time; `chain` goes into the signature.
    """
    if at.tzinfo is None:
        raise ValueError("the time of a signature needs a time zone")
    writer = _SettledWriter(io.BytesIO(pdf))
    spec = fields.SigFieldSpec(
        "Seal",
        on_page=0,
        readable_field_name=field,
        invis_sig_settings=fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
    )
    about = signers.PdfSignatureMetadata(
        field_name="Seal", reason=reason, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    known = SimpleCertificateStore.from_certs([_asn1(one) for one in chain])  # type: ignore[no-untyped-call]
    signer = _SettledSigner(
        signing_cert=_asn1(certificate), signing_key=_asn1_key(key), cert_registry=known, embed_roots=False
    )
    signed: io.BytesIO = _SignerAt(at, about, signer, spec).sign_pdf(writer)
    return signed.getvalue()


def check_signature(
    pdf: bytes, trust_roots: Sequence[x509.Certificate], *, at: dt.datetime | None = None
) -> SignatureCheck:
    """What the last signature in the PDF says, trusting chains that end in one of `trust_roots`, looked at `at`.

    Never raises for a bad file: what cannot be read as a PDF has no signature to speak of. Nothing is fetched.
    """
    if b"/ByteRange" not in pdf:
        return SignatureCheck(SignatureState.UNSIGNED)
    try:
        found = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except Exception:  # a file that claims a signature and cannot be read was cut or altered
        return SignatureCheck(SignatureState.BROKEN)
    if not found:
        return SignatureCheck(SignatureState.UNSIGNED)
    try:
        context = ValidationContext(
            trust_roots=[_asn1(root) for root in trust_roots], allow_fetching=False, moment=at, best_signature_time=at
        )
        status = validate_pdf_signature(found[-1], context)
    except Exception:  # the same: the signature's own structure is damaged
        return SignatureCheck(SignatureState.BROKEN)
    name = status.signing_cert.subject.native.get("common_name")
    when = status.signer_reported_dt
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.valid and status.intact and whole):
        return SignatureCheck(SignatureState.BROKEN, name, when)
    return SignatureCheck(SignatureState.INTACT if status.trusted else SignatureState.UNTRUSTED, name, when)


class _SettledWriter(IncrementalPdfFileWriter):
    """An update that adds nothing random and no clock time: the id follows from the content, the dates stay."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        first = prev.trailer["/ID"][0]
        original = first.original_bytes if isinstance(first, generic.TextStringObject) else bytes(first)
        prev.stream.seek(0)
        second = hashlib.sha256(prev.stream.read()).digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(original), generic.ByteStringObject(second)])

    def _update_meta(self) -> None:
        return


class _SettledSigner(signers.SimpleSigner):
    """ECDSA with the nonce of RFC 6979."""

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        key = serialization.load_der_private_key(self.signing_key.dump(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or digest_algorithm != "sha256":
            raise TypeError("papers are signed by an elliptic-curve key with SHA-256")
        return key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


class _SignerAt(signers.PdfSigner):
    """Signs at the time it is told."""

    def __init__(
        self,
        at: dt.datetime,
        about: signers.PdfSignatureMetadata,
        signer: signers.Signer,
        spec: fields.SigFieldSpec,
    ) -> None:
        super().__init__(about, signer, new_field_spec=spec)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(key: ec.EllipticCurvePrivateKey) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
