"""The services are published; Ayu is a visitor, or signed in where a test says so."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from seluma.core.access import api as access
from seluma.domains.catalogue import api as catalogue


@pytest.fixture(autouse=True)
def _services(db: None) -> None:
    cache.clear()
    catalogue.publish(by=access.SYSTEM, at=timezone.now())
