"""Conditions: what the language offers, what it refuses, and what an unknown value does."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seluma.lib.conditions import ConditionFailed, ConditionMistake, Situation, add_months, age_on, compiled
from seluma.lib.workdays import WorkCalendar

HOLIDAY = dt.date(2026, 3, 16)


def situation(**values):
    return Situation(values, WorkCalendar([HOLIDAY]))


def holds(text, **values):
    return situation(**values).holds(text)


def test_dates_compare_as_they_are_written():
    assert holds("today <= permit_expires_on", today="2026-02-28", permit_expires_on="2026-03-01")


@pytest.mark.parametrize(
    "text",
    [
        "days_between('2026-02-28', '2026-03-01') == 1",
        "days_between('2026-03-01', '2026-02-28') == -1",
        "working_days_between('2026-03-13', '2026-03-17') == 1",
        "age_on('2008-02-29', '2026-02-28') == 17",
        "age_on('2008-02-29', '2026-03-01') == 18",
        "age_on('2008-00-00', '2026-12-30') == 17",
        "add_months('2026-01-31', 1) == '2026-02-28'",
        "add_months('2024-02-29', 12) == '2025-02-28'",
        "add_days('2026-02-28', 1) == '2026-03-01'",
        "add_working_days('2026-03-13', 1) == '2026-03-17'",
        "last_workday_before('2026-03-17') == '2026-03-13'",
    ],
)
def test_the_functions_count_as_the_law_does(text):
    assert holds(text)


def test_a_value_that_is_not_known_is_neither_true_nor_false():
    with pytest.raises(ConditionFailed):
        holds("days_between(today, permit_expires_on) <= 90", today="2026-02-28", permit_expires_on=None)


def test_an_unknown_value_does_not_matter_where_the_rest_decides():
    assert holds("visa_index != 'B1' || earlier_extensions == 0", visa_index="C1", earlier_extensions=None)


def test_a_function_that_cannot_answer_writes_nothing_on_the_terminal(capfd):
    with pytest.raises(ConditionFailed):
        holds("days_between(today, 'soon') < 1", today="2026-02-30")
    assert capfd.readouterr() == ("", "")


def test_a_condition_that_gives_a_number_is_no_condition():
    with pytest.raises(ConditionFailed, match="not true or false"):
        holds("1 + 1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("today <=", "syntax"),
        ("days_beetween(today, today) > 1", "unknown_function"),
        ("[1, 2].exists(i, i == 1)", "unknown_function"),
        ("name.matches('(a+)+$')", "unknown_function"),
        ("true || " * 100 + "true", "too_long"),
    ],
)
def test_what_is_not_offered_is_named(text, code):
    with pytest.raises(ConditionMistake) as mistake:
        compiled(text)
    assert mistake.value.code == code


def test_the_names_that_an_expression_reads_are_known():
    assert compiled("today < b || c.startsWith('C7')").variables == {"today", "b", "c"}


@given(st.dates(dt.date(1, 1, 1), dt.date(9000, 1, 1)), st.integers(0, 1200))
def test_adding_months_lands_in_the_right_month_on_the_same_day_or_its_last(day, count):
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


@given(st.dates(), st.dates())
def test_nobody_is_older_for_a_birthday_that_is_not_known(birth, day):
    known = age_on(birth.isoformat(), day)
    unknown = age_on(f"{birth.year:04d}-00-00", day)
    assert unknown <= known
    assert known - unknown <= 1
