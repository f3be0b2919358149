"""The key that makes a form count once: a fresh one in every form that is shown."""

from __future__ import annotations

from uuid import UUID

from seluma.lib.ids import new_id

FIELD = "_key"


def form_key() -> str:
    """A fresh key for a form about to be shown."""
    return str(new_id())


def key_of(posted: str | None) -> UUID | None:
    """The key that came with a form; None when there is none or it is garbled."""
    try:
        return UUID(posted or "")
    except ValueError:
        return None
