"""Demonstration authorities that fail, so that failing can be seen and tested."""

from __future__ import annotations

from .base import AdapterFailed, Package
from .demo import Demo


class FailingDemo(Demo):
    """Cannot be reached at the first attempt; the second works."""

    name = "failing_demo"

    def send(self, package: Package) -> str:
        """Fails once, then takes the package."""
        if package.attempt == 1:
            raise AdapterFailed("unreachable", permanent=False)
        return super().send(package)


class RefusingDemo(Demo):
    """Does not take the package, now or later."""

    name = "refusing_demo"

    def send(self, package: Package) -> str:  # noqa: ARG002
        """Fails always."""
        raise AdapterFailed("not_taken", permanent=True)
