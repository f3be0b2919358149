"""The same form twice at the same moment, and two people who decide at once: one effect, and the second is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref, new_id
from tests.attack.doors import browser_of
from tests.domains.people_at_work import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4

Cast = dict[str, Actor]


@pytest.fixture
def cast(places: None) -> Cast:
    now = timezone.now()
    catalogue.publish(by=SYSTEM, at=now)
    return story.cast(at=now)


def send_at_once(senders: list[Actor], where: str, form: Callable[[Actor], dict[str, Any]]) -> list[Any]:
    """Everybody sends their form at the same moment; the answers in the order of the senders."""
    browsers = [browser_of(actor) for actor in senders]
    forms = [form(actor) for actor in senders]
    return at_once(lambda number: browsers[number].post(where, forms[number]), len(senders))


def refusals(answers: list[Any]) -> list[str]:
    """The pages of those whose sending had no effect."""
    return [answer.content.decode() for answer in answers if answer.status_code in (403, 409, 422)]


def noted(kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_facts WHERE kind = %s", [kind])
        return int(cursor.fetchone()[0])


def all_led_to_the_same_page(answers: list[Any]) -> bool:
    return {answer.status_code for answer in answers} == {302} and len({answer["Location"] for answer in answers}) == 1


def test_a_form_sent_four_times_at_once_files_once(cast: Cast) -> None:
    now = timezone.now()
    ayu, key = cast["applicant"], str(new_id())
    case = story.draft(ayu, story.VISIT, story.visit_answers(story.ANNA, now), story.ANNA, at=now)
    form = {"_key": key, "declaration": "yes"}
    answers = send_at_once([ayu] * TIMES, f"/id/permohonan/{case}/periksa/", lambda _: form)
    assert all_led_to_the_same_page(answers)
    assert [noted("cases.CaseSubmitted"), noted("payments.BillIssued")] == [1, 1]


def test_two_windows_file_once_and_the_other_is_told(cast: Cast) -> None:
    now = timezone.now()
    ayu = cast["applicant"]
    case = story.draft(ayu, story.VISIT, story.visit_answers(story.ANNA, now), story.ANNA, at=now)
    form = {"declaration": "yes"}
    answers = send_at_once([ayu] * TIMES, f"/id/permohonan/{case}/periksa/", lambda _: {**form, "_key": str(new_id())})
    assert all(answer.status_code < 500 for answer in answers)
    assert [noted("cases.CaseSubmitted"), noted("payments.BillIssued")] == [1, 1]


@pytest.mark.parametrize("same_form", [True, False])
def test_paying_four_times_at_once_pays_once(cast: Cast, same_form: bool) -> None:
    ayu = cast["applicant"]
    case = story.filed(ayu, story.VISIT, at=timezone.now())
    (bill,) = payments.bills(Ref("case", case))
    key = str(new_id())
    answers = send_at_once(
        [ayu] * TIMES,
        f"/id/pembayaran/{bill.id}/",
        lambda _: {"_key": key if same_form else str(new_id()), "provider": "demo"},
    )
    assert {answer.status_code for answer in answers} == {302}
    assert [noted("payments.BillPaid"), noted("payments.BillingCodeIssued")] == [1, 1]


def test_an_institution_answers_once(cast: Cast) -> None:
    case = story.filed(cast["applicant"], story.STUDENT, at=timezone.now())
    (question,) = agencies.questions(Ref("case", case))
    answers = send_at_once(
        [cast["partner_education"]] * TIMES,
        f"/id/lembaga/pertanyaan/{question.id}/",
        lambda _: {"_key": str(new_id()), "verdict": "yes"},
    )
    assert [answer.status_code for answer in answers].count(302) == 1
    assert all("sudah dijawab" in told for told in refusals(answers))
    assert len(refusals(answers)) == TIMES - 1
    assert noted("agencies.AgencyAnswered") == 1


def decidable(cast: Cast) -> UUID:
    now = timezone.now()
    case = story.filed(cast["applicant"], story.VISIT, at=now)
    story.verified(case, cast["verifier"], at=now)
    story.paid(case, cast["applicant"], cast["verifier"], at=now)
    return case


def test_of_two_who_grant_at_once_the_second_is_told_who_and_when(cast: Cast) -> None:
    case = decidable(cast)
    deciders = [cast["decider"], cast["decider_2"]]
    answers = send_at_once(deciders, f"/id/meja/permohonan/{case}/kabulkan/", lambda _: {"_key": str(new_id())})
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (first,) = [actor for actor, answer in zip(deciders, answers, strict=True) if answer.status_code == 302]
    (told,) = refusals(answers)
    assert first.name in told
    assert timezone.localtime().strftime("%d-%m-%Y") in told
    assert [noted("cases.CaseGranted"), noted("permits.PermitGranted")] == [1, 1]


def test_of_one_who_grants_and_one_who_refuses_only_one_decides(cast: Cast) -> None:
    case = decidable(cast)
    law = catalogue.service(story.VISIT, on=timezone.localdate()).law[0].key
    refusal = {"law": law, "reason": "Contoh.", "confirm": "yes"}
    dewi, gita = (browser_of(cast[who]) for who in ("decider", "decider_2"))
    sendings = [
        lambda: dewi.post(f"/id/meja/permohonan/{case}/kabulkan/", {"_key": str(new_id())}),
        lambda: gita.post(f"/id/meja/permohonan/{case}/tolak/", {"_key": str(new_id()), **refusal}),
    ]
    answers = at_once(lambda number: sendings[number](), 2)
    first = cast["decider"] if answers[0].status_code == 302 else cast["decider_2"]
    (told,) = refusals(answers)
    assert first.name in told
    assert noted("cases.CaseGranted") + noted("cases.CaseRefused") == 1
    assert noted("permits.PermitGranted") + noted("permits.LetterWritten") == 1


def elsewhere(cast: Cast, person: story.Person = story.ANNA) -> UUID:
    now = timezone.now()
    case = story.filed(cast["sponsor"], story.VISA, person, at=now)
    story.verified(case, cast["verifier"], at=now)
    story.paid(case, cast["sponsor"], cast["verifier"], at=now)
    cases.hand_over(case=case, adapter="manual", by=cast["decider"], at=now)
    return case


def test_what_comes_back_at_once_counts_once_and_a_number_belongs_to_one_case(cast: Cast) -> None:
    other = story.Person("Budi Utopia", "UTOPIA", "BUDI", "1990-01-01", "M", "B7654321")
    one, two = elsewhere(cast), elsewhere(cast, other)
    given = {"reference": "EV-1", "verdict": "refused", "reason": "Contoh."}
    officers = [cast["verifier"], cast["verifier_2"]]
    answers = send_at_once(officers, f"/id/meja/permohonan/{one}/jawaban/", lambda _: {"_key": str(new_id()), **given})
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    (told,) = refusals(answers)
    assert "Jawabannya mungkin sudah dicatat." in told
    assert [noted("cases.CaseAnswered"), noted("cases.AnswerMismatched"), noted("cases.CaseRefused")] == [1, 1, 1]
    citra, three = cast["verifier"], elsewhere(cast)

    def note(number: int) -> None:
        cases.note_reference(case=(two, three)[number], reference="EV-2", by=citra, at=timezone.now())

    outcomes = at_once(note, 2)
    assert sorted(str(type(outcome).__name__) for outcome in outcomes) == ["NoneType", "Refused"]
    assert noted("cases.HandoverSent") == 1


def test_two_who_take_a_case_at_once_do_not_both_have_it(cast: Cast) -> None:
    case = story.filed(cast["applicant"], story.VISIT, at=timezone.now())
    verifiers = [cast["verifier"], cast["verifier_2"]]
    answers = send_at_once(verifiers, f"/id/meja/permohonan/{case}/ambil/", lambda _: {"_key": str(new_id())})
    assert all(answer.status_code < 500 for answer in answers)
    assert noted("cases.CaseClaimed") == 1
    (first,) = [actor for actor, answer in zip(verifiers, answers, strict=True) if answer.status_code == 302]
    (told,) = refusals(answers)
    assert first.name in told


def test_the_key_of_somebody_elses_form_opens_nothing(cast: Cast) -> None:
    now = timezone.now()
    ayu, budi, key = cast["applicant"], cast["applicant_2"], str(new_id())
    case = story.draft(ayu, story.VISIT, story.visit_answers(story.ANNA, now), story.ANNA, at=now)
    assert (
        browser_of(ayu).post(f"/id/permohonan/{case}/periksa/", {"_key": key, "declaration": "yes"}).status_code == 302
    )
    refused = browser_of(budi).post(f"/id/permohonan/mulai/{story.VISIT}/", {"_key": key})
    assert refused.status_code == 409
    assert str(case) not in refused.content.decode()
    assert noted("cases.CaseStarted") == 1
