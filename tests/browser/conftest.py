"""One portal and one browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser

from .browsing import chromium
from .portal import Portal, served


@pytest.fixture(autouse=True)
def _own_places() -> None:
    """The portal's places are the folder's, and stay for all its tests."""


@pytest.fixture(scope="package")
def portal(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("portal")) as found:
        yield found


@pytest.fixture(scope="package")
def browser(portal: Portal) -> Iterator[Browser]:
    # After the portal: a browser brings a loop, and in a loop the database's connection is another one.
    (Path(settings.VAR) / "screenshots").mkdir(parents=True, exist_ok=True)
    with chromium() as found:
        yield found
        # Still in the browser's loop: its connection is to the portal's database, which is about to go.
        connection.close()
