"""What the Directorate General decides is handed over, and the answer comes back to the same case."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from uuid import UUID

import pytest

from seluma.cli import specimens, story
from seluma.core.access.api import SYSTEM, Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db
PDF = specimens.letter("e-visa", ["Contoh belaka."])


def verified(people: dict[str, Actor], at: dt.datetime, person: story.Person = story.ANNA, by: str = "sponsor") -> UUID:
    """A visa request that is paid and verified."""
    case = story.filed(people[by], story.VISA, person, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people[by], people["verifier"], at=at)
    return case


def handed_over(people: dict[str, Actor], at: dt.datetime, adapter: str = "manual", **how: object) -> UUID:
    case = verified(people, at, **how)  # type: ignore[arg-type]
    cases.hand_over(case=case, adapter=adapter, by=people["decider"], at=at)
    journal.deliver_all(at=at)
    return case


def granted(reference: str = "EV-1", **changes: object) -> cases.AnswerGiven:
    given = {"reference": reference, "verdict": "granted", "filename": "visa.pdf", "data": PDF, **changes}
    return cases.AnswerGiven(**given)  # type: ignore[arg-type]


def page(people: dict[str, Actor], case: UUID, at: dt.datetime, by: str = "sponsor") -> cases.CasePage:
    return cases.case_page(people[by], case, at=at)


def kinds(case: UUID) -> list[str]:
    return [entry.kind.partition(".")[2] for entry in journal.timeline(Ref("case", case))]


def test_the_applicant_sees_to_whom_since_when_and_until_when(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at, "demo")
    shown = page(people, case, at)
    assert shown.state == cases.HANDED_OVER
    assert (shown.turn.who, shown.turn.until) == ("authority", dt.date(2026, 11, 30))
    assert shown.handover is not None
    assert (shown.handover.to, shown.handover.handed_at) == ("ditjen-imigrasi", at)
    assert [stage.key for stage in shown.stages if stage.state == "done"] == ["submit", "verify", "pay", "hand_over"]


def test_granted_brings_the_file_to_the_same_page(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    cases.note_reference(case=case, reference="EV-1", by=people["verifier"], at=at)
    cases.answer_back(case=case, answer=granted(), by=people["verifier"], at=at)
    shown = page(people, case, at)
    assert (shown.state, shown.turn.who) == (cases.COLLECTED, "nobody")
    assert cases.file_handed_back(people["sponsor"], case, at=at) == ("visa.pdf", PDF)
    assert shown.stages[-1].state == "done"


def test_refused_becomes_a_letter_that_says_whose_decision_it_is(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    answer = cases.AnswerGiven(reference="EV-1", verdict="refused", reason="Undangan tidak dapat dipastikan.")
    cases.answer_back(case=case, answer=answer, by=people["verifier"], at=at)
    journal.deliver_all(at=at)
    shown = page(people, case, at)
    assert shown.state == cases.REFUSED
    assert shown.letter is not None
    assert "Direktorat Jenderal Imigrasi" in shown.letter.content["statement"]["id"]
    assert shown.letter.pdf_digest
    assert not shown.can_object
    with pytest.raises(Refused, match="bukan dari kantor ini"):
        cases.object_to(case=case, text="Tidak setuju.", by=people["sponsor"], at=at)


def test_wants_more_goes_to_the_applicant_and_then_out_again(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    answer = cases.AnswerGiven(
        reference="EV-1", verdict="more", reason="Kegiatan kurang jelas.", questions={"activity": "Sebut mesinnya."}
    )
    cases.answer_back(case=case, answer=answer, by=people["verifier"], at=at)
    shown = page(people, case, at)
    assert (shown.state, shown.turn.do) == (cases.RETURNED, "mend")
    eko = people["sponsor"]
    cases.answer(case=case, changes={"activity": "Rapat tentang mesin sangrai."}, by=eko, at=at)
    cases.resubmit(case=case, by=eko, at=at)
    cases.claim(case=case, by=people["verifier"], at=at)
    cases.verify(case=case, by=people["verifier"], at=at)
    cases.hand_over(case=case, adapter="manual", by=people["decider"], at=at)
    cases.answer_back(case=case, answer=granted("EV-2"), by=people["verifier"], at=at)
    assert page(people, case, at).state == cases.COLLECTED


def test_a_second_answer_and_one_for_another_case_change_nothing_and_are_recorded(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    other = story.Person("Budi Utopia", "UTOPIA", "BUDI", "1990-01-01", "M", "B7654321")
    one, two = handed_over(people, at), handed_over(people, at, person=other)
    cases.note_reference(case=one, reference="EV-1", by=people["verifier"], at=at)
    with pytest.raises(Refused, match="milik permohonan lain"):
        cases.answer_back(case=two, answer=granted("EV-1"), by=people["verifier"], at=at)
    assert page(people, two, at).state == cases.HANDED_OVER
    assert kinds(two)[-1] == "AnswerMismatched"
    cases.answer_back(case=one, answer=granted("EV-1"), by=people["verifier"], at=at)
    before = page(people, one, at)
    with pytest.raises(Refused, match="mungkin sudah dicatat"):
        cases.answer_back(case=one, answer=granted("EV-1", verdict="refused", reason="x"), by=people["verifier"], at=at)
    assert (page(people, one, at).state, page(people, one, at).handover) == (before.state, before.handover)
    assert kinds(one)[-1] == "AnswerMismatched"


def test_a_granted_answer_without_its_file_is_refused(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    with pytest.raises(Refused, match="Unggah berkas"):
        cases.answer_back(case=case, answer=granted(data=b""), by=people["verifier"], at=at)
    with pytest.raises(Refused):
        cases.answer_back(case=case, answer=granted(data=b"MZ no paper"), by=people["verifier"], at=at)
    assert page(people, case, at).state == cases.HANDED_OVER


def test_four_eyes_hold_and_this_office_cannot_grant(people: dict[str, Actor], at: dt.datetime) -> None:
    case = verified(people, at)
    with pytest.raises(Refused, match="petugas lain yang menyerahkannya"):
        cases.hand_over(case=case, adapter="manual", by=people["verifier"], at=at)
    with pytest.raises(Refused, match="tidak diputus di sini"):
        cases.grant(case=case, by=people["decider"], at=at)
    verbs = cases.desk_case(people["decider"], case, at=at).verbs
    assert verbs["hand_over"] == ()
    assert "grant" not in verbs
    cases.hand_over(case=case, adapter="manual", by=people["verifier_2"], at=at)


def test_what_is_not_paid_is_not_handed_over(people: dict[str, Actor], at: dt.datetime) -> None:
    case = story.filed(people["sponsor"], story.VISA, at=at)
    story.verified(case, people["verifier"], at=at)
    with pytest.raises(Refused) as refused:
        cases.hand_over(case=case, adapter="manual", by=people["decider"], at=at)
    assert len(refused.value.obstacles) == 1
    bill = story.priced(case, people["verifier"], at=at)
    assert bill.state in (payments.OPEN, payments.AMOUNT_AWAITED)


def test_the_package_holds_summary_data_files_and_checklist(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    name, data = cases.handover_package(people["verifier"], case, at=at)
    archive = zipfile.ZipFile(io.BytesIO(data))
    number = page(people, case, at).number
    assert name == f"{number}.zip"
    names = sorted(entry.removeprefix(f"{number}/") for entry in archive.namelist())
    assert names == [
        "application.json",
        "berkas-files/01-invitation.pdf",
        "berkas-files/02-living_costs.pdf",
        "berkas-files/03-passport_page.png",
        "berkas-files/04-photo.jpg",
        "daftar-periksa-checklist.txt",
        "ringkasan-summary.pdf",
    ]
    told = json.loads(archive.read(f"{number}/application.json"))
    assert (told["format"], told["number"], told["test"]) == ("handover/1", number, True)
    assert {one["key"]: one["value"] for one in told["answers"]}["full_name"] == "Anna Maria Eriksson"
    assert cases.handover_package(people["decider"], case, at=at)[1] == data


def test_the_demonstrations_authority_takes_and_answers_by_itself(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at, "demo")
    shown = page(people, case, at)
    assert shown.handover is not None
    assert shown.handover.reference.startswith("DEMO-")
    assert cases.fetch_answers(at=at) == 0
    assert cases.fetch_answers(at=at + dt.timedelta(hours=1)) == 1
    assert page(people, case, at).state == cases.COLLECTED
    assert cases.file_handed_back(people["sponsor"], case, at=at)[1].startswith(b"%PDF-")


def test_what_cannot_be_sent_is_tried_again_after_a_pause(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at, "failing_demo")
    shown = cases.desk_case(people["decider"], case, at=at).handover
    assert shown is not None
    assert (shown.state, shown.problem, shown.next_try_at) == ("waiting", "unreachable", at + dt.timedelta(minutes=1))
    assert cases.deliver_due(at=at + dt.timedelta(seconds=59)) == 0
    assert cases.deliver_due(at=at + dt.timedelta(minutes=1)) == 1
    assert [kind for kind in kinds(case) if kind.startswith("Handover")] == ["HandoverFailed", "HandoverSent"]


def test_what_is_never_taken_is_shown_and_goes_another_way(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at, "refusing_demo")
    desk = cases.desk_case(people["decider"], case, at=at)
    assert desk.handover is not None
    assert (desk.handover.state, desk.handover.problem) == ("failed", "not_taken")
    assert "try_again" in desk.verbs
    cases.try_again(case=case, adapter="manual", by=people["decider"], at=at)
    cases.note_reference(case=case, reference="EV-9", by=people["decider"], at=at)
    cases.answer_back(case=case, answer=granted("EV-9"), by=people["decider"], at=at)
    assert page(people, case, at).state == cases.COLLECTED


def test_a_late_answer_is_noted_once_and_the_case_can_be_fetched_back(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = handed_over(people, at)
    late = at + dt.timedelta(days=9)
    assert cases.note_handovers_overdue(at=late, by=SYSTEM) == 1
    assert cases.note_handovers_overdue(at=late, by=SYSTEM) == 0
    cases.take_back(case=case, reason="Tidak dijawab.", by=people["decider"], at=late)
    shown = page(people, case, late)
    assert shown.state == cases.IN_REVIEW
    cases.hand_over(case=case, adapter="manual", by=people["decider"], at=late)
    assert page(people, case, late).state == cases.HANDED_OVER


def test_a_withdrawn_case_takes_no_answer(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at)
    cases.withdraw(case=case, by=people["sponsor"], at=at)
    with pytest.raises(Refused):
        cases.answer_back(case=case, answer=granted(), by=people["verifier"], at=at)
    assert page(people, case, at).state == cases.WITHDRAWN


def test_a_stranger_and_an_applicant_get_no_package_and_enter_no_answer(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    case = handed_over(people, at)
    for who in ("applicant", "sponsor", "partner_education"):
        with pytest.raises((NotFound, Refused)):
            cases.handover_package(people[who], case, at=at)
        with pytest.raises(Refused):
            cases.answer_back(case=case, answer=granted(), by=people[who], at=at)


def listed(actor: Actor, case: UUID, at: dt.datetime) -> set[str]:
    return {which for which in cases.LISTS if case in [item.id for item in cases.desk(actor, which, at=at)]}


def test_on_the_desk_it_waits_for_others_and_is_never_late_with_us(people: dict[str, Actor], at: dt.datetime) -> None:
    case = handed_over(people, at, "demo")
    much_later = at + dt.timedelta(days=90)
    for officer in ("verifier", "decider"):
        assert listed(people[officer], case, much_later) == {"everything", "waiting"}
    assert not cases.desk_case(people["decider"], case, at=much_later).late


def test_what_an_officer_has_to_bring_send_again_or_ask_for_is_on_their_list_until_it_is_done(
    people: dict[str, Actor], at: dt.datetime
) -> None:
    citra = people["verifier"]
    ours, theirs = {"everything", "to_follow_up"}, {"everything", "waiting"}
    case = handed_over(people, at, "refusing_demo")
    assert page(people, case, at).turn.do == "send_again"
    assert listed(citra, case, at) == ours
    cases.try_again(case=case, adapter="manual", by=citra, at=at)
    shown = page(people, case, at)
    assert shown.turn.do == "bring"
    assert [line.turn for line in cases.my_cases(people["sponsor"], at=at)] == [shown.turn]
    assert [stage.key for stage in shown.stages if stage.state == "current"] == ["hand_over"]
    assert listed(citra, case, at) == ours
    cases.note_reference(case=case, reference="EV-1", by=citra, at=at)
    assert page(people, case, at).turn.who == "authority"
    assert listed(citra, case, at) == theirs
    late = at + dt.timedelta(days=9)
    cases.note_handovers_overdue(at=late, by=SYSTEM)
    assert page(people, case, late).turn.do == "ask_there"
    assert listed(citra, case, late) == ours
    cases.take_back(case=case, reason="Tidak dijawab.", by=citra, at=late)
    assert "to_follow_up" not in listed(citra, case, late)
