"""A town in which everybody has a browser and something to hide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.attack import doors


@pytest.fixture(scope="session")
def _keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def places(settings: Any, _keys: Path) -> None:
    """Keys of these tests."""
    settings.SELUMA_KEYS = _keys


@pytest.fixture
def town(db: None, places: None) -> doors.Town:
    return doors.told()
