"""Verbs on questions.

Locks: the question's row. Whoever also locks the thing that it is about (a case) locks that before calling here; the
timetable locks questions one by one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

from . import events, models, policies, rules, words


def ask(
    *,
    about: Ref,
    agency: str,
    question_key: str,
    text: Mapping[str, str],
    legal_base: Mapping[str, str],
    fields: Mapping[str, Mapping[str, Any]],
    due_on: dt.date,
    by: access.Actor,
    at: dt.datetime,
) -> rules.AgencyQuestion:
    """Ask an institution (by its organisation's code), showing it `fields` and nothing else, until a day.

    `text` and `legal_base` have "id" and "en"; `fields` is key → {"label", "value"}. While the same question about the
    same thing waits for an answer, asking again returns that one. NotFound when the institution is unknown.
    """
    row = models.AgencyQuestion(
        about_kind=about.kind,
        about_id=about.id,
        agency=agency,
        organisation=people.organisation(agency).id,
        question_key=question_key,
        text=dict(text),
        legal_base=dict(legal_base),
        fields={key: dict(field) for key, field in fields.items()},
        state=rules.OPEN,
        asked_at=at,
        due_on=due_on,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            waiting = models.AgencyQuestion.objects.about(about).open()
            standing = waiting.filter(agency=agency, question_key=question_key).first()
            if standing is None:
                raise clash
            return standing.read()
        journal.note(
            events.AgencyAsked(
                about=about,
                question=row.read().ref,
                agency=agency,
                organisation=Ref("organisation", row.organisation),
                question_key=question_key,
                fields=tuple(fields),
                due_on=due_on,
            ),
            by=by,
            at=at,
        )
        return row.read()


def answer(*, question: UUID, verdict: str, remark: str, by: access.Actor, at: dt.datetime) -> rules.AgencyQuestion:
    """Answer "yes", "no" or "unclear" for the actor's institution; all but "yes" need a remark.

    NotFound for every other institution. Refused when it was answered (says by whom and when) or withdrawn. Late
    answers count as long as the question is open.
    """
    remark = remark.strip()
    with transaction.atomic():
        row = models.AgencyQuestion.objects.select_for_update().filter(id=question).first()
        if row is None:
            raise access.NotFound
        policies.check_is_asked(by, row.organisation)
        state = rules.WORKFLOW.to(row.state, "answer")
        if state is None:
            raise _not_open(row)
        if verdict not in rules.VERDICTS:
            raise access.Refused(words.UNKNOWN_VERDICT, code="unknown_verdict")
        if rules.needs_remark(verdict) and not remark:
            raise access.Refused(words.REMARK_MISSING, code="remark_missing")
        if len(remark) > rules.REMARK_MAX:
            raise access.Refused(words.REMARK_TOO_LONG, code="remark_too_long")
        row.state, row.verdict, row.remark, row.answered_by, row.answered_at = state, verdict, remark, by.id, at
        row.save(update_fields=["state", "verdict", "remark", "answered_by", "answered_at"])
        journal.note(
            events.AgencyAnswered(**_names(row), verdict=verdict, remark=remark),
            by=by,
            at=at,
        )
        return row.read()


def withdraw(
    *, about: Ref, by: access.Actor, at: dt.datetime, question_key: str | None = None
) -> list[rules.AgencyQuestion]:
    """No answer about this thing is needed any more (to this question, when its key is named).

    What was answered stays. Returns the questions withdrawn now.
    """
    with transaction.atomic():
        withdrawn = []
        waiting = models.AgencyQuestion.objects.about(about).open()
        if question_key is not None:
            waiting = waiting.filter(question_key=question_key)
        # In one order, so that two who withdraw at once do not wait for each other.
        for row in waiting.order_by("id").select_for_update():
            row.state = rules.WORKFLOW.to(row.state, "withdraw") or rules.WITHDRAWN
            row.save(update_fields=["state"])
            journal.note(events.AgencyQuestionWithdrawn(**_names(row)), by=by, at=at)
            withdrawn.append(row.read())
        return withdrawn


def remind_due(*, at: dt.datetime, by: access.Actor, days_before: int = rules.REMIND_DAYS_BEFORE) -> int:
    """Remind, once each, the institutions whose answer is due within `days_before` days or late; how many."""
    until = rules.local_day(at, settings.TIME_ZONE) + dt.timedelta(days=days_before)
    due = models.AgencyQuestion.objects.open().filter(due_on__lte=until, reminded_at=None)
    return sum(
        _mark(question, "reminded_at", events.AgencyReminded, by=by, at=at)
        for question in list(due.order_by("due_on", "id").values_list("id", flat=True))
    )


def escalate_due(*, at: dt.datetime, by: access.Actor) -> int:
    """Tell, once each, those who decide that an answer is late; how many."""
    today = rules.local_day(at, settings.TIME_ZONE)
    late = models.AgencyQuestion.objects.open().filter(due_on__lt=today, escalated_at=None)
    return sum(
        _mark(question, "escalated_at", events.AgencyEscalated, by=by, at=at)
        for question in list(late.order_by("due_on", "id").values_list("id", flat=True))
    )


def _mark(
    question: UUID,
    column: str,
    event: type[events.AgencyReminded] | type[events.AgencyEscalated],
    *,
    by: access.Actor,
    at: dt.datetime,
) -> int:
    # Each in a transaction of its own, and looked at again under the lock: it may have been answered meanwhile.
    with transaction.atomic():
        still = models.AgencyQuestion.objects.open().select_for_update().filter(id=question, **{column: None}).first()
        if still is None:
            return 0
        setattr(still, column, at)
        still.save(update_fields=[column])
        journal.note(event(**_names(still), due_on=still.due_on), by=by, at=at)
        return 1


def _names(row: models.AgencyQuestion) -> dict[str, Any]:
    return {
        "about": row.about,
        "question": row.read().ref,
        "agency": row.agency,
        "organisation": Ref("organisation", row.organisation),
    }


def _not_open(row: models.AgencyQuestion) -> access.Refused:
    if row.answered_by is None or row.answered_at is None:
        return access.Refused(words.WITHDRAWN, code="withdrawn")
    name = people.names([row.answered_by]).get(row.answered_by, "")
    return access.Refused(words.already_answered(name, row.answered_at), code="answered")
