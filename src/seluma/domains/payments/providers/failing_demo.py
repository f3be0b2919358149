"""Demonstration banks that fail, so that failing can be seen and tested."""

from __future__ import annotations

from .base import Charge, ProviderFailed, Settlement
from .demo import DemoBank


class FailingDemo(DemoBank):
    """Cannot be reached at the first attempt on a bill; the second works."""

    name = "failing_demo"

    def start(self, charge: Charge) -> Settlement | None:
        """Fails once, then pays."""
        if charge.attempt == 1:
            raise ProviderFailed("bank_unreachable", permanent=False)
        return super().start(charge)


class RefusingDemo(DemoBank):
    """Refuses the card, now and later."""

    name = "refusing_demo"

    def start(self, charge: Charge) -> Settlement | None:  # noqa: ARG002
        """Fails always."""
        raise ProviderFailed("card_refused", permanent=True)
