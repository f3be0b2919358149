"""The main job: from a draft to a permit, through every role."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.cli import story
from seluma.core.access.api import Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def ready_for_decision(people: dict[str, Actor], at: dt.datetime, service: str = story.STUDENT) -> object:
    case = story.filed(people["applicant"], service, at=at)
    story.verified(case, people["verifier"], at=at)
    story.answered(case, people["partner_education"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    return case


def test_a_students_extension_goes_through_every_role_to_a_permit_that_verifies(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = ready_for_decision(people, at)
    cases.grant(case=case, by=people["decider"], at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == "granted"
    journal.deliver_all(at=at)
    page = cases.case_page(people["applicant"], case, at=at)
    assert page.state == "issued"
    assert page.permit is not None
    assert page.turn.do == "collect"
    verification = permits.verify(code=page.permit.code, on=page.permit.valid_from)
    assert verification.status == "valid"
    cases.collect(case=case, by=people["verifier"], at=at)
    assert cases.case_page(people["applicant"], case, at=at).turn.who == "nobody"


def test_a_visit_extension_needs_no_institution_and_costs_the_certain_fee(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = story.filed(people["applicant"], story.VISIT, at=at)
    page = cases.case_page(people["applicant"], case, at=at)
    assert page.questions == ()
    assert page.bill is not None
    assert (page.bill.amount, page.bill.state) == (500_000, payments.OPEN)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == "issued"


def test_an_uncertain_fee_is_billed_only_when_the_cashier_has_confirmed_it(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    ayu, citra = people["applicant"], people["verifier"]
    case = story.filed(ayu, story.STUDENT, at=at)
    bill = cases.case_page(ayu, case, at=at).bill
    assert bill is not None
    assert (bill.amount, bill.state) == (None, payments.AMOUNT_AWAITED)
    with pytest.raises(Refused):
        payments.request_code(bill=bill.id, by=ayu, at=at)
    with pytest.raises(Refused):
        cases.set_amount(case=case, bill=bill.id, amount=3_000_000, source="x", by=ayu, at=at)
    cases.set_amount(case=case, bill=bill.id, amount=3_000_000, source=story.TARIFF, by=citra, at=at)
    assert cases.case_page(ayu, case, at=at).turn.do == "pay"


def test_everything_that_is_missing_is_said_at_once(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu = people["applicant"]
    case = cases.start(service=story.STUDENT, by=ayu, at=at)
    with pytest.raises(Refused) as refusal:
        cases.submit(case=case, by=ayu, at=at)
    sentences = [str(sentence) for sentence in refusal.value.obstacles]
    assert len([s for s in sentences if s.startswith("Belum dijawab")]) > 5
    assert len([s for s in sentences if s.startswith("Belum diunggah")]) > 3


def test_what_stands_in_the_way_of_a_grant_is_said_at_once(people: dict[str, Actor], at: dt.datetime) -> None:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    with pytest.raises(Refused) as refusal:
        cases.grant(case=case, by=people["decider"], at=at)
    text = " ".join(str(sentence) for sentence in refusal.value.obstacles)
    assert "kasir" in text
    assert "Dinas" in text
    shown = cases.desk_case(people["decider"], case, at=at).verbs["grant"]
    assert [str(s) for s in shown] == [str(s) for s in refusal.value.obstacles]


def test_who_verified_does_not_decide(people: dict[str, Actor], at: dt.datetime) -> None:
    from seluma.core.access.api import SYSTEM
    from seluma.domains.people import api as accounts

    citra = people["verifier"]
    accounts.grant_role(account=citra.id, role="decider", by=SYSTEM, at=at)
    citra = accounts.actor_of(citra.id)
    case = ready_for_decision(people, at)
    with pytest.raises(Refused) as refusal:
        cases.grant(case=case, by=citra, at=at)
    assert refusal.value.code == "four_eyes"


def test_a_refusal_is_a_real_outcome_with_reason_law_and_letter(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, dewi = people["applicant"], people["decider"]
    case = story.filed(ayu, story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    cases.refuse(case=case, law="study_permit", reason="Izin belajar sudah berakhir.", by=dewi, at=at)
    journal.deliver_all(at=at)
    page = cases.case_page(ayu, case, at=at)
    assert page.state == "refused"
    assert page.refusal is not None
    assert page.refusal["reason"] == "Izin belajar sudah berakhir."
    assert cases.letter_pdf(ayu, case, at=at).startswith(b"%PDF")
    assert page.bill is None
    assert all(question.state == "withdrawn" for question in page.questions)
    with pytest.raises(NotFound):
        cases.permit_pdf(ayu, case, at=at)


def test_a_refusal_needs_a_reason_and_a_law(people: dict[str, Actor], at: dt.datetime) -> None:
    case = story.filed(people["applicant"], story.STUDENT, at=at)
    story.verified(case, people["verifier"], at=at)
    with pytest.raises(Refused, match="alasan"):
        cases.refuse(case=case, law="study_permit", reason="  ", by=people["decider"], at=at)
    with pytest.raises(Refused, match="dasar hukum"):
        cases.refuse(case=case, law="nonsense", reason="x", by=people["decider"], at=at)


def test_the_applicant_gets_a_letter_at_each_turn(people: dict[str, Actor], at: dt.datetime) -> None:
    case = ready_for_decision(people, at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    kinds = [
        letter.kind for letter in messages.letters_about(Ref("case", case)) if letter.account == people["applicant"].id
    ]
    assert set(kinds) >= {"case_confirm", "case_pay", "case_granted", "case_ready"}
    assert len(kinds) == len(set(kinds))


def test_everything_an_officer_reads_is_seen_by_the_applicant(people: dict[str, Actor], at: dt.datetime) -> None:
    ayu, citra = people["applicant"], people["verifier"]
    case = story.filed(ayu, story.STUDENT, at=at)
    cases.desk_case(citra, case, at=at)
    document = next(iter(cases.case_page(ayu, case, at=at).documents.values()))
    cases.document_content(citra, case, document.id, at=at)
    assert [view.by for view in cases.views_page(ayu, case)] == [citra.name, citra.name]


def test_every_step_of_the_main_job_is_on_the_timeline(people: dict[str, Actor], at: dt.datetime) -> None:
    case = ready_for_decision(people, at)
    cases.grant(case=case, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    kinds = [entry.kind for entry in journal.timeline(Ref("case", case))]
    expected = ["CaseStarted", "CaseSubmitted", "CaseClaimed", "CaseVerified", "CaseGranted", "CaseIssued"]
    assert [kind.split(".")[1] for kind in kinds if kind.startswith("cases.")] == expected
    assert {
        "documents.DocumentAccepted",
        "payments.BillPaid",
        "agencies.AgencyAnswered",
        "permits.PermitIssued",
    } <= set(kinds)
