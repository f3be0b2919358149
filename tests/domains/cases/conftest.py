"""An office with its content published and its people at work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from seluma.core.access.api import Actor
from tests import standing


@pytest.fixture
def at() -> dt.datetime:
    """Monday 23 November 2026, nine in the morning at the office."""
    return standing.MONDAY


@pytest.fixture(scope="session")
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def people(office_on_monday: dict[str, Actor], settings: Any, _keys: Path) -> dict[str, Actor]:
    """Everybody, by role."""
    settings.SELUMA_KEYS = _keys
    return office_on_monday


@pytest.fixture
def ayu(people: dict[str, Actor]) -> Actor:
    return people["applicant"]


@pytest.fixture
def budi(people: dict[str, Actor]) -> Actor:
    return people["applicant_2"]


@pytest.fixture
def citra(people: dict[str, Actor]) -> Actor:
    return people["verifier"]


@pytest.fixture
def dewi(people: dict[str, Actor]) -> Actor:
    return people["decider"]


@pytest.fixture
def eko(people: dict[str, Actor]) -> Actor:
    return people["sponsor"]


@pytest.fixture
def education(people: dict[str, Actor]) -> Actor:
    return people["partner_education"]
