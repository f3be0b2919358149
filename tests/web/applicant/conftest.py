"""Ayu applies, Budi is a stranger, Citra verifies, Dewi decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from .applying import Somebody


@pytest.fixture(autouse=True)
def _services(office_today: dict[str, Any]) -> None:
    cache.clear()


@pytest.fixture
def ayu() -> Somebody:
    return Somebody("Ayu")


@pytest.fixture
def budi() -> Somebody:
    return Somebody("Budi")


@pytest.fixture
def citra() -> Somebody:
    return Somebody("Citra", "verifier")


@pytest.fixture
def dewi() -> Somebody:
    return Somebody("Dewi", "decider")
