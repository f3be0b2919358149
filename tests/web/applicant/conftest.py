"""Ayu applies, Budi is a stranger, Citra verifies, Dewi decides."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from seluma.core.access import api as access
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people

from .applying import Somebody


@pytest.fixture(autouse=True)
def _services(db: None) -> None:
    cache.clear()
    catalogue.publish(by=access.SYSTEM, at=timezone.now())
    for agency in catalogue.agencies():
        people.create_organisation(
            code=agency.code, name=agency.name.id, kind="agency", by=access.SYSTEM, at=timezone.now()
        )


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
