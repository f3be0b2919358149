"""Who acts: a signed-in person, the system itself, or a visitor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from seluma.lib.ids import Ref

_SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000001")
_VISITOR_ID = UUID("00000000-0000-7000-8000-000000000002")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts, with what they may do now. Made by `people.actor_of`, never stored."""

    kind: Literal["account", "system", "visitor"]
    id: UUID
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    organisation: UUID | None = None
    name: str = field(default="", compare=False)
    language: str = "id"

    @property
    def ref(self) -> Ref:
        """The actor as entries name them."""
        return Ref(self.kind, self.id)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is known."""
        return self.kind == "account"


SYSTEM = Actor(kind="system", id=_SYSTEM_ID)
"""The timetable and the subscribers: acts on nobody's behalf and may do what verbs for the system allow."""

VISITOR = Actor(kind="visitor", id=_VISITOR_ID)
"""Somebody who is not signed in."""
