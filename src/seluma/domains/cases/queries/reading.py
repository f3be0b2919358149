"""Reading one case and what belongs to it: every read is checked, and an officer's is noted."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from seluma.core.access.api import Actor, NotFound
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.documents import api as documents
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import policies, words
from ..models import Case


def readable(actor: Actor, case_id: UUID) -> Case:
    """The case if the actor may read it, else NotFound."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise NotFound
    policies.check_may_read(actor, row)
    return row


def document_content(
    actor: Actor, case_id: UUID, document_id: UUID, *, at: dt.datetime
) -> tuple[documents.Document, bytes]:
    """The exact bytes of a document of a case. Somebody else's reading is noted with the document's digest."""
    row = readable(actor, case_id)
    document, data = documents.content(document_id)
    if document.about != Ref("case", row.id):
        raise NotFound
    _note_reading(actor, row, document.ref, at)
    return document, data


def document_preview(actor: Actor, case_id: UUID, document_id: UUID, page: int, *, at: dt.datetime) -> bytes:
    """A page of a document as a PNG picture (pages count from 0)."""
    row = readable(actor, case_id)
    document = documents.document(document_id)
    if document.about != Ref("case", row.id):
        raise NotFound
    _note_reading(actor, row, document.ref, at)
    return documents.preview(document_id, page)


def permit_pdf(actor: Actor, case_id: UUID, *, at: dt.datetime) -> bytes:
    """The permit's paper; NotFound while there is none. Somebody else's reading is noted."""
    row = readable(actor, case_id)
    for permit in permits.permits(Ref("case", row.id)):
        if permit.pdf_digest:
            _note_reading(actor, row, permit.ref, at)
            return permits.pdf(permit.id)
    raise NotFound


def letter_pdf(actor: Actor, case_id: UUID, *, at: dt.datetime) -> bytes:
    """The letter about the case; NotFound while there is none. Somebody else's reading is noted."""
    row = readable(actor, case_id)
    for letter in permits.letters(Ref("case", row.id)):
        if letter.pdf_digest:
            _note_reading(actor, row, letter.ref, at)
            return permits.letter_pdf(letter.id)
    raise NotFound


def recipient_of(case_id: UUID) -> tuple[Case, messages.Recipient] | None:
    """Who is written to about a case, in their language; None when there is no such person any more."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        return None
    contact = people.contacts([row.applicant]).get(row.applicant)
    if contact is None:
        return None
    recipient = messages.Recipient(
        account=row.applicant, address=contact.email, name=contact.name, language=contact.language or row.language
    )
    return row, recipient


def _note_reading(actor: Actor, row: Case, paper: Ref, at: dt.datetime) -> None:
    if actor.id != row.applicant:
        subjects = [Ref("case", row.id), paper]
        journal.note_view(by=actor, at=at, subjects=subjects, purpose=words.VIEWED_DOCUMENT)
