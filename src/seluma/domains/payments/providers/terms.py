"""How long a billing code lives: handed down by the configuration, because the catalogue that knows is a sibling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from .. import rules


@dataclass(slots=True)
class _Installed:
    source: Callable[[], dt.timedelta] = lambda: rules.DEFAULT_LIFE


_installed = _Installed()


def install_code_life(source: Callable[[], dt.timedelta]) -> None:
    """Hand down who tells a code's life. Called once, by the configuration."""
    _installed.source = source


def code_life() -> dt.timedelta:
    """How long a code that is issued now can be paid."""
    return _installed.source()
