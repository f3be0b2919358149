"""The job that carries one delivery; the worker runs it."""

from __future__ import annotations

from uuid import UUID

from django.db import close_old_connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from .deliveries import attempt

# Seven runs: at once, then after 2, 4, 8, 16, 32 and 64 seconds.
_RETRIES = 6


class NotDelivered(Exception):
    """A delivery failed. Says the kind of problem only: it is logged, and messages may carry what people wrote."""


@app.task(
    name="journal.deliver",
    pass_context=True,
    retry=RetryStrategy(max_attempts=_RETRIES, exponential_wait=2),
)
def deliver(context: JobContext, *, delivery_id: str) -> None:
    """Carry one delivery; the last attempt's failure makes it one that somebody must look at."""
    close_old_connections()
    try:
        attempt(UUID(delivery_id), at=timezone.now(), last=context.job.attempts >= _RETRIES)
    except Exception as problem:
        raise NotDelivered(type(problem).__name__) from None
