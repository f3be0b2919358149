"""Keys: TEST ones say so, are made once, and production neither makes nor takes them for real."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from seluma.domains.permits import api as permits
from seluma.domains.permits import providers
from seluma.lib import vds
from tests.domains.people_at_work import at_once


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SELUMA_KEYS = tmp_path / "keys"
    return tmp_path / "keys" / "papers"


def test_keys_made_here_say_that_they_are_test_and_of_no_state() -> None:
    keys = providers.keys()
    assert permits.keys_are_test()
    assert keys.country == "UTO"
    for certificate in (*keys.authorities, keys.seal_certificate, keys.paper_certificate):
        name = certificate.subject.rfc4514_string()
        assert "C=UT" in name
        assert "TEST" in name
    assert keys.signer == vds.identity(keys.seal_certificate)
    assert keys.signer.signer == "UTTS"


def test_secret_keys_are_readable_by_their_owner_alone(folder: Path) -> None:
    providers.keys()
    for name in ("seal.key", "paper.key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_ten_who_start_at_once_use_the_same_keys(folder: Path) -> None:
    found = at_once(lambda _number: providers.keys().seal_certificate.serial_number, 10)
    assert len(set(found)) == 1
    assert [path.name for path in folder.parent.iterdir()] == ["papers"]


def test_production_makes_no_keys(settings: Any, folder: Path) -> None:
    settings.SELUMA_ENV = "production"
    with pytest.raises(permits.KeysMissing, match=r"seal\.key"):
        permits.keys_are_test()
    assert not folder.exists()


def test_test_keys_in_production_are_told_apart(settings: Any) -> None:
    providers.keys()
    settings.SELUMA_ENV = "production"
    assert permits.keys_are_test()


def test_a_key_that_does_not_belong_to_its_certificate_is_named(folder: Path) -> None:
    providers.keys()
    (folder / "seal.key").write_bytes((folder / "paper.key").read_bytes())
    providers.keys.__globals__["_loaded"].cache_clear()
    with pytest.raises(permits.KeysMissing, match=r"does not belong to seal\.crt"):
        providers.keys()


def test_seals_of_a_retired_signer_stay_good(folder: Path) -> None:
    old = providers.keys().seal_certificate_pem
    (folder / "retired").mkdir()
    (folder / "retired" / "2025.crt").write_text(old)
    assert permits.known_seal_certificates() == (
        providers.keys().seal_certificate,
        x509.load_pem_x509_certificate(old.encode()),
    )
