"""What is not offered any more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seluma.lib.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """From a day on, the versions of a service up to a number are not offered; a later version is."""

    code: str
    upto: int
    from_on: dt.date
    reason: Text
    stops_filed: bool
    """Not even what was filed before may be granted under it."""
