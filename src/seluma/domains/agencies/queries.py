"""Reads. Who may read the questions about a thing is asked by whoever owns it; partners come through `…_for`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from . import models, policies, rules, words


def questions(about: Ref) -> list[rules.AgencyQuestion]:
    """Everything that was asked about a thing, the oldest first."""
    return questions_for_many([about])[about]


def questions_for_many(refs: Iterable[Ref]) -> dict[Ref, list[rules.AgencyQuestion]]:
    """What was asked about each of these, in one statement; every ref has a list."""
    found: dict[Ref, list[rules.AgencyQuestion]] = {ref: [] for ref in refs}
    rows = models.AgencyQuestion.objects.filter(about_id__in=[ref.id for ref in found]).order_by("asked_at", "id")
    for question in (row.read() for row in rows):
        if question.about in found:
            found[question.about].append(question)
    return found


def inbox_for(actor: access.Actor, *, at: dt.datetime) -> list[rules.AgencyQuestion]:
    """What waits for the answer of the actor's institution, the most urgent first; Refused for who answers nothing.

    The list shows who it is about, so the reading is noted: the people see it on their pages.
    """
    rows = _of_institution(actor).open()
    waiting = [row.read() for row in rows.order_by("due_on", "asked_at", "id")]
    journal.note_view(by=actor, at=at, subjects=[question.about for question in waiting], purpose=words.VIEWED_LIST)
    return waiting


def answered_for(actor: access.Actor, *, limit: int = 50) -> list[rules.AgencyQuestion]:
    """What the actor's institution answered, the latest first, without the person's data."""
    rows = _of_institution(actor).filter(state=rules.ANSWERED)
    return [row.read().without_fields() for row in rows.order_by("-answered_at", "-id")[:limit]]


def question_for(actor: access.Actor, question_id: UUID, *, at: dt.datetime) -> rules.AgencyQuestion:
    """One question for the institution that was asked, or for officers; NotFound for everybody else.

    The institution sees the person's data while it has to answer, and no longer; while it does, the reading is noted.
    """
    row = models.AgencyQuestion.objects.filter(id=question_id).first()
    if row is None:
        raise access.NotFound
    question = row.read()
    if policies.is_asked(actor, question.organisation):
        if question.state != rules.OPEN:
            return question.without_fields()
        journal.note_view(by=actor, at=at, subjects=[question.about], purpose=words.VIEWED_QUESTION)
        return question
    if not access.may(actor, policies.READ):
        raise access.NotFound
    return question


def question(question_id: UUID) -> rules.AgencyQuestion | None:
    """One question for machinery that writes letters; None when there is none."""
    row = models.AgencyQuestion.objects.filter(id=question_id).first()
    return row.read() if row else None


def _of_institution(actor: access.Actor) -> models.AgencyQuestionQuerySet:
    access.check_may(actor, policies.ANSWER)
    if actor.organisation is None:
        return models.AgencyQuestion.objects.none()
    return models.AgencyQuestion.objects.filter(organisation=actor.organisation)
