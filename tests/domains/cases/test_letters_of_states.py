"""Every state of a case is told to the applicant by a letter in their language, and every turn that matters to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.people import api as accounts
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db

Cast = dict[str, Actor]
Deed = Callable[[Cast, dt.datetime], UUID]


def submitted(cast: Cast, at: dt.datetime) -> UUID:
    return story.filed(cast["applicant"], story.VISIT, at=at)


def returned(cast: Cast, at: dt.datetime) -> UUID:
    case = submitted(cast, at)
    cases.claim(case=case, by=cast["verifier"], at=at)
    cases.return_case(case=case, questions={"reason": "Jelaskan."}, slots={}, remark="", by=cast["verifier"], at=at)
    return case


def mended(cast: Cast, at: dt.datetime) -> UUID:
    case = returned(cast, at)
    cases.answer(case=case, changes={"reason": "Menjenguk keluarga."}, by=cast["applicant"], at=at)
    cases.resubmit(case=case, by=cast["applicant"], at=at)
    return case


def granted(cast: Cast, at: dt.datetime) -> UUID:
    case = submitted(cast, at)
    story.verified(case, cast["verifier"], at=at)
    story.paid(case, cast["applicant"], cast["verifier"], at=at)
    cases.grant(case=case, by=cast["decider"], at=at)
    return case


def issued(cast: Cast, at: dt.datetime) -> UUID:
    case = granted(cast, at)
    journal.deliver_all(at=at)
    return case


def collected(cast: Cast, at: dt.datetime) -> UUID:
    case = issued(cast, at)
    cases.collect(case=case, by=cast["verifier"], at=at)
    return case


def handed_over(cast: Cast, at: dt.datetime) -> UUID:
    case = story.filed(cast["applicant"], story.VISA, at=at)
    story.verified(case, cast["verifier"], at=at)
    story.paid(case, cast["applicant"], cast["verifier"], at=at)
    cases.hand_over(case=case, adapter="manual", by=cast["decider"], at=at)
    return case


def refused(cast: Cast, at: dt.datetime) -> UUID:
    case = submitted(cast, at)
    story.verified(case, cast["verifier"], at=at)
    cases.refuse(case=case, law="overstay", reason="Tidak cukup.", by=cast["decider"], at=at)
    return case


def objected(cast: Cast, at: dt.datetime) -> UUID:
    case = refused(cast, at)
    cases.object_to(case=case, text="Tujuannya ada di surat hotel.", by=cast["applicant"], at=at)
    return case


def withdrawn(cast: Cast, at: dt.datetime) -> UUID:
    case = submitted(cast, at)
    cases.withdraw(case=case, by=cast["applicant"], at=at)
    return case


def lapsed(cast: Cast, at: dt.datetime) -> UUID:
    case = returned(cast, at)
    cases.lapse_due(at=at + dt.timedelta(days=60))
    return case


STATES: dict[str, tuple[Deed, str, str, str]] = {
    cases.SUBMITTED: (submitted, "case_confirm", "Permohonan Anda kami terima", "We have received your application"),
    cases.RETURNED: (returned, "case_your_turn", "Giliran Anda", "Your turn"),
    cases.IN_REVIEW: (mended, "case_mended", "Perbaikan Anda kami terima", "We have received your corrections"),
    cases.HANDED_OVER: (handed_over, "case_referred", "kami serahkan", "handed your application over"),
    cases.OBJECTED: (objected, "objection_filed", "Keberatan Anda kami terima", "We have your objection"),
    cases.GRANTED: (granted, "case_granted", "dikabulkan", "granted"),
    cases.ISSUED: (issued, "case_ready", "Dokumen Anda siap", "ready"),
    cases.COLLECTED: (collected, "case_collected", "Dokumen sudah diserahkan", "handed over"),
    cases.REFUSED: (refused, "case_refused", "ditolak", "refused"),
    cases.WITHDRAWN: (withdrawn, "case_withdrawn", "sudah dicabut", "withdrawn"),
    cases.LAPSED: (lapsed, "case_lapsed", "Permohonan Anda berakhir", "has ended"),
}
"""State → (how it is reached, the letter, words of its subject in each language)."""


def letters(case: UUID, kind: str) -> list[messages.Posted]:
    return [letter for letter in messages.letters_about(Ref("case", case)) if letter.kind == kind]


def test_every_state_that_others_bring_about_has_a_letter() -> None:
    """A draft is opened by the person alone, who is looking at it."""
    assert set(STATES) == set(cases.WORKFLOW.states) - {cases.DRAFT}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_state_is_told_once_and_in_the_persons_language(
    people: Cast, at: dt.datetime, state: str, language: str
) -> None:
    ayu = people["applicant"]
    accounts.save_profile(account=ayu.id, changes={"language": language}, by=ayu, at=at)
    reach, kind, indonesian, english = STATES[state]
    case = reach(people, at)
    journal.deliver_all(at=at)
    (letter,) = letters(case, kind)
    assert letter.account == ayu.id
    assert (indonesian if language == "id" else english) in letter.subject
    assert f"/{language}/permohonan/{case}/" in letter.body


def test_a_draft_that_is_not_finished_in_time_is_told_when_it_ends(people: Cast, at: dt.datetime) -> None:
    case = cases.start(service=story.VISIT, by=people["applicant"], at=at)
    cases.lapse_due(at=at + dt.timedelta(days=92))
    journal.deliver_all(at=at)
    (letter,) = letters(case, "case_lapsed")
    assert "belum diajukan" in letter.body


def test_who_is_told_that_the_permit_is_revoked_is_not_told_twice(people: Cast, at: dt.datetime) -> None:
    case = issued(people, at)
    permit = permits.permits(Ref("case", case))[0]
    permits.revoke(permit=permit.id, reason="Berhenti.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    assert [letter.kind for letter in messages.letters_about(permit.ref)] == ["permit_revoked"]
    assert letters(case, "case_lapsed") == []


def test_a_permit_that_runs_out_before_it_is_collected_is_told(people: Cast, at: dt.datetime) -> None:
    case = issued(people, at)
    permits.expire_due(at=at + dt.timedelta(days=400), by=SYSTEM)
    journal.deliver_all(at=at)
    (letter,) = letters(case, "case_lapsed")
    assert "tidak berlaku lagi" in letter.body


def test_a_missed_promise_is_told(people: Cast, at: dt.datetime) -> None:
    case = submitted(people, at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    journal.deliver_all(at=at)
    cases.note_overdue(at=at + dt.timedelta(days=30))
    journal.deliver_all(at=at)
    (letter,) = letters(case, "case_overdue")
    assert "Maaf" in letter.body


def test_an_institution_that_is_late_is_told_and_one_that_says_no(people: Cast, at: dt.datetime) -> None:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    agencies.escalate_due(at=at + dt.timedelta(days=40), by=SYSTEM)
    journal.deliver_all(at=at)
    assert len(letters(case, "case_agency_late")) == 1
    story.answered(case, people["partner_education"], at=at, verdict=agencies.NO)
    journal.deliver_all(at=at)
    (letter,) = letters(case, "case_agency_doubts")
    assert "keliru" in letter.body


def test_an_institution_that_says_yes_needs_no_letter(people: Cast, at: dt.datetime) -> None:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    story.answered(case, people["partner_education"], at=at)
    journal.deliver_all(at=at)
    assert letters(case, "case_agency_doubts") == []


def test_money_that_came_and_an_amount_that_is_set_are_told(people: Cast, at: dt.datetime) -> None:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    journal.deliver_all(at=at)
    assert len(letters(case, "case_pay")) == 1
    assert len(letters(case, "bill_paid")) == 1
