"""The ways off the happy path: returned and corrected, withdrawn, lapsed, late, duplicate, somebody else's."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, VISITOR, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def returned(ayu: Actor, citra: Actor, at: dt.datetime) -> UUID:
    case = story.filed(ayu, story.STUDENT, at=at)
    cases.claim(case=case, by=citra, at=at)
    paper = next(d for d in cases.desk_case(citra, case, at=at).documents if d.slot == "passport_page")
    cases.reject_document(
        case=case,
        document=paper.id,
        digest=paper.digest,
        reason="Foto terpotong. Unggah halaman utuh.",
        by=citra,
        at=at,
    )
    cases.return_case(
        case=case, questions={"school_name": "Tulis nama lengkap sekolah."}, slots={}, remark="", by=citra, at=at
    )
    return case


class TestReturned:
    def test_only_what_was_named_is_open(self, ayu: Actor, citra: Actor, at: dt.datetime) -> None:
        case = returned(ayu, citra, at)
        cases.answer(case=case, changes={"school_name": "SMA Contoh Satu"}, by=ayu, at=at)
        with pytest.raises(Refused, match="tidak diminta"):
            cases.answer(case=case, changes={"extension_length": "2y"}, by=ayu, at=at)
        name, data = story.paper("photo", story.ANNA, at.date())
        with pytest.raises(Refused):
            cases.attach(case=case, slot="photo", filename=name, data=data, by=ayu, at=at)

    def test_it_goes_back_to_the_desk_when_everything_named_is_mended(
        self, ayu: Actor, citra: Actor, at: dt.datetime
    ) -> None:
        case = returned(ayu, citra, at)
        with pytest.raises(Refused) as refusal:
            cases.resubmit(case=case, by=ayu, at=at)
        assert len(refusal.value.obstacles) == 2
        cases.answer(case=case, changes={"school_name": "SMA Contoh Satu"}, by=ayu, at=at)
        name, data = story.paper("passport_page", story.ANNA, at.date() + dt.timedelta(days=1501))
        cases.attach(case=case, slot="passport_page", filename=name, data=data, by=ayu, at=at)
        cases.resubmit(case=case, by=ayu, at=at)
        story.verified(case, citra, at=at)
        assert cases.desk_case(citra, case, at=at).verified_name == citra.name

    def test_the_promises_clock_stops_while_the_applicant_mends(
        self, ayu: Actor, citra: Actor, at: dt.datetime
    ) -> None:
        case = returned(ayu, citra, at)
        later = at + dt.timedelta(days=7)
        cases.answer(case=case, changes={"school_name": "SMA Contoh Satu"}, by=ayu, at=later)
        name, data = story.paper("passport_page", story.ANNA, at.date() + dt.timedelta(days=1501))
        cases.attach(case=case, slot="passport_page", filename=name, data=data, by=ayu, at=later)
        before = cases.case_page(ayu, case, at=later).due_on
        cases.resubmit(case=case, by=ayu, at=later)
        after = cases.case_page(ayu, case, at=later).due_on
        assert before is not None
        assert after is not None
        assert after - before >= dt.timedelta(days=5)

    def test_returning_needs_something_to_mend(self, ayu: Actor, citra: Actor, at: dt.datetime) -> None:
        case = story.filed(ayu, story.STUDENT, at=at)
        cases.claim(case=case, by=citra, at=at)
        with pytest.raises(Refused, match="paling sedikit satu"):
            cases.return_case(case=case, questions={}, slots={}, remark="", by=citra, at=at)

    def test_what_is_not_mended_in_time_lapses(self, ayu: Actor, citra: Actor, at: dt.datetime) -> None:
        case = returned(ayu, citra, at)
        days = catalogue.figure("correction_days").value
        assert cases.lapse_due(at=at + dt.timedelta(days=days)) == 0
        assert cases.lapse_due(at=at + dt.timedelta(days=days + 1)) == 1
        assert cases.case_page(ayu, case, at=at).state == "lapsed"


class TestTwoOfficers:
    def test_the_second_is_told_who_has_it_and_since_when(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.STUDENT, at=at)
        cases.claim(case=case, by=people["verifier"], at=at)
        with pytest.raises(Refused, match=r"Citra Lestari.*23-11-2026"):
            cases.claim(case=case, by=people["verifier_2"], at=at)

    def test_the_second_to_decide_is_told_who_decided_and_when(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.STUDENT, at=at)
        story.verified(case, people["verifier"], at=at)
        cases.refuse(case=case, law="study_permit", reason="Tidak cukup.", by=people["decider"], at=at)
        with pytest.raises(Refused, match=r"Dewi Anggraini.*23-11-2026.*Ditolak"):
            cases.grant(case=case, by=people["decider_2"], at=at)

    def test_a_case_can_be_given_and_put_back(self, people: dict[str, Actor], at: dt.datetime) -> None:
        case = story.filed(people["applicant"], story.STUDENT, at=at)
        cases.assign(case=case, to=people["verifier_2"].id, by=people["decider"], at=at)
        with pytest.raises(Refused):
            cases.release(case=case, by=people["verifier"], at=at)
        cases.release(case=case, by=people["verifier_2"], at=at)
        cases.claim(case=case, by=people["verifier"], at=at)
        with pytest.raises(Refused, match="bukan petugas"):
            cases.assign(case=case, to=people["applicant_2"].id, by=people["decider"], at=at)


class TestWrongPerson:
    def test_a_strangers_case_is_not_there(self, ayu: Actor, budi: Actor, at: dt.datetime) -> None:
        case = story.filed(ayu, story.STUDENT, at=at)
        document = next(iter(cases.case_page(ayu, case, at=at).documents.values()))
        for actor in (budi, VISITOR):
            for act in (
                lambda: cases.case_page(actor, case, at=at),  # noqa: B023
                lambda: cases.withdraw(case=case, by=actor, at=at),  # noqa: B023
                lambda: cases.document_content(actor, case, document.id, at=at),  # noqa: B023
                lambda: cases.views_page(actor, case),  # noqa: B023
            ):
                with pytest.raises(NotFound):
                    act()

    def test_another_cases_document_cannot_be_reached_through_ones_own(
        self, ayu: Actor, budi: Actor, at: dt.datetime
    ) -> None:
        hers = story.filed(ayu, story.STUDENT, at=at)
        other = story.Person("Budi Utopia", "UTOPIA", "BUDI", "1990-00-00", "M", "B7654321")
        his = story.filed(budi, story.VISIT, other, at=at)
        document = next(iter(cases.case_page(ayu, hers, at=at).documents.values()))
        with pytest.raises(NotFound):
            cases.document_content(budi, his, document.id, at=at)

    def test_officers_do_not_read_drafts_and_do_not_work_on_their_own(
        self, people: dict[str, Actor], at: dt.datetime
    ) -> None:
        citra = people["verifier"]
        draft = cases.start(service=story.STUDENT, by=people["applicant"], at=at)
        with pytest.raises(NotFound):
            cases.desk_case(citra, draft, at=at)
        own = story.filed(citra, story.STUDENT, at=at)
        with pytest.raises(Refused, match="Anda sendiri"):
            cases.claim(case=own, by=citra, at=at)

    def test_applicants_have_no_desk(self, ayu: Actor, at: dt.datetime) -> None:
        with pytest.raises(Refused):
            cases.desk(ayu, "to_verify", at=at)


class TestDuplicates:
    def test_one_draft_a_service(self, ayu: Actor, at: dt.datetime) -> None:
        first = cases.start(service=story.STUDENT, by=ayu, at=at)
        with pytest.raises(Refused, match="draf"):
            cases.start(service=story.STUDENT, by=ayu, at=at)
        assert cases.draft_of(ayu, story.STUDENT) == first

    def test_one_open_application_a_person_and_service(self, ayu: Actor, budi: Actor, at: dt.datetime) -> None:
        story.filed(ayu, story.STUDENT, at=at)
        with pytest.raises(Refused) as refusal:
            story.filed(ayu, story.STUDENT, at=at)
        assert "belum selesai" in str(refusal.value.obstacles[0])
        with pytest.raises(Refused) as refusal:
            story.filed(budi, story.STUDENT, at=at)
        assert "akun lain" in str(refusal.value.obstacles[0])

    def test_a_sponsor_files_for_many(self, eko: Actor, at: dt.datetime) -> None:
        for number in range(3):
            pupil = story.Person(f"Murid {number}", "MURID", f"N{'ABC'[number]}", "2009-05-05", "X", f"P000000{number}")
            story.filed(eko, story.STUDENT, pupil, at=at)
        assert len(cases.my_cases(eko, at=at)) == 3


class TestEnds:
    def test_a_withdrawn_case_ends_its_bill_and_questions(self, ayu: Actor, at: dt.datetime) -> None:
        case = story.filed(ayu, story.STUDENT, at=at)
        cases.withdraw(case=case, by=ayu, at=at)
        about = Ref("case", case)
        assert [bill.state for bill in payments.bills(about)] == [payments.VOID]
        assert [question.state for question in agencies.questions(about)] == [agencies.WITHDRAWN]
        with pytest.raises(Refused, match="sudah selesai"):
            cases.withdraw(case=case, by=ayu, at=at)

    def test_a_draft_that_nobody_touches_lapses(self, ayu: Actor, at: dt.datetime) -> None:
        case = cases.start(service=story.STUDENT, by=ayu, at=at)
        days = catalogue.figure("draft_days").value
        assert cases.lapse_due(at=at + dt.timedelta(days=days)) == 0
        assert cases.lapse_due(at=at + dt.timedelta(days=days + 1)) == 1
        assert cases.case_page(ayu, case, at=at).state == "lapsed"

    def test_a_missed_promise_is_noted_once(self, ayu: Actor, citra: Actor, at: dt.datetime) -> None:
        case = story.filed(ayu, story.STUDENT, at=at)
        later = at + dt.timedelta(days=14)
        assert cases.note_overdue(at=later) == 1
        assert cases.note_overdue(at=later) == 0
        assert cases.case_page(ayu, case, at=later).late
        assert [item.id for item in cases.desk(citra, "late", at=later)] == [case]


class TestSilentInstitution:
    def test_a_decision_without_the_answer_is_possible_when_its_deadline_has_passed(
        self, people: dict[str, Actor], at: dt.datetime
    ) -> None:
        ayu, dewi = people["applicant"], people["decider"]
        case = story.filed(ayu, story.STUDENT, at=at)
        story.verified(case, people["verifier"], at=at)
        story.paid(case, ayu, people["verifier"], at=at)
        with pytest.raises(Refused):
            cases.grant(case=case, by=dewi, at=at)
        later = at + dt.timedelta(days=10)
        cases.grant(case=case, by=dewi, at=later)
        (granted,) = [e for e in journal.timeline(Ref("case", case)) if e.kind == "cases.CaseGranted"]
        assert granted.event is not None
        assert granted.event.without_answer == ("dinas-pendidikan",)  # type: ignore[attr-defined]

    def test_a_no_from_the_institution_stands_in_the_way(self, people: dict[str, Actor], at: dt.datetime) -> None:
        ayu = people["applicant"]
        case = story.filed(ayu, story.STUDENT, at=at)
        story.verified(case, people["verifier"], at=at)
        story.paid(case, ayu, people["verifier"], at=at)
        story.answered(case, people["partner_education"], at=at, verdict=agencies.NO)
        with pytest.raises(Refused) as refusal:
            cases.grant(case=case, by=people["decider"], at=at + dt.timedelta(days=30))
        assert any("tidak terdaftar" in str(sentence) for sentence in refusal.value.obstacles)


def test_after_filing_no_overstay_is_counted(ayu: Actor, at: dt.datetime) -> None:
    ends = at.date() + dt.timedelta(days=10)
    long_after = ends + dt.timedelta(days=20)
    assert catalogue.overstay(permit_expires_on=ends, filed_on=at.date(), on=long_after).days == 0
    assert catalogue.overstay(permit_expires_on=ends, filed_on=None, on=long_after).days == 20


def test_documents_cannot_be_changed_after_filing(ayu: Actor, at: dt.datetime) -> None:
    case = story.filed(ayu, story.STUDENT, at=at)
    name, data = story.paper("photo", story.ANNA, at.date())
    with pytest.raises(Refused):
        cases.attach(case=case, slot="photo", filename=name, data=data, by=ayu, at=at)
    with pytest.raises(Refused):
        documents.upload(
            about=Ref("case", case),
            slot="photo",
            filename=name,
            data=data,
            types=["image/jpeg"],
            max_bytes=10**7,
            by=ayu,
            at=at,
        )


def test_nothing_half_done_remains_when_filing_fails(
    ayu: Actor, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr(agencies, "ask", broken)
    with pytest.raises(RuntimeError):
        story.filed(ayu, story.STUDENT, at=at)
    case = cases.draft_of(ayu, story.STUDENT)
    assert case is not None
    about = Ref("case", case)
    assert payments.bills(about) == []
    assert not documents.folder(about).frozen
    assert all(entry.kind != "cases.CaseSubmitted" for entry in journal.timeline(about))


def test_the_system_may_not_be_borrowed_by_a_visitor(at: dt.datetime, ayu: Actor) -> None:
    with pytest.raises(Refused):
        cases.start(service=story.STUDENT, by=VISITOR, at=at)
    with pytest.raises(NotFound):
        cases.start(service=story.STUDENT, by=SYSTEM, at=at)


def test_the_institutions_reading_is_seen_by_the_applicant_too(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, hasan = people["applicant"], people["partner_education"]
    case = story.filed(ayu, story.STUDENT, at=at)
    (question,) = agencies.inbox_for(hasan, at=at)
    agencies.question_for(hasan, question.id, at=at)
    seen = cases.views_page(ayu, case)
    assert [(view.by, str(view.title)) for view in seen] == [
        (hasan.name, "Membuka pertanyaan kami tentang Anda"),
        (hasan.name, "Melihat daftar pertanyaan kami; nama Anda ada di situ"),
    ]


def test_an_officers_own_list_is_not_noted_again_and_again(ayu: Actor, citra: Actor, at: dt.datetime) -> None:
    case = story.filed(ayu, story.STUDENT, at=at)
    cases.claim(case=case, by=citra, at=at)
    assert [item.id for item in cases.desk(citra, "mine", at=at)] == [case]
    assert cases.views_page(ayu, case) == []
