"""The job that hands one letter to the mail server."""

from __future__ import annotations

from uuid import UUID

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from .sending import hand_over

_RETRIES = 6


class NotSent(Exception):
    """A letter could not be handed over. Says the kind of problem only: mail servers answer with people's addresses."""


@app.task(name="messages.send", pass_context=True, retry=RetryStrategy(max_attempts=_RETRIES, exponential_wait=3))
def send(context: JobContext, *, message_id: str) -> None:
    """Hand a letter over; after the last attempt it is marked as failed and stands in the list of such letters."""
    close_old_connections()
    try:
        hand_over(UUID(message_id), at=timezone.now(), last=context.job.attempts >= _RETRIES)
    except Exception as problem:
        raise NotSent(type(problem).__name__) from None
