"""What happens to the catalogue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePublished(Event):
    """A version of a service can be applied for from `effective_from` on. `digest` is of its canonical text."""

    SUBJECT = "version"
    DIGESTS = ("digest",)

    version: Ref
    code: str
    number: int
    effective_from: dt.date
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWithdrawn(Event):
    """A service is not offered from `from_on` on, in all its versions up to this one. `stops_filed`: what was filed
    under them before is not granted any more either."""

    SUBJECT = "version"

    version: Ref
    code: str
    number: int
    from_on: dt.date
    reason_id: str
    reason_en: str
    stops_filed: bool
