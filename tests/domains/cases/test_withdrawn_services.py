"""A case whose service is withdrawn: it is told, it has it in its history, and nothing is half done."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref
from seluma.lib.text import Text

pytestmark = pytest.mark.django_db
WHY = Text(id="Wewenangnya beralih.", en="The power went elsewhere.")


def withdrawn(service: str, at: dt.datetime, *, stops_filed: bool = False) -> None:
    catalogue.withdraw(code=service, reason=WHY, stops_filed=stops_filed, by=SYSTEM, at=at)
    journal.deliver_all(at=at)


def kinds(case: UUID) -> list[str]:
    return [entry.kind.partition(".")[2] for entry in journal.timeline(Ref("case", case))]


def told(case: UUID) -> str:
    (letter,) = [one for one in messages.letters_about(Ref("case", case)) if one.kind == "case_service_withdrawn"]
    return letter.body


def test_a_draft_is_told_and_cannot_be_filed_and_nothing_of_it_is_done(ayu: Actor, at: dt.datetime) -> None:
    answers = story.visit_answers(story.ANNA, at)
    case = story.draft(ayu, story.VISIT, answers, story.ANNA, at=at)
    withdrawn(story.VISIT, at)
    assert "Draf Anda tidak dapat diajukan" in told(case)
    assert "Wewenangnya beralih." in str(cases.filling(ayu, case, at=at).hindrances[0])
    with pytest.raises(Refused) as refused:
        cases.submit(case=case, by=ayu, at=at)
    assert "tidak kami tawarkan lagi sejak Senin, 23 November 2026" in str(refused.value.obstacles[0])
    assert "CaseServiceWithdrawn" in kinds(case)
    assert "CaseSubmitted" not in kinds(case)
    assert payments.bills(Ref("case", case)) == []
    assert cases.case_page(ayu, case, at=at).state == cases.DRAFT
    cases.withdraw(case=case, by=ayu, at=at)


def test_what_was_filed_goes_on_under_its_rules_and_the_officer_is_told(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    ayu, dewi = people["applicant"], people["decider"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, ayu, people["verifier"], at=at)
    withdrawn(story.VISIT, at)
    assert "tetap kami putus" in told(case)
    assert "Wewenangnya beralih." in str(cases.case_page(ayu, case, at=at).notes[0])
    shown = cases.desk_case(dewi, case, at=at)
    assert "tetap diputus menurut aturan pada hari pengajuannya" in str(shown.warnings[0])
    assert shown.verbs["grant"] == ()
    cases.grant(case=case, by=dewi, at=at)
    assert cases.case_page(ayu, case, at=at).state == cases.GRANTED


def test_a_version_that_is_stopped_grants_nothing_and_leaves_a_way_out(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    ayu, dewi = people["applicant"], people["decider"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, ayu, people["verifier"], at=at)
    withdrawn(story.VISIT, at, stops_filed=True)
    assert "tidak dapat dikabulkan lagi" in told(case)
    shown = cases.desk_case(dewi, case, at=at)
    assert "jadi tidak dapat dikabulkan" in str(shown.verbs["grant"][0])
    before = kinds(case)
    with pytest.raises(Refused, match="jadi tidak dapat dikabulkan"):
        cases.grant(case=case, by=dewi, at=at)
    assert kinds(case) == before
    cases.refuse(case=case, law="visit_extension", reason="Aturannya ditarik.", by=dewi, at=at)
    assert cases.case_page(ayu, case, at=at).notes == ()


def test_a_withdrawal_is_told_once_and_not_to_what_has_ended(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu = people["applicant"]
    ended = story.filed(ayu, story.VISIT, at=at)
    cases.withdraw(case=ended, by=ayu, at=at)
    open_one = story.filed(ayu, story.VISIT, at=at, seed=2)
    withdrawn(story.VISIT, at)
    journal.deliver_all(at=at)
    assert kinds(open_one).count("CaseServiceWithdrawn") == 1
    assert "CaseServiceWithdrawn" not in kinds(ended)
