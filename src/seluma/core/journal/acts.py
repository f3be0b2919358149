"""What may be done with the journal beyond writing: draining it, retrying, destroying facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from seluma.core.access.api import Actor, check_may
from seluma.lib.ids import Ref

from .deliveries import attempt, reset
from .events import DeliveryRetried, FactsDestroyed
from .models import JournalDelivery, JournalFacts
from .pen import note
from .sequencer import sequence
from .tasks import deliver

RETRY = "journal.retry"


def deliver_all(*, at: dt.datetime | None = None) -> int:
    """Sequence and deliver until nothing is left, here and now; how many deliveries were made.

    For tests, the demonstration and commands. What a subscriber raises is raised.
    """
    made = 0
    while sequence() or JournalDelivery.objects.filter(state=JournalDelivery.State.PENDING).exists():
        waiting = JournalDelivery.objects.filter(state=JournalDelivery.State.PENDING).order_by("position", "id")
        for delivery_id in list(waiting.values_list("id", flat=True)):
            attempt(delivery_id, at=at or timezone.now())
            made += 1
    return made


def retry_delivery(delivery_id: UUID, *, by: Actor, at: dt.datetime) -> None:
    """Try a finally failed delivery again. Refused when it is not failed or the actor may not."""
    check_may(by, RETRY)
    with transaction.atomic():
        entry, subscriber = reset(delivery_id)
        deliver.configure(lock=f"{subscriber}:{entry.subject.id}").defer(delivery_id=str(delivery_id))
        note(DeliveryRetried(of=entry.subject, delivery=delivery_id, subscriber=subscriber), by=by, at=at)


def destroy_facts(entries: Sequence[UUID], *, of: Ref, reason: str, by: Actor, at: dt.datetime) -> int:
    """Destroy the facts and salts of these entries (UU 27/2022, erasure); the entries stay and still prove their time.

    The caller answers for the right to do so. Returns how many were destroyed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL seluma.erasing = 'on'")
            gone, _per_table = JournalFacts.objects.filter(entry_id__in=list(entries)).delete()
            cursor.execute("SET LOCAL seluma.erasing = 'off'")
        note(FactsDestroyed(of=of, entries=gone, reason=reason), by=by, at=at)
    return gone
