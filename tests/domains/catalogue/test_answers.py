"""What people type becomes one value, or one sentence that says what to do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from seluma.core.access.api import Refused
from seluma.domains.catalogue import api as catalogue
from seluma.lib.text import Text


def question(kind, *, required=True, form="free", choices=(), minimum=None, maximum=None, max_length=200):
    return catalogue.Question(
        key="q",
        kind=kind,
        label=Text("T", "Q"),
        hint=None,
        section="s",
        required=required,
        ask_when=None,
        profile_field=None,
        choices=tuple(catalogue.Choice(key=key, title=Text(key, key), hint=None) for key in choices),
        form=form,
        max_length=max_length,
        minimum=minimum,
        maximum=maximum,
    )


def refusal(asked, raw):
    with pytest.raises(Refused) as refused:
        catalogue.check_answer(asked, raw)
    assert "%" not in str(refused.value)
    return refused.value.code


NAME = question("text", form="name")
DATE = question("date")
BIRTH = question("partial_date")


@pytest.mark.parametrize(
    "name", ["Suharto", "Ñandú Ödön", "محمد عبد الله", "Наталья", "王小明", "Nguyễn Thị Ánh", "O'Neill-Smith"]
)
def test_names_of_one_word_and_of_any_script_are_names(name):
    assert catalogue.check_answer(NAME, f"  {name} ") == name


def test_a_name_of_120_letters_is_kept_whole():
    assert catalogue.check_answer(NAME, "a" * 120) == "a" * 120


def test_a_name_of_200_characters_fits_and_one_of_201_does_not():
    assert len(catalogue.check_answer(NAME, "a" * 200)) == 200
    assert refusal(NAME, "a" * 201) == "too_long"


def test_letters_and_accents_typed_apart_are_put_together():
    assert catalogue.check_answer(NAME, "Jose\u0301") == "Jos\u00e9"


def test_spaces_between_words_are_one_space():
    assert catalogue.check_answer(NAME, "Anna\t  Maria") == "Anna Maria"


@pytest.mark.parametrize("raw", ["Anna\x00", "Anna\u202eairaM", "Anna\x07"])
def test_signs_that_hide_or_turn_letters_are_refused(raw):
    assert refusal(NAME, raw) == "characters"


@pytest.mark.parametrize("raw", ["123", "-", "…"])
def test_a_name_without_a_letter_is_no_name(raw):
    assert refusal(NAME, raw) == "name_no_letter"


@pytest.mark.parametrize("raw", ["", "   ", None, {"day": "", "month": " ", "year": None}])
def test_an_empty_answer_is_refused_only_where_one_is_needed(raw):
    assert refusal(question("date"), raw) == "needed"
    assert catalogue.check_answer(question("date", required=False), raw) is None


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-02-28", "2026-02-28"),
        ("28/2/2026", "2026-02-28"),
        ("28 02 2026", "2026-02-28"),
        ("1.3.2026", "2026-03-01"),
        ("2024-02-29", "2024-02-29"),
        ({"day": "9", "month": "2", "year": "2026"}, "2026-02-09"),
        (dt.date(2026, 2, 9), "2026-02-09"),
    ],
)
def test_days_are_read_as_people_write_them(raw, day):
    assert catalogue.check_answer(DATE, raw) == day


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-02-29", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("31/4/2026", "no_such_day"),
        ({"day": "31", "month": "6", "year": "2026"}, "no_such_day"),
        ({"day": "", "month": "6", "year": "2026"}, "day_missing"),
        ({"day": "1", "month": "", "year": "2026"}, "month_missing"),
        ({"day": "1", "month": "6", "year": ""}, "year_missing"),
        ({"day": "first", "month": "6", "year": "2026"}, "date_form"),
        ("tomorrow", "date_form"),
        ("28/2/26", "date_form"),
        ("0026-02-28", "year"),
        ("9999-12-31", "year"),
        ("1974-00-00", "no_such_day"),
    ],
)
def test_days_that_do_not_exist_are_refused_with_what_is_wrong(raw, code):
    assert refusal(DATE, raw) == code


def test_the_sentence_about_29_february_names_the_day_in_the_readers_language():
    with translation.override("id"), pytest.raises(Refused) as refused:
        catalogue.check_answer(DATE, "2026-02-29")
    with translation.override("id"):
        assert str(refused.value) == "Tanggal 29 bulan 2 tahun 2026 tidak ada di kalender."


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("1974-00-00", "1974-00-00"),
        ("1974-05-00", "1974-05-00"),
        ("1974-05-17", "1974-05-17"),
        ({"day": "", "month": "", "year": "1974"}, "1974-00-00"),
        ({"day": "", "month": "5", "year": "1974"}, "1974-05-00"),
    ],
)
def test_a_birth_date_may_be_known_in_part(raw, kept):
    assert catalogue.check_answer(BIRTH, raw) == kept


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1974-00-17", "day_without_month"),
        ({"day": "17", "month": "", "year": "1974"}, "day_without_month"),
        ({"day": "17", "month": "5", "year": ""}, "year_missing"),
        ("2023-02-29", "no_such_day"),
    ],
)
def test_but_not_in_just_any_part(raw, code):
    assert refusal(BIRTH, raw) == code


def test_a_choice_is_one_of_the_choices():
    sex = question("choice", choices=("F", "M"))
    assert catalogue.check_answer(sex, "F") == "F"
    assert refusal(sex, "f or m") == "not_a_choice"


def test_numbers_are_whole_and_within_their_limits():
    count = question("number", minimum=0, maximum=20)
    assert catalogue.check_answer(count, " 3 ") == 3
    assert catalogue.check_answer(question("number"), "1.250.000") == 1_250_000
    assert catalogue.check_answer(count, "٣") == 3
    assert refusal(count, "-1") == "number_small"
    assert refusal(count, "21") == "number_large"
    assert refusal(count, "two") == "whole_number"
    assert refusal(count, "1,5") == "whole_number"
    assert refusal(count, "9" * 400) == "number_large"


def test_yes_and_no_are_read_in_both_languages():
    asked = question("yes_no")
    assert [catalogue.check_answer(asked, raw) for raw in ("ya", "yes", True)] == [True] * 3
    assert [catalogue.check_answer(asked, raw) for raw in ("tidak", "no", False)] == [False] * 3
    assert refusal(asked, "maybe") == "yes_or_no"


def test_countries_are_kept_as_passports_print_them():
    asked = question("country")
    assert catalogue.check_answer(asked, "aus") == "AUS"
    assert catalogue.check_answer(asked, "DEU") == "D"
    assert catalogue.check_answer(asked, "XXA") == "XXA"
    assert refusal(asked, "Atlantis") == "country"


def test_passport_numbers_lose_their_spaces_and_nothing_else():
    asked = question("text", form="document_number")
    assert catalogue.check_answer(asked, "l898902c 3") == "L898902C3"
    assert refusal(asked, "№ 12") == "document_number"


def test_the_name_of_the_bottom_lines_has_letters_only():
    asked = question("text", form="mrz", required=False)
    assert catalogue.check_answer(asked, "anna<maria") == "ANNA MARIA"
    assert catalogue.check_answer(asked, "O'Neill-Smith") == "ONEILL SMITH"
    assert refusal(asked, "Ünal") == "mrz_letters"
    assert refusal(asked, "A" * 40) == "too_long"


def test_telephone_numbers_are_kept_as_digits():
    asked = question("phone")
    assert catalogue.check_answer(asked, "+62 (812) 3456-7890") == "+6281234567890"
    assert refusal(asked, "call me") == "phone"
    assert refusal(asked, "12345") == "phone"


def test_long_texts_keep_their_paragraphs():
    asked = question("long_text", max_length=500)
    assert catalogue.check_answer(asked, "one\r\ntwo\n\n\n\nthree  ") == "one\ntwo\n\nthree"


KINDS = st.sampled_from(["text", "long_text", "date", "partial_date", "yes_no", "number", "country", "phone"])
ANYTHING = st.text() | st.integers() | st.booleans() | st.none() | st.dates()


@given(KINDS, st.sampled_from(["free", "name", "mrz", "document_number"]), ANYTHING)
def test_whatever_is_typed_is_read_or_refused_and_what_is_read_stays(kind, form, raw):
    asked = question(kind, form=form if kind == "text" else "free", required=False)
    try:
        value = catalogue.check_answer(asked, raw)
    except Refused:
        return
    assert catalogue.check_answer(asked, value) == value
