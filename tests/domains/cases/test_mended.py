"""What a mended answer changes beside itself: the fee, the questions, who the case is about."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import Actor, Refused
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def returned(people: dict[str, Actor], at: dt.datetime, service: str, *names: str, case: UUID | None = None) -> UUID:
    case = case or story.filed(people["applicant"], service, at=at)
    cases.claim(case=case, by=people["verifier"], at=at)
    questions = dict.fromkeys(names, "Periksa lagi.")
    cases.return_case(case=case, questions=questions, slots={}, remark="", by=people["verifier"], at=at)
    return case


def owed(case: UUID) -> list[tuple[int | None, str]]:
    return [(bill.amount, bill.state) for bill in payments.bills(Ref("case", case)) if bill.state != payments.VOID]


class TestFee:
    def mended(self, people: dict[str, Actor], at: dt.datetime, case: UUID, length: str) -> None:
        cases.answer(case=case, changes={"extension_length": length}, by=people["applicant"], at=at)
        cases.resubmit(case=case, by=people["applicant"], at=at)

    def test_an_unpaid_bill_gives_way_to_the_right_one(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = returned(people, at, story.VISIT, "extension_length")
        self.mended(people, at, case, "14d")
        assert owed(case) == [(350_000, payments.OPEN)]

    def test_of_a_paid_one_only_the_rest_is_owed(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.VISIT, at=at, extension_length="14d")
        story.paid(case, people["applicant"], people["verifier"], at=at)
        returned(people, at, story.VISIT, "extension_length", case=case)
        self.mended(people, at, case, "30d")
        assert owed(case) == [(350_000, payments.PAID), (150_000, payments.OPEN)]

    def test_the_same_fee_is_left_alone(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = returned(people, at, story.VISIT, "address")
        before = payments.bills(Ref("case", case))
        cases.answer(case=case, changes={"address": "Jalan Lain 5"}, by=people["applicant"], at=at)
        cases.resubmit(case=case, by=people["applicant"], at=at)
        assert payments.bills(Ref("case", case)) == before


class TestQuestions:
    def test_what_is_not_asked_cannot_be_named(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.VISIT, at=at)
        cases.claim(case=case, by=people["verifier"], at=at)
        page = cases.desk_case(people["verifier"], case, at=at)
        hidden = set(page.service.questions_by_key) - {q.key for q in catalogue.asked(page.service, page.answers)}
        assert hidden
        with pytest.raises(Refused, match="tidak ada dalam permohonan"):
            cases.return_case(
                case=case, questions=dict.fromkeys(hidden, "?"), slots={}, remark="", by=people["verifier"], at=at
            )

    def test_an_answer_that_cannot_be_is_refused_by_the_verb_too(self, ayu: Actor, at: dt.datetime) -> None:
        case = cases.start(service=story.STUDENT, by=ayu, at=at)
        with pytest.raises(Refused):
            cases.answer(case=case, changes={"permit_expires_on": "tomorrow"}, by=ayu, at=at)

    def test_a_long_remark_is_refused_and_not_cut(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.STUDENT, at=at)
        cases.claim(case=case, by=people["verifier"], at=at)
        with pytest.raises(Refused, match="Catatan terlalu panjang"):
            cases.return_case(
                case=case, questions={"address": "?"}, slots={}, remark="x" * 2001, by=people["verifier"], at=at
            )
