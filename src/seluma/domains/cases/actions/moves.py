"""What all verbs share: the case is locked first, and only the table of states says what may follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from seluma.core.access.api import Actor, NotFound, Refused, Sentence
from seluma.domains.agencies import api as agencies
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

from .. import rules, words
from ..models import Case, Handover
from ..queries.turns import turn_of


def locked(case_id: UUID) -> Case:
    """The case, locked until the end of the transaction; NotFound when there is none."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a case is locked inside a transaction")
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotFound
    return case


def ref(case: Case) -> Ref:
    """The case as other packages know it."""
    return Ref("case", case.id)


def check_move(case: Case, verb: str) -> str:
    """Where the verb leads; Refused with a sentence when it may not be done in this state."""
    to = rules.WORKFLOW.to(case.state, verb)
    if to is None:
        raise Refused(_who_was_first(case, verb) or words.WHERE_IT_STANDS[verb], code="state")
    return to


def move(case: Case, verb: str, *, at: dt.datetime, **fields: Any) -> None:
    """Put the case where the verb leads, with what changes beside."""
    case.state = check_move(case, verb)
    case.changed_at = at
    if case.state not in rules.HELD:
        fields.setdefault("claimed_by", None)
        fields.setdefault("claimed_at", None)
    if case.state in rules.ENDED:
        fields.setdefault("closed_at", at)
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=["state", "changed_at", *fields, *keep_turn(case, at=at)])


def keep_turn(case: Case, *, at: dt.datetime) -> list[str]:
    """Write down whose turn it is now, for the desk's lists; the columns that changed, not saved yet."""
    who = turn_of(case, at)
    if who == case.turn and case.turn_since is not None:
        return []
    case.turn, case.turn_since = who, at
    return ["turn", "turn_since"]


def save_turn(case: Case, *, at: dt.datetime) -> None:
    """For a locked case whose state stays while its turn may change."""
    if changed := keep_turn(case, at=at):
        case.save(update_fields=changed)


def sentence_with(sentence: Sentence, **values: object) -> str:
    """A sentence with its values, in the language in force."""
    return str(sentence) % values


def when(at: dt.datetime) -> str:
    """A moment as sentences name it, in the office's time."""
    return timezone.localtime(at).strftime("%d-%m-%Y %H.%M")


def name_of(account: UUID) -> str:
    """An officer's name for sentences to other officers."""
    return people.names([account]).get(account, "")


def refuse_all(sentence: Sentence, obstacles: Sequence[Sentence]) -> None:
    """Raise Refused with all obstacles at once, if there are any."""
    if obstacles:
        raise Refused(sentence, code="obstacles", obstacles=obstacles)


def _who_was_first(case: Case, verb: str) -> str | None:
    if verb in ("grant", "refuse", "return", "verify", "judge") and case.decided_by and case.decided_at:
        return sentence_with(
            words.ALREADY_DECIDED,
            name=name_of(case.decided_by),
            when=when(case.decided_at),
            state=words.STATES[case.state],
        )
    return None


def checked_actor(actor: Actor) -> UUID:
    """The id of a signed-in person; NotFound for everybody else."""
    if not actor.is_signed_in:
        raise NotFound
    return actor.id


def end_what_depends(about: Ref, *, by: Actor, at: dt.datetime) -> None:
    """When a case ends without a permit: nothing is awaited any more, an unpaid bill is void."""
    Handover.objects.filter(case_id=about.id, state__in=rules.AWAITED).update(state=rules.ENDED_EARLY)
    payments.void(about=about, by=by, at=at)
    agencies.withdraw(about=about, by=by, at=at)
