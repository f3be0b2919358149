"""Posting letters: one row for each, handed to the mail server by the worker."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from . import words
from .events import LetterRetried, MessagePosted
from .models import Message
from .notices import Letter, Recipient, letters_for
from .tasks import send

SUBSCRIBER = "seluma.core.messages.post.tell"


def tell(entry: journal.Entry, *, at: dt.datetime) -> None:
    """Subscriber: write the letters that an event asks for."""
    for notice, recipient, letter in letters_for(entry):
        post(kind=notice.kind, recipient=recipient, letter=letter, cause=entry.id, about=entry.subject, at=at)


def post(*, kind: str, recipient: Recipient, letter: Letter, cause: UUID, about: Ref, at: dt.datetime) -> UUID:
    """Write a letter once for (cause, kind, address) and hand it to the worker; its id."""
    with transaction.atomic():
        row, new = Message.objects.get_or_create(
            cause=cause,
            kind=kind,
            address=recipient.address,
            defaults={
                "account": recipient.account,
                "name": recipient.name,
                "language": recipient.language,
                "subject": " ".join(letter.subject.split())[:300],
                "body": letter.body,
                "about_kind": about.kind,
                "about_id": about.id,
                "posted_at": at,
            },
        )
        if new:
            to = Ref("account", recipient.account) if recipient.account else None
            event = MessagePosted(about=about, to=to, kind_of_letter=kind, channel="email")
            journal.note(event, by=SYSTEM, at=at, cause=cause)
            send.defer(message_id=str(row.id))
    return row.id


def send_again(letter: UUID, *, by: Actor, at: dt.datetime) -> None:
    """Hand a letter that could not be sent to the worker once more. The caller answers for the right to do so.

    NotFound when there is no such letter, Refused when it is not a failed one.
    """
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(id=letter).first()
        if row is None:
            raise NotFound
        if row.state != Message.State.FAILED:
            raise Refused(words.NOT_FAILED, code="not_failed")
        row.state = Message.State.QUEUED
        row.save(update_fields=["state"])
        journal.note(LetterRetried(about=Ref(row.about_kind, row.about_id), letter=letter), by=by, at=at)
        send.defer(message_id=str(letter))
