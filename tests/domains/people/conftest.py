"""Named people: Ayu applies, Budi is a stranger, Citra verifies, Dewi runs the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest

from seluma.core.access import api as access
from seluma.domains.people import api as people

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def registered() -> Callable[..., UUID]:
    def register(name: str, language: str = "id") -> UUID:
        return people.register(
            email=f"{name.split()[0].lower()}@contoh.example",
            name=name,
            password="sebuah kata sandi",
            language=language,
            by=access.SYSTEM,
            at=NOON,
            confirmed=True,
        )

    return register


@pytest.fixture
def ayu(registered: Callable[..., UUID]) -> UUID:
    return registered("Ayu Wulan Sari")


@pytest.fixture
def budi(registered: Callable[..., UUID]) -> UUID:
    return registered("Budi", "en")


@pytest.fixture
def citra(registered: Callable[..., UUID]) -> UUID:
    return registered("Citra")
