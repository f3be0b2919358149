"""An office that is set up once and stands for all tests that ask for it, one after the other.

Publishing the services and registering everybody takes longer than most tests do. It is done in one transaction that
stays open; every test runs in a savepoint of its own within it and leaves the office as it found it. Tests that commit
for real (`transaction=True`), and tests that want an empty database, find the office gone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from contextlib import ExitStack
from typing import Any

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
OFFICES = ("office_today", "office_on_monday")
"""Fixtures that ask for it: published and registered at the moment at which it was set up, or on a fixed Monday."""


class Standing:
    """The office that stands in this process, if any."""

    def __init__(self) -> None:
        self.name: str | None = None
        self.people: dict[str, Any] = {}
        self._around = ExitStack()

    def stand(self, name: str, blocker: Any) -> None:
        """Have this office stand from now on; not in a browser's loop, where the connection is another one."""
        if self.name == name or _is_in_a_loop():
            return
        from django.db import transaction

        self._around.enter_context(blocker.unblock())
        self._around.enter_context(transaction.atomic())
        self.name, self.people = name, set_up(moment(name))

    def fall_unless(self, name: str | None) -> None:
        """Nothing stands any more, and nothing is left of it, unless it is this one and whole."""
        if self.name is None or (self.name == name and self._is_whole()):
            return
        from django.db import connection, transaction

        if connection.connection is not None and not connection.connection.closed:
            transaction.set_rollback(True)
        self.name, self.people = None, {}
        self._around.close()

    def _is_whole(self) -> bool:
        from django.db import connection

        found = connection.connection
        return found is not None and not found.closed and connection.in_atomic_block and not connection.needs_rollback


def set_up(at: dt.datetime) -> dict[str, Any]:
    """Publish the services and register everybody; who they are by role."""
    from seluma.cli import story
    from seluma.core.access.api import SYSTEM
    from seluma.domains.catalogue import api as catalogue

    catalogue.publish(by=SYSTEM, at=at)
    return story.cast(at=at)


def moment(name: str) -> dt.datetime:
    """When this office is set up."""
    from django.utils import timezone

    return timezone.now() if name == "office_today" else MONDAY


def _is_in_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
