"""An objection to a refusal: by rule another officer looks at it than those who verified and refused."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count

from seluma.core.access.api import SYSTEM, Actor, Refused, check_may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import events, policies, queries, rules, words
from ..models import Absence, Case, Objection
from .filing import bill_what_changed
from .handing import check_reason
from .moves import check_move, locked, move, name_of, ref, sentence_with

_TEXT_MAX = 4000


def object_to(*, case: UUID, text: str, by: Actor, at: dt.datetime) -> None:
    """Object to a refusal of this office, within the days that the letter names; once.

    The officer with the fewest open objections gets it, of those who decide and had no part in the refusal, one who
    is away only when all are; where there is none it waits for the head of the office to give it to somebody.
    """
    text = text.strip()
    today = rules.local_day(at, catalogue.office().timezone)
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "object")
        if obstacle := queries.obstacle_to_objecting(row, today):
            raise Refused(obstacle, code="no_objection")
        if not text:
            raise Refused(words.OBJECTION_MISSING, code="text_missing")
        if len(text) > _TEXT_MAX:
            raise Refused(words.OBJECTION_TOO_LONG, code="text_too_long")
        officer = _reviewer(row, today)
        due_on = catalogue.calendar().add(today, catalogue.figure("objection_answer_days").value)
        objection = Objection.objects.create(
            case=row, text=text, filed_at=at, officer=officer, due_on=due_on, promised_on=row.due_on
        )
        held = {"claimed_by": officer, "claimed_at": at} if officer else {}
        move(row, "object", at=at, due_on=due_on, closed_at=None, **held)
        journal.note(
            events.ObjectionFiled(
                case=ref(row),
                objection=_objection_ref(objection),
                text=text,
                officer=Ref("account", officer) if officer else None,
                due_on=due_on,
            ),
            by=by,
            at=at,
        )


def assign_objection(*, case: UUID, to: UUID, by: Actor, at: dt.datetime) -> None:
    """Give an open objection to an officer who may look at it."""
    check_may(by, policies.ASSIGN)
    with transaction.atomic():
        row = locked(case)
        check_move(row, "assign_objection")
        policies.check_may_review(people.actor_of(to), row)
        objection = _open(row)
        objection.officer = to
        objection.save(update_fields=["officer"])
        move(row, "assign_objection", at=at, claimed_by=to, claimed_at=at)
        journal.note(
            events.ObjectionAssigned(case=ref(row), objection=_objection_ref(objection), to=Ref("account", to)),
            by=by,
            at=at,
        )


def uphold(*, case: UUID, reason: str, by: Actor, at: dt.datetime) -> None:
    """The objection is right: the case opens again for the decision, by the officer who looked at it."""
    today = rules.local_day(at, catalogue.office().timezone)
    with transaction.atomic():
        row, objection = _for_review(case, "uphold", reason, by, at)
        service = catalogue.version(row.version_id)
        _close(objection, rules.UPHELD, reason, by=by, at=at)
        try:
            with transaction.atomic():
                move(
                    row,
                    "uphold",
                    at=at,
                    claimed_by=by.id,
                    claimed_at=at,
                    decided_by=None,
                    decided_at=None,
                    refusal=None,
                    due_on=catalogue.calendar().add(today, service.promise_days),
                    overdue_noted=False,
                )
        except IntegrityError as clash:
            if "case_one_open_per_person_and_service" not in str(clash):
                raise
            raise Refused(words.DUPLICATE_AFTER_OBJECTION, code="duplicate") from None
        # What was owed when the case was refused is owed again; what was paid stays paid.
        bill_what_changed(row, service, by=by, at=at)
        accepted = events.ObjectionAccepted(case=ref(row), objection=_objection_ref(objection), reason=reason.strip())
        journal.note(accepted, by=by, at=at)


def reject_objection(*, case: UUID, reason: str, by: Actor, at: dt.datetime) -> None:
    """The refusal stands: a letter says why."""
    with transaction.atomic():
        row, objection = _for_review(case, "reject_objection", reason, by, at)
        service = catalogue.version(row.version_id)
        refusal = row.refusal or {}
        base = next((law for law in service.law if law.key == refusal.get("law")), service.law[0])
        letter = permits.write_letter(
            about=ref(row),
            kind="objection",
            content=queries.objection_content(row, service, base, reason.strip()),
            by=by,
            at=at,
        )
        _close(objection, rules.REJECTED, reason, by=by, at=at)
        move(row, "reject_objection", at=at, due_on=objection.promised_on)
        journal.note(
            events.ObjectionRejected(
                case=ref(row),
                objection=_objection_ref(objection),
                letter=Ref("letter", letter.id),
                reason=reason.strip(),
            ),
            by=by,
            at=at,
        )


def withdraw_objection(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Take an objection back; the refusal stands."""
    with transaction.atomic():
        row = locked(case)
        policies.check_is_applicant(by, row)
        check_move(row, "withdraw_objection")
        objection = _open(row)
        _close(objection, rules.TAKEN_BACK, "", by=by, at=at)
        move(row, "withdraw_objection", at=at, due_on=objection.promised_on)
        journal.note(events.ObjectionWithdrawn(case=ref(row), objection=_objection_ref(objection)), by=by, at=at)


def note_objections_overdue(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """Note, once for each, that the day by which an objection was to be answered has passed; how many."""
    today = rules.local_day(at, catalogue.office().timezone)
    late = Objection.objects.filter(state=rules.OPEN, due_on__lt=today, late_noted=False)
    done = 0
    for case_id in late.values_list("case_id", flat=True)[:500]:
        with transaction.atomic():
            row = locked(case_id)
            objection = Objection.objects.select_for_update().get(case=row)
            if objection.late_noted or objection.state != rules.OPEN:
                continue
            objection.late_noted = True
            objection.save(update_fields=["late_noted"])
            overdue = events.ObjectionOverdue(
                case=ref(row), objection=_objection_ref(objection), due_on=objection.due_on
            )
            journal.note(overdue, by=by, at=at)
            done += 1
    return done


def _reviewer(row: Case, today: dt.date) -> UUID | None:
    able = [contact.account for contact in people.accounts_with_role("decider")]
    no_part = {row.verified_by, row.refused_by, row.decided_by, row.applicant}
    free = sorted(account for account in able if account not in no_part)
    busy = dict(
        Objection.objects.filter(state=rules.OPEN, officer__in=free).values_list("officer").annotate(number=Count("id"))
    )
    away = set(
        Absence.objects.filter(
            officer__in=free, ended_at__isnull=True, from_on__lte=today, until_on__gte=today
        ).values_list("officer", flat=True)
    )
    return min(free, key=lambda account: (account in away, busy.get(account, 0), account), default=None)


def _for_review(case_id: UUID, verb: str, reason: str, by: Actor, at: dt.datetime) -> tuple[Case, Objection]:
    row = locked(case_id)
    policies.check_may_review(by, row)
    check_move(row, verb)
    objection = _open(row)
    if objection.officer is not None and not queries.may_answer(by, objection.officer, at=at):
        raise Refused(sentence_with(words.OBJECTION_WITH, name=name_of(objection.officer)), code="with_other")
    check_reason(reason.strip())
    return row, objection


def _open(row: Case) -> Objection:
    return Objection.objects.select_for_update().get(case=row, state=rules.OPEN)


def _close(objection: Objection, state: str, reason: str, *, by: Actor, at: dt.datetime) -> None:
    objection.state, objection.reason = state, reason.strip()
    objection.decided_by, objection.decided_at = by.id, at
    objection.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _objection_ref(objection: Objection) -> Ref:
    return Ref("objection", objection.id)
