"""Accounts, and what people may do with the roles they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import api as people
from seluma.domains.people import models, words
from seluma.lib.ids import new_id

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
EVENING = NOON + dt.timedelta(hours=6)


@pytest.fixture(autouse=True)
def roles_of_the_house() -> Any:
    before = {role: access.permissions_of([role]) for role in access.known_roles()}
    access.install_roles(
        {
            "applicant": (),
            "verifier": (people.READ_PROFILES,),
            "partner": (),
            "administrator": (people.GRANT_ROLES, people.CREATE_ORGANISATIONS),
        }
    )
    yield
    access.install_roles(before)


def told(account: UUID) -> list[str]:
    return [entry.kind for entry in journal.timeline(people.account_ref(account))]


def test_whoever_registers_has_an_account_and_may_apply() -> None:
    ayu = people.register(
        email=" Ayu@Contoh.Example ",
        name="Ayu",
        password="sebuah kata sandi",
        language="id",
        by=access.VISITOR,
        at=NOON,
    )
    assert people.contact(ayu) == people.Contact(ayu, "ayu@contoh.example", "Ayu", "id")
    assert people.actor_of(ayu).roles == {"applicant"}
    assert people.find_account("AYU@contoh.example") == ayu
    assert told(ayu) == ["people.AccountRegistered"]


def test_an_address_has_one_account_in_any_case_of_letters(ayu: UUID) -> None:
    with pytest.raises(people.FieldsRefused) as refused:
        people.register(
            email="AYU@CONTOH.example", name="Lain", password="x" * 12, language="id", by=access.VISITOR, at=NOON
        )
    assert refused.value.code == "email_taken"
    assert list(refused.value.fields) == ["email"]
    assert models.Account.objects.count() == 1


def test_everything_that_keeps_an_account_from_being_opened_is_told_at_once() -> None:
    with pytest.raises(people.FieldsRefused) as refused:
        people.register(email="ayu", name=" ", password="x" * 12, language="xx", by=access.VISITOR, at=NOON)
    assert set(refused.value.fields) == {"email", "name", "language"}
    assert len(refused.value.obstacles) == 3


def test_a_visitor_cannot_have_an_address_taken_on_trust() -> None:
    with pytest.raises(access.Refused):
        people.register(
            email="a@b.example", name="A", password="x" * 12, language="id", by=access.VISITOR, at=NOON, confirmed=True
        )


def test_an_address_is_confirmed_once() -> None:
    ayu = people.register(email="a@b.example", name="A", password="x" * 12, language="id", by=access.VISITOR, at=NOON)
    assert people.confirm_email(account=ayu, by=people.actor_of(ayu), at=NOON) is True
    assert people.confirm_email(account=ayu, by=people.actor_of(ayu), at=EVENING) is False
    assert told(ayu).count("people.EmailConfirmed") == 1


def test_nobody_changes_somebody_elses_password(ayu: UUID, budi: UUID) -> None:
    with pytest.raises(access.Refused):
        people.set_password(account=ayu, password="baru sekali", way="own", by=people.actor_of(budi), at=NOON)
    people.set_password(account=ayu, password="baru sekali", way="own", by=people.actor_of(ayu), at=NOON)
    assert models.Account.objects.get(pk=ayu).check_password("baru sekali")
    assert told(ayu)[-1] == "people.PasswordChanged"


def test_a_role_gives_its_permissions_until_it_is_taken_back(citra: UUID) -> None:
    people.grant_role(account=citra, role="verifier", by=access.SYSTEM, at=NOON)
    assert access.may(people.actor_of(citra), people.READ_PROFILES)
    assert [contact.name for contact in people.accounts_with_role("verifier")] == ["Citra"]
    people.revoke_role(account=citra, role="verifier", by=access.SYSTEM, at=EVENING)
    assert not access.may(people.actor_of(citra), people.READ_PROFILES)
    assert people.accounts_with_role("verifier") == []
    assert told(citra)[1:] == ["people.RoleGranted", "people.RoleRevoked"]


def test_a_role_that_is_held_is_not_granted_again(citra: UUID) -> None:
    first = people.grant_role(account=citra, role="verifier", by=access.SYSTEM, at=NOON)
    assert people.grant_role(account=citra, role="verifier", by=access.SYSTEM, at=EVENING) == first
    assert told(citra).count("people.RoleGranted") == 1


def test_a_role_can_be_given_again_after_it_was_taken_back(citra: UUID) -> None:
    for at in (NOON, EVENING):
        people.grant_role(account=citra, role="verifier", by=access.SYSTEM, at=at)
        people.revoke_role(account=citra, role="verifier", by=access.SYSTEM, at=at)
    with pytest.raises(access.Refused):
        people.revoke_role(account=citra, role="verifier", by=access.SYSTEM, at=EVENING)


def test_a_partner_acts_for_an_organisation(citra: UUID, budi: UUID) -> None:
    school = people.create_organisation(
        code="dinas-pendidikan", name="Dinas Pendidikan", kind="agency", by=access.SYSTEM, at=NOON
    )
    with pytest.raises(access.Refused):
        people.grant_role(account=citra, role="partner", by=access.SYSTEM, at=NOON)
    people.grant_role(account=citra, role="partner", organisation=school, by=access.SYSTEM, at=NOON)
    assert people.actor_of(citra).organisation == school
    assert [c.account for c in people.accounts_with_role("partner", school)] == [citra]
    assert people.accounts_with_role("partner", new_id()) == []
    assert people.organisation("dinas-pendidikan").id == school
    assert people.organisations([school])[school].name == "Dinas Pendidikan"


def test_an_organisations_code_is_its_own() -> None:
    people.create_organisation(code="sekolah", name="Sekolah", kind="school", by=access.SYSTEM, at=NOON)
    with pytest.raises(people.FieldsRefused) as refused:
        people.create_organisation(code="sekolah", name="Lain", kind="school", by=access.SYSTEM, at=NOON)
    assert refused.value.code == "code_taken"
    with pytest.raises(people.FieldsRefused) as refused:
        people.create_organisation(code="Dua Kata", name="", kind="club", by=access.SYSTEM, at=NOON)
    assert set(refused.value.fields) == {"code", "name", "kind"}
    with pytest.raises(access.NotFound):
        people.organisation("tidak-ada")


def test_only_who_may_gives_roles_and_never_to_oneself(ayu: UUID, budi: UUID, citra: UUID) -> None:
    people.grant_role(account=citra, role="administrator", by=access.SYSTEM, at=NOON)
    with pytest.raises(access.Refused):
        people.grant_role(account=budi, role="verifier", by=people.actor_of(ayu), at=NOON)
    with pytest.raises(access.Refused) as refused:
        people.grant_role(account=citra, role="verifier", by=people.actor_of(citra), at=NOON)
    assert refused.value.code == "four_eyes"
    people.grant_role(account=budi, role="verifier", by=people.actor_of(citra), at=NOON)


@pytest.mark.parametrize("role", ["king", "applicant"])
def test_there_are_only_the_roles_of_the_house(role: str, ayu: UUID) -> None:
    with pytest.raises(access.Refused):
        people.grant_role(account=ayu, role=role, by=access.SYSTEM, at=NOON)


def test_nobody_acts_for_an_account_that_is_not_there() -> None:
    for question in (people.actor_of, people.contact):
        with pytest.raises(access.NotFound):
            question(new_id())
    with pytest.raises(access.NotFound):
        people.grant_role(account=new_id(), role="verifier", by=access.SYSTEM, at=NOON)


def test_the_visitor_is_nobody() -> None:
    from django.contrib.auth.models import AnonymousUser

    assert people.actor_of_user(AnonymousUser()) == access.VISITOR


def test_a_closed_account_holds_no_role(citra: UUID) -> None:
    people.grant_role(account=citra, role="verifier", by=access.SYSTEM, at=NOON)
    models.Account.objects.filter(pk=citra).update(is_active=False)
    assert people.actor_of(citra).roles == frozenset()
    assert people.accounts_with_role("verifier") == []


def test_many_names_cost_one_question(ayu: UUID, budi: UUID, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(1):
        assert people.names([ayu, budi, new_id()]) == {ayu: "Ayu Wulan Sari", budi: "Budi"}
    with django_assert_num_queries(1):
        assert people.contacts([ayu, budi])[budi].language == "en"


def test_a_verb_that_fails_halfway_leaves_nothing(ayu: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_ink(*_: Any, **__: Any) -> None:
        raise DatabaseError("the journal cannot be written")

    monkeypatch.setattr(journal, "note", no_ink)
    with pytest.raises(DatabaseError), transaction.atomic():
        people.grant_role(account=ayu, role="verifier", by=access.SYSTEM, at=NOON)
    assert not models.RoleGrant.objects.exists()


def test_every_role_has_words() -> None:
    from seluma.config.roles import ROLES

    assert set(ROLES) == set(words.ROLES)
