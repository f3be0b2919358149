"""The services are published; Ayu is a visitor, or signed in where a test says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _services(office_today: dict[str, Any]) -> None:
    cache.clear()
