"""Demonstration data: made-up people and cases, reached by the real verbs over simulated days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in to the demonstration; `role` is a word of `var/demo.json`."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str | None = None


def load(*, at: dt.datetime) -> Sequence[DemoAccount]:
    """Load the demonstration when the database has none; in any case say who can sign in.

    `at` is the present of the simulation: the last of the simulated days.
    """
    del at
    return ()
