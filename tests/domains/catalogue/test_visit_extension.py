"""The extension of a visit stay permit: by visa, by length, in time."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.domains.catalogue import api as catalogue

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
BUDI = {
    "visa_index": "B1",
    "entered_on": "2026-11-05",
    "permit_expires_on": "2026-12-04",
    "earlier_extensions": 0,
    "full_name": "Budi",
    "birth_date": "1974-00-00",
    "sex": "M",
    "nationality": "AUS",
    "passport_number": "PA1234567",
    "passport_expires_on": "2030-04-15",
    "mrz_primary": "BUDI",
    "extension_length": "30d",
    "reason": "Bertemu keluarga",
    "address": "Jalan Merdeka 1",
    "district": "17.05.02",
}


def keys(found):
    return [one.key for one in found]


def hindered(service, *, on=TODAY, blocks="filing", **changes):
    return keys(catalogue.obstacles(service, BUDI | changes, on=on, blocks=blocks))


def test_a_visa_on_arrival_is_extended_once_by_thirty_days(visit):
    assert catalogue.unanswered(visit, BUDI) == []
    assert hindered(visit) == []
    assert catalogue.period_for(visit, BUDI).valid_until == dt.date(2027, 1, 3)


def test_and_not_twice(visit):
    assert hindered(visit, earlier_extensions=1) == ["voa_once"]


def test_and_not_by_sixty_days(visit):
    assert hindered(visit, extension_length="60d") == ["voa_length", "voa_total"]


@pytest.mark.parametrize("index", ["A1", "A4", "A36", "C7", "C7A", "C7B", "C7C", "C18", "D7", "D8", "F1"])
def test_some_visas_cannot_be_extended_at_all(visit, index):
    assert "extendable" in hindered(visit, visa_index=index)


@pytest.mark.parametrize("index", ["B1", "B4", "C1", "C2", "C6", "C9", "C19", "C22A", "D1", "D12"])
def test_others_can(visit, index):
    assert "extendable" not in hindered(visit, visa_index=index)


@pytest.mark.parametrize(("entered", "obstacles"), [("2026-08-06", []), ("2026-08-05", ["c_total"])])
def test_a_c_visa_lasts_180_days_in_all_to_the_day(visit, entered, obstacles):
    answers = {"visa_index": "C1", "entered_on": entered, "extension_length": "60d", "earlier_extensions": 1}
    assert catalogue.period_for(visit, BUDI | answers).valid_until == dt.date(2027, 2, 2)
    assert hindered(visit, **answers) == obstacles


def test_internships_last_up_to_a_year(visit):
    answers = {"visa_index": "C22A", "extension_length": "60d", "earlier_extensions": 1}
    assert hindered(visit, entered_on="2026-06-08", **answers) == []
    assert hindered(visit, entered_on="2026-02-01", **answers) == ["long_total"]


def test_for_multiple_entry_visas_the_officer_decides_and_the_page_says_so(visit):
    assert hindered(visit, visa_index="D2") == []
    assert hindered(visit, visa_index="D2", blocks="warn") == ["multiple_entry_depends"]


@pytest.mark.parametrize(
    ("day", "obstacles"),
    [
        (dt.date(2026, 11, 3), ["not_too_early", "entered_in_past"]),
        (dt.date(2026, 11, 5), []),
        (dt.date(2026, 12, 4), []),
        (dt.date(2026, 12, 5), ["not_expired"]),
    ],
)
def test_one_may_apply_until_the_permits_last_day(visit, day, obstacles):
    assert hindered(visit, on=day) == obstacles


@pytest.mark.parametrize(
    ("length", "amount"), [("7d", 250_000), ("14d", 350_000), ("30d", 500_000), ("60d", 1_000_000)]
)
def test_the_fee_goes_by_length_and_is_certain(visit, length, amount):
    fee = catalogue.fee_for(visit, {"extension_length": length})
    assert (fee.amount, fee.billable, fee.certainty) == (amount, amount, "certain")
    assert "PP 45/2024" in fee.source


@pytest.mark.parametrize(
    ("index", "nationality", "needed"),
    [
        ("B1", "AUS", False),
        ("C1", "AUS", False),
        ("C1", "XXA", True),
        ("C2", "AUS", False),
        ("C6", "AUS", True),
        ("D17", "AUS", True),
    ],
)
def test_a_guarantor_is_asked_for_only_where_the_visa_needs_one(visit, index, nationality, needed):
    answers = BUDI | {"visa_index": index, "nationality": nationality}
    assert ("guarantor_name" in keys(catalogue.asked(visit, answers))) == needed
    assert ("guarantor_letter" in keys(catalogue.required_documents(visit, answers))) == needed


def test_a_tourist_hands_in_passport_stamp_and_ticket(visit):
    assert keys(catalogue.required_documents(visit, BUDI)) == ["passport_page", "entry_stamp", "return_ticket"]


def test_an_answer_to_a_question_that_is_no_longer_asked_has_no_effect(visit):
    answers = BUDI | {"guarantor_name": "Eko", "guarantor_phone": "+628123456789"}
    assert catalogue.answers_in_force(visit, answers)["guarantor_name"] is None
    assert "guarantor_phone" not in keys(catalogue.asked(visit, answers))
    with_guarantor = answers | {"visa_index": "C6"}
    assert catalogue.answers_in_force(visit, with_guarantor)["guarantor_name"] == "Eko"
    assert "guarantor_phone" in keys(catalogue.asked(visit, with_guarantor))


def test_nobody_else_is_asked(visit):
    assert catalogue.agencies_asked(visit, BUDI) == []
    assert visit.decide_without_agency


class TestOverstay:
    EXPIRES = dt.date(2026, 12, 4)

    def stay(self, on, filed_on=None):
        return catalogue.overstay(permit_expires_on=self.EXPIRES, filed_on=filed_on, on=on)

    def test_none_on_the_last_day(self):
        assert self.stay(self.EXPIRES).days == 0

    def test_each_day_after_it_costs_a_million(self):
        stay = self.stay(dt.date(2026, 12, 7))
        assert (stay.days, stay.fine, stay.beyond_limit) == (3, 3_000_000, False)

    def test_whoever_filed_by_the_last_day_has_none_while_waiting(self):
        assert self.stay(dt.date(2027, 3, 1), filed_on=self.EXPIRES).days == 0

    def test_whoever_filed_later_has(self):
        assert self.stay(dt.date(2026, 12, 7), filed_on=dt.date(2026, 12, 5)).days == 3

    def test_more_than_sixty_days_cannot_be_settled_by_paying(self):
        assert not self.stay(self.EXPIRES + dt.timedelta(days=60)).beyond_limit
        assert self.stay(self.EXPIRES + dt.timedelta(days=61)).beyond_limit
