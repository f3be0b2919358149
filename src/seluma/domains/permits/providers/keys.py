"""The keys that seal permits and sign papers, below `settings.SELUMA_KEYS`/papers.

| file | holds |
|---|---|
| `authority.crt` | the certificates that papers' signatures end in (PEM, one or more) |
| `seal.key`, `seal.crt` | the seal signer (P-256); country and common name are the signer in the seal's header |
| `paper.key`, `paper.crt` | the signer of the PDFs |
| `retired/*.crt` | seal signers of former years: their seals stay good |

Outside production TEST keys are made at first use: country UT, "TEST" in every name, a key of the authority that nobody
keeps. Papers made with them say TEST and UTO. Production makes none and refuses these.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from seluma.lib import vds

TEST_COUNTRY, TEST_STATE, STATE = "UT", "UTO", "IDN"
FILES = ("authority.crt", "seal.key", "seal.crt", "paper.key", "paper.crt")
# TEST certificates are for no one: a span that holds every simulated day, and needs no clock.
_FROM, _UNTIL = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2049, 12, 31, tzinfo=dt.UTC)


class KeysMissing(Exception):
    """There are no usable keys; the sentence says which file is missing or wrong, and where."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys in use. `signer` is how seals name the certificate; `country` what stands in seals and zones."""

    authorities: tuple[x509.Certificate, ...]
    seal_key: ec.EllipticCurvePrivateKey
    seal_certificate: x509.Certificate
    paper_key: ec.EllipticCurvePrivateKey
    paper_certificate: x509.Certificate
    signer: vds.Identity
    country: str

    @property
    def are_test(self) -> bool:
        """Whether these keys prove nothing about anybody."""
        return self.country == TEST_STATE

    @property
    def seal_certificate_pem(self) -> str:
        return self.seal_certificate.public_bytes(serialization.Encoding.PEM).decode()


def keys() -> Keys:
    """The keys in use, made at first use outside production. Raises `KeysMissing`."""
    return _loaded(_ready_folder())


def keys_are_test() -> bool:
    """Whether the keys in use are TEST keys; production does not start with them. Raises `KeysMissing`."""
    return keys().are_test


def known_seal_certificates() -> tuple[x509.Certificate, ...]:
    """The seal signers whose seals are ours: the one in use and the retired ones."""
    return (keys().seal_certificate, *_retired(_ready_folder()))


def _ready_folder() -> Path:
    folder = Path(settings.SELUMA_KEYS) / "papers"
    if not folder.is_dir():
        if settings.SELUMA_ENV == "production":
            raise KeysMissing(f"There are no keys in {folder}. It needs {', '.join(FILES)}; see docs/seal-profile.md.")
        _make_test_keys(folder)
    return folder


@cache
def _loaded(folder: Path) -> Keys:
    try:
        authorities = tuple(x509.load_pem_x509_certificates((folder / "authority.crt").read_bytes()))
        seal_certificate = x509.load_pem_x509_certificate((folder / "seal.crt").read_bytes())
        paper_certificate = x509.load_pem_x509_certificate((folder / "paper.crt").read_bytes())
        seal_key, paper_key = _key(folder / "seal.key"), _key(folder / "paper.key")
    except OSError as reason:
        raise KeysMissing(f"The key file {reason.filename} cannot be read: {reason.strerror}.") from reason
    except ValueError as reason:
        raise KeysMissing(f"A key file in {folder} is not PEM as expected: {reason}.") from reason
    signer = vds.identity(seal_certificate)
    if signer is None or len(signer.signer) != 4:
        raise KeysMissing(f"{folder / 'seal.crt'} needs a country and a common name of two characters each.")
    for name, key, certificate in (("seal", seal_key, seal_certificate), ("paper", paper_key, paper_certificate)):
        if key.public_key() != certificate.public_key():
            raise KeysMissing(f"{folder / name}.key does not belong to {name}.crt.")
    test = TEST_COUNTRY in (signer.signer[:2], _country(paper_certificate))
    return Keys(
        authorities, seal_key, seal_certificate, paper_key, paper_certificate, signer, TEST_STATE if test else STATE
    )


@cache
def _retired(folder: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificate(path.read_bytes()) for path in sorted(folder.glob("retired/*.crt")))


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path.name} is not a P-256 key")
    return key


def _country(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.COUNTRY_NAME)
    return str(found[0].value) if found else ""


def _make_test_keys(folder: Path) -> None:
    """All or nothing: a whole folder moves into place, and of two processes the first one wins."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".papers-"))
    authority_key, seal_key, paper_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    authority = _name("TEST authority")
    # The seal's header has room for two characters of the name: TS, as in published specimens.
    certificates = {
        "authority": _certificate(authority, authority_key, authority, authority_key, is_authority=True),
        "seal": _certificate(_name("TS"), seal_key, authority, authority_key),
        "paper": _certificate(_name("TEST papers"), paper_key, authority, authority_key),
    }
    for name, certificate in certificates.items():
        (draft / f"{name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    for name, key in (("seal", seal_key), ("paper", paper_key)):
        path = draft / f"{name}.key"
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
    with contextlib.suppress(OSError):  # somebody else was first: theirs are used
        draft.rename(folder)
    shutil.rmtree(draft, ignore_errors=True)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, TEST_COUNTRY),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "TEST, no authority"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    never = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        **never,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        # Short, because the seal's header carries it: 32 bits, the first one set.
        .serial_number(secrets.randbits(31) | 1 << 31)
        .not_valid_before(_FROM)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
