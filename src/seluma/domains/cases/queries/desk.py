"""The officers' desk: what waits, whose it is, and one case with all that a decision needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from seluma.core.access.api import Actor, Refused, Sentence, check_may, may
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from .. import policies, rules, words
from ..models import Absence, Case, CaseNote
from .colleagues import Note, notes_of, stands_in_for
from .elsewhere import handover_of, objection_of, verbs_elsewhere
from .obligations import bill_of, obligations
from .obstacles import obstacles_to_granting, obstacles_to_verifying
from .pages import Step, steps, who_acted
from .reading import readable
from .turns import turn_with
from .withdrawn import held_back, of_withdrawn, withdrawn_in
from .wording import said

PAGE = 30
LISTS = (
    "mine",
    "asked",
    "to_verify",
    "to_decide",
    "team",
    "everything",
    "late",
    "waiting",
    "to_follow_up",
    "to_collect",
    "closed",
)
_NOTES = 100
_NOT_COUNTED = frozenset({"everything", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """One line of a list on the desk."""

    id: UUID
    number: str
    title: Text
    person: str
    state: str
    verified: bool
    turn: rules.Owner
    """Whose turn it is."""
    due_on: dt.date | None
    days: int | None
    """Days to the promised day; negative when late. None while the promise's clock stands still."""
    claimed_by: str
    unread: int
    """Messages of the applicant that nobody has read whom they are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase:
    """One case as an officer works on it."""

    id: UUID
    number: str
    service: catalogue.Service
    state: str
    person: str
    language: str
    """In which the applicant reads."""
    answers: dict[str, Any]
    to_mend: dict[str, Any]
    mend_until: dt.date | None
    due_on: dt.date | None
    turn: rules.Turn
    late: bool
    submitted_at: dt.datetime | None
    claimed_by: UUID | None
    claimed_name: str
    verified_name: str
    verified_at: dt.datetime | None
    decided_name: str
    decided_at: dt.datetime | None
    documents: tuple[documents.Document, ...]
    bill: payments.Bill | None
    questions: tuple[agencies.AgencyQuestion, ...]
    permit: permits.Permit | None
    letter: permits.Letter | None
    handover: rules.Handover | None
    objection: rules.Objection | None
    reviewer_name: str
    """Who looks at the objection."""
    obligations: tuple[rules.Obligation, ...]
    warnings: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    refusal: dict[str, Any] | None
    unread: int
    """Messages of the applicant that nobody has read whom they are for."""
    notes: tuple[Note, ...]
    """Between officers, the newest first."""
    verbs: dict[str, tuple[Sentence, ...]]
    """What the officer could do now; each with what stands in the way (empty: it may be done)."""


def desk(actor: Actor, which: str, *, at: dt.datetime, after: UUID | None = None) -> list[DeskItem]:
    """A list of the desk, the most urgent first; at most `PAGE` + 1 lines: the last tells whether more follow."""
    check_may(actor, policies.READ)
    today = rules.local_day(at, catalogue.office().timezone)
    order = ("-closed_at", "-id") if which == "closed" else ("due_on", "id")
    rows = list(_after(_listed(actor, which, today), order, after).defer("answers")[: PAGE + 1])
    if which != "mine":
        # What an officer holds was opened, and noted, case by case; the list stands beside each of them.
        journal.note_view(by=actor, at=at, subjects=[Ref("case", row.id) for row in rows], purpose=words.VIEWED_LIST)
    return items(rows, today, reader=actor)


def items(rows: Sequence[Case], today: dt.date, *, reader: Actor) -> list[DeskItem]:
    """Rows as lines of a list."""
    others = {row.claimed_by for row in rows if row.claimed_by} - {reader.id}
    names = {reader.id: reader.name} | (people.names(others) if others else {})
    return [
        DeskItem(
            id=row.id,
            number=str(row.number),
            title=catalogue.version(row.version_id).title,
            person=row.person_name,
            state=row.state,
            verified=row.verified_by is not None,
            turn=cast("rules.Owner", row.turn),
            due_on=row.due_on,
            days=(row.due_on - today).days if row.due_on and _clock_runs(row) else None,
            claimed_by=_name(names, row.claimed_by),
            unread=row.unread_by_office,
        )
        for row in rows
    ]


def _clock_runs(row: Case) -> bool:
    return row.state in rules.WITH_US and row.turn != "applicant"


def desk_counts(actor: Actor, *, at: dt.datetime, limit: int = 100) -> dict[str, int]:
    """How many cases each list holds, up to `limit`, in one statement that reads no more rows than that."""
    check_may(actor, policies.READ)
    today = rules.local_day(at, catalogue.office().timezone)
    counted = [which for which in LISTS if which not in _NOT_COUNTED]
    parts = [
        _listed(actor, which, today).order_by().values_list("id")[:limit].query.sql_with_params() for which in counted
    ]
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS listed)" for sql, _ in parts)  # noqa: S608 - Django wrote it
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _, values in parts for value in values])
        row = cursor.fetchone()
    return dict(zip(counted, row or (), strict=True))


def desk_case(actor: Actor, case_id: UUID, *, at: dt.datetime) -> DeskCase:
    """A case for an officer. The reading is noted; the applicant sees it."""
    check_may(actor, policies.READ)
    return desk_case_of(actor, readable(actor, case_id), at=at, purpose=words.VIEWED_CASE)


def desk_case_of(actor: Actor, row: Case, *, at: dt.datetime, purpose: str, with_steps: bool = True) -> DeskCase:
    """A row already at hand, for this package's own use; `purpose` is what the reading is noted as.

    `with_steps=False` leaves the timeline out, for a page that does not show it.
    """
    about = Ref("case", row.id)
    journal.note_view(by=actor, at=at, subjects=[about], purpose=purpose)
    service = catalogue.version(row.version_id)
    today = rules.local_day(at, catalogue.office().timezone)
    papers, bills, asked = documents.documents(about), payments.bills(about), agencies.questions(about)
    known = obligations(row, service, today, papers=papers, bills=bills, questions=asked)
    # An officer who applies reads nothing about themselves that the applicant does not read.
    own = row.applicant == actor.id
    notes = [] if own else list(row.notes.order_by("-written_at", "-id")[:_NOTES])
    who = [row.claimed_by, row.verified_by, row.decided_by, *(one for note in notes for one in (note.author, note.to))]
    handover, objection = handover_of(row, service), objection_of(row)
    entries = journal.timeline(about) if with_steps else []
    who += [objection.officer if objection else None, *who_acted(entries)]
    names = people.names([one for one in who if one])
    held, written = permits.permits(about), permits.letters(about)
    # Asked only where somebody else holds the case.
    standing = stands_in_for(actor, at=at) if row.claimed_by not in (None, actor.id) else frozenset()
    turn = turn_with(row, known, until=row.mend_until, errand=rules.errand_of(handover))
    return DeskCase(
        id=row.id,
        number=str(row.number),
        service=service,
        state=row.state,
        person=row.person_name,
        language=row.language,
        answers=row.answers,
        to_mend=row.to_mend,
        mend_until=row.mend_until,
        due_on=row.due_on,
        turn=turn,
        late=rules.is_late(row.state, turn.who, row.due_on, today),
        submitted_at=row.submitted_at,
        claimed_by=row.claimed_by,
        claimed_name=_name(names, row.claimed_by),
        verified_name=_name(names, row.verified_by),
        verified_at=row.verified_at,
        decided_name=_name(names, row.decided_by),
        decided_at=row.decided_at,
        documents=tuple(sorted(papers, key=lambda paper: _rank(service, paper.slot))),
        bill=bill_of(bills),
        questions=tuple(asked),
        permit=held[0] if held else None,
        letter=written[0] if written else None,
        handover=handover,
        objection=objection,
        reviewer_name=_name(names, objection.officer if objection else None),
        obligations=tuple(known),
        warnings=(*of_withdrawn(withdrawn_in(entries), row.state, for_applicant=False), *_warned(service, row, today)),
        steps=tuple(steps(entries, reader=actor, internal=not own, names=names)),
        refusal=row.refusal,
        unread=row.unread_by_office,
        notes=notes_of(names, notes),
        verbs=held_back(_verbs(actor, row, service, papers, known, standing, at), withdrawn_in(entries), today)
        | verbs_elsewhere(actor, row, handover, objection, standing=standing),
    )


def officers() -> list[people.Contact]:
    """Whom a case can be given to."""
    return sorted(people.accounts_with_roles(["verifier", "decider"]), key=lambda contact: contact.name.casefold())


def _name(names: dict[UUID, str], account: UUID | None) -> str:
    return names.get(account, "") if account else ""


def _listed(actor: Actor, which: str, today: dt.date) -> QuerySet[Case]:
    # Each is answered from a partial index of the table in its order; the conditions are those of `models`.
    rows = Case.objects.filter(number__isnull=False)
    on_desk = Q(state__in=sorted(rules.WITH_US))
    free = Q(claimed_by__isnull=True)
    match which:
        case "mine":
            away = Absence.objects.filter(
                deputy=actor.id, ended_at__isnull=True, from_on__lte=today, until_on__gte=today
            )
            mine = Q(claimed_by=actor.id) | Q(claimed_by__in=away.values("officer"))
            return rows.filter(mine, claimed_by__isnull=False, turn__in=rules.OF_THE_OFFICE)
        case "asked":
            asked = CaseNote.objects.filter(to=actor.id, answered_at__isnull=True)
            return rows.filter(id__in=asked.values("case"))
        case "to_verify":
            return rows.filter(on_desk, free, turn__in=rules.OF_VERIFIERS)
        case "to_decide":
            return rows.filter(on_desk, free, turn__in=rules.OF_DECIDERS).exclude(_had_a_part(actor))
        case "team":
            verifies, decides = may(actor, policies.VERIFY), may(actor, policies.DECIDE)
            ours = (rules.OF_VERIFIERS if verifies else ()) + (rules.OF_DECIDERS if decides else ())
            return rows.filter(on_desk, ~Q(turn="applicant"), turn__in=ours)
        case "everything":
            return rows.filter(closed_at__isnull=True)
        case "late":
            return rows.filter(on_desk, ~Q(turn="applicant"), due_on__lt=today)
        case "waiting":
            return rows.filter(~Q(turn__in=rules.OF_THE_OFFICE), closed_at__isnull=True)
        case "to_follow_up":
            return rows.filter(state=rules.HANDED_OVER, turn__in=rules.OF_VERIFIERS)
        case "to_collect":
            return rows.filter(state=rules.ISSUED)
        case "closed":
            return rows.filter(closed_at__isnull=False)
    return rows.none()


def _warned(service: catalogue.Service, row: Case, today: dt.date) -> list[str]:
    found = catalogue.obstacles(service, row.answers, on=today, blocks="warn")
    return [said(obstacle.sentence) for obstacle in found]


def _had_a_part(actor: Actor) -> Q:
    return Q(verified_by=actor.id) | Q(state=rules.OBJECTED, refused_by=actor.id)


def _after(rows: QuerySet[Case], order: tuple[str, str], after: UUID | None) -> QuerySet[Case]:
    # The case after which to go on gives the place in the order; a page is found by its key, never by counting.
    column = order[0].lstrip("-")
    last = Case.objects.filter(id=after).values(column, "id").first() if after else None
    if last is not None and last[column] is not None:
        past, upto = ("lt", "lte") if order[0].startswith("-") else ("gt", "gte")
        beyond = Q(**{f"{column}__{past}": last[column]}) | Q(**{f"id__{past}": last["id"]})
        rows = rows.filter(beyond, **{f"{column}__{upto}": last[column]})
    return rows.order_by(*order)


def _rank(service: catalogue.Service, slot: str) -> int:
    return next((index for index, spec in enumerate(service.documents) if spec.key == slot), len(service.documents))


def _verbs(
    actor: Actor,
    row: Case,
    service: catalogue.Service,
    papers: Sequence[documents.Document],
    known: Sequence[rules.Obligation],
    standing: frozenset[UUID],
    at: dt.datetime,
) -> dict[str, tuple[Sentence, ...]]:
    found: dict[str, tuple[Sentence, ...]] = {}
    today = rules.local_day(at, catalogue.office().timezone)
    possible = set(rules.WORKFLOW.verbs(row.state))
    mine = row.claimed_by == actor.id
    to_verify = row.verified_by is None and may(actor, policies.VERIFY)
    to_decide = row.verified_by is not None and may(actor, policies.DECIDE)
    free = row.claimed_by is None or row.claimed_by in standing
    if "claim" in possible and free and (to_verify or to_decide):
        found["claim"] = _allowed(actor, row)
    if "assign" in possible and may(actor, policies.ASSIGN):
        found["assign"] = ()
    if mine and "release" in possible:
        found["release"] = ()
        found["pass_on"] = ()
    if mine and "return" in possible and (to_verify or to_decide):
        found["return"] = _allowed(actor, row)
    if mine and "ask_again" in possible and (to_verify or to_decide):
        found["ask_again"] = _allowed(actor, row)
    if mine and to_verify and "judge" in possible:
        found["judge"] = _allowed(actor, row)
        found["verify"] = (*_allowed(actor, row), *obstacles_to_verifying(row, service, papers=papers))
    free = mine or row.claimed_by is None
    to_hand_over = row.verified_by is not None and (may(actor, policies.VERIFY) or may(actor, policies.DECIDE))
    if service.handover is not None and "hand_over" in possible and to_hand_over and free:
        found["hand_over"] = (*_may_hand_over(actor, row), *obstacles_to_granting(row, service, known, today))
    if to_decide and "refuse" in possible and free:
        if service.handover is None:
            found["grant"] = (*_allowed(actor, row), *obstacles_to_granting(row, service, known, today))
        found["refuse"] = _allowed(actor, row)
    if "collect" in possible and may(actor, policies.HAND_OVER):
        found["collect"] = ()
    return found


def _may_hand_over(actor: Actor, row: Case) -> tuple[Sentence, ...]:
    try:
        policies.check_may_hand_over(actor, row)
    except Refused as refusal:
        return (refusal.sentence,)
    return ()


def _allowed(actor: Actor, row: Case) -> tuple[Sentence, ...]:
    try:
        (policies.check_may_verify if row.verified_by is None else policies.check_may_decide)(actor, row)
    except Refused as refusal:
        return (refusal.sentence,)
    return ()
