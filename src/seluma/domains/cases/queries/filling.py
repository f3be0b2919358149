"""The applicant's pages while an application is filled in or mended: lighter than the whole case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from seluma.core.access.api import Actor, NotFound, Sentence
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref

from .. import policies, rules
from ..models import Case
from .binding import binding_version
from .obstacles import hindrances, left_to_mend, missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """An application that its applicant fills in or mends. In any other state nothing of it is open."""

    id: UUID
    number: str | None
    service: catalogue.Service
    rules_changed: bool
    """The draft was begun under an earlier version of the service, and nothing was saved since."""
    state: str
    open: bool
    """Whether anything can be changed now."""
    person: str
    by_sponsor: bool
    answers: dict[str, Any]
    to_mend: dict[str, Any]
    until: dt.date | None
    """The day on which it lapses."""
    documents: dict[str, documents.Document]
    missing: tuple[Sentence, ...]
    """What is not answered, handed in or mended yet."""
    hindrances: tuple[Sentence, ...]
    """What the answers given so far rule out."""
    open_questions: frozenset[str]
    open_slots: frozenset[str]

    @property
    def obstacles(self) -> tuple[Sentence, ...]:
        """All that stands in the way of sending it."""
        return self.missing + self.hindrances

    def may_answer(self, key: str) -> bool:
        """Whether this question can be answered now."""
        return key in self.open_questions

    def may_hand_in(self, slot: str) -> bool:
        """Whether a file can be put into this slot now."""
        return slot in self.open_slots


def filling(actor: Actor, case_id: UUID, *, at: dt.datetime) -> Filling:
    """The application as its applicant works on it; NotFound for everybody else."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise NotFound
    policies.check_is_applicant(actor, row)
    today = rules.local_day(at, catalogue.office().timezone)
    begun_under = row.version_id
    service = binding_version(row, today)
    papers = documents.documents(Ref("case", row.id))
    return Filling(
        id=row.id,
        number=row.number,
        service=service,
        rules_changed=row.version_id != begun_under,
        state=row.state,
        open=rules.WORKFLOW.to(row.state, "answer") is not None,
        person=str(row.answers.get("full_name", "")),
        by_sponsor=row.by_sponsor,
        answers=row.answers,
        to_mend=row.to_mend,
        until=lapses_on(row) if row.state == rules.DRAFT else row.mend_until,
        documents={paper.slot: paper for paper in papers},
        missing=tuple(missing_now(row, service, papers)),
        hindrances=tuple(hindrances_now(row, service, today)),
        open_questions=open_questions(row, service),
        open_slots=open_slots(row, service, papers),
    )


def lapses_on(row: Case) -> dt.date:
    """The last day of a draft that nobody touches."""
    changed = rules.local_day(row.changed_at, catalogue.office().timezone)
    return changed + dt.timedelta(days=catalogue.figure("draft_days").value)


def turn_ends_on(row: Case) -> dt.date | None:
    """The day until which the applicant's turn lasts, where it follows from a period: a draft's, a document's."""
    if row.state == rules.DRAFT:
        return lapses_on(row)
    if row.state == rules.ISSUED and row.decided_at is not None:
        decided = rules.local_day(row.decided_at, catalogue.office().timezone)
        return decided + dt.timedelta(days=catalogue.figure("collect_days").value)
    return None


def open_questions(row: Case, service: catalogue.Service) -> frozenset[str]:
    """The questions that can be answered now: all of a draft; of a returned case the named and what follows from them.

    A mended answer may lead to a question that was never asked before; it has to be answered, too.
    """
    if row.state == rules.DRAFT:
        return frozenset(service.questions_by_key)
    if row.state == rules.RETURNED:
        needed = (question.key for question in catalogue.unanswered(service, row.answers))
        return frozenset((*row.to_mend.get("questions", {}), *row.to_mend.get("done", ()), *needed))
    return frozenset()


def open_slots(row: Case, service: catalogue.Service, papers: Sequence[documents.Document]) -> frozenset[str]:
    """The slots that take a file now, by the same rule; a file put in while mending can be put in again."""
    if row.state == rules.DRAFT:
        return frozenset(service.documents_by_key)
    if row.state == rules.RETURNED:
        handed_over = {paper.slot for paper in papers if paper.state != documents.UPLOADED}
        needed = {spec.key for spec in catalogue.required_documents(service, row.answers)}
        return frozenset(row.to_mend.get("documents", {})) | (needed - handed_over)
    return frozenset()


def missing_now(row: Case, service: catalogue.Service, papers: Sequence[documents.Document]) -> list[Sentence]:
    """What is missing of a draft, or of a returned case; nothing in any other state."""
    if row.state == rules.DRAFT:
        return missing(row, service, papers=papers)
    if row.state == rules.RETURNED:
        return [*left_to_mend(row, service, papers=papers), *missing(row, service, papers=papers)]
    return []


def hindrances_now(row: Case, service: catalogue.Service, today: dt.date) -> list[Sentence]:
    """What rules a draft or a returned case out; nothing in any other state."""
    if row.state in (rules.DRAFT, rules.RETURNED):
        return hindrances(row, service, today, again=row.state == rules.RETURNED)
    return []
