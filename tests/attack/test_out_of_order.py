"""Every verb in every state: it moves as the table of states says, or is refused with a sentence, and never in between.

The states are reached by the real verbs, and each verb is done by whoever may do it there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import translation

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal
from seluma.core.journal.models import JournalEntry
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.cases.models import Case
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
LONG_AFTER = MONDAY + dt.timedelta(days=365)

SOMEBODY_ELSE = story.Person("Suharto", "SUHARTO", "", "1980-00-00", "M", "X1234567")

Cast = dict[str, Actor]


@pytest.fixture
def cast(office_on_monday: Cast, places: None) -> Cast:
    return office_on_monday


# How a case comes into each state, in the order in which they are told.


def draft(cast: Cast) -> UUID:
    answers = story.visit_answers(story.ANNA, MONDAY)
    return story.draft(cast["applicant"], story.VISIT, answers, story.ANNA, at=MONDAY)


def submitted(cast: Cast, person: story.Person = story.ANNA) -> UUID:
    return story.filed(cast["applicant"], story.VISIT, person, at=MONDAY)


def in_review(cast: Cast) -> UUID:
    """Verified and paid, so that everything that may follow may follow; nobody has it."""
    case = submitted(cast)
    story.verified(case, cast["verifier"], at=MONDAY)
    story.paid(case, cast["applicant"], cast["verifier"], at=MONDAY)
    return case


def returned(cast: Cast) -> UUID:
    case = taken(cast)
    send_back(case, cast, cast["verifier"])
    cases.answer(case=case, changes={"reason": "Ingin melihat kebun kopi."}, by=cast["applicant"], at=MONDAY)
    return case


def granted(cast: Cast) -> UUID:
    case = in_review(cast)
    cases.grant(case=case, by=cast["decider"], at=MONDAY)
    return case


def issued(cast: Cast) -> UUID:
    case = granted(cast)
    journal.deliver_all(at=MONDAY)
    return case


def collected(cast: Cast) -> UUID:
    case = issued(cast)
    cases.collect(case=case, by=cast["verifier"], at=MONDAY)
    return case


def refused(cast: Cast) -> UUID:
    case = in_review(cast)
    refuse(case, cast)
    return case


def withdrawn(cast: Cast) -> UUID:
    case = submitted(cast)
    cases.withdraw(case=case, by=cast["applicant"], at=MONDAY)
    return case


def lapsed(cast: Cast) -> UUID:
    case = draft(cast)
    cases.lapse_due(at=LONG_AFTER)
    return case


STATES: dict[str, Callable[[Cast], UUID]] = {
    cases.DRAFT: draft,
    cases.SUBMITTED: submitted,
    cases.IN_REVIEW: in_review,
    cases.RETURNED: returned,
    cases.GRANTED: granted,
    cases.ISSUED: issued,
    cases.COLLECTED: collected,
    cases.REFUSED: refused,
    cases.WITHDRAWN: withdrawn,
    cases.LAPSED: lapsed,
}


# Where one verb needs the case as another one leaves it.


def taken(cast: Cast) -> UUID:
    """Not verified yet; the verifier has it."""
    case = submitted(cast, SOMEBODY_ELSE)
    cases.claim(case=case, by=cast["verifier"], at=MONDAY)
    return case


def looked_through(cast: Cast) -> UUID:
    """The verifier has accepted every document."""
    case = taken(cast)
    for paper in documents.documents(Ref("case", case)):
        cases.accept_document(case=case, document=paper.id, digest=paper.digest, by=cast["verifier"], at=MONDAY)
    return case


def answered_with_no(cast: Cast) -> UUID:
    """The institution that was asked said no."""
    case = story.filed(cast["applicant"], story.STUDENT, SOMEBODY_ELSE, at=MONDAY)
    cases.claim(case=case, by=cast["verifier"], at=MONDAY)
    story.answered(case, cast["partner_education"], at=MONDAY, verdict=agencies.NO)
    return case


AT_WORK = {"ask_again": answered_with_no, "judge": taken, "return": taken, "verify": looked_through}
AT_WORK |= dict.fromkeys(("pass_on", "release"), taken)


# Each verb, as whoever may do it does it.


def officer(case: UUID, cast: Cast) -> Actor:
    """Whose work the case is: before it is verified the verifier's, afterwards the decider's."""
    return cast["decider" if Case.objects.get(id=case).verified_by else "verifier"]


def send_back(case: UUID, cast: Cast, by: Actor) -> None:
    cases.return_case(case=case, questions={"reason": "Jelaskan."}, slots={}, remark="", by=by, at=MONDAY)


def refuse(case: UUID, cast: Cast) -> None:
    law = catalogue.service(story.VISIT, on=MONDAY.date()).law[0].key
    cases.refuse(case=case, law=law, reason="Contoh.", by=cast["decider"], at=MONDAY)


def judge(case: UUID, cast: Cast) -> None:
    paper = documents.documents(Ref("case", case))[0]
    cases.accept_document(case=case, document=paper.id, digest=paper.digest, by=officer(case, cast), at=MONDAY)


def answer(case: UUID, cast: Cast) -> None:
    cases.answer(case=case, changes={"reason": "Keluarga."}, by=cast["applicant"], at=MONDAY)


def assign(case: UUID, cast: Cast) -> None:
    to = cast["verifier_2" if officer(case, cast) == cast["verifier"] else "decider_2"]
    cases.assign(case=case, to=to.id, by=cast["decider"], at=MONDAY)


def pass_on(case: UUID, cast: Cast) -> None:
    by = officer(case, cast)
    to = cast["verifier_2" if by == cast["verifier"] else "decider_2"]
    cases.pass_on(case=case, to=to.id, text="Lanjutkan.", by=by, at=MONDAY)


def ask_again(case: UUID, cast: Cast) -> None:
    asked = agencies.questions(Ref("case", case))
    cases.ask_again(case=case, question=asked[0].id if asked else case, by=officer(case, cast), at=MONDAY)


def lapse(case: UUID, cast: Cast) -> None:
    """Nobody touches it for a year; the permit of one that waits for its paper or its owner is revoked."""
    cases.lapse_due(at=LONG_AFTER)
    if Case.objects.get(id=case).state in (cases.GRANTED, cases.ISSUED):
        (permit,) = permits.permits(Ref("case", case))
        permits.revoke(permit=permit.id, reason="Contoh.", by=cast["decider"], at=MONDAY)
        journal.deliver_all(at=MONDAY)


def issue(case: UUID, cast: Cast) -> None:
    cases.mark_issued(case=case, permit=Ref("permit", case), by=SYSTEM, at=MONDAY)


VERBS: dict[str, Callable[[UUID, Cast], object]] = {
    "answer": answer,
    "submit": lambda case, cast: cases.submit(case=case, by=cast["applicant"], at=MONDAY),
    "resubmit": lambda case, cast: cases.resubmit(case=case, by=cast["applicant"], at=MONDAY),
    "withdraw": lambda case, cast: cases.withdraw(case=case, by=cast["applicant"], at=MONDAY),
    "lapse": lapse,
    "ask_again": ask_again,
    "claim": lambda case, cast: cases.claim(case=case, by=officer(case, cast), at=MONDAY),
    "assign": assign,
    "pass_on": pass_on,
    "release": lambda case, cast: cases.release(case=case, by=officer(case, cast), at=MONDAY),
    "judge": judge,
    "verify": lambda case, cast: cases.verify(case=case, by=cast["verifier"], at=MONDAY),
    "return": lambda case, cast: send_back(case, cast, officer(case, cast)),
    "grant": lambda case, cast: cases.grant(case=case, by=cast["decider"], at=MONDAY),
    "refuse": refuse,
    "issue": issue,
    "collect": lambda case, cast: cases.collect(case=case, by=cast["verifier"], at=MONDAY),
}
SILENT = ("lapse", "issue")
"""What nobody does by hand passes by in silence where there is nothing to do."""


def test_every_state_is_reached_and_every_verb_is_tried() -> None:
    assert set(STATES) == set(cases.WORKFLOW.states)
    assert set(VERBS) == {move.verb for move in cases.WORKFLOW.moves} - {"start"}


@pytest.mark.parametrize("state", list(STATES))
def test_every_verb_moves_as_the_table_says_or_is_refused_with_a_sentence(cast: Cast, state: str) -> None:
    usual = STATES[state](cast)
    for verb, act in VERBS.items():
        with undone():
            case = AT_WORK[verb](cast) if state == cases.IN_REVIEW and verb in AT_WORK else usual
            assert Case.objects.get(id=case).state == state
            before, to = entries(), cases.WORKFLOW.to(state, verb)
            if to is not None:
                act(case, cast)
                assert entries() > before or verb == "answer", f"{verb} in {state}"
            else:
                stays(case, cast, verb, state)
                assert entries() == before, f"{verb} in {state}"
            assert Case.objects.get(id=case).state == (to or state), f"{verb} in {state}"


def stays(case: UUID, cast: Cast, verb: str, state: str) -> None:
    """The verb does nothing; whoever tries is told so in both languages, or nobody where silence is meant."""
    if verb in SILENT:
        VERBS[verb](case, cast)
        return
    with pytest.raises(Refused) as refusal, transaction.atomic():
        VERBS[verb](case, cast)
    assert refusal.value.code == "state", f"{verb} in {state}: {refusal.value.code}"
    said = {}
    for language in ("id", "en"):
        with translation.override(language):
            with pytest.raises(Refused) as refusal, transaction.atomic():
                VERBS[verb](case, cast)
            said[language] = str(refusal.value.sentence)
    assert all(said.values()), f"{verb} in {state}"
    assert said["id"] != said["en"], f"{verb} in {state}: {said}"


@contextlib.contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def entries() -> int:
    return JournalEntry.objects.count()
