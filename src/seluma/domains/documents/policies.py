"""Who may do what with documents. Whose they are is asked by whoever owns the thing that they are about."""

from __future__ import annotations

from seluma.core.access import api as access

UPLOAD = "documents.upload"
"""Hand in, take back and hand over files."""
CHECK = "documents.check"
"""Accept and reject files, and open slots again."""


def check_may_upload(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor hands in files at all."""
    access.check_may(actor, UPLOAD)


def check_may_judge(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor examines files."""
    access.check_may(actor, CHECK)
