"""Machine readable zones: reading, composing, transliterating."""

import contextlib
import datetime
import json
import random
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from seluma.cli.mrz import app
from seluma.lib import mrz

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure

EXAMPLES = json.loads((Path(__file__).parent / "data/mrz_examples.json").read_text())

PASSPORT = [
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]
# Doc 9303-5, 9303-7: specimen of the formats that the examples file does not have.
CARD = [
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
]
CARD_WITH_LONG_NUMBER = [
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
]
SMALL_VISA = [
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
    "L8988901C4XXX4009078F9612109<<<<<<<<",
]
STAY_PERMIT = [
    "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
    "D231458907UTO7408122F1204159<<<<<<<6",
]

COMPOSERS = {
    "TD1": mrz.compose_td1,
    "TD2": mrz.compose_td2,
    "TD3": mrz.compose_td3,
    "MRV-A": mrz.compose_mrva,
    "MRV-B": mrz.compose_mrvb,
}
NAME_WIDTHS = {"TD1": 30, "TD2": 31, "TD3": 39, "MRV-A": 39, "MRV-B": 31}
OPTIONAL_WIDTHS = {"TD1": 15, "TD2": 7, "TD3": 14, "MRV-A": 16, "MRV-B": 8}
LONGEST_NUMBERS = {"TD1": 22, "TD2": 14, "TD3": 9, "MRV-A": 9, "MRV-B": 9}
FORMATS = list(COMPOSERS)

formats = pytest.mark.parametrize("kind", FORMATS)


def anna(**changes: Any) -> dict[str, Any]:
    """The specimen's fields, with changes."""
    return {
        "issuer": "UTO",
        "primary": "ERIKSSON",
        "secondary": "ANNA MARIA",
        "number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "740812",
        "sex": "F",
        "expiry_date": "120415",
        **changes,
    }


# --- reading -------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES["mrz"], ids=lambda e: e["kind"])
def test_each_published_example_is_read_as_valid(example: dict[str, Any]) -> None:
    found = mrz.read(example["lines"])
    assert (found.format, found.valid) == (example["kind"], True)
    assert (found.primary, found.secondary) == ("ERIKSSON", "ANNA MARIA")


def test_a_passport_is_read_into_the_keys_of_the_command() -> None:
    assert mrz.read(PASSPORT).as_json() == {
        "format": "TD3",
        "document_code": "P",
        "issuer": "UTO",
        "primary": "ERIKSSON",
        "secondary": "ANNA MARIA",
        "number": "L898902C3",
        "nationality": "UTO",
        "birth_date": "740812",
        "sex": "F",
        "expiry_date": "120415",
        "optional": "ZE184226B",
        "checks": {
            "number": True,
            "birth_date": True,
            "expiry_date": True,
            "optional": True,
            "composite": True,
        },
        "valid": True,
    }


def test_the_specimen_of_the_card_and_of_the_small_visa_are_valid() -> None:
    assert mrz.read(CARD).as_json()["number"] == "D23145890"
    assert mrz.read(CARD).valid
    assert mrz.read(SMALL_VISA).format == "MRV-B"
    assert mrz.read(SMALL_VISA).valid


def test_visas_have_neither_an_optional_nor_a_composite_check_digit() -> None:
    names = ["number", "birth_date", "expiry_date"]
    assert list(mrz.read(SMALL_VISA).checks.by_name()) == names


def test_a_number_of_more_than_nine_characters_runs_on_into_the_optional_data() -> None:
    found = mrz.read(CARD_WITH_LONG_NUMBER)
    assert (found.number, found.optional, found.valid) == ("D23145890734", "", True)


def test_white_space_empty_lines_and_small_letters_are_tolerated() -> None:
    untidy = ["", f"  {PASSPORT[0].lower()}\t", "\n", f"{PASSPORT[1]}\r\n"]
    assert mrz.read(untidy) == mrz.read(PASSPORT)
    assert mrz.read("\n".join(PASSPORT)) == mrz.read(PASSPORT)


def test_every_single_wrong_character_of_the_second_line_is_noticed() -> None:
    for place in range(44):
        if place in (10, 11, 12, 20):  # nationality and sex have no check digit
            continue
        for wrong in "0123456789<":
            line = PASSPORT[1][:place] + wrong + PASSPORT[1][place + 1 :]
            # Twice the same remainder: 10 apart in value, as for "A" and "0".
            if mrz.check_digit(PASSPORT[1][place]) != mrz.check_digit(wrong):
                assert not mrz.read([PASSPORT[0], line]).valid, line


@pytest.mark.parametrize(
    ("line", "place", "text"),
    [
        (0, 0, "X<"),  # no passport
        (0, 1, "1"),  # a digit in the document code
        (0, 2, "U1O"),  # a digit in the issuer
        (0, 2, "<TO"),  # a filler before the issuer
        (0, 5, "3"),  # a digit in the name
        (0, 5, "<"),  # a name that begins with a filler
        (0, 30, "<<X"),  # a third part of the name
        (1, 10, "<<<"),  # no nationality
        (1, 20, "Q"),  # no sex
    ],
)
def test_a_field_of_the_wrong_form_makes_the_zone_invalid(line: int, place: int, text: str) -> None:
    lines = list(PASSPORT)
    lines[line] = lines[line][:place] + text + lines[line][place + len(text) :]
    found = mrz.read(lines)
    assert not found.valid
    assert found.checks.all_right


@pytest.mark.parametrize("day", ["741312", "740230", "750229", "740800", "74<12<"])
def test_a_birth_date_outside_the_calendar_makes_the_zone_invalid(day: str) -> None:
    line = f"L898902C36UTO{day}{mrz.check_digit(day)}F1204159<<<<<<<<<<<<<<0"
    whole = line[:10] + line[13:20] + line[21:43]
    found = mrz.read([PASSPORT[0], line + mrz.check_digit(whole)])
    assert found.checks.all_right
    assert not found.valid


def test_unused_optional_data_may_have_zero_or_a_filler_as_check_digit() -> None:
    for digit in "0<":
        line = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<" + digit
        composite = mrz.check_digit(line[:10] + line[13:20] + line[21:43])
        assert mrz.read([PASSPORT[0], line + composite]).valid


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        PASSPORT[:1],
        [*PASSPORT, PASSPORT[0]],
        [PASSPORT[0], PASSPORT[1][:-1]],
        [PASSPORT[0], CARD[0]],
        [PASSPORT[0][:-1] + "€", PASSPORT[1]],
        [PASSPORT[0][:-1] + "ß", PASSPORT[1]],
        [PASSPORT[0].replace("<", "«"), PASSPORT[1]],
        ["P" * 100_000],
    ],
)
def test_what_is_no_zone_is_unreadable_in_one_sentence(lines: list[str]) -> None:
    with pytest.raises(mrz.Unreadable, match=r"^[A-Z][^\n]*\.$"):
        mrz.read(lines)


def test_a_hundred_thousand_damaged_zones_raise_nothing_but_unreadable() -> None:
    chance = random.Random(9303)
    zones = [PASSPORT, CARD, CARD_WITH_LONG_NUMBER, SMALL_VISA, STAY_PERMIT]
    alphabet = string.ascii_letters + string.digits + "<<<<<<<<<< \n\t€ßİ\u0661\u2028\0"
    outcomes = {True: 0, False: 0}
    for _ in range(100_000):
        lines = list(chance.choice(zones))
        for _ in range(chance.randrange(4)):
            line = chance.randrange(len(lines))
            place = chance.randrange(len(lines[line]) + 1)
            more = "".join(chance.choices(alphabet, k=chance.choice((0, 1, 1, 1, 2, 9))))
            skip = len(more) if chance.random() < 0.8 else chance.randrange(3)
            lines[line] = lines[line][:place] + more + lines[line][place + skip :]
        with contextlib.suppress(mrz.Unreadable):
            outcomes[mrz.read(lines).valid] += 1
    assert min(outcomes.values()) > 1000


# --- composing -----------------------------------------------------------------


def test_the_published_zones_are_composed_again_to_the_letter() -> None:
    passport = mrz.compose_td3(**anna(optional="ZE184226B"))
    assert passport == PASSPORT
    card = anna(number="D23145890")
    assert mrz.compose_td1(**card) == CARD
    assert mrz.compose_td2(**card) == STAY_PERMIT
    visa = anna(number="L8988901C", nationality="XXX", birth_date="400907")
    assert mrz.compose_mrvb(**{**visa, "expiry_date": "961210"}) == SMALL_VISA
    large = {**visa, "expiry_date": "961210", "optional": "6ZE184226B"}
    assert mrz.compose_mrva(**large) == EXAMPLES["mrz"][2]["lines"]
    long_number = anna(
        number="D23145890734",
        primary="STEVENSON",
        secondary="PETER JOHN",
        birth_date="340712",
        sex="M",
        expiry_date="950712",
    )
    assert mrz.compose_td1(**long_number) == CARD_WITH_LONG_NUMBER


components = st.lists(st.text("ABCXYZ", min_size=1, max_size=12), min_size=1, max_size=3)
optionals = st.text(string.ascii_uppercase + string.digits, max_size=16)


@st.composite
def people(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Fields that a format can carry without truncating anything."""
    primary = " ".join(draw(components))
    secondary = " ".join(draw(st.just([]) | components))
    number = draw(
        st.text(
            string.ascii_uppercase + string.digits,
            min_size=1,
            max_size=LONGEST_NUMBERS[kind],
        )
    )
    room = OPTIONAL_WIDTHS[kind]
    if len(number) > 9:
        room -= len(number) - 9 + 2
    birth = draw(st.dates())
    unknown = draw(st.sampled_from(["", "d", "md", "ymd"]))
    return {
        "issuer": draw(st.sampled_from(["UTO", "D", "IDN"])),
        "primary": primary[: NAME_WIDTHS[kind]].strip(),
        "secondary": secondary[: max(0, NAME_WIDTHS[kind] - len(primary) - 2)].strip(),
        "number": number,
        "nationality": draw(st.sampled_from(["UTO", "XXA", "GBR"])),
        "birth_date": mrz.date_text(
            None if "y" in unknown else birth.year,
            None if "m" in unknown else birth.month,
            None if "d" in unknown else birth.day,
        ),
        "sex": draw(st.sampled_from("FM<")),
        "expiry_date": draw(st.dates()).strftime("%y%m%d"),
        "optional": draw(optionals)[: max(0, room)],
    }


@formats
@UNHURRIED
@given(data=st.data())
def test_what_is_composed_is_read_back_the_same(kind: str, data: st.DataObject) -> None:
    person = data.draw(people(kind))
    found = mrz.read(COMPOSERS[kind](**person))
    assert found.valid, found
    assert found.format == kind
    assert {key: getattr(found, key) for key in person} == person


@formats
@UNHURRIED
@given(
    primary=st.lists(st.text("ABC", min_size=1, max_size=60), min_size=1, max_size=60),
    secondary=st.lists(st.text("ABC", min_size=1, max_size=60), max_size=60),
)
def test_a_name_of_any_length_is_truncated_to_a_valid_zone(kind: str, primary: list[str], secondary: list[str]) -> None:
    fields = anna(primary=" ".join(primary), secondary=" ".join(secondary))
    lines = COMPOSERS[kind](**fields)
    found = mrz.read(lines)
    assert found.valid
    assert bool(found.secondary) == bool(secondary)
    asked = "<<".join(filter(None, ("<".join(primary), "<".join(secondary))))
    field = lines[2] if kind == "TD1" else lines[0][5:]
    assert len(field) == NAME_WIDTHS[kind]
    if len(asked) <= len(field):
        assert field.rstrip("<") == asked
    else:
        assert field[-1].isalpha()


@pytest.mark.parametrize(
    ("primary", "secondary", "field"),
    [
        (
            "NILAVADHANANANDA",
            "CHAYAPA DEJTHAMRONG KRASUANG",
            "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K",
        ),
        (
            "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL",
            "DINGO POTOROO",
            "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D",
        ),
        # The cut would fall on a filler: the longest component gives up a letter.
        (
            "NILAVADHANANANDA",
            "CHAYAPAX DEJTHAMRONG KRASUANG",
            "NILAVADHANANANDA<<CHAYAPAX<DEJTHAMRON<K",
        ),
        ("A" * 120, "", "A" * 39),
        ("A" * 120, "B" * 120, "A" * 36 + "<<B"),
        ("SUKARNO", "", "SUKARNO" + "<" * 32),
    ],
)
def test_long_names_are_truncated_by_the_rule_of_the_standard(primary: str, secondary: str, field: str) -> None:
    lines = mrz.compose_td3(**anna(primary=primary, secondary=secondary))
    assert lines[0] == "P<UTO" + field


def test_dates_are_taken_as_dates_too() -> None:
    dates = {"birth_date": datetime.date(1974, 8, 12), "expiry_date": datetime.date(2012, 4, 15)}
    assert mrz.compose_td3(**anna(optional="ZE184226B", **dates)) == PASSPORT


def test_a_person_of_one_name_has_no_secondary_identifier() -> None:
    lines = mrz.compose_td2(**anna(primary="SUKARNO", secondary=""))
    assert (mrz.read(lines).primary, mrz.read(lines).secondary) == ("SUKARNO", "")


def test_apostrophes_vanish_and_hyphens_part_components() -> None:
    lines = mrz.compose_td3(**anna(primary="O'Connor", secondary="Enya-Siobhan"))
    assert lines[0].startswith("P<UTOOCONNOR<<ENYA<SIOBHAN<<")


def test_an_unspecified_sex_is_written_as_a_filler() -> None:
    assert mrz.compose_td3(**anna(sex="X"))[1][20] == "<"


def test_the_twenty_ninth_of_february_is_written_in_leap_years_only() -> None:
    for year in ("00", "04", "<<"):
        assert mrz.read(mrz.compose_td3(**anna(birth_date=f"{year}0229"))).valid
    with pytest.raises(mrz.Uncomposable, match="birth date"):
        mrz.compose_td3(**anna(birth_date="010229"))


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        ("TD3", {"number": "L898902C36"}, "room for 9"),
        ("MRV-A", {"number": "L898902C36"}, "room for 9"),
        ("TD1", {"number": "1" * 23}, "room for 22"),
        ("TD2", {"number": "1" * 15}, "room for 14"),
        ("TD2", {"number": "1" * 14, "optional": "A"}, "room for 0"),
        ("TD2", {"number": "12345-67890"}, "spaces or hyphens"),
        ("TD3", {"number": ""}, "number"),
        ("TD3", {"number": "L898902Ć3"}, "number"),
        ("TD3", {"issuer": "UTOPIA"}, "issuer"),
        ("TD3", {"issuer": "U2O"}, "issuer"),
        ("TD3", {"nationality": ""}, "nationality"),
        ("TD3", {"primary": ""}, "primary"),
        ("TD3", {"primary": "-"}, "primary"),
        ("TD3", {"primary": "王"}, "'王'"),
        ("TD3", {"secondary": "HENRY 8"}, "'8'"),
        ("TD3", {"sex": "W"}, "sex"),
        ("TD3", {"birth_date": "1974-08-12"}, "birth date"),
        ("TD3", {"expiry_date": "<<<<<<"}, "expiry date"),
        ("TD3", {"expiry_date": "121315"}, "expiry date"),
        ("TD3", {"optional": "A" * 15}, "room for 14"),
        ("TD3", {"optional": "a"}, "optional"),
        ("TD1", {"optional_2": "A" * 12}, "room for 11"),
        ("TD3", {"document_code": "V"}, "document code"),
        ("TD2", {"document_code": "IV"}, "document code"),
        ("TD2", {"document_code": ""}, "document code"),
        ("MRV-B", {"document_code": "P"}, "document code"),
    ],
)
def test_what_cannot_be_written_is_refused_and_named(kind: str, changes: dict[str, str], said: str) -> None:
    with pytest.raises(mrz.Uncomposable, match=said):
        COMPOSERS[kind](**anna(**changes))


def test_both_optional_fields_of_a_card_are_read() -> None:
    lines = mrz.compose_td1(**anna(optional="ONE"), optional_2="TWO")
    found = mrz.read(lines)
    assert (found.optional, found.optional_2, found.valid) == ("ONE", "TWO", True)
    assert found.as_json()["optional"] == "ONE TWO"


# --- check digits --------------------------------------------


@pytest.mark.parametrize(("text", "digit"), [("520727", "3"), ("AB2134<<<", "5"), ("", "0"), ("<<<", "0")])
def test_check_digits_are_those_of_the_standard(text: str, digit: str) -> None:
    assert mrz.check_digit(text) == digit


def test_a_check_digit_over_a_strange_character_is_unreadable() -> None:
    with pytest.raises(mrz.Unreadable, match="'é'"):
        mrz.check_digit("é")


# --- the command -------------------------------------------------------------------


def test_the_command_prints_the_zone_as_json() -> None:
    result = CliRunner().invoke(app, ["read", *PASSPORT, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == mrz.read(PASSPORT).as_json()


def test_the_command_prints_a_table_and_says_which_digit_is_wrong() -> None:
    result = CliRunner().invoke(app, ["read", PASSPORT[0], PASSPORT[1][:-1] + "1"])
    assert result.exit_code == 0
    assert "ERIKSSON" in result.stdout
    assert "WRONG" in result.stdout


def test_the_command_ends_with_two_and_one_line_when_unreadable() -> None:
    result = CliRunner().invoke(app, ["read", "HELLO"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
