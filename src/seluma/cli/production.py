"""What production refuses: keys that were made for tests and demonstrations."""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from seluma.cli.refusals import CannotRun
from seluma.core.ledger import api as ledger
from seluma.lib import tlog

_TEST_COUNTRY = "UT"
"""The first two letters of UTO, the country of ICAO's specimens."""


def refuse_test_keys(environment: str, keys: Path) -> None:
    """Raise CannotRun in production when the folder holds no certificate, or one that says TEST or country UTO."""
    if environment != "production":
        return
    certificates = [path for path in sorted(keys.glob("**/*")) if path.suffix in (".pem", ".crt", ".cer", ".der")]
    read = {path: found for path in certificates if (found := _certificate(path)) is not None}
    if not read:
        raise CannotRun(
            f"There is no signing certificate in {keys} (SELUMA_KEYS): put the office's keys there before serving."
        )
    for path, certificate in read.items():
        if _is_for_tests(certificate):
            raise CannotRun(f"{path} is a TEST certificate: production signs only with the office's own keys.")


def refuse_test_ledger(environment: str, folder: Path) -> None:
    """Raise CannotRun in production when the folder of keys holds none for the ledger, or TEST keys."""
    if environment != "production":
        return
    try:
        keys = ledger.read_keys(folder / ledger.KEYS_FOLDER)
    except ledger.KeysMissing as reason:
        raise CannotRun(f"{reason} ./seluma ledger new-key makes the ledger's keys, once.") from reason
    if keys.are_test:
        raise CannotRun(f"{folder / ledger.KEYS_FOLDER} holds TEST keys: production seals only with the office's own.")


def refuse_test_witnesses(environment: str) -> None:
    """Raise CannotRun in production when the trust policy cannot be read or names witnesses made for tests."""
    if environment != "production":
        return
    try:
        found = ledger.witnesses_for_tests()
    except (tlog.Unreadable, OSError) as reason:
        raise CannotRun(f"The trust policy cannot be used. {reason}") from reason
    if found:
        raise CannotRun(
            f"The trust policy names TEST witnesses ({', '.join(found)}), whose keys everybody has: name your own in "
            "the content's trust-policy.txt, or take the file away."
        )


def _certificate(path: Path) -> x509.Certificate | None:
    data = path.read_bytes()
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError:
        return None


def _is_for_tests(certificate: x509.Certificate) -> bool:
    for name in (certificate.subject, certificate.issuer):
        if any("TEST" in str(attribute.value).upper() for attribute in name):
            return True
        if any(str(country.value).upper().startswith(_TEST_COUNTRY) for country in _countries(name)):
            return True
    return False


def _countries(name: x509.Name) -> list[x509.NameAttribute[str | bytes]]:
    return name.get_attributes_for_oid(NameOID.COUNTRY_NAME)
