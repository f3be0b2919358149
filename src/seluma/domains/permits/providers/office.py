"""Who the office is: handed down by the configuration, because the catalogue that knows it is a sibling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from seluma.lib.text import Text

from .. import rules


def _nobody() -> rules.Office:
    return rules.Office(name=Text("Kantor Imigrasi", "Immigration Office"), address=Text("", ""), letters="XX")


@dataclass(slots=True)
class _Installed:
    source: Callable[[], rules.Office] = _nobody


_installed = _Installed()


def install_office(source: Callable[[], rules.Office]) -> None:
    """Hand down who tells the office's name, address and letters. Called once, by the configuration."""
    _installed.source = source


def office() -> rules.Office:
    """The office as it stands on papers decided now."""
    return _installed.source()
