"""Counting working days: adding and counting agree, whatever the holidays."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seluma.lib.workdays import WorkCalendar

FRIDAY = dt.date(2026, 3, 13)
MONDAY = dt.date(2026, 3, 16)
days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
calendars = st.builds(WorkCalendar, st.frozensets(st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1)), max_size=60))
near = st.dates(dt.date(2019, 1, 1), dt.date(2030, 1, 1))


def test_the_day_on_which_the_clock_starts_is_not_counted():
    assert WorkCalendar().add(FRIDAY, 1) == MONDAY


def test_a_holiday_is_passed_over():
    assert WorkCalendar([MONDAY]).add(FRIDAY, 1) == MONDAY + dt.timedelta(days=1)


def test_a_holiday_on_a_sunday_changes_nothing():
    assert WorkCalendar([dt.date(2026, 3, 15)]).add(FRIDAY, 1) == MONDAY


def test_the_last_working_day_before_a_monday_is_friday():
    assert WorkCalendar().last_before(MONDAY) == FRIDAY


def test_the_last_working_day_before_a_working_day_is_not_that_day():
    assert WorkCalendar().last_before(FRIDAY) == dt.date(2026, 3, 12)


def test_counting_backwards_is_refused():
    with pytest.raises(ValueError):
        WorkCalendar().add(FRIDAY, -1)


def test_beyond_the_last_year_there_is_no_day():
    with pytest.raises(OverflowError):
        WorkCalendar().add(dt.date(9999, 12, 30), 5)


@given(calendars, near, st.integers(1, 400))
def test_adding_and_counting_agree(calendar, day, count):
    end = calendar.add(day, count)
    assert calendar.is_workday(end)
    assert calendar.between(day, end) == count


@given(calendars, near, st.integers(0, 200))
def test_counting_is_what_counting_one_by_one_gives(calendar, day, length):
    end = day + dt.timedelta(days=length)
    one_by_one = sum(calendar.is_workday(day + dt.timedelta(days=n)) for n in range(1, length + 1))
    assert calendar.between(day, end) == one_by_one
    assert calendar.between(end, day) == -one_by_one


@given(calendars, days, days, days)
def test_two_stretches_add_up(calendar, a, b, c):
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)


@given(calendars, near)
def test_nothing_lies_between_the_last_working_day_and_the_day(calendar, day):
    before = calendar.last_before(day)
    assert calendar.is_workday(before)
    assert before < day
    assert calendar.between(before, day) == calendar.is_workday(day)


@given(calendars, near)
def test_the_first_working_day_from_a_day_is_the_day_itself_or_the_next(calendar, day):
    first = calendar.first_from(day)
    assert calendar.is_workday(first)
    assert (first == day) == calendar.is_workday(day)
