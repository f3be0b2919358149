"""Carries an entry to a subscriber: at least once, in order per subject, its work and its done-mark together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import NotFound, Refused

from .models import JournalDelivery, JournalFacts
from .reading import Entry, entry_of

Subscriber = Callable[..., None]


def subscriber_named(name: str) -> Subscriber:
    """The function behind a dotted name, e.g. `seluma.domains.permits.subscribers.typeset`."""
    module, _dot, function = name.rpartition(".")
    found: Subscriber = getattr(import_module(module), function)
    return found


def attempt(delivery_id: UUID, *, at: dt.datetime, last: bool = False) -> None:
    """Try one delivery. What the subscriber raises is noted with the delivery and raised again.

    A delivery that is done stays done; one whose facts were destroyed has nothing left to tell and counts as done.
    """
    try:
        with transaction.atomic():
            row = JournalDelivery.objects.select_for_update().get(id=delivery_id)
            if row.state == JournalDelivery.State.DONE:
                return
            entry = _entry(row.entry_id)
            if entry is not None:
                subscriber_named(row.subscriber)(entry, at=at)
            row.state = JournalDelivery.State.DONE
            row.last_error = ""
            row.attempts += 1
            row.save(update_fields=["state", "last_error", "attempts", "changed_at"])
    except JournalDelivery.DoesNotExist:
        raise
    except Exception as problem:
        _note_failure(delivery_id, problem, last=last)
        raise


def reset(delivery_id: UUID) -> tuple[Entry, str]:
    """Put a finally failed delivery back in line; Refused when it is not one."""
    row = JournalDelivery.objects.select_for_update().filter(id=delivery_id).first()
    if row is None:
        raise NotFound
    if row.state != JournalDelivery.State.FAILED:
        raise Refused(_("Pengantaran ini tidak sedang gagal. Muat ulang halaman untuk melihat keadaannya."))
    row.state = JournalDelivery.State.PENDING
    row.save(update_fields=["state", "changed_at"])
    entry = _entry(row.entry_id)
    if entry is None:
        raise NotFound
    return entry, row.subscriber


def _entry(entry_id: UUID) -> Entry | None:
    row = JournalFacts.objects.select_related("entry__position_row").filter(entry_id=entry_id).first()
    return entry_of(row) if row else None


def _note_failure(delivery_id: UUID, problem: Exception, *, last: bool) -> None:
    # Only the kind of problem and its place: messages of exceptions may carry what people wrote.
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno})" if trace else ""
    with transaction.atomic():
        row = JournalDelivery.objects.select_for_update().get(id=delivery_id)
        if row.state == JournalDelivery.State.DONE:
            return
        row.attempts += 1
        row.last_error = f"{type(problem).__name__}{place}"[:300]
        row.state = JournalDelivery.State.FAILED if last else JournalDelivery.State.PENDING
        row.save(update_fields=["attempts", "last_error", "state", "changed_at"])
