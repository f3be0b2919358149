"""What the messages package announces."""

from __future__ import annotations

from dataclasses import dataclass

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
