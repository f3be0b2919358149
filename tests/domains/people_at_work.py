"""The people of the tests: Ayu applies, Budi is a stranger, Citra verifies, Dewi decides, Eko sponsors."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connections

from seluma.core.access import api as access
from seluma.lib.ids import Ref, new_id

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
"""Monday 23 November 2026, nine in the morning in Seluma."""


def person(name: str, *roles: str, organisation: UUID | None = None) -> access.Actor:
    return access.Actor(
        kind="account",
        id=new_id(),
        name=name,
        roles=frozenset(roles),
        permissions=access.permissions_of(roles),
        organisation=organisation,
    )


def a_case() -> Ref:
    return Ref("case", new_id())


def at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    """Run the work in as many threads, all let go together; what each returned or raised, in order of number."""
    gate = threading.Barrier(times)
    outcomes: list[Any] = [None] * times

    def run(number: int) -> None:
        try:
            gate.wait()
            outcomes[number] = work(number)
        except Exception as raised:
            outcomes[number] = raised
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
