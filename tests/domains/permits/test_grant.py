"""Granting: a number without gaps, a code, a seal, a machine-readable zone; and what stands in the way."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cryptography import x509
from django.db import transaction

from seluma.core.access.api import Refused
from seluma.core.journal import api as journal
from seluma.domains.permits import api as permits
from seluma.domains.permits import events, models, rules
from seluma.lib import mrz, vds
from seluma.lib.text import Text
from tests.domains.people_at_work import MONDAY, a_case, at_once, person

from .papers_at_work import ANNA, LAST_DAY, dewi, granted

pytestmark = pytest.mark.django_db


def test_a_permit_has_a_number_a_code_and_leaves_one_entry() -> None:
    permit = granted()
    assert permit.number == "SL2600001"
    assert rules.normal_code(permit.code)
    assert permit.state == permits.GRANTED
    (entry,) = journal.timeline(permit.about)
    assert isinstance(entry.event, events.PermitGranted)
    assert entry.event.number == permit.number
    assert permits.permits(permit.about) == [permit]


def test_the_seal_tells_the_permit_and_is_signed_by_the_certificate_kept_with_it() -> None:
    permit = granted()
    seal = vds.decode(bytes.fromhex(permit.seal_hex))
    certificate = x509.load_pem_x509_certificate(permit.certificate_pem.encode())
    assert vds.verify(seal, [certificate]) == "valid"
    assert (seal.version, seal.country, seal.document_type) == (4, "UTO", "e302")
    assert seal.issue_date == seal.signature_date == dt.date(2026, 11, 23)
    facts = rules.facts_in(seal)
    assert facts is not None
    assert (facts.number, facts.index, facts.valid_until) == (permit.number, "E30A", LAST_DAY)
    assert facts.mrz == "".join(permit.mrz).replace("<", " ")


def test_the_zone_carries_the_name_as_the_passport_has_it() -> None:
    read = mrz.read(list(granted().mrz))
    assert (read.primary, read.secondary, read.issuer) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert read.valid


def test_numbers_follow_each_other_and_begin_anew_each_year_at_the_office() -> None:
    new_year = dt.datetime(2026, 12, 31, 17, 30, tzinfo=dt.UTC)  # half past midnight in Seluma
    assert [granted().number, granted().number] == ["SL2600001", "SL2600002"]
    assert granted(at=new_year).number == "SL2700001"


def test_a_grant_that_is_undone_leaves_no_gap() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        granted()
        raise ZeroDivisionError
    assert granted().number == "SL2600001"


@pytest.mark.django_db(transaction=True)
def test_eight_deciders_at_once_get_eight_numbers_in_a_row() -> None:
    found = at_once(lambda _number: granted().number, 8)
    assert sorted(found) == [f"SL26{number:05}" for number in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_of_two_grants_for_one_case_at_once_one_remains() -> None:
    about = a_case()
    found = at_once(lambda _number: granted(about), 2)
    assert sum(isinstance(one, permits.Permit) for one in found) == 1
    assert models.Permit.objects.count() == 1


def test_a_second_permit_for_the_same_case_is_refused_until_the_first_is_revoked() -> None:
    first = granted()
    with pytest.raises(Refused, match="sudah diberikan"):
        granted(first.about)
    permits.revoke(permit=first.id, reason="Salah orang", by=dewi(), at=MONDAY)
    assert granted(first.about).number == "SL2600002"


def test_only_a_decider_grants() -> None:
    with pytest.raises(Refused):
        granted(by=person("Citra", "verifier"))


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Refused, match="Hari terakhir"):
        granted(valid_from=LAST_DAY, valid_until=LAST_DAY - dt.timedelta(days=1))


@pytest.mark.parametrize("name", ["王小明", "محمد علي", "Sukarno", "Дмитрий"])
def test_names_in_other_scripts_can_be_printed(name: str) -> None:
    assert permits.check_settable({"Nama": name}, ANNA) == []
    assert granted(holder=dataclasses.replace(ANNA, full_name=name)).holder.full_name == name


def test_everything_in_the_way_is_told_at_once_and_beforehand() -> None:
    holder = dataclasses.replace(ANNA, full_name="Anna ᚠ", mrz_primary="王")
    obstacles = permits.check_settable({"Nama lengkap": holder.full_name, "Dasar hukum": "Pasal 😀"}, holder)
    assert len(obstacles) == 3
    assert "ᚠ" in obstacles[0]
    assert "😀" in obstacles[1]
    with pytest.raises(Refused) as refused:
        granted(holder=holder, legal_base="Pasal 😀")
    assert len(refused.value.obstacles) == 3
    assert not models.Permit.objects.exists()


@pytest.mark.parametrize("passport", ["", "é", "A" * 30])
def test_a_passport_number_that_cannot_be_sealed_is_an_obstacle(passport: str) -> None:
    assert len(permits.check_settable({}, dataclasses.replace(ANNA, passport_number=passport))) == 1


def test_lists_ask_once_however_many_things(django_assert_num_queries: object) -> None:
    things = [granted().about for _ in range(3)] + [a_case()]
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = permits.permits_for_many(things)
    assert [len(found[thing]) for thing in things] == [1, 1, 1, 0]


def test_the_title_of_the_service_serves_where_the_permit_has_none() -> None:
    assert granted(title=None).title == Text(
        "Perpanjangan izin tinggal pelajar", "Extension of a student's stay permit"
    )
