"""The extension of a student's stay permit: what it asks, wants, costs and refuses."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.domains.catalogue import api as catalogue

pytestmark = pytest.mark.django_db
EXPIRES = dt.date(2027, 1, 18)  # a Monday
IN_TIME = dt.date(2026, 11, 24)
AYU = {
    "visa_index": "E30A",
    "permit_number": "2C21JE0001AB",
    "permit_expires_on": EXPIRES.isoformat(),
    "first_granted_on": "2025-01-18",
    "earlier_extensions": 1,
    "full_name": "Ayu",
    "birth_date": "2010-00-00",
    "sex": "F",
    "nationality": "AUS",
    "passport_number": "L898902C3",
    "passport_expires_on": "2030-04-15",
    "mrz_primary": "AYU",
    "school_name": "SMA Negeri 1",
    "study_until": "2028-06-30",
    "guarantor_kind": "parent",
    "guarantor_name": "Eko",
    "guarantor_phone": "+628123456789",
    "extension_length": "1y",
    "address": "Jalan Merdeka 1",
    "district": "17.05.02",
}


def keys(found):
    return [one.key for one in found]


def hindered(service, *, on=IN_TIME, blocks="filing", **changes):
    return keys(catalogue.obstacles(service, AYU | changes, on=on, blocks=blocks))


def test_a_complete_application_in_time_meets_no_obstacle(student):
    assert catalogue.unanswered(student, AYU) == []
    assert hindered(student) == []
    assert hindered(student, blocks="warn") == []
    assert hindered(student, blocks="decision") == []


def test_everything_needed_is_asked_and_nothing_else_must_be_answered(student):
    optional = {"mrz_secondary", "student_number", "phone"}
    assert set(keys(catalogue.asked(student, {}))) == set(AYU) | optional
    assert set(keys(catalogue.unanswered(student, {}))) == set(AYU)


def test_answers_that_are_missing_are_not_called_obstacles(student):
    assert catalogue.obstacles(student, {}, on=IN_TIME, blocks="filing") == []


@pytest.mark.parametrize(
    ("day", "obstacle"),
    [
        (EXPIRES - dt.timedelta(days=91), ["not_too_early"]),
        (EXPIRES - dt.timedelta(days=90), []),
        (dt.date(2027, 1, 15), []),  # Friday, the last working day before the Monday on which the permit ends
        (dt.date(2027, 1, 16), ["not_too_late"]),
        (EXPIRES, ["not_too_late"]),
        (EXPIRES + dt.timedelta(days=1), ["not_expired"]),
    ],
)
def test_one_may_apply_from_ninety_days_before_to_the_last_working_day(student, day, obstacle):
    assert hindered(student, on=day) == obstacle


def test_the_window_is_told_as_two_days(student):
    assert catalogue.window_for(student, AYU) == (dt.date(2026, 10, 20), dt.date(2027, 1, 15))
    assert catalogue.window_for(student, {}) == (None, None)


def test_a_holiday_moves_the_last_day(student):
    new_year = AYU | {"permit_expires_on": "2027-01-02"}
    assert catalogue.window_for(student, new_year)[1] == dt.date(2026, 12, 31)


def test_all_obstacles_are_named_at_once(student):
    found = hindered(
        student,
        passport_expires_on="2027-03-01",
        study_until="2026-12-20",
        earlier_extensions=3,
        first_granted_on="2016-12-01",
        visa_index="E30B",
    )
    assert found == ["passport_valid", "study_goes_on", "within_total", "office_may_extend", "guarantor_fits"]


def test_an_obstacle_says_what_to_do_and_where_the_law_says_so(student):
    (obstacle,) = catalogue.obstacles(student, AYU, on=EXPIRES + dt.timedelta(days=3), blocks="filing")
    assert "Rp\u00a01.000.000" in obstacle.sentence.id
    assert "Come to the office" in obstacle.sentence.en
    assert obstacle.law.cite.id == "UU 6/2011 Pasal 78"


def test_ten_years_in_all_are_allowed_to_the_day(student):
    assert hindered(student, first_granted_on="2018-01-18") == []
    assert hindered(student, first_granted_on="2018-01-17") == ["within_total"]


def test_a_decision_that_may_come_late_is_a_warning_only(student):
    assert hindered(student, on=dt.date(2027, 1, 14), blocks="warn") == ["decided_in_time"]
    assert hindered(student, on=dt.date(2027, 1, 14)) == []


def test_a_passport_that_ended_meanwhile_blocks_the_decision(student):
    assert hindered(student, on=dt.date(2030, 4, 15), blocks="decision") == ["passport_still_valid"]


def test_a_parent_who_guarantees_shows_an_identity_card(student):
    wanted = ["passport_page", "current_permit", "photo", "school_letter", "study_permit", "guarantor_letter"]
    assert keys(catalogue.required_documents(student, AYU)) == [*wanted, "guarantor_id"]
    assert keys(catalogue.required_documents(student, AYU | {"guarantor_kind": "school"})) == wanted
    assert keys(catalogue.required_documents(student, {})) == wanted


def test_the_photo_has_its_limits_in_the_content(student):
    photo = student.documents_by_key["photo"]
    assert (photo.min_width, photo.min_height, photo.max_bytes) == (400, 600, 2 * 1024 * 1024)
    assert photo.types == ("image/jpeg", "image/png")


def test_the_fee_is_reported_and_not_billed_before_the_cashier_confirms_it(student):
    fee = catalogue.fee_for(student, AYU)
    assert (fee.amount, fee.certainty, fee.billable) == (3_000_000, "uncertain", None)
    assert catalogue.fee_for(student, AYU | {"extension_length": "2y"}).amount == 5_000_000
    assert catalogue.fee_for(student, {}) is None


def test_the_education_office_is_asked_about_pupils_only(student):
    (asked,) = catalogue.agencies_asked(student, AYU)
    assert (asked.agency, asked.days) == ("dinas-pendidikan", 3)
    assert asked.fields == ("full_name", "birth_date", "school_name", "student_number")
    assert asked.legal_base.certainty == "uncertain"
    assert catalogue.agencies_asked(student, AYU | {"visa_index": "E30B"}) == []
    assert catalogue.agencies_asked(student, {}) == []


def test_the_new_permit_begins_where_the_old_one_ends(student):
    period = catalogue.period_for(student, AYU)
    assert (period.valid_from, period.valid_until) == (dt.date(2027, 1, 19), dt.date(2028, 1, 18))
    assert catalogue.period_for(student, {}) is None
    assert catalogue.permit_index(student, AYU) == "E30A"
    assert student.permit.kind == "ITAS"


def test_a_permit_that_ends_on_29_february_goes_on_to_the_28th(student):
    leap = AYU | {"permit_expires_on": "2028-02-29"}
    assert catalogue.period_for(student, leap).valid_until == dt.date(2029, 2, 28)


def test_a_profile_fills_what_it_knows(student):
    class Profile:
        full_name = "Ayu"
        birth_date = "2010-00-00"
        sex = ""
        nationality = "AUS"
        passport_number = "L898902C3"
        passport_expires_on = dt.date(2030, 4, 15)
        district = "99.99.99"  # not one of the choices
        address = None

    assert catalogue.prefill(student, Profile()) == {
        "full_name": "Ayu",
        "birth_date": "2010-00-00",
        "nationality": "AUS",
        "passport_number": "L898902C3",
        "passport_expires_on": "2030-04-15",
    }


def test_promise_objection_and_silence_are_part_of_the_version(student):
    assert (student.promise_days, student.objection_days) == (4, 21)
    assert student.decide_without_agency
    assert student.decide_without_agency_reason.en
