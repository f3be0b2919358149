"""Loaded before pytest-django reads the settings: starts the tests' own PostgreSQL and names it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT)]

from seluma.cli.database import ensure_for_tests
from tests import standing
from tests.deep_calls import with_room

os.environ["SELUMA_ENV"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop and the ORM share a thread
os.environ.setdefault("DATABASE_URL", ensure_for_tests())

_STANDING = standing.Standing()
_LAST = pytest.StashKey[bool]()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for garbage was a tenth of a test's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Remember which test is the last of this process; give each room for its calls."""
    item.stash[_LAST] = nextitem is None
    runner: Any = item.config.pluginmanager.get_plugin("runner")
    return bool(with_room(runner.pytest_runtest_protocol, item, nextitem))


def pytest_sessionfinish() -> None:
    """What was set aside from the search for garbage is let go."""
    gc.unfreeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of a test, a browser's too: an office that it does not ask for stands no longer."""
    _STANDING.fall_unless(_wanted(item))


@pytest.fixture(autouse=True)
def _office_stands(request: pytest.FixtureRequest) -> Iterator[None]:
    """Around the test's own transaction: the office that it asks for stands, until after the last test."""
    if wanted := _wanted(request.node):
        request.getfixturevalue("django_db_setup")
        _STANDING.stand(wanted, request.getfixturevalue("django_db_blocker"))
    yield
    if request.node.stash[_LAST]:
        _STANDING.fall_unless(None)


def _wanted(item: pytest.Item) -> str | None:
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        return None
    return next((name for name in standing.OFFICES if name in getattr(item, "fixturenames", ())), None)


@pytest.fixture
def office_today(db: None) -> dict[str, Any]:
    """Everybody by role, in an office whose services are published."""
    return dict(_STANDING.people) or standing.set_up(standing.moment("office_today"))


@pytest.fixture
def office_on_monday(db: None) -> dict[str, Any]:
    """The same on Monday 23 November 2026, nine in the morning at the office."""
    return dict(_STANDING.people) or standing.set_up(standing.MONDAY)
