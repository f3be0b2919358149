"""What an adapter to an authority has to be able to do. Nothing here knows cases; an adapter knows packages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Package:
    """What is handed over: a ZIP of summary, data, files and checklist. `id` is the same however often it is sent."""

    id: UUID
    number: str
    data: bytes
    attempt: int
    """Counts the goes from 1."""
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the authority decided: `granted`, `refused` or `more`, why, and what it sends along."""

    verdict: str
    reason: str
    filename: str
    data: bytes


class AdapterFailed(Exception):
    """Nothing was handed over. `problem` is a key of `words.PROBLEMS`; `permanent` when the same again cannot help."""

    def __init__(self, problem: str, *, permanent: bool) -> None:
        super().__init__(problem)
        self.problem = problem
        self.permanent = permanent


class Adapter(Protocol):
    """A way to an authority."""

    name: str
    by_hand: bool
    """An officer brings the package and enters the answer; nothing is sent from here."""

    def send(self, package: Package) -> str:
        """Hand the package over; the authority's reference for it. Sent twice it is one. Raises `AdapterFailed`."""

    def look_up(self, reference: str, *, sent_at: dt.datetime, at: dt.datetime) -> Answer | None:
        """The answer; None while there is none. Raises `AdapterFailed` when it cannot tell."""
