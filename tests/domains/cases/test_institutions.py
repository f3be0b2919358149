"""What an institution's answer is worth: unclear, late, about answers that were mended since."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import Actor, NotFound, Refused
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.cases import queries
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def asked(case: UUID) -> list[agencies.AgencyQuestion]:
    return agencies.questions(Ref("case", case))


def ready_but_for_the_answer(people: dict[str, Actor], at: dt.datetime) -> UUID:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    return case


class TestUnclear:
    def test_it_is_the_deciders_turn_who_is_told_what_to_do(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = ready_but_for_the_answer(people, at)
        story.answered(case, people["partner_education"], at=at, verdict=agencies.UNCLEAR)
        assert cases.case_page(people["applicant"], case, at=at).turn.who == "decider"
        with pytest.raises(Refused) as refusal:
            cases.grant(case=case, by=people["decider"], at=at)
        (sentence,) = refusal.value.obstacles
        assert "Tanyakan lagi" in str(sentence)

    def test_the_institution_is_asked_again_and_the_new_answer_counts(
        self, people: dict[str, Actor], at: dt.datetime
    ) -> None:
        case, dewi = ready_but_for_the_answer(people, at), people["decider"]
        story.answered(case, people["partner_education"], at=at, verdict=agencies.UNCLEAR)
        (first,) = asked(case)
        cases.claim(case=case, by=dewi, at=at)
        assert "ask_again" in cases.desk_case(dewi, case, at=at).verbs
        cases.ask_again(case=case, question=first.id, by=dewi, at=at)
        (second,) = [question for question in asked(case) if question.state == agencies.OPEN]
        assert second.fields == first.fields
        assert cases.case_page(people["applicant"], case, at=at).turn.who == "agency"
        agencies.answer(question=second.id, verdict=agencies.YES, remark="", by=people["partner_education"], at=at)
        cases.grant(case=case, by=dewi, at=at)

    def test_only_who_holds_the_case_asks_and_only_after_an_answer_other_than_yes(
        self, people: dict[str, Actor], at: dt.datetime
    ) -> None:
        case = ready_but_for_the_answer(people, at)
        (question,) = asked(case)
        with pytest.raises(Refused):
            cases.ask_again(case=case, question=question.id, by=people["decider"], at=at)
        cases.claim(case=case, by=people["decider"], at=at)
        with pytest.raises(Refused, match="belum"):
            cases.ask_again(case=case, question=question.id, by=people["decider"], at=at)
        with pytest.raises(NotFound):
            cases.ask_again(case=case, question=case, by=people["decider"], at=at)


class TestLate:
    def test_a_granted_case_needs_no_answer_any_more(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = ready_but_for_the_answer(people, at)
        cases.grant(case=case, by=people["decider"], at=at + dt.timedelta(days=10))
        assert [question.state for question in asked(case)] == [agencies.WITHDRAWN]
        assert agencies.remind_due(at=at + dt.timedelta(days=11), by=people["decider"]) == 0

    def test_an_answer_in_the_moment_of_the_decision_is_not_passed_over(
        self, people: dict[str, Actor], at: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, late = ready_but_for_the_answer(people, at), at + dt.timedelta(days=10)
        read = queries.obligations

        def then_comes_a_no(*args: object, **more: object) -> object:
            found = read(*args, **more)  # type: ignore[arg-type]
            story.answered(case, people["partner_education"], at=late, verdict=agencies.NO)
            return found

        monkeypatch.setattr(queries, "obligations", then_comes_a_no)
        with pytest.raises(Refused, match="baru saja menjawab"):
            cases.grant(case=case, by=people["decider"], at=late)


class TestMended:
    def returned(self, people: dict[str, Actor], at: dt.datetime, *names: str) -> UUID:
        case = story.filed(people["applicant"], story.STUDENT, at=at)
        story.answered(case, people["partner_education"], at=at)
        cases.claim(case=case, by=people["verifier"], at=at)
        questions = dict.fromkeys(names, "Periksa lagi.")
        cases.return_case(case=case, questions=questions, slots={}, remark="", by=people["verifier"], at=at)
        return case

    def test_an_answer_about_another_school_does_not_count(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = self.returned(people, at, "school_name")
        cases.answer(case=case, changes={"school_name": "SMA Lain"}, by=people["applicant"], at=at)
        cases.resubmit(case=case, by=people["applicant"], at=at)
        (waiting,) = [question for question in asked(case) if question.state == agencies.OPEN]
        assert waiting.fields["school_name"]["value"]["id"] == "SMA Lain"
        obligations = cases.desk_case(people["verifier"], case, at=at).obligations
        assert [one.met for one in obligations if one.kind == "agency"] == [False]

    def test_what_did_not_change_is_not_asked_again(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = self.returned(people, at, "address")
        cases.answer(case=case, changes={"address": "Jalan Lain 5"}, by=people["applicant"], at=at)
        cases.resubmit(case=case, by=people["applicant"], at=at)
        assert [question.state for question in asked(case)] == [agencies.ANSWERED]

    def test_an_institution_that_is_no_longer_asked_holds_nobody_up(
        self, people: dict[str, Actor], at: dt.datetime
    ) -> None:
        case = self.returned(people, at, "visa_index", "school_name", "guarantor_kind")
        changes = {"visa_index": "E30B", "school_name": "Universitas Contoh", "guarantor_kind": "school"}
        cases.answer(case=case, changes=changes, by=people["applicant"], at=at)
        cases.resubmit(case=case, by=people["applicant"], at=at)
        obligations = cases.desk_case(people["verifier"], case, at=at).obligations
        assert [one for one in obligations if one.kind == "agency"] == []
