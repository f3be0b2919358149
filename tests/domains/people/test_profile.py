"""The profile: who a person is by their passport; fills every later form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import api as people
from seluma.domains.people import events

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
PASSPORT: dict[str, Any] = {
    "full_name": "محمد عبد الله",
    "mrz_primary": "ABDULLAH",
    "mrz_secondary": "MUHAMMAD",
    "birth_date": "1974-00-00",
    "birth_place": "القاهرة",
    "sex": "M",
    "nationality": "UTO",
    "passport_number": "L898902C3",
    "passport_issuer": "UTO",
    "passport_issued_on": "2022-04-16",
    "passport_expires_on": dt.date(2032, 4, 15),
    "address": "Jl. Merdeka 1\nRT 02 RW 03",
    "district": "17.05.02",
    "phone": "0812 3456 7890",
    "language": "en",
}


def test_a_new_account_has_a_profile_with_its_name(ayu: UUID) -> None:
    profile = people.profile_for(people.actor_of(ayu), ayu)
    assert (profile.full_name, profile.mrz_primary, profile.language) == ("Ayu Wulan Sari", "", "id")


def test_what_was_saved_comes_back(ayu: UUID) -> None:
    changed = people.save_profile(account=ayu, changes=PASSPORT, by=people.actor_of(ayu), at=NOON)
    assert set(changed) == set(PASSPORT)
    profile = people.profile_for(people.actor_of(ayu), ayu)
    assert profile.full_name == "محمد عبد الله"
    assert profile.birth_date == "1974-00-00"
    assert profile.passport_issued_on == dt.date(2022, 4, 16)
    assert profile.phone == "+6281234567890"
    assert profile.address == "Jl. Merdeka 1\nRT 02 RW 03"
    assert people.contact(ayu) == people.Contact(ayu, "ayu@contoh.example", "محمد عبد الله", "en")


def test_the_journal_tells_which_fields_changed_and_not_to_what(ayu: UUID) -> None:
    people.save_profile(account=ayu, changes={"phone": "081234567890"}, by=people.actor_of(ayu), at=NOON)
    entry = journal.timeline(people.account_ref(ayu))[-1]
    assert entry.event == events.ProfileChanged(account=people.account_ref(ayu), changed=("phone",))


def test_the_same_form_twice_changes_nothing_the_second_time(ayu: UUID) -> None:
    for _ in range(2):
        people.save_profile(account=ayu, changes=PASSPORT, by=people.actor_of(ayu), at=NOON)
    kinds = [entry.kind for entry in journal.timeline(people.account_ref(ayu))]
    assert kinds.count("people.ProfileChanged") == 1


def test_one_wrong_field_and_nothing_is_written(ayu: UUID) -> None:
    with pytest.raises(people.FieldsRefused) as refused:
        people.save_profile(account=ayu, changes={**PASSPORT, "sex": "?"}, by=people.actor_of(ayu), at=NOON)
    assert list(refused.value.fields) == ["sex"]
    assert people.profile_for(people.actor_of(ayu), ayu).passport_number == ""


def test_a_stranger_neither_reads_nor_writes_a_profile(ayu: UUID, budi: UUID) -> None:
    with pytest.raises(access.NotFound):
        people.profile_for(people.actor_of(budi), ayu)
    with pytest.raises(access.Refused):
        people.save_profile(account=ayu, changes={"phone": ""}, by=people.actor_of(budi), at=NOON)


def test_a_profile_is_read_with_one_question(ayu: UUID, django_assert_num_queries: Callable[[int], Any]) -> None:
    me = people.actor_of(ayu)
    with django_assert_num_queries(1):
        people.profile_for(me, ayu)


def test_the_regency_has_fourteen_districts_by_name() -> None:
    found = people.districts()
    assert len(found) == 14
    assert [district.name for district in found] == sorted(district.name for district in found)
    assert all(district.code.startswith("17.05.") for district in found)
