"""Whoever reads somebody's papers is seen by the person; nobody prices their own case."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.cli import story
from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def test_an_officer_who_opens_the_permit_is_seen(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, citra = people["applicant"], people["verifier"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, citra, at=at)
    story.paid(case, ayu, citra, at=at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    before = len(cases.views_page(ayu, case))
    cases.permit_pdf(ayu, case, at=at)
    assert len(cases.views_page(ayu, case)) == before
    cases.permit_pdf(citra, case, at=at)
    assert len(cases.views_page(ayu, case)) == before + 1


def test_an_officer_who_opens_the_letter_is_seen(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, citra = people["applicant"], people["verifier"]
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, citra, at=at)
    cases.refuse(case=case, law="overstay", reason="Tidak cukup.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    before = len(cases.views_page(ayu, case))
    cases.letter_pdf(citra, case, at=at)
    assert len(cases.views_page(ayu, case)) == before + 1


def test_the_institutions_reading_is_seen(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, partner = people["applicant"], people["partner_education"]
    case = story.filed(ayu, story.STUDENT, at=at)
    (question,) = agencies.questions(Ref("case", case))
    agencies.inbox_for(partner, at=at)
    agencies.question_for(partner, question.id, at=at)
    assert [view.by for view in cases.views_page(ayu, case)] == [partner.name] * 2


def test_nobody_sets_what_they_have_to_pay(people: dict[str, Actor], at: dt.datetime) -> None:
    citra = people["verifier"]
    case = story.filed(citra, story.STUDENT, at=at)
    (bill,) = payments.bills(Ref("case", case))
    with pytest.raises(Refused, match="Anda sendiri"):
        cases.set_amount(case=case, bill=bill.id, amount=1, source="-", by=citra, at=at)
