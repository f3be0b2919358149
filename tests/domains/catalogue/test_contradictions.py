"""A condition is refused as a contradiction where nobody could ever meet it beside the others, and never otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from seluma.domains.catalogue.rules.content import read_content
from seluma.domains.catalogue.rules.contradicting import check_contradictions
from seluma.domains.catalogue.rules.deciding import situation_of
from seluma.domains.catalogue.rules.model import Condition, Service
from seluma.domains.catalogue.rules.reader import Mistakes, Table
from seluma.lib.conditions import ConditionFailed
from seluma.lib.workdays import WorkCalendar

from .offices import REAL

FIGURES = {"few": 3, "many": 60}


@cache
def visit() -> Service:
    """The extension of a visit stay permit, as it stands in the content."""
    files = [*REAL.glob("*.toml"), *REAL.glob("services/*.toml")]
    content = read_content({path.relative_to(REAL).as_posix(): path.read_bytes() for path in files})
    return next(one for one in content.services if one.code == "visit-extension")


def condition(key: str, check: str, blocks: Any = "filing") -> Condition:
    return replace(visit().conditions[0], key=key, check=check, blocks=blocks)


def named(conditions: list[Condition]) -> list[tuple[str, str, str]]:
    """What is said about them: which, what, and against which other."""
    mistakes = Mistakes()
    check_contradictions(visit(), conditions, Table("-", {}, mistakes))
    found = mistakes.found.values()
    return [(one.key, one.code, str(one.details.get("other", ""))) for one in found]


@pytest.mark.parametrize(
    ("check", "blocks", "other"),
    [
        ("visa_index.startsWith('A')", "filing", "extendable"),
        ("earlier_extensions > 0 && visa_index == 'B1'", "filing", "voa_once"),
        ("passport_expires_on < today", "decision", "passport_still_valid"),
        ("passport_expires_on <= add_days(today, 100)", "filing", "passport_valid"),
        ("entered_on > permit_expires_on", "filing", "entered_in_past"),
        ("working_days_between(today, permit_expires_on) >= 40", "filing", "not_too_early"),
    ],
)
def test_a_rule_that_contradicts_another_is_named_with_it(check: str, blocks: str, other: str) -> None:
    against = condition("against", check, blocks)
    assert named([*visit().conditions, against]) == [("conditions[against].check", "contradicts", other)]


@pytest.mark.parametrize(
    "check",
    [
        "new_expires_on < permit_expires_on",
        "nationality == 'AUS' && nationality == 'IDN'",
        "today > '2026-01-01' && today < '2025-01-01'",
        "earlier_extensions < 0",
    ],
)
def test_a_rule_that_contradicts_itself_is_named(check: str) -> None:
    assert named([condition("alone", check)]) == [("conditions[alone].check", "never_true", "")]


def test_a_rule_that_leaves_no_way_beside_two_others_is_named() -> None:
    checks = (
        "entered_on < permit_expires_on",
        "permit_expires_on < passport_expires_on",
        "passport_expires_on < entered_on",
    )
    conditions = [condition(f"number_{place}", check) for place, check in enumerate(checks)]
    assert named(conditions) == [("conditions[number_2].check", "contradicts_all", "")]


@pytest.mark.parametrize(
    ("check", "blocks"),
    [
        ("days_between(entered_on, permit_expires_on) == 29 && visa_index == 'C21'", "filing"),
        ("passport_expires_on <= add_days(today, 190)", "filing"),
        ("today > permit_expires_on", "decision"),
        ("permit_number == null", "filing"),
        ("full_name.startsWith('A') && size(full_name) == 12", "filing"),
        ("visa_index.startsWith('A')", "warn"),
    ],
)
def test_a_rule_that_leaves_a_narrow_way_contradicts_nothing(check: str, blocks: str) -> None:
    assert named([*visit().conditions, condition("narrow", check, blocks)]) == []


DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31)).map(dt.date.isoformat)
ANSWERS = st.fixed_dictionaries(
    {
        "visa_index": st.sampled_from(["B1", "C1", "C2", "C21", "D1", "D12"]),
        "extension_length": st.sampled_from(["7d", "30d", "60d"]),
        "entered_on": DAYS,
        "permit_expires_on": DAYS,
        "passport_expires_on": DAYS,
        "earlier_extensions": st.integers(0, 9),
        "birth_date": st.sampled_from(["1974-00-00", "1990-05-00", "2008-02-29", "2020-12-31"]),
        "nationality": st.sampled_from(["AUS", "XXA", "CHE"]),
        "permit_number": st.sampled_from([None, "2C11", "2C12"]),
        "full_name": st.sampled_from(["Ayu", "Budi"]),
    }
)
DAY = st.sampled_from(
    ["today", "entered_on", "permit_expires_on", "passport_expires_on", "new_expires_on", "window_opens_on"]
)
COUNT = st.sampled_from(
    ["0", "1", "29", "30", "-5", "window_opens", "passport_months * 2", "earlier_extensions", "400"]
)
MOVED = st.one_of(
    DAY,
    st.sampled_from(["'2026-03-31'", "window_closes_on"]),
    st.builds("add_days({}, {})".format, DAY, COUNT),
    st.builds("add_months({}, {})".format, DAY, COUNT),
    st.builds("add_working_days({}, {})".format, DAY, COUNT),
    st.builds("last_workday_before({})".format, DAY),
)
NUMBER = st.one_of(
    COUNT,
    st.builds("{} {} {}".format, COUNT, st.sampled_from(["+", "-"]), COUNT),
    st.builds("days_between({}, {})".format, MOVED, MOVED),
    st.builds("working_days_between({}, {})".format, DAY, MOVED),
    st.builds("age_on(birth_date, {})".format, MOVED),
)
SIGN = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
SAID = st.one_of(
    st.builds("{} {} {}".format, MOVED, SIGN, MOVED),
    st.builds("{} {} {}".format, NUMBER, SIGN, NUMBER),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["permit_number", "nationality"]),
        st.sampled_from(["==", "!="]),
        st.sampled_from(["null", "'AUS'", "'2C11'"]),
    ),
    st.builds("visa_index {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from(["B1", "C2", "C21", "D1"])),
    st.sampled_from(
        [
            "visa_index.startsWith('C')",
            "visa_index in ['B1', 'C1']",
            "nationality in ['AUS', 'XXA']",
            "size(full_name) > 3",
            "permit_number in ['2C12', null]",
        ]
    ),
)
CHECK = st.recursive(
    SAID,
    lambda inner: st.one_of(
        st.builds("({} && {})".format, inner, inner),
        st.builds("({} || {})".format, inner, inner),
        st.builds("!({})".format, inner),
        st.builds("({} ? {} : {})".format, inner, inner, inner),
    ),
    max_leaves=4,
)


@given(
    answers=ANSWERS,
    checks=st.lists(CHECK, min_size=2, max_size=4),
    on=st.dates(dt.date(2025, 6, 1), dt.date(2027, 6, 1)),
    later=st.integers(0, 40),
)
@settings(max_examples=120, deadline=None)
def test_what_one_application_meets_is_never_called_a_contradiction(
    answers: dict[str, Any], checks: list[str], on: dt.date, later: int
) -> None:
    days = [on, on + dt.timedelta(days=later)]
    calendar = WorkCalendar([dt.date(2026, 3, 20), dt.date(2026, 3, 23)])
    met = []
    for place, check in enumerate(checks):
        situation = situation_of(visit(), answers, calendar, on=days[place % 2])
        try:
            value = situation.value(check)
        except ConditionFailed:
            continue
        if isinstance(value, bool):
            met.append(condition(f"c{place}", check if value else f"!({check})", ("filing", "decision")[place % 2]))
    assume(len(met) > 1)
    assert named(met) == []
