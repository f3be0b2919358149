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

HANDED_ON, BROUGHT_BACK = "visa-c2", "passport-new"
ASKS = {HANDED_ON: "sponsor", BROUGHT_BACK: "applicant"}
Q_OF_HANDED_ON = "activity"
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


def to_hand_over(cast: Cast, service: str = HANDED_ON) -> UUID:
    """Verified and paid, and somebody else's to decide."""
    case = story.filed(cast[ASKS[service]], service, SOMEBODY_ELSE, at=MONDAY)
    story.verified(case, cast["verifier"], at=MONDAY)
    story.paid(case, cast[ASKS[service]], cast["verifier"], at=MONDAY)
    return case


def handed_over(cast: Cast, service: str = HANDED_ON) -> UUID:
    case = to_hand_over(cast, service)
    cases.hand_over(case=case, adapter="manual", by=cast["decider"], at=MONDAY)
    return case


def objected(cast: Cast) -> UUID:
    case = refused(cast)
    cases.object_to(case=case, text="Ada surat hotel.", by=cast["applicant"], at=MONDAY)
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
    cases.HANDED_OVER: handed_over,
    cases.OBJECTED: objected,
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


OTHERWISE: dict[tuple[str, str], Callable[[Cast], UUID]] = {
    (cases.IN_REVIEW, "ask_again"): answered_with_no,
    (cases.IN_REVIEW, "verify"): looked_through,
    (cases.IN_REVIEW, "hand_over"): to_hand_over,
    (cases.HANDED_OVER, "answer_ready"): lambda cast: handed_over(cast, BROUGHT_BACK),
    **{(cases.IN_REVIEW, verb): taken for verb in ("judge", "return", "pass_on", "release")},
}


# Each verb, as whoever may do it does it.


def owner(case: UUID, cast: Cast) -> Actor:
    """Who applied."""
    applicant = Case.objects.get(id=case).applicant
    return next(actor for actor in cast.values() if actor.id == applicant)


def answered(case: UUID, cast: Cast, verdict: str) -> None:
    """The authority's answer comes back."""
    file = (
        {"filename": "visa.pdf", "data": story.paper("guarantor_letter", story.ANNA, MONDAY.date())[1]}
        if verdict == "granted"
        else {}
    )
    wanted = {"questions": {Q_OF_HANDED_ON: "Jelaskan."}} if verdict == "more" else {}
    given = cases.AnswerGiven(reference="EV-1", verdict=verdict, reason="Contoh.", **file, **wanted)  # type: ignore[arg-type]
    cases.answer_back(case=case, answer=given, by=cast["verifier"], at=MONDAY)


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
    cases.answer(case=case, changes={"reason": "Keluarga."}, by=owner(case, cast), at=MONDAY)


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
    "submit": lambda case, cast: cases.submit(case=case, by=owner(case, cast), at=MONDAY),
    "resubmit": lambda case, cast: cases.resubmit(case=case, by=owner(case, cast), at=MONDAY),
    "withdraw": lambda case, cast: cases.withdraw(case=case, by=owner(case, cast), at=MONDAY),
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
    "hand_over": lambda case, cast: cases.hand_over(case=case, adapter="manual", by=cast["decider"], at=MONDAY),
    "answer_granted": lambda case, cast: answered(case, cast, "granted"),
    "answer_ready": lambda case, cast: answered(case, cast, "granted"),
    "answer_refused": lambda case, cast: answered(case, cast, "refused"),
    "answer_more": lambda case, cast: answered(case, cast, "more"),
    "take_back": lambda case, cast: cases.take_back(case=case, reason="Keliru.", by=cast["verifier"], at=MONDAY),
    "object": lambda case, cast: cases.object_to(case=case, text="Contoh.", by=owner(case, cast), at=MONDAY),
    "assign_objection": lambda case, cast: cases.assign_objection(
        case=case, to=cast["decider_2"].id, by=cast["decider"], at=MONDAY
    ),
    "uphold": lambda case, cast: cases.uphold(case=case, reason="Contoh.", by=cast["decider_2"], at=MONDAY),
    "reject_objection": lambda case, cast: cases.reject_objection(
        case=case, reason="Contoh.", by=cast["decider_2"], at=MONDAY
    ),
    "withdraw_objection": lambda case, cast: cases.withdraw_objection(case=case, by=owner(case, cast), at=MONDAY),
}
RECORDED = ("answer_granted", "answer_ready", "answer_refused", "answer_more")
"""An answer that does not fit is refused, and that it came is recorded."""
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
            case = OTHERWISE[state, verb](cast) if (state, verb) in OTHERWISE else usual
            assert Case.objects.get(id=case).state == state
            before, to = entries(), cases.WORKFLOW.to(state, verb)
            if to is not None:
                act(case, cast)
                assert entries() > before or verb == "answer", f"{verb} in {state}"
            else:
                stays(case, cast, verb, state)
                assert entries() == before or verb in RECORDED, f"{verb} in {state}"
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
