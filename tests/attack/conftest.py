"""A town in which everybody has a browser and something to hide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.attack import doors


@pytest.fixture(scope="session")
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def places(settings: Any, _keys: Path) -> Iterator[None]:
    """Keys of these tests, and nobody has tried anything yet."""
    settings.SELUMA_KEYS = _keys
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def town(db: None, places: None) -> doors.Town:
    return doors.told()
