"""Event → letter: domains declare `Notice`s, the configuration lists them, this subscriber posts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation

from seluma.core.journal.api import Entry
from seluma.lib.events import Event


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is written to, where, and in which language."""

    account: UUID | None
    address: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as plain text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Notice:
    """How an event becomes letters: to whom, and what is written to each (called in the recipient's language)."""

    kind: str
    recipients: Callable[[Entry], Sequence[Recipient]]
    write: Callable[[Entry, Recipient], Letter]


_notices: dict[str, tuple[Notice, ...]] = {}


def install_notices(table: Mapping[type[Event], Sequence[Notice]]) -> None:
    """Hand down event → notices. Called once, by the configuration."""
    _notices.clear()
    _notices.update({event.kind(): tuple(notices) for event, notices in table.items()})


def letters_for(entry: Entry) -> list[tuple[Notice, Recipient, Letter]]:
    """Every letter that an entry asks for."""
    found = []
    for notice in _notices.get(entry.kind, ()):
        for recipient in notice.recipients(entry):
            with translation.override(recipient.language):
                found.append((notice, recipient, notice.write(entry, recipient)))
    return found
