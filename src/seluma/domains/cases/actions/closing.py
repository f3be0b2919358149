"""How a case ends after the decision, and what the timetable does."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import SYSTEM, Actor, Refused, check_may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import events, policies, rules, words
from ..models import Case
from .moves import check_move, end_what_depends, locked, move, ref

_BATCH = 500


def mark_issued(*, case: UUID, permit: Ref, by: Actor, at: dt.datetime) -> None:
    """The permit's paper is there. Doing it again, or after the case ended, changes nothing."""
    with transaction.atomic():
        row = locked(case)
        if row.state != rules.GRANTED:
            return
        move(row, "issue", at=at)
        journal.note(events.CaseIssued(case=ref(row), permit=permit), by=by, at=at)


def collect(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """Hand the permit over at the counter. Refused when it was revoked or has run out."""
    check_may(by, policies.HAND_OVER)
    with transaction.atomic():
        row = locked(case)
        check_move(row, "collect")
        handed_back = catalogue.version(row.version_id).handover is not None
        if not handed_back and not any(permit.state == permits.ISSUED for permit in permits.permits(ref(row))):
            raise Refused(words.PERMIT_ENDED, code="permit_ended")
        move(row, "collect", at=at)
        journal.note(events.CaseCollected(case=ref(row)), by=by, at=at)


def end_with_permit(*, case: UUID, by: Actor, at: dt.datetime) -> None:
    """The permit was revoked or has run out. What was handed over stays so; a case that waits for it ends."""
    with transaction.atomic():
        row = locked(case)
        state = row.state
        if state not in (rules.GRANTED, rules.ISSUED):
            return
        move(row, "lapse", at=at)
        journal.note(events.CaseLapsed(case=ref(row), state=state), by=by, at=at)


def lapse_due(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """End drafts that nobody touched and returned cases that were not mended in time; how many."""
    zone = catalogue.office().timezone
    today = rules.local_day(at, zone)
    # A draft lives through the whole of its last day, whenever in the day it was touched.
    old = rules.begin_of(today - dt.timedelta(days=catalogue.figure("draft_days").value), zone)
    drafts = Case.objects.filter(state=rules.DRAFT, changed_at__lt=old).values_list("id", flat=True)
    returned = Case.objects.filter(state=rules.RETURNED, mend_until__lt=today).values_list("id", flat=True)
    done = 0
    for case_id in [*drafts[:_BATCH], *returned[:_BATCH]]:
        with transaction.atomic():
            row = locked(case_id)
            state = row.state
            still = (state == rules.DRAFT and row.changed_at < old) or (
                state == rules.RETURNED and row.mend_until is not None and row.mend_until < today
            )
            if not still:
                continue
            move(row, "lapse", at=at)
            end_what_depends(ref(row), by=by, at=at)
            journal.note(events.CaseLapsed(case=ref(row), state=state), by=by, at=at)
            done += 1
    return done


def note_overdue(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """Note, once for each case, that the promised day has passed; how many. What is not paid is not late."""
    today = rules.local_day(at, catalogue.office().timezone)
    late = Case.objects.filter(state__in=rules.ON_THE_DESK, due_on__lt=today, overdue_noted=False).exclude(
        turn="applicant"
    )
    done = 0
    for case_id in late.values_list("id", flat=True)[:_BATCH]:
        with transaction.atomic():
            row = locked(case_id)
            if row.overdue_noted or not rules.is_late(row.state, row.turn, row.due_on, today):
                continue
            row.overdue_noted = True
            row.save(update_fields=["overdue_noted"])
            journal.note(events.CaseOverdue(case=ref(row), due_on=row.due_on), by=by, at=at)
            done += 1
    return done
