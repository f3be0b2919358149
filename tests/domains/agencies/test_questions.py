"""Questions to other institutions: asked with the fields needed, answered once, reminded, escalated, withdrawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.agencies import api as agencies
from seluma.domains.agencies import events, models, notices, rules
from seluma.domains.people import api as people
from seluma.lib.ids import Ref, new_id
from tests.domains.people_at_work import MONDAY, a_case, at_once, person

pytestmark = pytest.mark.django_db

SCHOOLS, LABOUR = "dinas-pendidikan", "dinas-tenaga-kerja"
DUE = dt.date(2026, 12, 7)
DAY = dt.timedelta(days=1)
FIELDS = {
    "full_name": {"label": {"id": "Nama", "en": "Name"}, "value": {"id": "Ayu Wulan", "en": "Ayu Wulan"}},
    "school": {"label": {"id": "Sekolah", "en": "School"}, "value": {"id": "SMA 1", "en": "SMA 1"}},
}


def an_institution(code: str, name: str) -> Any:
    people.create_organisation(code=code, name=name, kind="agency", by=SYSTEM, at=MONDAY)
    return people.organisation(code)


def a_partner(name: str, institution: Any, language: str = "id") -> Actor:
    account = people.register(
        email=f"{name.lower()}@instansi.example",
        name=name,
        password="sebuah kata sandi",
        language=language,
        by=SYSTEM,
        at=MONDAY,
        confirmed=True,
    )
    people.grant_role(account=account, role="partner", organisation=institution.id, by=SYSTEM, at=MONDAY)
    return people.actor_of(account)


@pytest.fixture
def schools() -> Any:
    return an_institution(SCHOOLS, "Dinas Pendidikan")


@pytest.fixture
def fajar(schools: Any) -> Actor:
    return a_partner("Fajar", schools)


@pytest.fixture
def hana() -> Actor:
    return a_partner("Hana", an_institution(LABOUR, "Dinas Tenaga Kerja"))


@pytest.fixture
def citra() -> Actor:
    return person("Citra", "verifier")


def ask(about: Ref | None = None, **more: Any) -> rules.AgencyQuestion:
    given = {
        "about": about or a_case(),
        "agency": SCHOOLS,
        "question_key": "school",
        "text": {"id": "Apakah ia terdaftar?", "en": "Is this person enrolled?"},
        "legal_base": {"id": "Pasal 1", "en": "Article 1"},
        "fields": FIELDS,
        "due_on": DUE,
        "by": SYSTEM,
        "at": MONDAY,
        **more,
    }
    return agencies.ask(**given)


def on(day: dt.date) -> dt.datetime:
    """Nine in the morning in the office."""
    return dt.datetime(day.year, day.month, day.day, 2, 0, tzinfo=dt.UTC)


class TestAsking:
    def test_an_institution_sees_the_fields_given_and_no_others(self, schools: Any, fajar: Actor) -> None:
        question = ask()
        assert (question.state, question.organisation, question.fields) == (agencies.OPEN, schools.id, FIELDS)
        assert agencies.inbox_for(fajar, at=MONDAY) == [question]
        assert agencies.question_for(fajar, question.id, at=MONDAY) == question
        assert agencies.questions(question.about) == [question]
        assert journal.timeline(question.about)[-1].event == events.AgencyAsked(
            about=question.about,
            question=question.ref,
            agency=SCHOOLS,
            organisation=Ref("organisation", schools.id),
            question_key="school",
            fields=("full_name", "school"),
            due_on=DUE,
        )

    def test_the_values_stay_out_of_the_journal(self, schools: Any) -> None:
        question = ask()
        assert "Ayu" not in str(journal.timeline(question.about)[-1].event)

    def test_the_same_question_is_asked_once_at_a_time(self, schools: Any, fajar: Actor) -> None:
        case = a_case()
        first = ask(case)
        assert ask(case) == first
        assert len(journal.timeline(case)) == 1
        agencies.answer(question=first.id, verdict="unclear", remark="Nama tidak lengkap.", by=fajar, at=MONDAY)
        assert ask(case).id != first.id

    def test_an_institution_that_nobody_knows_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            ask(agency="dinas-bulan")

    def test_when_the_entry_cannot_be_written_nothing_is_asked(self, schools: Any, fajar: Actor) -> None:
        with mock.patch.object(journal, "note", side_effect=RuntimeError), pytest.raises(RuntimeError):
            ask()
        assert agencies.inbox_for(fajar, at=MONDAY) == []


class TestAnswering:
    def test_fajar_answers_yes(self, schools: Any, fajar: Actor) -> None:
        question = ask()
        answered = agencies.answer(question=question.id, verdict="yes", remark=" ", by=fajar, at=MONDAY)
        assert (answered.state, answered.answer, answered.remark) == (agencies.ANSWERED, agencies.YES, "")
        assert (answered.answered_by, answered.answered_at) == (fajar.id, MONDAY)
        assert agencies.inbox_for(fajar, at=MONDAY) == []
        assert journal.timeline(question.about)[-1].event == events.AgencyAnswered(
            about=question.about,
            question=question.ref,
            agency=SCHOOLS,
            organisation=Ref("organisation", schools.id),
            verdict="yes",
            remark="",
        )

    def test_a_second_answer_is_told_who_and_when(self, schools: Any, fajar: Actor) -> None:
        question, gina = ask(), a_partner("Gina", schools)
        agencies.answer(question=question.id, verdict="yes", remark="", by=fajar, at=MONDAY)
        with translation.override("id"), pytest.raises(Refused) as refused:
            agencies.answer(question=question.id, verdict="no", remark="Bukan siswa.", by=gina, at=MONDAY)
        assert str(refused.value) == "Pertanyaan ini sudah dijawab oleh Fajar pada Senin, 23 November 2026 09.00."
        assert agencies.questions(question.about)[0].answer == agencies.YES

    @pytest.mark.parametrize(
        ("verdict", "remark", "said"),
        [
            ("no", "  ", "Tuliskan alasan"),
            ("unclear", "", "Tuliskan alasan"),
            ("maybe", "x", "Pilih salah satu jawaban"),
            ("no", "x" * 2001, "terlalu panjang"),
        ],
    )
    def test_half_an_answer_is_refused(self, fajar: Actor, verdict: str, remark: str, said: str) -> None:
        question = ask()
        with pytest.raises(Refused, match=said):
            agencies.answer(question=question.id, verdict=verdict, remark=remark, by=fajar, at=MONDAY)
        assert agencies.inbox_for(fajar, at=MONDAY) == [question]

    def test_a_late_answer_counts(self, fajar: Actor) -> None:
        question = ask()
        agencies.escalate_due(at=on(DUE + DAY), by=SYSTEM)
        late = agencies.answer(question=question.id, verdict="yes", remark="", by=fajar, at=on(DUE + DAY))
        assert late.state == agencies.ANSWERED

    def test_after_the_answer_the_institution_sees_the_data_no_more_and_officers_do(
        self, fajar: Actor, citra: Actor
    ) -> None:
        question = ask()
        agencies.answer(question=question.id, verdict="yes", remark="", by=fajar, at=MONDAY)
        assert agencies.question_for(fajar, question.id, at=MONDAY).fields == {}
        assert [answered.fields for answered in agencies.answered_for(fajar)] == [{}]
        assert agencies.question_for(citra, question.id, at=MONDAY).fields == FIELDS


class TestStrangers:
    def test_to_another_institution_the_question_does_not_exist(self, schools: Any, hana: Actor) -> None:
        question = ask()
        assert agencies.inbox_for(hana, at=MONDAY) == []
        assert agencies.answered_for(hana) == []
        with pytest.raises(NotFound):
            agencies.question_for(hana, question.id, at=MONDAY)
        with pytest.raises(NotFound):
            agencies.answer(question=question.id, verdict="yes", remark="", by=hana, at=MONDAY)

    def test_nor_to_an_applicant_a_visitor_or_a_partner_without_institution(self, schools: Any, citra: Actor) -> None:
        question = ask()
        for stranger in (person("Ayu", "applicant"), person("Ilham", "partner")):
            with pytest.raises(NotFound):
                agencies.question_for(stranger, question.id, at=MONDAY)
            with pytest.raises(NotFound):
                agencies.answer(question=question.id, verdict="yes", remark="", by=stranger, at=MONDAY)
        with pytest.raises(Refused):
            agencies.inbox_for(person("Ayu", "applicant"), at=MONDAY)
        assert agencies.inbox_for(person("Ilham", "partner"), at=MONDAY) == []

    def test_officers_read_and_do_not_answer(self, schools: Any, citra: Actor) -> None:
        question = ask()
        assert agencies.question_for(citra, question.id, at=MONDAY) == question
        with pytest.raises(NotFound):
            agencies.answer(question=question.id, verdict="yes", remark="", by=citra, at=MONDAY)

    def test_what_never_was_is_not_found(self, fajar: Actor) -> None:
        with pytest.raises(NotFound):
            agencies.question_for(fajar, new_id(), at=MONDAY)
        with pytest.raises(NotFound):
            agencies.answer(question=new_id(), verdict="yes", remark="", by=fajar, at=MONDAY)


class TestWithdrawing:
    def test_when_the_case_ends_nothing_needs_to_be_answered(self, fajar: Actor) -> None:
        case = a_case()
        open_one, answered = ask(case), ask(case, question_key="grade")
        agencies.answer(question=answered.id, verdict="yes", remark="", by=fajar, at=MONDAY)
        assert [q.id for q in agencies.withdraw(about=case, by=SYSTEM, at=MONDAY)] == [open_one.id]
        assert agencies.withdraw(about=case, by=SYSTEM, at=MONDAY) == []
        assert {q.state for q in agencies.questions(case)} == {agencies.WITHDRAWN, agencies.ANSWERED}
        assert len(journal.timeline(case, kinds=[events.AgencyQuestionWithdrawn])) == 1
        assert agencies.question_for(fajar, open_one.id, at=MONDAY).fields == {}
        with pytest.raises(Refused, match="sudah ditarik"):
            agencies.answer(question=open_one.id, verdict="yes", remark="", by=fajar, at=MONDAY)


class TestTheTimetable:
    def test_two_days_before_the_institution_is_reminded_once(self, schools: Any) -> None:
        question = ask()
        assert agencies.remind_due(at=on(DUE - 3 * DAY), by=SYSTEM) == 0
        assert agencies.remind_due(at=on(DUE - 2 * DAY), by=SYSTEM) == 1
        assert agencies.remind_due(at=on(DUE), by=SYSTEM) == 0
        assert agencies.questions(question.about)[0].reminded_at == on(DUE - 2 * DAY)
        assert isinstance(journal.timeline(question.about)[-1].event, events.AgencyReminded)

    def test_after_the_day_it_is_escalated_once(self, schools: Any) -> None:
        question = ask()
        assert agencies.escalate_due(at=on(DUE), by=SYSTEM) == 0
        assert not question.is_late(DUE)
        assert agencies.escalate_due(at=on(DUE + DAY), by=SYSTEM) == 1
        assert agencies.escalate_due(at=on(DUE + DAY), by=SYSTEM) == 0
        assert question.is_late(DUE + DAY)
        assert isinstance(journal.timeline(question.about)[-1].event, events.AgencyEscalated)

    def test_the_day_is_the_offices_day(self, schools: Any) -> None:
        ask()
        midnight_in_the_office = dt.datetime(2026, 12, 7, 17, 0, tzinfo=dt.UTC)
        assert agencies.escalate_due(at=midnight_in_the_office - dt.timedelta(seconds=1), by=SYSTEM) == 0
        assert agencies.escalate_due(at=midnight_in_the_office, by=SYSTEM) == 1

    def test_what_is_answered_or_withdrawn_is_left_alone(self, fajar: Actor) -> None:
        answered, withdrawn = ask(), ask()
        agencies.answer(question=answered.id, verdict="yes", remark="", by=fajar, at=MONDAY)
        agencies.withdraw(about=withdrawn.about, by=SYSTEM, at=MONDAY)
        assert agencies.remind_due(at=on(DUE), by=SYSTEM) == 0
        assert agencies.escalate_due(at=on(DUE + DAY), by=SYSTEM) == 0


class TestLetters:
    @pytest.fixture(autouse=True)
    def _a_place_for_links(self) -> Any:
        with mock.patch.object(messages, "address_of", side_effect=lambda link, lang: f"https://x/{lang}/{link.kind}"):
            yield

    def letters(self, event: type, about: Ref) -> list[tuple[str, messages.Letter]]:
        entry = journal.timeline(about, kinds=[event])[-1]
        found = []
        for notice in notices.NOTICES[event]:
            for recipient in notice.recipients(entry):
                with translation.override(recipient.language):
                    found.append((recipient.address, notice.write(entry, recipient)))
        return found

    def test_the_institution_is_written_to_without_the_persons_data(self, fajar: Actor, hana: Actor) -> None:
        question = ask()
        ((address, letter),) = self.letters(events.AgencyAsked, question.about)
        assert address == "fajar@instansi.example"
        assert letter.subject == "Mohon jawaban paling lambat Senin, 7 Desember 2026"
        assert "Apakah ia terdaftar?" in letter.body
        assert "https://x/id/agency_question" in letter.body
        assert "Ayu" not in letter.body

    def test_a_late_answer_is_told_to_the_institution_and_to_who_decides(self, fajar: Actor) -> None:
        dewi = people.register(
            email="dewi@kantor.example",
            name="Dewi",
            password="sebuah kata sandi",
            language="id",
            by=SYSTEM,
            at=MONDAY,
            confirmed=True,
        )
        people.grant_role(account=dewi, role="decider", by=SYSTEM, at=MONDAY)
        question = ask()
        agencies.remind_due(at=on(DUE), by=SYSTEM)
        agencies.escalate_due(at=on(DUE + DAY), by=SYSTEM)
        assert [address for address, _letter in self.letters(events.AgencyReminded, question.about)] == [
            "fajar@instansi.example"
        ]
        late = dict(self.letters(events.AgencyEscalated, question.about))
        assert set(late) == {"fajar@instansi.example", "dewi@kantor.example"}
        assert late["dewi@kantor.example"].subject == "Dinas Pendidikan belum menjawab"

    def test_no_letter_asks_for_an_answer_that_is_there(self, fajar: Actor) -> None:
        question = ask()
        agencies.answer(question=question.id, verdict="yes", remark="", by=fajar, at=MONDAY)
        assert self.letters(events.AgencyAsked, question.about) == []


class TestReading:
    def test_many_cases_are_read_in_one_statement(self, schools: Any, django_assert_num_queries: Any) -> None:
        cases = [a_case() for _number in range(5)]
        for case in cases[:4]:
            ask(case)
        with django_assert_num_queries(1):
            found = agencies.questions_for_many(cases)
        assert [len(found[case]) for case in cases] == [1, 1, 1, 1, 0]

    def test_the_most_urgent_comes_first(self, fajar: Actor) -> None:
        later, sooner = ask(due_on=DUE + DAY), ask(due_on=DUE)
        assert [question.id for question in agencies.inbox_for(fajar, at=MONDAY)] == [sooner.id, later.id]


class TestPromisesOfTheDatabase:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"state": "lost"}, "state_is_known"),
            ({"state": "answered"}, "answered_by_somebody"),
            ({"answered_by": new_id()}, "answered_by_somebody"),
            (
                {"state": "answered", "verdict": "no", "answered_by": new_id(), "answered_at": MONDAY},
                "explained_unless_yes",
            ),
            (
                {"state": "answered", "verdict": "perhaps", "answered_by": new_id(), "answered_at": MONDAY},
                "verdict_is_known",
            ),
        ],
    )
    def test_a_row_that_cannot_be_true_is_refused(self, schools: Any, change: dict[str, Any], constraint: str) -> None:
        question = ask()
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            models.AgencyQuestion.objects.filter(id=question.id).update(**change)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_of_two_answers_one_counts_and_the_other_is_told(self) -> None:
        institution = an_institution(SCHOOLS, "Dinas Pendidikan")
        both = [a_partner("Fajar", institution), a_partner("Gina", institution)]
        question = ask()
        outcomes = at_once(
            lambda number: agencies.answer(
                question=question.id,
                verdict=("yes", "no")[number],
                remark="Lihat buku induk.",
                by=both[number],
                at=MONDAY,
            ),
            2,
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AgencyQuestion", "Refused"]
        (entry,) = journal.timeline(question.about, kinds=[events.AgencyAnswered])
        assert entry.event.verdict == agencies.questions(question.about)[0].answer

    def test_asking_eight_times_at_once_asks_once(self) -> None:
        an_institution(SCHOOLS, "Dinas Pendidikan")
        case = a_case()
        outcomes = at_once(lambda _number: ask(case), 8)
        assert len({question.id for question in outcomes}) == 1
        assert len(journal.timeline(case)) == 1

    def test_an_answer_and_a_withdrawal_leave_one_of_them(self) -> None:
        fajar = a_partner("Fajar", an_institution(SCHOOLS, "Dinas Pendidikan"))
        question = ask()

        def work(number: int) -> Any:
            if number == 0:
                return agencies.withdraw(about=question.about, by=SYSTEM, at=MONDAY)
            return agencies.answer(question=question.id, verdict="yes", remark="", by=fajar, at=MONDAY)

        at_once(work, 2)
        endings = journal.timeline(question.about, kinds=[events.AgencyAnswered, events.AgencyQuestionWithdrawn])
        assert len(endings) == 1

    def test_two_timetables_at_once_remind_once(self) -> None:
        an_institution(SCHOOLS, "Dinas Pendidikan")
        question = ask()
        assert sorted(at_once(lambda _number: agencies.remind_due(at=on(DUE), by=SYSTEM), 4)) == [0, 0, 0, 1]
        assert len(journal.timeline(question.about, kinds=[events.AgencyReminded])) == 1


def test_the_diagram_in_the_readme_is_the_table() -> None:
    readme = Path(rules.__file__).with_name("README.md").read_text()
    assert f"```mermaid\n{rules.WORKFLOW.mermaid()}```" in readme


def test_every_state_and_answer_has_words() -> None:
    assert set(agencies.STATES) == set(rules.WORKFLOW.states)
    assert set(agencies.VERDICTS) == set(rules.VERDICTS)
