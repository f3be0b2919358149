"""Hands letters to the mail server and keeps what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from seluma.lib.ids import Ref

from .models import Message


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter and its state: queued, sent or failed."""

    id: UUID
    kind: str
    account: UUID | None
    subject: str
    body: str
    state: str
    posted_at: dt.datetime
    sent_at: dt.datetime | None


def hand_over(message_id: UUID, *, at: dt.datetime, last: bool = False) -> None:
    """Send one letter unless it was sent. Its Message-ID is fixed, so a second copy after a crash is recognised."""
    try:
        with transaction.atomic():
            row = Message.objects.select_for_update().get(id=message_id)
            if row.state == Message.State.SENT:
                return
            _mail(row).send()
            row.state, row.sent_at, row.attempts = Message.State.SENT, at, row.attempts + 1
            row.save(update_fields=["state", "sent_at", "attempts"])
    except Exception:
        # Whatever it was (an address that no server takes, too), the letter must not wait unseen for ever.
        with transaction.atomic():
            row = Message.objects.select_for_update().get(id=message_id)
            row.attempts += 1
            row.state = Message.State.FAILED if last else Message.State.QUEUED
            row.save(update_fields=["state", "attempts"])
        raise


def send_queued(*, at: dt.datetime) -> int:
    """Hand over every queued letter here and now; how many. For tests, the demonstration and commands."""
    waiting = list(Message.objects.filter(state=Message.State.QUEUED).order_by("id").values_list("id", flat=True))
    for message_id in waiting:
        hand_over(message_id, at=at)
    return len(waiting)


def letters_about(ref: Ref) -> list[Posted]:
    """The letters about a thing, newest first."""
    return _posted(Message.objects.filter(about_kind=ref.kind, about_id=ref.id).order_by("-id"))


def letters_to(account: UUID) -> list[Posted]:
    """The letters to a person, the oldest first."""
    return _posted(Message.objects.filter(account=account).order_by("id"))


def _posted(rows: Iterable[Message]) -> list[Posted]:
    return [
        Posted(row.id, row.kind, row.account, row.subject, row.body, row.state, row.posted_at, row.sent_at)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A letter that finally could not be sent: to which address, what it says on top, how often it was tried."""

    id: UUID
    address: str
    subject: str
    attempts: int
    posted_at: dt.datetime


def failed_letters() -> list[Unsent]:
    """The letters that finally could not be sent, the oldest first."""
    rows = Message.objects.filter(state=Message.State.FAILED).order_by("id")
    return [Unsent(row.id, row.address, row.subject, row.attempts, row.posted_at) for row in rows]


def _mail(row: Message) -> EmailMessage:
    return EmailMessage(
        subject=row.subject,
        body=row.body,
        to=[row.address],
        headers={
            "Message-ID": f"<{row.id}@seluma>",
            "Content-Language": row.language,
            "Auto-Submitted": "auto-generated",
        },
    )
