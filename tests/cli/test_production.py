"""Production refuses to start without its settings, or with keys made for tests."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from seluma.cli.database import ROOT
from seluma.cli.production import refuse_test_keys, refuse_test_ledger
from seluma.cli.refusals import CannotRun
from seluma.cli.surroundings import REQUIRED
from seluma.core.ledger import api as ledger


def certificate(path: Path, *, name: str, country: str) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, country), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_without_settings_one_sentence_names_all_that_is_missing(command: str) -> None:
    kept = {key: value for key, value in os.environ.items() if key not in {*REQUIRED, "SELUMA_ENV"}}
    run = subprocess.run(
        [sys.executable, "-m", "seluma.cli", command],
        env={**kept, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert len(run.stderr.splitlines()) == 1
    assert all(name in run.stderr for name in REQUIRED)


def test_letters_and_cookies_need_an_address_and_a_mail_server() -> None:
    """Without them letters would lie in a folder, lead to 127.0.0.1, and cookies would travel in the open."""
    assert {"SELUMA_BASE_URL", "SELUMA_SMTP_URL"} <= set(REQUIRED)


def test_a_portal_without_https_is_refused_in_one_sentence() -> None:
    settings = dict.fromkeys(REQUIRED, "set") | {"SELUMA_BASE_URL": "http://portal.example", "SELUMA_ENV": "production"}
    run = subprocess.run(
        [sys.executable, "-m", "seluma.cli", "serve"],
        env={**os.environ, **settings, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "https://" in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(("name", "country"), [("Seluma TEST signer", "ID"), ("Seluma signer", "UT")])
def test_test_certificates_are_refused_in_production_and_nowhere_else(tmp_path: Path, name: str, country: str) -> None:
    certificate(tmp_path / "signer.pem", name=name, country=country)
    refuse_test_keys("demo", tmp_path)
    with pytest.raises(CannotRun, match="TEST certificate"):
        refuse_test_keys("production", tmp_path)


def test_an_empty_folder_of_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="no signing certificate"):
        refuse_test_keys("production", tmp_path)


def test_the_offices_own_certificate_is_accepted(tmp_path: Path) -> None:
    certificate(tmp_path / "signer.pem", name="Seluma signer 1", country="ID")
    refuse_test_keys("production", tmp_path)


def test_test_keys_of_the_ledger_are_refused_in_production_and_nowhere_else(tmp_path: Path) -> None:
    ledger.make_keys(tmp_path / "ledger", "TEST.portal.example/ledger")
    refuse_test_ledger("demo", tmp_path)
    with pytest.raises(CannotRun, match="TEST keys"):
        refuse_test_ledger("production", tmp_path)


def test_a_folder_without_ledger_keys_is_refused_and_says_what_makes_them(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="ledger new-key"):
        refuse_test_ledger("production", tmp_path)


def test_the_offices_own_ledger_keys_are_accepted(tmp_path: Path) -> None:
    ledger.make_keys(tmp_path / "ledger", "portal.example/ledger")
    refuse_test_ledger("production", tmp_path)
