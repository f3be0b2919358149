"""The way by hand: an officer downloads the package, brings it into the authority's system, and enters what comes back.

There is no public interface to the national systems, so this is how it works everywhere until there is one.
"""

from __future__ import annotations

import datetime as dt

from .base import AdapterFailed, Answer, Package


class Manual:
    """Sends nothing."""

    name = "manual"
    by_hand = True

    def send(self, package: Package) -> str:  # noqa: ARG002
        """Nobody calls this: the worker leaves packages that go by hand alone."""
        raise AdapterFailed("by_hand", permanent=True)

    def look_up(self, reference: str, *, sent_at: dt.datetime, at: dt.datetime) -> Answer | None:  # noqa: ARG002
        """An officer enters the answer."""
        return None
