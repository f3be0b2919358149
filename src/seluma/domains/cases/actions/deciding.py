"""Granting and refusing: another officer than the one who verified, everything that stands in the way at once."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import events, policies, queries, rules, words
from ..models import Case, Objection
from .moves import check_move, end_what_depends, locked, move, name_of, ref, refuse_all, sentence_with, when

_REASON_MAX = 2000


def grant(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Grant the application: the permit or paper gets its number and row here, the PDF follows in the worker.

    Refused with every obstacle at once: what is not accepted, paid or answered, a condition that is not met,
    a name that the fonts at hand cannot set.
    """
    office = catalogue.office()
    today = rules.local_day(at, office.timezone)
    with transaction.atomic():
        row = _for_decision(case, "grant", by)
        service = catalogue.version(row.version_id)
        if service.handover is not None:
            raise Refused(words.DECIDED_ELSEWHERE, code="decided_elsewhere")
        queries.check_still_granted(service, today)
        obligations = queries.obligations(row, service, today)
        refuse_all(words.GRANT_NOT_YET, queries.obstacles_to_granting(row, service, obligations, today))
        _end_questions(row, obligations, by=by, at=at)
        permit = _given(row, service, today, by=by, at=at)
        move(row, "grant", at=at, decided_by=by.id, decided_at=at)
        journal.note(
            events.CaseGranted(
                case=ref(row),
                permit=Ref("permit", permit.id),
                without_answer=tuple(o.key for o in obligations if o.excused),
            ),
            by=by,
            at=at,
        )


def _given(row: Case, service: catalogue.Service, today: dt.date, *, by: Actor, at: dt.datetime) -> permits.Permit:
    """What the service leads to: a permit, or a paper of this office."""
    if service.paper is not None:
        return permits.certify(
            about=ref(row),
            kind=service.paper.kind,
            title=service.paper.title,
            full_name=str(row.answers["full_name"]),
            statement=service.paper.statement,
            facts=queries.facts_on_paper(service, row.answers),
            valid_from=today,
            valid_until=catalogue.paper_until(service, today),
            legal_base=service.paper.legal_base.cite,
            service_title=service.title,
            by=by,
            at=at,
        )
    period = catalogue.period_for(service, row.answers)
    if service.permit is None or period is None:
        raise ValueError(f"{service.code} gives no permit for these answers")
    return permits.grant(
        about=ref(row),
        kind=service.permit.kind,
        index=catalogue.permit_index(service, row.answers),
        holder=queries.holder_of(row),
        valid_from=period.valid_from,
        valid_until=period.valid_until,
        legal_base=service.permit.legal_base.cite,
        service_title=service.title,
        title=service.permit.title,
        by=by,
        at=at,
    )


def _end_questions(row: Case, obligations: list[rules.Obligation], *, by: Actor, at: dt.datetime) -> None:
    """Nobody waits for an institution any more; one that answered since it was excused is not passed over."""
    withdrawn = {question.agency for question in agencies.withdraw(about=ref(row), by=by, at=at)}
    if {one.key for one in obligations if one.excused} - withdrawn:
        raise Refused(words.AGENCY_JUST_ANSWERED, code="answered_meanwhile")


def refuse(*, case: UUID, law: str, reason: str, by: Actor, at: dt.datetime) -> None:
    """Refuse the application: the reason in words that the applicant understands, the law, and how to object.

    `law` is a key of the service's list of laws. The letter's paper follows in the worker.
    """
    office = catalogue.office()
    today = rules.local_day(at, office.timezone)
    reason = reason.strip()
    with transaction.atomic():
        row = _for_decision(case, "refuse", by)
        service = catalogue.version(row.version_id)
        base = next((item for item in service.law if item.key == law), None)
        if base is None:
            raise Refused(words.LAW_MISSING, code="law_missing")
        if not reason:
            raise Refused(words.REASON_MISSING, code="reason_missing")
        if len(reason) > _REASON_MAX:
            raise Refused(words.REASON_TOO_LONG, code="reason_too_long")
        # After an objection the refusal stands for this office; what else there is, the letter says.
        again = Objection.objects.filter(case=row).exists()
        until = None if again else catalogue.calendar().add(today, service.objection_days)
        end_what_depends(ref(row), by=by, at=at)
        letter = permits.write_letter(
            about=ref(row),
            kind="refusal_again" if again else "refusal",
            content=queries.refusal_content(row, service, base, reason, until),
            by=by,
            at=at,
        )
        refusal = {"law": law, "reason": reason, "object_until": until.isoformat() if until else None}
        move(row, "refuse", at=at, decided_by=by.id, decided_at=at, refusal=refusal, refused_by=by.id)
        journal.note(
            events.CaseRefused(
                case=ref(row), letter=Ref("letter", letter.id), law=law, reason=reason, object_until=until
            ),
            by=by,
            at=at,
        )


def _for_decision(case_id: UUID, verb: str, by: Actor) -> Case:
    row = locked(case_id)
    check_move(row, verb)
    policies.check_may_decide(by, row)
    if row.verified_by is None:
        raise Refused(words.NOT_VERIFIED, code="not_verified")
    if row.claimed_by is not None and row.claimed_by != by.id and row.claimed_at is not None:
        raise Refused(
            sentence_with(words.CLAIMED_BY, name=name_of(row.claimed_by), when=when(row.claimed_at)),
            code="claimed_by_other",
        )
    return row
