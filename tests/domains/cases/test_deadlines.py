"""What ends when: the person's days, reminders once each and only where wanted, and the calendar's secret address."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import VISITOR, Actor, NotFound
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.cases.models import Diary
from seluma.domains.people import api as accounts
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db

Cast = dict[str, Actor]


def day(at: dt.datetime, days: int) -> dt.date:
    return (at + dt.timedelta(days=days, hours=7)).date()


def days_of(actor: Actor, at: dt.datetime) -> dict[str, dt.date]:
    return {one.kind: one.day for one in cases.dates(actor, at=at).deadlines}


def has_passport(actor: Actor, until: dt.date, at: dt.datetime) -> None:
    changes = {"passport_issued_on": until - dt.timedelta(days=1800), "passport_expires_on": until}
    accounts.save_profile(account=actor.id, changes=changes, by=actor, at=at)


def granted(cast: Cast, at: dt.datetime) -> UUID:
    case = story.filed(cast["applicant"], story.VISIT, at=at)
    story.verified(case, cast["verifier"], at=at)
    story.paid(case, cast["applicant"], cast["verifier"], at=at)
    cases.grant(case=case, by=cast["decider"], at=at)
    journal.deliver_all(at=at)
    return case


def reminders(actor: Actor) -> list[messages.Posted]:
    return [letter for letter in messages.letters_about(Ref("account", actor.id)) if letter.kind == "deadline"]


def test_a_new_permit_ends_and_says_when_to_apply_again(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    case = granted(people, at)
    until = permits.permits(Ref("case", case))[0].valid_until
    found = days_of(ayu, at)
    assert found["permit"] == until
    assert until is not None
    assert found["window_closes"] <= until


def test_the_present_permit_comes_from_the_answers_until_there_is_a_new_one(
    people: Cast, ayu: Actor, at: dt.datetime
) -> None:
    story.filed(ayu, story.VISIT, at=at)
    (permit,) = [one for one in cases.dates(ayu, at=at).deadlines if one.kind == "permit"]
    assert permit.in_hand, "an application was filed that sees to it"
    assert "window_closes" not in days_of(ayu, at)


def test_a_passport_of_the_profile_a_code_and_a_case_to_mend_are_among_them(
    people: Cast, ayu: Actor, citra: Actor, at: dt.datetime
) -> None:
    has_passport(ayu, day(at, 400), at)
    case = story.filed(ayu, story.VISIT, at=at)
    story.coded(case, ayu, at=at)
    assert {"passport", "bill_code"} <= set(days_of(ayu, at))
    cases.claim(case=case, by=citra, at=at)
    cases.return_case(case=case, questions={"reason": "Jelaskan."}, slots={}, remark="", by=citra, at=at)
    assert days_of(ayu, at)["mend"] == day(at, 14)


def test_a_refusal_says_until_when_one_may_object(
    people: Cast, ayu: Actor, citra: Actor, dewi: Actor, at: dt.datetime
) -> None:
    case = story.filed(ayu, story.VISIT, at=at)
    story.verified(case, citra, at=at)
    cases.refuse(case=case, law="overstay", reason="Tidak cukup.", by=dewi, at=at)
    assert "object" in days_of(ayu, at)


def test_a_revoked_permit_ends_nothing_any_more(people: Cast, ayu: Actor, dewi: Actor, at: dt.datetime) -> None:
    case = granted(people, at)
    permits.revoke(permit=permits.permits(Ref("case", case))[0].id, reason="Contoh.", by=dewi, at=at)
    assert "permit" not in days_of(ayu, at)


def test_nobody_sees_the_days_of_others(people: Cast, budi: Actor, at: dt.datetime) -> None:
    granted(people, at)
    assert days_of(budi, at) == {}
    with pytest.raises(NotFound):
        cases.dates(VISITOR, at=at)


def test_a_sponsor_sees_whose_day_it_is(people: Cast, eko: Actor, at: dt.datetime) -> None:
    story.filed(eko, story.VISIT, at=at)
    kinds = {one.kind: one.person for one in cases.dates(eko, at=at).deadlines}
    assert kinds["permit"] == story.ANNA.full_name
    assert kinds["passport"] == story.ANNA.full_name


def test_people_are_reminded_once_at_each_distance(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    has_passport(ayu, day(at, 100), at)
    assert cases.remind_due(at=at) == 0
    told = []
    for passed in range(101):
        now = at + dt.timedelta(days=passed)
        cases.remind_due(at=now)
        told += [100 - passed] * cases_told(ayu, len(told), now)
    assert told == [90, 30, 7]


def cases_told(actor: Actor, before: int, at: dt.datetime) -> int:
    journal.deliver_all(at=at)
    return len(reminders(actor)) - before


def test_whoever_is_late_with_the_first_reminder_gets_only_the_nearest(
    people: Cast, ayu: Actor, at: dt.datetime
) -> None:
    has_passport(ayu, day(at, 5), at)
    assert cases.remind_due(at=at) == 1
    assert cases.remind_due(at=at) == 0
    journal.deliver_all(at=at)
    (letter,) = reminders(ayu)
    assert letter.subject.startswith("Pengingat: Paspor berakhir")


def test_a_new_passport_begins_anew(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    has_passport(ayu, day(at, 5), at)
    cases.remind_due(at=at)
    has_passport(ayu, day(at, 80), at)
    assert cases.remind_due(at=at) == 1


def test_a_permit_that_ends_is_reminded_of_in_the_persons_language(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    case = granted(people, at)
    accounts.save_profile(account=ayu.id, changes={"language": "en"}, by=ayu, at=at)
    until = permits.permits(Ref("case", case))[0].valid_until
    assert until is not None
    cases.remind_due(at=at + (until - day(at, 0)) - dt.timedelta(days=6))
    journal.deliver_all(at=at)
    (letter,) = reminders(ayu)
    assert letter.subject.startswith("Reminder: Stay permit ends")
    assert "/en/batas-waktu/" in letter.body
    assert story.ANNA.number not in letter.body


def test_a_permit_for_whose_extension_one_has_applied_is_not_reminded_of(
    people: Cast, ayu: Actor, at: dt.datetime
) -> None:
    story.filed(ayu, story.VISIT, at=at)
    assert cases.remind_due(at=at) == 0


def test_a_case_to_mend_is_reminded_of_a_week_before(people: Cast, ayu: Actor, citra: Actor, at: dt.datetime) -> None:
    case = story.filed(ayu, story.VISIT, at=at)
    cases.claim(case=case, by=citra, at=at)
    cases.return_case(case=case, questions={"reason": "Jelaskan."}, slots={}, remark="", by=citra, at=at)
    assert cases.remind_due(at=at + dt.timedelta(days=6)) == 0
    assert cases.remind_due(at=at + dt.timedelta(days=7)) == 1


def test_who_switched_reminders_off_gets_none(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    has_passport(ayu, day(at, 30), at)
    cases.set_reminders(on=False, by=ayu, at=at)
    assert cases.dates(ayu, at=at).reminders is False
    assert cases.remind_due(at=at) == 0
    cases.set_reminders(on=True, by=ayu, at=at)
    assert cases.remind_due(at=at) == 1


def test_the_calendars_address_is_made_once_and_ends_with_the_next(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    assert cases.dates(ayu, at=at).secret is None
    cases.renew_calendar(by=ayu, at=at)
    first = cases.dates(ayu, at=at).secret
    assert first == cases.dates(ayu, at=at).secret
    assert first is not None
    assert len(first) == 43
    assert cases.dates_by_secret(first, at=at).account == ayu.id
    cases.renew_calendar(by=ayu, at=at)
    second = cases.dates(ayu, at=at).secret
    assert second not in (None, first)
    with pytest.raises(NotFound):
        cases.dates_by_secret(first, at=at)
    cases.close_calendar(by=ayu, at=at)
    with pytest.raises(NotFound):
        cases.dates_by_secret(second or "", at=at)


def test_the_database_does_not_tell_the_secret(people: Cast, ayu: Actor, at: dt.datetime) -> None:
    cases.renew_calendar(by=ayu, at=at)
    row, secret = Diary.objects.get(account=ayu.id), cases.dates(ayu, at=at).secret
    assert secret not in (row.nonce, row.digest)


def test_an_address_made_with_another_key_is_not_shown(
    people: Cast, ayu: Actor, at: dt.datetime, settings: object
) -> None:
    cases.renew_calendar(by=ayu, at=at)
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert cases.dates(ayu, at=at).secret is None
