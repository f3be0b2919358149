"""What the ledger itself announces."""

from __future__ import annotations

from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAudited(Event):
    """The whole log was read and checked. `digest`: SHA-256 of the published report's findings, canonical JSON."""

    SUBJECT = "log"
    DIGESTS = ("digest",)

    log: Ref
    size: int
    findings: int
    digest: str
