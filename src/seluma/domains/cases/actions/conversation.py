"""Messages between the applicant and the office: writing one with its attachments, and having read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref, new_id

from .. import events, policies, rules, words
from ..models import Case, CaseMessage, CaseMessageReading
from .moves import locked, ref, sentence_with

MESSAGE_LONGEST = 2000
"""Letters of one message."""
ATTACHMENTS_MOST = 3
"""Files of one message."""
ATTACHMENT_TYPES = (documents.PDF, documents.JPEG, documents.PNG)
ATTACHMENT_BYTES = 5_000_000
ATTACHMENT_PAGES = 20
UNREAD_MOST = 20
"""So many messages of an applicant may wait to be read; more would bury the question rather than ask it."""


def send_message(
    *, case: UUID, text: str, attachments: Sequence[tuple[str, bytes]] = (), by: Actor, at: dt.datetime
) -> UUID:
    """Write to the other side: the applicant to the office, an officer to the applicant; the message's id.

    `attachments` are pairs of file name and bytes; what documents refuses is refused here, with the file's name.
    Refused before filing, after the end, and for officers while a colleague holds the case.
    """
    text = text.strip()
    if not text:
        raise Refused(words.MESSAGE_MISSING, code="message_missing")
    if len(text) > MESSAGE_LONGEST:
        raise Refused(words.MESSAGE_TOO_LONG, code="message_too_long")
    if len(attachments) > ATTACHMENTS_MOST:
        raise Refused(sentence_with(words.ATTACHMENTS_TOO_MANY, count=ATTACHMENTS_MOST), code="too_many")
    with transaction.atomic():
        row = locked(case)
        policies.check_may_write(by, row)
        by_office = by.id != row.applicant
        if not by_office and row.unread_by_office >= UNREAD_MOST:
            raise Refused(sentence_with(words.MESSAGES_WAITING, count=row.unread_by_office), code="too_many")
        message = CaseMessage(id=new_id(), case=row, author=by.id, by_office=by_office, text=text, sent_at=at)
        message.save(force_insert=True)
        kept = _attach(Ref("message", message.id), attachments, by=by, at=at)
        _count(row, by_office=by_office)
        journal.note(
            events.CaseMessageSent(
                case=ref(row),
                message=Ref("message", message.id),
                by_office=by_office,
                text=rules.digest_of_text(text),
                attachments=tuple(kept),
            ),
            by=by,
            at=at,
        )
    return message.id


def mark_messages_read(*, case: UUID, by: Actor, at: dt.datetime) -> int:
    """The reader has now seen every message of the other side; how many were new to them. Again changes nothing."""
    with transaction.atomic():
        row = locked(case)
        policies.check_may_read(by, row)
        by_office = by.id != row.applicant
        unseen = list(
            CaseMessage.objects.filter(case=row, by_office=not by_office)
            .exclude(readings__reader=by.id)
            .order_by("id")
            .values_list("id", flat=True)
        )
        if not unseen:
            return 0
        CaseMessageReading.objects.bulk_create(
            [CaseMessageReading(message_id=message, reader=by.id, read_at=at) for message in unseen]
        )
        if rules.reads_for_its_side(by.id, applicant=row.applicant, claimed_by=row.claimed_by):
            _none_unread(row, by_office=by_office)
        journal.note(
            events.CaseMessagesViewed(
                case=ref(row), messages=tuple(Ref("message", message) for message in unseen), by_office=by_office
            ),
            by=by,
            at=at,
        )
        return len(unseen)


def _attach(about: Ref, attachments: Sequence[tuple[str, bytes]], *, by: Actor, at: dt.datetime) -> list[str]:
    """Keep the files and close their folder; their digests."""
    kept = []
    for number, (filename, data) in enumerate(attachments, start=1):
        try:
            document = documents.upload(
                about=about,
                slot=str(number),
                filename=filename,
                data=data,
                types=ATTACHMENT_TYPES,
                max_bytes=ATTACHMENT_BYTES,
                max_pages=ATTACHMENT_PAGES,
                by=by,
                at=at,
            )
        except Refused as refusal:
            sentence = sentence_with(words.ATTACHMENT_UNFIT, file=filename, why=refusal.sentence)
            raise Refused(sentence, code=refusal.code) from refusal
        kept.append(document.digest)
    if kept:
        documents.freeze(about=about, by=by, at=at)
    return kept


def _count(row: Case, *, by_office: bool) -> None:
    if by_office:
        row.unread_by_applicant += 1
        row.save(update_fields=["unread_by_applicant"])
    else:
        row.unread_by_office += 1
        row.save(update_fields=["unread_by_office"])


def _none_unread(row: Case, *, by_office: bool) -> None:
    if by_office:
        row.unread_by_office = 0
        row.save(update_fields=["unread_by_office"])
    else:
        row.unread_by_applicant = 0
        row.save(update_fields=["unread_by_applicant"])
