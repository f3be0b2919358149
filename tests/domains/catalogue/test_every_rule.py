"""What each service refuses, or leaves to the officer: one changed answer of its sample, and what is said then."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.cli import sampling
from seluma.cli.characters import ANNA
from seluma.domains.catalogue import api as catalogue

from ..people_at_work import MONDAY

TODAY = MONDAY.date()


def day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


def service(code: str) -> catalogue.Service:
    return next(one for one in catalogue.content().services if one.code == code)


def said(code: str, blocks: str, **changed: object) -> list[str]:
    answers = {**sampling.sample(code, ANNA, TODAY), **changed}
    found = catalogue.obstacles(service(code), answers, on=TODAY, blocks=blocks)  # type: ignore[arg-type]
    return [obstacle.key for obstacle in found]


REFUSED = [
    ("itas-worker-extension", {"permit_expires_on": day(91)}, "not_too_early"),
    ("itas-worker-extension", {"permit_expires_on": day(-1)}, "not_expired"),
    ("itas-worker-extension", {"rptka_until": day(40)}, "plan_goes_on"),
    ("itas-worker-extension", {"earlier_extensions": 3}, "office_may_extend"),
    ("itas-worker-extension", {"first_granted_on": day(-3400)}, "within_total"),
    ("itas-family-extension", {"family_index": "E31B", "sponsor_permit_until": day(200)}, "follows_guarantor"),
    ("itas-investor-extension", {"share_value": 9_999_999_999}, "enough_shares"),
    ("itas-investor-extension", {"company_role": "neither"}, "holds_office"),
    ("itas-first", {"entered_on": day(-31)}, "in_time"),
    ("itas-first", {"visa_issued_on": day(-97)}, "visa_used_in_time"),
    ("itk-to-itas", {"permit_expires_on": day(29)}, "early_enough"),
    ("itk-to-itas", {"visa_index": "B1"}, "convertible"),
    ("itk-to-itas", {"visa_index": "A1"}, "convertible"),
    ("itk-to-itas", {"visa_index": "C13"}, "convertible"),
    ("itas-to-itap", {"itap_ground": "years", "first_granted_on": "2023-11-23"}, "long_enough"),
    ("itas-to-itap", {"married_on": day(-700)}, "married_long_enough"),
    ("itap-extension", {"permit_expires_on": day(91)}, "not_too_early"),
    ("reentry-permit", {"permit_kind": "ITK"}, "has_stay_permit"),
    ("reentry-permit", {"permit_length": "2y"}, "within_stay"),
    ("reentry-permit", {"needed_from": day(-1)}, "begins_in_time"),
    ("exit-permit-only", {"leaves_on": day(91)}, "leaves_in_time"),
    ("guarantor-change", {"purpose": "work"}, "not_another_employer"),
    ("passport-change", {"old_passport_number": "L898902C3"}, "another_number"),
    ("dual-nationality-affidavit", {"birth_date": day(-6600)}, "still_a_child"),
]

TOLD = [
    ("itas-family-extension", {"married_on": day(-800)}, "permanent_possible"),
    ("itk-to-itas", {"visa_index": "C1"}, "conversion_depends"),
    ("itas-to-itap", {"itap_ground": "other", "married_on": None}, "other_ground_depends"),
    ("exit-permit-only", {"leaves_on": day(20)}, "leaves_while_valid"),
    ("address-move-in", {"moved_on": day(-61)}, "reported_in_time"),
    ("civil-status-change", {"change_kind": "divorce"}, "marriage_ended_depends"),
]


@pytest.mark.parametrize(("code", "changed", "key"), REFUSED)
def test_what_is_not_allowed_is_named_before_it_is_sent(code, changed, key):
    assert key in said(code, "filing", **changed)


@pytest.mark.parametrize(("code", "changed", "key"), TOLD)
def test_what_hangs_on_the_officer_is_told_and_hinders_nothing(code, changed, key):
    assert said(code, "filing", **changed) == []
    assert key in said(code, "warn", **changed)


def test_the_last_day_of_each_limit_still_counts():
    assert said("itas-first", "filing", entered_on=day(-30)) == []
    assert said("itk-to-itas", "filing", permit_expires_on=day(30)) == []
    assert said("itas-to-itap", "filing", itap_ground="years", married_on=None, first_granted_on="2023-11-22") == []
    assert said("address-move-in", "warn", moved_on=day(-60)) == []


def test_the_labour_office_is_asked_about_every_worker_and_waited_for():
    worker = service("itas-worker-extension")
    (asked,) = catalogue.agencies_asked(worker, sampling.sample(worker.code, ANNA, TODAY))
    assert asked.agency == "dinas-tenaga-kerja"
    assert asked.fields == ("full_name", "nationality", "company_name", "position", "rptka_number")
    assert not worker.decide_without_agency


def test_a_fee_that_nobody_has_seen_in_the_tariff_is_never_billed_by_itself():
    certain = [fee for one in catalogue.content().services for fee in one.fees if fee.certainty == "certain"]
    assert {fee.source.split(";")[-1].strip() for fee in certain} == {"imigrasi.go.id/biaya_imigrasi"}
