"""The applicant's pages: my cases, one case, who looked at it. One call gives a page all that it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from seluma.core.access.api import Actor, NotFound, Sentence
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.core.messages import api as messages
from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.events import Event
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from .. import policies, rules, words
from ..models import Case
from .binding import binding_version, binding_versions
from .elsewhere import handover_of, objection_of, obstacle_to_objecting
from .filling import hindrances_now, missing_now, turn_ends_on
from .obligations import bill_of, obligations
from .reading import readable
from .turns import errands, turn_with
from .withdrawn import of_withdrawn, withdrawn_in


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of "my applications"."""

    id: UUID
    number: str | None
    title: Text
    person: str
    state: str
    turn: rules.Turn
    changed_at: dt.datetime
    submitted_at: dt.datetime | None
    unread: int
    """Messages of the office that the applicant has not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act on the timeline. `seen_by`: the witnesses of the log that have seen its entry, by their names."""

    entry: UUID
    title: Sentence
    at: dt.datetime
    by: str
    by_kind: str
    position: int | None
    seen_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything about a case that its applicant sees."""

    id: UUID
    number: str | None
    service: catalogue.Service
    state: str
    person: str
    by_sponsor: bool
    answers: dict[str, Any]
    to_mend: dict[str, Any]
    turn: rules.Turn
    due_on: dt.date | None
    late: bool
    submitted_at: dt.datetime | None
    decided_at: dt.datetime | None
    mend_until: dt.date | None
    permit_expires_on: dt.date | None
    stages: tuple[rules.Stage, ...]
    obligations: tuple[rules.Obligation, ...]
    obstacles: tuple[Sentence, ...]
    documents: dict[str, documents.Document]
    bill: payments.Bill | None
    questions: tuple[agencies.AgencyQuestion, ...]
    permit: permits.Permit | None
    letter: permits.Letter | None
    handover: rules.Handover | None
    objection: rules.Objection | None
    refusal: dict[str, Any] | None
    steps: tuple[Step, ...]
    views: int
    viewers: int
    can_withdraw: bool
    unread: int
    """Messages of the office that the applicant has not read."""
    can_object: bool
    notes: tuple[Sentence, ...]
    """What became of the service itself."""


def my_cases(actor: Actor, *, at: dt.datetime) -> list[CaseSummary]:
    """The actor's own cases, what waits for the actor first, then the newest."""
    if not actor.is_signed_in:
        raise NotFound
    rows = list(Case.objects.filter(applicant=actor.id).order_by("-changed_at")[:200])
    refs = [Ref("case", row.id) for row in rows]
    papers, bills = documents.documents_for_many(refs), payments.bills_for_many(refs)
    asked = agencies.questions_for_many(refs)
    today = rules.local_day(at, catalogue.office().timezone)
    services, away = binding_versions(rows, today), errands(rows)
    found = []
    for row, about in zip(rows, refs, strict=True):
        service = services[row]
        known = obligations(row, service, today, papers=papers[about], bills=bills[about], questions=asked[about])
        found.append(
            CaseSummary(
                id=row.id,
                number=row.number,
                title=service.title,
                person=row.person_name or str(row.answers.get("full_name", "")),
                state=row.state,
                turn=_turn(row, known, away[row.id]),
                changed_at=row.changed_at,
                submitted_at=row.submitted_at,
                unread=row.unread_by_applicant,
            )
        )
    return sorted(found, key=lambda item: item.turn.who != "applicant")


def draft_of(actor: Actor, service: str) -> UUID | None:
    """The actor's draft of a service, if there is one."""
    return (
        Case.objects.filter(applicant=actor.id, service_code=service, state=rules.DRAFT)
        .values_list("id", flat=True)
        .first()
    )


def case_page(actor: Actor, case_id: UUID, *, at: dt.datetime) -> CasePage:
    """The applicant's page of a case; NotFound for everybody but the applicant."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise NotFound
    policies.check_is_applicant(actor, row)
    about = Ref("case", row.id)
    today = rules.local_day(at, catalogue.office().timezone)
    service = binding_version(row, today)
    papers, bills, asked = documents.documents(about), payments.bills(about), agencies.questions(about)
    filed = row.number is not None
    known = obligations(row, service, today, papers=papers, bills=bills, questions=asked) if filed else []
    entries = journal.timeline(about)
    views = journal.views_of(about) if filed else []
    held, written = permits.permits(about), permits.letters(about)
    handover, objection = handover_of(row, service), objection_of(row)
    turn = _turn(row, known, rules.errand_of(handover))
    return CasePage(
        id=row.id,
        number=row.number,
        service=service,
        state=row.state,
        person=row.person_name or str(row.answers.get("full_name", "")),
        by_sponsor=row.by_sponsor,
        answers=row.answers,
        to_mend=row.to_mend,
        turn=turn,
        due_on=row.due_on,
        late=rules.is_late(row.state, turn.who, row.due_on, today),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        mend_until=row.mend_until,
        permit_expires_on=_date(row.answers.get("permit_expires_on")),
        stages=tuple(stages(row, service, known, entries, arrived=turn.do not in ("bring", "send_again"))),
        obligations=tuple(known),
        obstacles=(*missing_now(row, service, papers), *hindrances_now(row, service, today)),
        documents={paper.slot: paper for paper in papers},
        bill=bill_of(bills),
        questions=tuple(asked),
        permit=held[0] if held else None,
        letter=written[0] if written else None,
        handover=handover,
        objection=objection,
        refusal=row.refusal,
        steps=tuple(steps(entries, reader=actor)),
        views=len(views),
        viewers=len({view.by for view in views}),
        can_withdraw=rules.WORKFLOW.to(row.state, "withdraw") is not None,
        unread=row.unread_by_applicant,
        notes=tuple(of_withdrawn(withdrawn_in(entries), row.state, for_applicant=True)),
        can_object=row.state == rules.REFUSED and obstacle_to_objecting(row, today, known=objection) is None,
    )


def views_page(actor: Actor, case_id: UUID) -> list[Step]:
    """Who read the case's file, when and what for, newest first."""
    row = readable(actor, case_id)
    policies.check_is_applicant(actor, row)
    views = journal.views_of(Ref("case", row.id))
    names = people.names([view.by.id for view in views])
    return [
        Step(
            entry=view.id,
            title=words.PURPOSES.get(getattr(view.event, "purpose", ""), ""),
            at=view.at,
            by=names.get(view.by.id, ""),
            by_kind=view.by.kind,
            position=view.position,
        )
        for view in views
    ]


def steps(
    entries: Sequence[journal.Entry],
    *,
    reader: Actor,
    internal: bool = False,
    names: Mapping[UUID, str] | None = None,
) -> list[Step]:
    """The timeline in words: what happened to the case, its documents, bill, questions and papers.

    `internal`: with what officers do among each other. `names` of whoever acted, where they are known already.
    """
    hidden = frozenset() if internal else frozenset(kind.kind() for kind in words.INTERNAL)
    entries = [entry for entry in entries if entry.kind not in hidden]
    names = people.names(list(who_acted(entries))) if names is None else names
    titles = _titles()
    seen = ledger.seen_by([entry.position for entry in entries if entry.position is not None])
    return [
        Step(
            entry=entry.id,
            title=titles[entry.kind],
            at=entry.at,
            by="" if entry.by == reader.ref else names.get(entry.by.id, ""),
            by_kind="you" if entry.by == reader.ref else entry.by.kind,
            position=entry.position,
            seen_by=seen.get(entry.position, ()) if entry.position is not None else (),
        )
        for entry in entries
        if entry.kind in titles
    ]


def who_acted(entries: Sequence[journal.Entry]) -> set[UUID]:
    """The accounts of those who acted."""
    return {entry.by.id for entry in entries if entry.by.kind == "account"}


def _titles() -> dict[str, Sentence]:
    tables = (documents.EVENTS, payments.EVENTS, agencies.EVENTS, permits.EVENTS, messages.EVENTS, words.EVENTS)
    worded = cast("tuple[Mapping[type[Event], Sentence], ...]", tables)
    return {kind.kind(): title for table in worded for kind, title in table.items()}


def stages(
    row: Case,
    service: catalogue.Service,
    known: Sequence[rules.Obligation],
    entries: Sequence[journal.Entry],
    *,
    arrived: bool,
) -> list[rules.Stage]:
    """The journey: each stop done, current or to come, with when it was done and where that is recorded.

    `arrived`: what was handed over is there, and not still to be brought by us.
    """
    last = {entry.kind: entry for entry in entries}

    def stop(key: str, kind: str, done: bool, *, failed: bool = False, title: Text | None = None) -> rules.Stage:
        entry = last.get(kind) if done or failed else None
        return rules.Stage(
            key=key,
            state="failed" if failed else "done" if done else "todo",
            at=entry.at if entry else None,
            title=title,
            entry=entry.id if entry else None,
            position=entry.position if entry else None,
        )

    stops = [stop("submit", "cases.CaseSubmitted", row.submitted_at is not None)]
    stops.append(stop("verify", "cases.CaseVerified", row.verified_at is not None))
    for obligation in known:
        if obligation.kind == "agency":
            key, kind = f"agency:{obligation.key}", "agencies.AgencyAnswered"
            stops.append(stop(key, kind, obligation.met, failed=obligation.failed, title=obligation.title))
        if obligation.kind == "bill":
            stops.append(stop("pay", "payments.BillPaid", obligation.met))
    if service.handover is not None:
        name = catalogue.agency(service.handover.to).name
        gone = (row.state == rules.HANDED_OVER and arrived) or row.decided_at is not None
        stops.append(stop("hand_over", "cases.CaseReferred", gone, title=name))
    refused = row.state in (rules.REFUSED, rules.OBJECTED)
    decided = "cases.CaseRefused" if refused else "cases.CaseAnswered" if service.handover else "cases.CaseGranted"
    stops.append(stop("decide", decided, row.decided_at is not None, failed=refused))
    if row.state == rules.OBJECTED:
        stops.append(stop("object", "cases.ObjectionFiled", False))
    if not refused and (service.handover is None or service.handover.returns == "collect"):
        stops.append(stop("collect", "cases.CaseCollected", row.state == rules.COLLECTED))
    return _with_current(stops, ended=row.state in rules.ENDED)


def _with_current(stops: list[rules.Stage], *, ended: bool) -> list[rules.Stage]:
    first = None if ended else next((place for place, stop in enumerate(stops) if stop.state == "todo"), None)
    return [replace(stop, state="current") if place == first else stop for place, stop in enumerate(stops)]


def _turn(row: Case, known: Sequence[rules.Obligation], errand: str) -> rules.Turn:
    return turn_with(row, known, until=turn_ends_on(row) or row.mend_until, errand=errand)


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
