"""A refusal can be objected to: by rule another officer looks at it, and the case opens again or a letter says why."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.people import api as accounts

pytestmark = pytest.mark.django_db


def refused(people: dict[str, Actor], at: dt.datetime) -> UUID:
    case = story.filed(people["applicant"], story.VISIT, at=at)
    story.verified(case, people["verifier"], at=at)
    cases.refuse(case=case, law="visit_extension", reason="Tujuan tidak jelas.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    return case


def objected(people: dict[str, Actor], at: dt.datetime) -> UUID:
    case = refused(people, at)
    cases.object_to(case=case, text="Tujuannya ada di surat hotel.", by=people["applicant"], at=at)
    return case


def test_another_officer_than_those_of_the_refusal_gets_the_objection(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = objected(people, at)
    shown = cases.case_page(people["applicant"], case, at=at)
    assert shown.state == cases.OBJECTED
    assert (shown.turn.who, shown.turn.until) == ("reviewer", dt.date(2026, 12, 7))
    assert shown.objection is not None
    assert shown.objection.officer == people["decider_2"].id
    with pytest.raises(Refused, match="ikut memeriksa atau menolak"):
        cases.uphold(case=case, reason="Benar.", by=people["decider"], at=at)
    assert "answer_objection" in cases.desk_case(people["decider_2"], case, at=at).verbs
    assert "answer_objection" not in cases.desk_case(people["decider"], case, at=at).verbs


def test_an_objection_that_is_right_opens_the_case_for_that_officers_decision(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = objected(people, at)
    cases.uphold(case=case, reason="Surat hotel cukup.", by=people["decider_2"], at=at)
    desk = cases.desk_case(people["decider_2"], case, at=at)
    assert (desk.state, desk.claimed_by) == (cases.IN_REVIEW, people["decider_2"].id)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    cases.grant(case=case, by=people["decider_2"], at=at)
    journal.deliver_all(at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == cases.ISSUED


def test_who_refused_cannot_decide_again_even_when_the_case_is_put_back(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = objected(people, at)
    cases.uphold(case=case, reason="Surat hotel cukup.", by=people["decider_2"], at=at)
    cases.release(case=case, by=people["decider_2"], at=at)
    with pytest.raises(Refused, match="petugas lain yang memutuskan"):
        cases.refuse(case=case, law="visit_extension", reason="Tetap.", by=people["decider"], at=at)


def test_an_objection_that_is_not_right_gets_a_letter_and_the_refusal_stands(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = objected(people, at)
    cases.reject_objection(case=case, reason="Surat hotel bukan untuk Anda.", by=people["decider_2"], at=at)
    journal.deliver_all(at=at)
    shown = cases.case_page(people["applicant"], case, at=at)
    assert shown.state == cases.REFUSED
    assert shown.letter is not None
    assert shown.letter.content["title"]["id"] == "Keberatan tidak diterima"
    assert shown.letter.pdf_digest
    assert not shown.can_object
    with pytest.raises(Refused, match="sudah dinilai"):
        cases.object_to(case=case, text="Sekali lagi.", by=people["applicant"], at=at)


def test_a_second_refusal_after_an_objection_is_final_here(people: dict[str, Actor], at: dt.datetime) -> None:
    case = objected(people, at)
    cases.uphold(case=case, reason="Perlu dilihat lagi.", by=people["decider_2"], at=at)
    cases.refuse(case=case, law="visit_extension", reason="Tetap tidak cukup.", by=people["decider_2"], at=at)
    journal.deliver_all(at=at)
    shown = cases.case_page(people["applicant"], case, at=at)
    assert (shown.state, shown.can_object) == (cases.REFUSED, False)


def test_it_is_possible_until_the_last_day_and_not_after(people: dict[str, Actor], at: dt.datetime) -> None:
    case = refused(people, at)
    page = cases.case_page(people["applicant"], case, at=at)
    assert page.can_object
    assert page.refusal is not None
    last = dt.date.fromisoformat(page.refusal["object_until"])
    on_the_day = dt.datetime.combine(last, dt.time(2), dt.UTC)
    with pytest.raises(Refused, match="berakhir pada"):
        cases.object_to(case=case, text="Maaf.", by=people["applicant"], at=on_the_day + dt.timedelta(days=1))
    cases.object_to(case=case, text="Tidak setuju.", by=people["applicant"], at=on_the_day)


def test_it_can_be_taken_back_and_a_late_answer_is_noted_once(people: dict[str, Actor], at: dt.datetime) -> None:
    case = objected(people, at)
    late = at + dt.timedelta(days=20)
    assert cases.note_objections_overdue(at=late, by=SYSTEM) == 1
    assert cases.note_objections_overdue(at=late, by=SYSTEM) == 0
    cases.withdraw_objection(case=case, by=people["applicant"], at=late)
    assert cases.case_page(people["applicant"], case, at=late).state == cases.REFUSED


def test_it_can_be_given_to_another_but_not_to_who_had_a_part(people: dict[str, Actor], at: dt.datetime) -> None:
    case = objected(people, at)
    with pytest.raises(Refused):
        cases.assign_objection(case=case, to=people["decider"].id, by=people["decider"], at=at)
    cases.assign_objection(case=case, to=people["decider_2"].id, by=people["decider"], at=at)


def third_decider(at: dt.datetime) -> Actor:
    email, name = "lina@contoh.example", "Lina Kusuma"
    account = accounts.register(
        email=email, name=name, password=story.PASSWORD, language="id", by=SYSTEM, at=at, confirmed=True
    )
    accounts.grant_role(account=account, role="decider", organisation=None, by=SYSTEM, at=at)
    return accounts.actor_of(account)


def away(officer: Actor, deputy: Actor, at: dt.datetime) -> None:
    day = at.date()
    cases.name_deputy(officer=officer.id, deputy=deputy.id, from_on=day, until_on=day, by=officer, at=at)


def test_a_deputy_answers_while_the_officer_is_away_unless_the_deputy_had_a_part(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case, gita, lina = objected(people, at), people["decider_2"], third_decider(at)
    with pytest.raises(Refused, match="dinilai oleh Gita Permata"):
        cases.uphold(case=case, reason="Benar.", by=lina, at=at)
    away(gita, people["decider"], at)
    away(gita, lina, at)
    with pytest.raises(Refused, match="ikut memeriksa atau menolak"):
        cases.uphold(case=case, reason="Benar.", by=people["decider"], at=at)
    assert cases.desk_case(lina, case, at=at).verbs["answer_objection"] == ()
    assert "answer_objection" not in cases.desk_case(lina, case, at=at + dt.timedelta(days=1)).verbs
    cases.uphold(case=case, reason="Benar.", by=lina, at=at)
    assert cases.desk_case(lina, case, at=at).claimed_by == lina.id


def test_an_objection_goes_to_somebody_who_is_not_away(people: dict[str, Actor], at: dt.datetime) -> None:
    case, lina = refused(people, at), third_decider(at)
    away(people["decider_2"], lina, at)
    cases.object_to(case=case, text="Tujuannya ada di surat hotel.", by=people["applicant"], at=at)
    assert cases.desk_case(lina, case, at=at).claimed_by == lina.id


def test_a_new_application_meanwhile_keeps_the_old_one_closed(people: dict[str, Actor], at: dt.datetime) -> None:
    case = objected(people, at)
    story.filed(people["applicant"], story.VISIT, at=at, seed=3)
    with pytest.raises(Refused, match="permohonan baru"):
        cases.uphold(case=case, reason="Benar.", by=people["decider_2"], at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == cases.OBJECTED


def listed(actor: Actor, case: UUID, at: dt.datetime) -> set[str]:
    return {which for which in cases.LISTS if case in [item.id for item in cases.desk(actor, which, at=at)]}


def test_an_objection_is_in_the_turn_of_who_looks_at_it_and_late_by_its_own_day(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = objected(people, at)
    assert listed(people["decider_2"], case, at) == {"mine", "team", "everything"}
    assert listed(people["decider"], case, at) == {"team", "everything"}
    assert "late" in listed(people["decider_2"], case, at + dt.timedelta(days=60))


def test_an_objection_that_nobody_looks_at_waits_for_who_had_no_part(
    people: dict[str, Actor], at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seluma.domains.cases.actions.objecting._reviewer", lambda row, today: None)
    case = objected(people, at)
    assert "to_decide" in listed(people["decider_2"], case, at)
    assert "to_decide" not in listed(people["decider"], case, at)
    cases.assign_objection(case=case, to=people["decider_2"].id, by=people["decider"], at=at)
    assert listed(people["decider_2"], case, at) == {"mine", "team", "everything"}


def test_a_refusal_that_stands_has_its_promised_day_again(people: dict[str, Actor], at: dt.datetime) -> None:
    case = refused(people, at)
    promised = cases.desk_case(people["decider"], case, at=at).due_on
    cases.object_to(case=case, text="Tujuannya ada di surat hotel.", by=people["applicant"], at=at)
    assert cases.desk_case(people["decider_2"], case, at=at).due_on != promised
    cases.withdraw_objection(case=case, by=people["applicant"], at=at)
    after = cases.desk_case(people["decider"], case, at=at)
    assert (after.due_on, after.claimed_by) == (promised, None)
