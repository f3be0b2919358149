"""Questions to other institutions: at filing, after mending, and again when an answer leaves it open."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import Actor, NotFound, Refused
from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue

from .. import queries, rules, words
from ..models import Case
from .desk import at_work
from .moves import ref
from .turns import note_turn


def ask_again(*, case: UUID, question: UUID, by: Actor, at: dt.datetime) -> None:
    """Ask an institution once more whose answer was no or unclear; from now on the new answer counts.

    Refused while it has not answered, and after a yes.
    """
    today = rules.local_day(at, catalogue.office().timezone)
    with transaction.atomic():
        row = at_work(case, "ask_again", by)
        service = catalogue.version(row.version_id)
        standing = next((one for one in agencies.questions(ref(row)) if one.id == question), None)
        spec = next((one for one in service.agencies if standing and one.key == standing.question_key), None)
        if standing is None or spec is None:
            raise NotFound
        newest = queries.questions_that_count(row, service, agencies.questions(ref(row)))
        if standing.id not in {one.id for one in newest} or standing.state != agencies.ANSWERED:
            raise Refused(words.NOT_ANSWERED_YET, code="not_answered")
        if standing.answer == agencies.YES:
            raise Refused(words.ANSWERED_YES, code="answered_yes")
        _ask(row, service, spec, today, by=by, at=at)
        note_turn(row, at=at)


def ask_agencies(row: Case, service: catalogue.Service, today: dt.date, *, by: Actor, at: dt.datetime) -> None:
    """For the verb that files: put every question that the answers lead to."""
    for spec in catalogue.agencies_asked(service, row.answers):
        _ask(row, service, spec, today, by=by, at=at)


def ask_what_changed(row: Case, service: catalogue.Service, today: dt.date, *, by: Actor, at: dt.datetime) -> None:
    """For the verb that files again: an answer counts for what the institution was shown, and for nothing else."""
    before = {question.question_key: question for question in agencies.questions(ref(row))}
    wanted = {spec.key: spec for spec in catalogue.agencies_asked(service, row.answers)}
    for key, standing in before.items():
        if key not in wanted and standing.state == agencies.OPEN:
            agencies.withdraw(about=ref(row), question_key=key, by=by, at=at)
    for key, spec in wanted.items():
        if key in before:
            if before[key].state != agencies.WITHDRAWN and before[key].fields == _fields(row, service, spec):
                continue
            agencies.withdraw(about=ref(row), question_key=key, by=by, at=at)
        _ask(row, service, spec, today, by=by, at=at)


def _ask(
    row: Case,
    service: catalogue.Service,
    spec: catalogue.AgencyQuestionSpec,
    today: dt.date,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    agencies.ask(
        about=ref(row),
        agency=spec.agency,
        question_key=spec.key,
        text={"id": spec.text.id, "en": spec.text.en},
        legal_base={"id": spec.legal_base.cite.id, "en": spec.legal_base.cite.en},
        fields=_fields(row, service, spec),
        due_on=catalogue.calendar().add(today, spec.days),
        by=by,
        at=at,
    )


def _fields(row: Case, service: catalogue.Service, spec: catalogue.AgencyQuestionSpec) -> dict[str, dict[str, object]]:
    # An answer to a question that is not asked any more is nobody's business.
    answers = catalogue.answers_in_force(service, row.answers)
    found: dict[str, dict[str, object]] = {}
    for key in spec.fields:
        question, value = service.questions_by_key[key], answers.get(key)
        if value is not None:
            label = {"id": question.title.id, "en": question.title.en}
            found[key] = {"label": label, "value": queries.shown_answer(question, value)}
    return found
