"""Who may change what is on offer. Everybody may read it."""

from __future__ import annotations

from seluma.core.access import api as access

PUBLISH = "catalogue.publish"
"""Publish the content folder as new versions of the services."""


def check_may_publish(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor publishes services."""
    access.check_may(actor, PUBLISH)
