"""What an applicant does before filing, and while mending a returned case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from seluma.core.access.api import SYSTEM, Actor, Refused, check_may, may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

from .. import events, policies, queries, rules, words
from ..models import Case
from .moves import check_move, checked_actor, end_what_depends, locked, move, ref


def start(
    *, service: str, by: Actor, at: dt.datetime, language: str = "id", answers: Mapping[str, Any] | None = None
) -> UUID:
    """Open a draft of a service, filled in from the person's profile; the case's id.

    `answers` were given before there was an application; what the service does not ask or cannot read is left out.
    Refused when the person has a draft of it already, or may not file.
    """
    check_may(by, policies.FILE)
    applicant = checked_actor(by)
    version = catalogue.service(service, on=rules.local_day(at, catalogue.office().timezone))
    for_others = may(by, policies.FILE_FOR_OTHERS)
    prefilled = {} if for_others else catalogue.prefill(version, people.profile_for(by, applicant))
    case = Case(
        service_code=service,
        version_id=version.version_id,
        applicant=applicant,
        by_sponsor=for_others,
        language=language,
        started_at=at,
        changed_at=at,
        answers={**prefilled, **catalogue.carried_over(version, answers or {})},
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
            journal.note(
                events.CaseStarted(
                    case=ref(case), applicant=Ref("account", applicant), service=service, version=version.version_id
                ),
                by=by,
                at=at,
            )
    except IntegrityError:
        raise Refused(words.DRAFT_EXISTS, code="draft_exists") from None
    return case.id


def answer(*, case: UUID, changes: Mapping[str, Any], by: Actor, at: dt.datetime) -> None:
    """Save answers, as `catalogue.check_answer` reads them; `None` takes one back. No entry in the journal.

    Of a returned case only what was named may change, and what follows from it.
    """
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "answer")
        version = queries.binding_version(row, rules.local_day(at, catalogue.office().timezone))
        free = queries.open_questions(row, version)
        answers = dict(row.answers)
        for key, raw in changes.items():
            if key not in version.questions_by_key:
                raise Refused(words.QUESTION_UNKNOWN, code="unknown_question")
            if key not in free:
                raise Refused(words.QUESTION_CLOSED, code="closed")
            answers[key] = None if raw is None else catalogue.check_answer(version.questions_by_key[key], raw)
        row.answers = {key: value for key, value in answers.items() if value is not None}
        if row.state == rules.RETURNED:
            row.to_mend = {**row.to_mend, "done": sorted({*row.to_mend.get("done", []), *changes})}
        row.changed_at = at
        row.save(update_fields=["version_id", "answers", "to_mend", "changed_at"])


def attach(*, case: UUID, slot: str, filename: str, data: bytes, by: Actor, at: dt.datetime) -> documents.Document:
    """Hand in a file for one of the service's documents. What documents refuses is refused here."""
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "answer")
        version = queries.binding_version(row, rules.local_day(at, catalogue.office().timezone))
        spec = version.documents_by_key.get(slot)
        if spec is None:
            raise Refused(words.SLOT_UNKNOWN, code="unknown_slot")
        if row.state == rules.RETURNED:
            _open(row, version, slot, at=at)
        document = documents.upload(
            about=ref(row),
            slot=slot,
            filename=filename,
            data=data,
            types=spec.types,
            max_bytes=spec.max_bytes,
            max_pages=spec.max_pages,
            min_pixels=(spec.min_width, spec.min_height) if spec.min_width and spec.min_height else None,
            by=by,
            at=at,
        )
        row.changed_at = at
        row.save(update_fields=["version_id", "answers", "changed_at"])
        return document


def _open(row: Case, version: catalogue.Service, slot: str, *, at: dt.datetime) -> None:
    """A document that only a mended answer asks for: nobody could name it, so its slot is opened here."""
    known = documents.folder(ref(row))
    if not known.is_open(slot) and slot in queries.open_slots(row, version, documents.documents(ref(row))):
        documents.reopen(about=ref(row), slots=known.open_slots | {slot}, by=SYSTEM, at=at)


def detach(*, case: UUID, document: UUID, by: Actor, at: dt.datetime) -> None:
    """Take a file back that was not yet handed over."""
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "answer")
        queries.check_document_of(row, document)
        documents.remove(document=document, by=by, at=at)


def withdraw(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Take an application back: open questions and an unpaid bill end with it."""
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        move(row, "withdraw", at=at)
        end_what_depends(ref(row), by=by, at=at)
        journal.note(events.CaseWithdrawn(case=ref(row)), by=by, at=at)
