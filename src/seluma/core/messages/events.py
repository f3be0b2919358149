"""What the messages package announces."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePosted(Event):
    """A letter to somebody was written and is on its way. The address itself is not among the facts."""

    SUBJECT = "about"

    about: Ref
    to: Ref | None
    kind_of_letter: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRetried(Event):
    """Somebody asked for a letter that could not be sent to be sent again."""

    SUBJECT = "about"

    about: Ref
    letter: UUID
