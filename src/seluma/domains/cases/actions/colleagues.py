"""What officers do among each other: pass a case on, write and answer notes, name who stands in while one is away."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import Actor, NotFound, Refused, check_may, may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

from .. import events, policies, rules, words
from ..models import Absence, Case, CaseNote
from .desk import at_work, check_may_work
from .moves import locked, move, ref


def pass_on(*, case: UUID, to: UUID, text: str, by: Actor, at: dt.datetime) -> None:
    """Give a case that one holds to a colleague who may do what comes next, with a note that only officers read."""
    note = _checked(text)
    with transaction.atomic():
        row = at_work(case, "pass_on", by)
        officer = _colleague(to, by)
        if not {policies.VERIFY, policies.DECIDE} & officer.permissions:
            raise Refused(words.NOT_OFFICER, code="not_officer")
        check_may_work(officer, row)
        move(row, "pass_on", at=at, claimed_by=to, claimed_at=at)
        _answer_open(row, by, at)
        CaseNote.objects.create(case=row, author=by.id, to=to, text=note, written_at=at, answered_at=at)
        journal.note(events.CaseForwarded(case=ref(row), to=Ref("account", to), note=note), by=by, at=at)


def write_note(*, case: UUID, text: str, to: UUID | None = None, by: Actor, at: dt.datetime) -> None:
    """Write an internal note; `to` asks a colleague, who finds the case on their desk until they wrote a note, too."""
    check_may(by, policies.READ)
    note = _checked(text)
    with transaction.atomic():
        row = locked(case)
        policies.check_may_read(by, row)
        if row.applicant == by.id:
            raise Refused(words.NOTE_ON_OWN_CASE, code="own_case")
        if to is not None and (not may(_colleague(to, by), policies.READ) or to == row.applicant):
            raise Refused(words.NOT_OFFICER, code="not_officer")
        _answer_open(row, by, at)
        CaseNote.objects.create(case=row, author=by.id, to=to, text=note, written_at=at)
        asked = Ref("account", to) if to else None
        journal.note(events.CaseNoted(case=ref(row), note=note, to=asked), by=by, at=at)


def name_deputy(
    *, officer: UUID, deputy: UUID, from_on: dt.date, until_on: dt.date, by: Actor, at: dt.datetime
) -> UUID:
    """While an officer is away, a colleague with the same role sees their cases and may take them; the absence's id.

    For oneself, or for others with the permission to give out cases. Four eyes stay: the deputy acts in their own name.
    """
    _check_may_name(by, officer)
    if deputy == officer:
        raise Refused(words.NOT_YOURSELF, code="yourself")
    if until_on < from_on:
        raise Refused(words.ABSENCE_BACKWARDS, code="backwards")
    if until_on < rules.local_day(at, catalogue.office().timezone):
        raise Refused(words.ABSENCE_PAST, code="past")
    work = {policies.VERIFY, policies.DECIDE}
    if not work & people.actor_of(officer).permissions & people.actor_of(deputy).permissions:
        raise Refused(words.DEPUTY_CANNOT, code="cannot")
    with transaction.atomic():
        row = Absence.objects.create(officer=officer, deputy=deputy, from_on=from_on, until_on=until_on, named_at=at)
        journal.note(
            events.DeputyNamed(
                officer=Ref("account", officer), deputy=Ref("account", deputy), from_on=from_on, until_on=until_on
            ),
            by=by,
            at=at,
        )
    return row.id


def dismiss_deputy(*, absence: UUID, by: Actor, at: dt.datetime) -> None:
    """The officer is back, or somebody else stands in. Doing it again changes nothing."""
    with transaction.atomic():
        row = Absence.objects.select_for_update().filter(id=absence).first()
        if row is None:
            raise NotFound
        _check_may_name(by, row.officer)
        if row.ended_at is not None:
            return
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        who = {"officer": Ref("account", row.officer), "deputy": Ref("account", row.deputy)}
        journal.note(events.DeputyDismissed(**who), by=by, at=at)


def _check_may_name(by: Actor, officer: UUID) -> None:
    check_may(by, policies.READ)
    if by.id != officer:
        check_may(by, policies.ASSIGN, words.ONLY_OWN_ABSENCE)


def _colleague(account: UUID, by: Actor) -> Actor:
    if account == by.id:
        raise Refused(words.NOT_YOURSELF, code="yourself")
    return people.actor_of(account)


def _checked(text: str) -> str:
    note = text.strip()
    if not note:
        raise Refused(words.NOTE_MISSING, code="note_missing")
    if len(note) > rules.NOTE_MAX:
        raise Refused(words.NOTE_TOO_LONG, code="note_too_long")
    return note


def _answer_open(row: Case, by: Actor, at: dt.datetime) -> None:
    """Whoever writes has answered what they were asked about this case."""
    CaseNote.objects.filter(case=row, to=by.id, answered_at__isnull=True).update(answered_at=at)
