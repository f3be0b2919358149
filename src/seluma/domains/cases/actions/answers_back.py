"""The authority's answer comes back to the case: granted, refused, or it wants more. Entered by an officer or fetched.

An answer that does not belong to the case, and a second one, change nothing; that somebody wanted to enter it is
recorded. So these verbs commit by themselves and may not stand inside another transaction that a refusal undoes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import events, policies, queries, rules, words
from ..models import Case, Handover
from .desk import returned
from .handing import check_reason, checked_reference, handover_ref, save_with_reference
from .moves import check_move, end_what_depends, locked, move, ref

MAX_FILE_BYTES = 10_000_000
"""Largest file that is handed back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGiven:
    """What the authority answered. `questions` and `slots` say what the applicant has to mend, where it wants more."""

    reference: str
    verdict: str
    reason: str = ""
    filename: str = ""
    data: bytes = b""
    questions: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)


def answer_back(*, case: UUID, answer: AnswerGiven, by: Actor, at: dt.datetime) -> None:
    """Bring the authority's answer back to the case.

    Refused, and recorded, when the case has its answer already, or when the reference is another case's.
    """
    try:
        with transaction.atomic():
            _answer(case, answer, by=by, at=at)
    except Refused as refusal:
        if refusal.code in ("state", "reference_differs", "reference_of_another"):
            mismatch = events.AnswerMismatched(case=Ref("case", case), problem=refusal.code)
            with transaction.atomic():
                journal.note(mismatch, by=by, at=at)
        raise


def _answer(case_id: UUID, answer: AnswerGiven, *, by: Actor, at: dt.datetime) -> None:
    row = locked(case_id)
    policies.check_may_enter_answer(by, row)
    verb = rules.VERDICTS.get(answer.verdict)
    if verb is None:
        raise Refused(words.VERDICT_MISSING, code="verdict_missing")
    service = catalogue.version(row.version_id)
    if service.handover is not None and answer.verdict == "granted" and service.handover.returns == "collect":
        verb = "answer_ready"
    check_move(row, verb)
    handover = Handover.objects.select_for_update().get(case=row, state__in=rules.AWAITED)
    reference = checked_reference(answer.reference, handover)
    if Handover.objects.filter(to=handover.to, reference=reference).exclude(id=handover.id).exists():
        raise Refused(words.REFERENCE_OF_ANOTHER, code="reference_of_another")
    if answer.verdict != "granted":
        check_reason(answer.reason.strip())
    _keep(handover, service, answer, reference, at)
    journal.note(
        events.CaseAnswered(
            case=ref(row),
            handover=handover_ref(handover),
            reference=reference,
            verdict=answer.verdict,
            reason=handover.reason,
            file=handover.file_digest,
        ),
        by=by,
        at=at,
    )
    if verb == "answer_more":
        returned(
            row,
            service,
            verb,
            questions=answer.questions,
            slots=answer.slots,
            remark=handover.reason,
            days_left=service.promise_days,
            by=by,
            at=at,
        )
    elif verb == "answer_refused":
        _refused(row, service, handover, by=by, at=at)
    else:
        move(row, verb, at=at, decided_at=at)


def _keep(handover: Handover, service: catalogue.Service, answer: AnswerGiven, reference: str, at: dt.datetime) -> None:
    wanted = service.handover is not None and service.handover.returns == "file" and answer.verdict == "granted"
    if wanted and not answer.data:
        raise Refused(words.FILE_MISSING, code="file_missing")
    if answer.data:
        documents.check_file(answer.data, types=(documents.PDF,), max_bytes=MAX_FILE_BYTES)
        handover.file_digest = files.keep(answer.data, media_type=documents.PDF).digest
        handover.filename = documents.shown_name(answer.filename, documents.PDF)[:200]
    handover.state, handover.reference, handover.verdict = rules.ANSWERED, reference, answer.verdict
    handover.reason, handover.answered_at, handover.next_try_at = answer.reason.strip(), at, None
    save_with_reference(handover)


def _refused(row: Case, service: catalogue.Service, handover: Handover, *, by: Actor, at: dt.datetime) -> None:
    """The authority refused: our letter passes it on. An objection goes to the authority, not to this office."""
    if service.handover is None:
        raise ValueError(f"{service.code} is not handed over")
    end_what_depends(ref(row), by=by, at=at)
    # What the officer wrote down is the authority's decision, not theirs: the letter is the office's.
    letter = permits.write_letter(
        about=ref(row),
        kind=f"refusal_of_{handover.id.hex[:8]}",
        content=queries.passed_on_content(row, service, handover.reason),
        by=SYSTEM,
        at=at,
    )
    refusal = {"law": service.handover.legal_base.key, "reason": handover.reason, "to": handover.to}
    move(row, "answer_refused", at=at, decided_at=at, refusal=refusal)
    journal.note(
        events.CaseRefused(
            case=ref(row),
            letter=Ref("letter", letter.id),
            law=service.handover.legal_base.key,
            reason=handover.reason,
            object_until=None,
        ),
        by=by,
        at=at,
    )
