"""Numbers, codes, seals and verdicts, without a database."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seluma.domains.permits import rules
from seluma.domains.permits.rules import Evidence, Status
from seluma.lib import vds
from seluma.lib.workflow import Workflow

SOON, LATER = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
CODE = rules.code_from(bytes(range(11)))


def test_a_number_has_the_width_of_the_machine_readable_field() -> None:
    assert rules.permit_number("SL", 2026, 417) == "SL2600417"
    assert rules.letter_number("SL", 2026, 12) == "SL/2026/00012"
    with pytest.raises(rules.NumbersExhausted):
        rules.permit_number("SL", 2026, 100_000)


@given(st.binary(min_size=11, max_size=11))
def test_a_code_is_read_however_it_is_typed(random: bytes) -> None:
    code = rules.code_from(random)
    printed = rules.grouped(code)
    typed = printed.replace("0", "o").replace("1", "l").lower().replace("-", " ")
    assert rules.normal_code(printed) == rules.normal_code(typed) == rules.normal_code(code) == code


@given(st.binary(min_size=11, max_size=11), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_always_noticed(random: bytes, place: int, other: str) -> None:
    code = rules.code_from(random)
    wrong = code[:place] + other + code[place + 1 :]
    assert rules.normal_code(wrong) == (code if wrong == code else None)


@pytest.mark.parametrize("text", ["", "ABC", CODE[:-1], CODE + "0", CODE[:-1] + "U", "🙂" * 18, "٣" * 18, "x" * 10_000])
def test_what_is_no_code_is_none(text: str) -> None:
    assert rules.normal_code(text) is None


def test_a_code_carries_85_bits() -> None:
    codes = {rules.code_from(bit.to_bytes(11, "big")) for bit in (1 << n for n in range(85))}
    assert len(codes) == 85


def test_a_masked_name_shows_first_letters_only() -> None:
    assert rules.masked("Anna Maria Eriksson") == "A··· M···· E·······"
    assert rules.masked("王小明") == "王··"


@pytest.mark.parametrize(
    ("found", "status"),
    [
        (Evidence(readable=False, issuer_known=False, genuine=False), Status.UNREADABLE),
        (Evidence(readable=True, issuer_known=False, genuine=False), Status.UNKNOWN_ISSUER),
        (Evidence(readable=True, genuine=False), Status.FORGED),
        (Evidence(readable=True, same_as_record=False, state="revoked", valid_until=SOON), Status.FORGED),
        (Evidence(readable=True), Status.UNRECORDED),
        (Evidence(readable=True, state="revoked", valid_until=SOON), Status.REVOKED),
        (Evidence(readable=True, state="expired", valid_until=LATER), Status.EXPIRED),
        (Evidence(readable=True, state="issued", valid_until=SOON - dt.timedelta(days=1)), Status.EXPIRED),
        (Evidence(readable=True, state="issued", valid_until=SOON), Status.VALID),
        (Evidence(readable=True, state="granted", valid_until=LATER), Status.VALID),
    ],
)
def test_the_first_status_that_applies_is_the_verdict(found: Evidence, status: Status) -> None:
    assert rules.judge(found, on=SOON) is status


@pytest.mark.parametrize(
    ("birth", "written"),
    [("1974-08-12", "740812"), ("1974-00-00", "74<<<<"), ("1974-08-00", "7408<<"), ("0000-00-00", "<<<<<<")],
)
def test_unknown_parts_of_a_birth_date_are_fillers_in_the_zone(birth: str, written: str) -> None:
    holder = rules.Holder(
        full_name="Sukarno",
        mrz_primary="SUKARNO",
        mrz_secondary="",
        birth_date=birth,
        sex="X",
        nationality="D",
        passport_number="C01X00T47",
    )
    first, second = rules.compose_mrz(country="UTO", number="SL2600417", holder=holder, valid_until=LATER)
    assert first == "ARUTOSUKARNO".ljust(36, "<")
    assert second[13:19] == written
    assert second[:9] == "SL2600417"


@pytest.mark.parametrize("table", [rules.PERMITS, rules.LETTERS])
def test_nothing_leads_out_of_an_ended_state(table: Workflow) -> None:
    verbs = {move.verb for move in table.moves}
    ended = [state for state in table.states if not table.verbs(state)]
    assert ended
    assert all(table.to(state, verb) is None for state, verb in itertools.product(ended, verbs))


def test_the_readme_shows_the_tables_as_they_are() -> None:
    readme = (Path(rules.__file__).parents[1] / "README.md").read_text()
    assert rules.PERMITS.mermaid() in readme
    assert rules.LETTERS.mermaid() in readme


def test_the_description_of_the_seal_names_every_feature() -> None:
    described = (Path(rules.__file__).parents[5] / "docs" / "seal-profile.md").read_text()
    assert f"`{rules.DOCUMENT_TYPE}`" in described
    for tag, feature in vds.PROFILES[rules.DOCUMENT_TYPE].items():
        assert f"| `{tag:02x}` | `{feature.name}` |" in described
