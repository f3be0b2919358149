"""The messages of a case as the applicant or an officer reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from seluma.core.access.api import Actor, NotFound, Refused, Sentence, check_may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.people import api as people
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from .. import policies, words
from ..models import Case, CaseMessage, CaseMessageReading
from .desk import DeskCase, desk_case_of
from .reading import readable

MESSAGES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. `by_you`: written by who reads it; `by_office`: by an officer, else by the applicant."""

    id: UUID
    by: str
    by_you: bool
    by_office: bool
    text: str
    sent_at: dt.datetime
    attachments: tuple[documents.Document, ...]
    new: bool
    """The reader has not seen it before now."""
    read_at: dt.datetime | None
    """When the other side first saw it."""
    read_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The messages of a case, the oldest first; at most `MESSAGES_SHOWN` of them."""

    case: UUID
    number: str | None
    title: Text
    person: str
    language: str
    """In which the applicant reads."""
    messages: tuple[Message, ...]
    earlier: UUID | None
    """The first message shown, when there are earlier ones: ask for those before it."""
    why_closed: Sentence | None
    """Why the reader cannot write now; None: they can."""


def conversation(
    actor: Actor, case_id: UUID, *, at: dt.datetime, before: UUID | None = None, as_applicant: bool = False
) -> Conversation:
    """The messages of a case; NotFound for who may not read it. An officer's reading is noted.

    `as_applicant`: only for who filed it, whatever else the reader may.
    """
    row = readable(actor, case_id)
    if as_applicant:
        policies.check_is_applicant(actor, row)
    if actor.id != row.applicant:
        journal.note_view(by=actor, at=at, subjects=[Ref("case", row.id)], purpose=words.VIEWED_MESSAGES)
    return _conversation(actor, row, before)


def desk_conversation(
    actor: Actor, case_id: UUID, *, at: dt.datetime, before: UUID | None = None
) -> tuple[DeskCase, Conversation]:
    """A case on the desk with its messages, read together: one entry in the journal."""
    check_may(actor, policies.READ)
    row = readable(actor, case_id)
    page = desk_case_of(actor, row, at=at, purpose=words.VIEWED_MESSAGES, with_steps=False)
    return page, _conversation(actor, row, before)


def _conversation(actor: Actor, row: Case, before: UUID | None) -> Conversation:
    first = CaseMessageReading.objects.filter(message=OuterRef("id")).order_by("id")
    found = CaseMessage.objects.filter(case=row).order_by("-id")
    found = found.annotate(
        first_reader=Subquery(first.values("reader")[:1]),
        first_read_at=Subquery(first.values("read_at")[:1]),
        seen=Exists(CaseMessageReading.objects.filter(message=OuterRef("id"), reader=actor.id)),
    )
    if before is not None:
        found = found.filter(id__lt=before)
    rows = list(found[: MESSAGES_SHOWN + 1])
    shown = rows[:MESSAGES_SHOWN][::-1]
    return Conversation(
        case=row.id,
        number=row.number,
        title=catalogue.version(row.version_id).title,
        person=row.person_name,
        language=row.language,
        messages=tuple(_messages(actor, row, shown)),
        earlier=shown[0].id if len(rows) > MESSAGES_SHOWN else None,
        why_closed=_why_closed(actor, row),
    )


def attachment_content(
    actor: Actor, case_id: UUID, document_id: UUID, *, at: dt.datetime
) -> tuple[documents.Document, bytes]:
    """The exact bytes of a file sent with a message of this case. An officer's reading is noted with the file."""
    row = readable(actor, case_id)
    document, data = documents.content(document_id)
    about = document.about
    if about.kind != "message" or not CaseMessage.objects.filter(id=about.id, case=row).exists():
        raise NotFound
    if actor.id != row.applicant:
        subjects = [Ref("case", row.id), document.ref]
        journal.note_view(by=actor, at=at, subjects=subjects, purpose=words.VIEWED_DOCUMENT)
    return document, data


def _messages(actor: Actor, row: Case, shown: Sequence[Any]) -> list[Message]:
    refs = [Ref("message", message.id) for message in shown]
    papers = documents.documents_for_many(refs)
    names = people.names({*(m.author for m in shown), *(m.first_reader for m in shown if m.first_reader)})
    at_office = actor.id != row.applicant
    return [
        Message(
            id=message.id,
            by=names.get(message.author, ""),
            by_you=message.author == actor.id,
            by_office=message.by_office,
            text=message.text,
            sent_at=message.sent_at,
            attachments=tuple(papers[about]),
            new=message.by_office != at_office and not message.seen,
            read_at=message.first_read_at,
            read_by=names.get(message.first_reader, ""),
        )
        for message, about in zip(shown, refs, strict=True)
    ]


def _why_closed(actor: Actor, row: Case) -> Sentence | None:
    try:
        policies.check_may_write(actor, row)
    except Refused as refusal:
        return refusal.sentence
    return None
