"""Who may read and answer. Asking and withdrawing are called by whoever owns the thing that a question is about."""

from __future__ import annotations

from uuid import UUID

from seluma.core.access import api as access

ANSWER = "agencies.answer"
"""Read and answer the questions to one's own institution."""
READ = "agencies.read"
"""Read the questions to every institution, with their answers."""


def is_asked(actor: access.Actor, organisation: UUID) -> bool:
    """Whether the actor speaks for the institution that was asked."""
    return access.may(actor, ANSWER) and actor.organisation == organisation


def check_is_asked(actor: access.Actor, organisation: UUID) -> None:
    """Only the institution that was asked answers; to every other one the question does not exist."""
    if not is_asked(actor, organisation):
        raise access.NotFound
