"""The rules on paper: names in every script, birth dates partly unknown, passports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seluma.domains.people import rules, words
from seluma.lib import countries

TODAY = dt.date(2026, 11, 24)
EMPTY: dict[str, Any] = dict.fromkeys(rules.PROFILE_FIELDS, "") | {
    "full_name": "Ayu",
    "language": "id",
    "passport_issued_on": None,
    "passport_expires_on": None,
}


def checked(changes: dict[str, Any], current: dict[str, Any] | None = None) -> rules.Checked:
    return rules.check_profile(
        changes,
        {**EMPTY, **(current or {})},
        today=TODAY,
        districts=frozenset({"17.05.01"}),
        languages=frozenset({"id", "en"}),
    )


@pytest.mark.parametrize(
    "name",
    ["Suharto", "محمد عبد الله الأحمد", "Анна Каренина", "李小龙", "Siobhán O’Connor-Nuñez", "ទេព", "Wa" + "h" * 118],
)
def test_a_name_is_kept_as_written_in_any_script(name: str) -> None:
    assert rules.check_full_name(f"  {name} ") == name


def test_a_name_has_one_form_however_it_was_typed() -> None:
    assert rules.check_full_name("\u200eAyu\ufeff") == "Ayu"
    assert rules.check_full_name("Jose\u0301   Rizal") == "José Rizal"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("   ", "name_missing"),
        ("a" * 201, "name_long"),
        ("1234", "name_no_letter"),
        ("Ayu\u202eirtup", "characters"),
        ("Ayu\x00", "characters"),
    ],
)
def test_what_is_no_name_is_told_why(name: str, problem: str) -> None:
    with pytest.raises(rules.Problem, match=f"^{problem}$"):
        rules.check_full_name(name)


def test_the_passports_name_may_have_one_part() -> None:
    assert rules.check_mrz_names("suharto", "") == ("SUHARTO", "")


def test_the_passports_name_is_copied_with_its_fillers() -> None:
    assert rules.check_mrz_names("O'CONNOR<NUNEZ<<", "siobhan-mary") == ("OCONNOR NUNEZ", "SIOBHAN MARY")


@pytest.mark.parametrize(
    ("primary", "secondary", "problem"),
    [
        ("", "AYU", "mrz_primary_missing"),
        ("李", "", "mrz_letters"),
        ("SARI", "AYU 2", "mrz_letters"),
        ("A" * 40, "", "mrz_long"),
        ("A" * 20, "B" * 18, "mrz_long"),
    ],
)
def test_what_no_passport_prints_is_refused(primary: str, secondary: str, problem: str) -> None:
    with pytest.raises(rules.Problem, match=f"^{problem}$"):
        rules.check_mrz_names(primary, secondary)


def test_a_first_guess_at_the_passports_name() -> None:
    assert rules.suggest_mrz_names("Ayu Wulan Sari") == ("SARI", "AYU WULAN")
    assert rules.suggest_mrz_names("Suharto") == ("SUHARTO", "")
    assert rules.suggest_mrz_names("Анна Каренина") == ("KARENINA", "ANNA")
    assert rules.suggest_mrz_names("李小龙") == ("", "")
    assert rules.suggest_mrz_names("'") == ("", "")


@given(st.text(max_size=200))
def test_a_guess_always_fits_the_passport(name: str) -> None:
    primary, secondary = rules.suggest_mrz_names(name)
    assert not primary or rules.check_mrz_names(primary, secondary) == (primary, secondary)


@pytest.mark.parametrize("day", ["1974-00-00", "1974-08-00", "2000-02-29", "1970-01-01"])
def test_a_birth_date_may_be_partly_unknown(day: str) -> None:
    assert rules.check_birth_date(day, TODAY) == day


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2001-02-29", "birth_date_not_a_day"),
        ("1974-00-12", "birth_date_day_without_month"),
        ("1974-13-00", "birth_date_not_a_day"),
        ("2026-11-25", "birth_date_future"),
        ("1890-01-01", "birth_date_too_old"),
        ("74-1-1", "birth_date_form"),
        ("0000-00-00", "birth_date_not_a_day"),
    ],
)
def test_a_day_on_which_nobody_was_born(day: str, problem: str) -> None:
    with pytest.raises(rules.Problem, match=f"^{problem}$"):
        rules.check_birth_date(day, TODAY)


def test_nationalities_are_written_as_passports_do() -> None:
    assert rules.check_country(" deu ") == "D"
    assert rules.check_country("UTO") == "UTO"
    assert rules.check_country("XXA") == "XXA"
    with pytest.raises(rules.Problem):
        rules.check_country("ZZZ")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_nationality_has_a_name_in_both_languages(language: str) -> None:
    choices = countries.choices(language)
    assert {code for code, _ in choices} == countries.CODES
    assert all(name and name != code for code, name in choices)
    assert len({name for _, name in choices}) == len(choices)


def test_a_passport_number_is_taken_without_its_spaces() -> None:
    assert rules.check_passport_number("l898 902-c3") == "L898902C3"
    for raw, problem in [
        ("A1", "passport_number_length"),
        ("X" * 10, "passport_number_length"),
        ("№1234567", "passport_number_letters"),
    ]:
        with pytest.raises(rules.Problem, match=problem):
            rules.check_passport_number(raw)


def test_a_telephone_number_is_kept_in_the_form_the_world_dials() -> None:
    assert rules.check_phone("0812-3456 7890") == "+6281234567890"
    assert rules.check_phone("٠٨١٢ ٣٤٥٦ ٧٨٩٠") == "+6281234567890"
    assert rules.check_phone("0044 20 7946 0958") == "+442079460958"
    with pytest.raises(rules.Problem):
        rules.check_phone("12")


def test_all_problems_are_told_at_once_each_under_its_field() -> None:
    result = checked(
        {
            "full_name": " ",
            "mrz_primary": "李",
            "birth_date": "2001-02-29",
            "nationality": "ZZZ",
            "passport_expires_on": "2026-02-30",
            "district": "99",
            "sex": "Q",
        }
    )
    assert result.problems == {
        "full_name": "name_missing",
        "mrz_primary": "mrz_letters",
        "birth_date": "birth_date_not_a_day",
        "nationality": "country_unknown",
        "passport_expires_on": "not_a_day",
        "district": "district_unknown",
        "sex": "sex_unknown",
    }


def test_a_passport_ends_after_it_was_issued() -> None:
    result = checked({"passport_issued_on": dt.date(2026, 1, 5)}, {"passport_expires_on": dt.date(2026, 1, 5)})
    assert result.problems == {"passport_expires_on": "passport_expires_before_issue"}


def test_what_a_person_leaves_as_it_was_is_not_judged_again() -> None:
    ran_out = {"passport_expires_on": dt.date(2020, 1, 1)}
    result = checked({"passport_expires_on": "2020-01-01", "phone": "081234567890"}, ran_out)
    assert result.problems == {}
    assert result.values == {"phone": "+6281234567890"}
    assert checked({"passport_expires_on": "2021-01-01"}, ran_out).problems == {
        "passport_expires_on": "passport_expired"
    }


def test_a_passports_name_stays_where_it_was_given_unless_it_is_named() -> None:
    known = {"mrz_primary": "SARI", "mrz_secondary": "AYU", "passport_number": "L898902C3"}
    assert checked({"phone": ""}, known).values == {}
    assert checked({"mrz_secondary": ""}, known).values == {"mrz_secondary": ""}
    assert checked({"mrz_primary": "", "mrz_secondary": ""}, known).problems == {"mrz_primary": "mrz_primary_missing"}


def test_who_has_no_passport_has_no_name_in_one() -> None:
    assert checked({"full_name": "李小龙", "mrz_primary": "", "mrz_secondary": ""}).problems == {}
    wanted = {"mrz_primary": "", "passport_number": "L898902C3"}
    assert checked(wanted).problems == {"mrz_primary": "mrz_primary_missing"}


def test_no_profile_has_other_fields() -> None:
    with pytest.raises(KeyError, match="is_active"):
        checked({"is_active": "1"})


@given(st.dictionaries(st.sampled_from(rules.PROFILE_FIELDS), st.text(max_size=60)))
def test_whatever_is_typed_is_kept_or_told_why(typed: dict[str, str]) -> None:
    result = checked(typed)
    assert set(result.problems.values()) <= set(words.PROBLEMS)
    assert not set(result.problems) & {
        field for field in result.values if field not in ("mrz_primary", "mrz_secondary")
    }
