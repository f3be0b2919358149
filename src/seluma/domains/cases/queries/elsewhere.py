"""What became of a case outside the desk: at the authority that decides it, and when its refusal is objected to."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings

from seluma.core.access.api import Actor, NotFound, Refused, Sentence, may
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.lib.ids import Ref

from .. import policies, providers, rules, words
from ..models import Case, Handover, Objection
from .colleagues import stands_in_for
from .packages import newest_handover
from .reading import readable
from .wording import day, filled


def handover_of(row: Case, service: catalogue.Service) -> rules.Handover | None:
    """The last time the case was handed over; asks the database only for services that are."""
    found = newest_handover(row) if service.handover is not None and row.number is not None else None
    return found.read() if found else None


def objection_of(row: Case) -> rules.Objection | None:
    """The objection to the case's refusal; asks the database only where there was one to object to."""
    found = Objection.objects.filter(case=row).first() if row.refused_by is not None else None
    return found.read() if found else None


def obstacle_to_objecting(row: Case, today: dt.date, *, known: rules.Objection | None = None) -> Sentence | None:
    """Why a refusal cannot be objected to here; None when it can."""
    refusal = row.refusal or {}
    if refusal.get("to"):
        return words.OBJECT_ELSEWHERE
    if known is not None or Objection.objects.filter(case=row).exists():
        return words.OBJECTED_ALREADY
    until = refusal.get("object_until")
    if not until:
        return words.OBJECTED_ALREADY
    last = dt.date.fromisoformat(until)
    if today > last:
        return filled(words.OBJECTION_TOO_LATE, day=day(last))
    return None


def file_handed_back(actor: Actor, case_id: UUID, *, at: dt.datetime) -> tuple[str, bytes]:
    """The file that came back from the authority: (filename, bytes). Somebody else's reading is noted."""
    row = readable(actor, case_id)
    found = Handover.objects.filter(case=row).exclude(file_digest="").order_by("-answered_at").first()
    if found is None:
        raise NotFound
    if actor.id != row.applicant:
        journal.note_view(by=actor, at=at, subjects=[Ref("case", row.id)], purpose=words.VIEWED_ANSWER)
    return found.filename, files.read(found.file_digest)


def ways_offered() -> list[str]:
    """Names of the ways to an authority in use; `words.ADAPTERS` has their labels."""
    return [name for name in settings.SELUMA_HANDOVER_ADAPTERS if name in providers.ADAPTERS]


def verbs_elsewhere(
    actor: Actor,
    row: Case,
    handover: rules.Handover | None,
    objection: rules.Objection | None,
    *,
    standing: frozenset[UUID],
) -> dict[str, tuple[Sentence, ...]]:
    """What the officer could do now with a case that is at an authority or objected to; each with its obstacles.

    `standing`: whose deputy the officer is, of whoever holds the case.
    """
    found: dict[str, tuple[Sentence, ...]] = {}
    officer = may(actor, policies.VERIFY) or may(actor, policies.DECIDE)
    if row.state == rules.HANDED_OVER and handover is not None and officer:
        why = _why_not(policies.check_may_enter_answer, actor, row)
        found["answer_back"] = why
        found["take_back"] = why
        if handover.state == rules.WAITING and handover.next_try_at is None:
            found["note_reference"] = why
        if handover.state == rules.FAILED:
            found["try_again"] = why
            found["note_reference"] = why
    if row.state == rules.OBJECTED and objection is not None:
        if may(actor, policies.DECIDE) and (objection.officer in (None, actor.id) or objection.officer in standing):
            found["answer_objection"] = _why_not(policies.check_may_review, actor, row)
        if may(actor, policies.ASSIGN):
            found["assign_objection"] = ()
    return found


def may_answer(actor: Actor, officer: UUID | None, *, at: dt.datetime) -> bool:
    """Whether an objection that is this officer's (None: nobody's yet) is this actor's to answer: theirs, or a
    deputy's while they are away."""
    return officer in (None, actor.id) or officer in stands_in_for(actor, at=at)


def _why_not(check: object, actor: Actor, row: Case) -> tuple[Sentence, ...]:
    try:
        check(actor, row)  # type: ignore[operator]
    except Refused as refusal:
        return (refusal.sentence,)
    return ()
