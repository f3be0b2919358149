"""Looks at a case whenever something has happened to it: whose turn it is, until when, and whether there is a way out.

What does not lie on the way to the outcome (a case sent back, refused, withdrawn, forgotten) is tried from every state
that the case comes to, and undone again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from seluma.core.access.api import Actor, Refused
from seluma.domains.cases import api as cases
from seluma.domains.cases.models import Case
from seluma.domains.cases.rules import WORKFLOW
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people

REASON = "Surat yang dilampirkan bukan untuk orang yang mengajukan (contoh)."
MUCH_LATER = dt.timedelta(days=800)


@dataclass(frozen=True)
class Moment:
    """A case as it stands, and who might do something about it."""

    case: UUID
    applicant: Actor
    holder: Actor | None
    verifier: Actor
    decider: Actor
    at: dt.datetime

    @property
    def page(self) -> cases.CasePage:
        return cases.case_page(self.applicant, self.case, at=self.at)


def _send_back(now: Moment) -> None:
    question = catalogue.asked(now.page.service, now.page.answers)[0]
    cases.return_case(case=now.case, questions={question.key: REASON}, slots={}, remark="", by=_holder(now), at=now.at)


def _refuse(now: Moment) -> None:
    cases.refuse(case=now.case, law=now.page.service.law[0].key, reason=REASON, by=now.decider, at=now.at)


def _holder(now: Moment) -> Actor:
    assert now.holder is not None, "nobody holds the case"
    return now.holder


OFF_THE_PATH: Mapping[str, Callable[[Moment], object]] = {
    "return": _send_back,
    "refuse": _refuse,
    "withdraw": lambda now: cases.withdraw(case=now.case, by=now.applicant, at=now.at),
    "collect": lambda now: cases.collect(case=now.case, by=now.verifier, at=now.at),
    "lapse": lambda now: cases.lapse_due(at=now.at + MUCH_LATER),
    "object": lambda now: cases.object_to(case=now.case, text=REASON, by=now.applicant, at=now.at),
    "withdraw_objection": lambda now: cases.withdraw_objection(case=now.case, by=now.applicant, at=now.at),
}
"""The verbs that no journey to an outcome needs."""


def _comes_to(service: catalogue.Service, state: str) -> bool:
    """Whether cases of this service come to this state: what follows a decision hangs on where it is taken."""
    if state == "handed_over":
        return service.handover is not None
    return state not in ("granted", "issued") or service.handover is None


def _has_a_day(turn: cases.Turn) -> bool:
    """Until somebody asks for a code to pay with, the promised day moves along instead."""
    return turn.until is not None or turn.do == "pay"


@dataclass
class Watch:
    """What was seen: service → state → the turn there; and which states had a way out."""

    officers: Mapping[str, Actor]
    """The verifier and the decider, by role."""
    turns: dict[str, dict[str, list[cases.Turn]]] = field(default_factory=dict)
    left: dict[str, set[str]] = field(default_factory=dict)
    _last: dict[UUID, str] = field(default_factory=dict)

    def look(self) -> None:
        """Look at the case to which something happened last."""
        row = Case.objects.order_by("-changed_at", "-id").first()
        if row is None or self._last.get(row.id) == self._place(row):
            return
        before = self._last.get(row.id, "").partition("/")[0]
        if before and before != row.state:
            self.left.setdefault(row.service_code, set()).add(before)
        self._last[row.id] = self._place(row)
        self._note(row)

    def wrong(self, service: catalogue.Service) -> list[str]:
        """What is missing of: every state that the service comes to has an owner, a day, and a way out."""
        seen, left = self.turns.get(service.code, {}), self.left.get(service.code, set())
        found = []
        for state in (state for state, owner in WORKFLOW.owners.items() if owner and _comes_to(service, state)):
            turns = seen.get(state, [])
            found += [] if turns else [f"{state} was not seen"]
            found += [f"{state}: nobody's turn" for turn in turns if turn.who == "nobody"]
            found += [f"{state}: {turn.who} has no day to {turn.do}" for turn in turns if not _has_a_day(turn)]
            found += [] if state in left else [f"{state}: no way out was found"]
        return found

    def _place(self, row: Case) -> str:
        return f"{row.state}/{row.claimed_by}/{row.verified_at is not None}"

    def _note(self, row: Case) -> None:
        seen = self.turns.setdefault(row.service_code, {})
        now = self._now(row)
        seen.setdefault(row.state, []).append(now.page.turn)
        left = self.left.setdefault(row.service_code, set())
        for verb in WORKFLOW.verbs(row.state):
            to = WORKFLOW.to(row.state, verb)
            if verb in OFF_THE_PATH and to != row.state and not (to in seen and row.state in left):
                self._try(verb, row, now)

    def _try(self, verb: str, row: Case, now: Moment) -> None:
        """Do it, look around there as well, and undo it all."""
        with transaction.atomic():
            try:
                OFF_THE_PATH[verb](now)
                there = Case.objects.get(id=row.id)
                if there.state != row.state:
                    self.left[row.service_code].add(row.state)
                    self._note(there)
            except (Refused, AssertionError):
                pass
            transaction.set_rollback(True)

    def _now(self, row: Case) -> Moment:
        return Moment(
            case=row.id,
            applicant=people.actor_of(row.applicant),
            holder=people.actor_of(row.claimed_by) if row.claimed_by else None,
            verifier=self.officers["verifier"],
            decider=self.officers["decider"],
            at=timezone.now(),
        )
