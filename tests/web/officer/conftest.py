"""Ayu applies, Budi is a stranger, Citra and Fajar verify, Dewi and Gita decide, Joko administers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from seluma.core.access.api import Actor

from .office import Somebody


@pytest.fixture(scope="session")
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def cast(office_today: dict[str, Actor], settings: Any, _keys: Path) -> dict[str, Actor]:
    """Everybody, by role."""
    settings.SELUMA_KEYS = _keys
    cache.clear()
    return office_today


@pytest.fixture
def ayu(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["applicant"])


@pytest.fixture
def budi(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["applicant_2"])


@pytest.fixture
def citra(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["verifier"])


@pytest.fixture
def fajar(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["verifier_2"])


@pytest.fixture
def dewi(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["decider"])


@pytest.fixture
def gita(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["decider_2"])


@pytest.fixture
def education(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["partner_education"])


@pytest.fixture
def labour(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["partner_labour"])


@pytest.fixture
def joko(cast: dict[str, Actor]) -> Somebody:
    return Somebody(cast["administrator"])
