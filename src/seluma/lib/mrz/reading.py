"""Reading the lines of a machine readable zone (ICAO Doc 9303 parts 3 to 7)."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from seluma.lib.mrz.checking import check_digit, is_date
from seluma.lib.mrz.errors import Unreadable
from seluma.lib.mrz.layouts import MRV_A, MRV_B, TD1, TD2, TD3, Layout, Span
from seluma.lib.mrz.names import is_name_field, split_name
from seluma.lib.mrz.zone import Checks, Mrz

_STRANGE: Final = re.compile(r"[^A-Z0-9<]")
_STATE: Final = re.compile(r"[A-Z]{3}|[A-Z]{2}<|[A-Z]<<")
_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9<]*")
_RUN_ON: Final = re.compile(r"([A-Z0-9]+)([A-Z0-9])(?:<|$)")
_MOST_CHARACTERS: Final = 1000


class _Number(NamedTuple):
    """A document number with its check digit and what the optional data keep."""

    number: str
    check: str
    optional: str


def read(lines: Sequence[str]) -> Mrz:
    """Read the two or three lines of a machine readable zone.

    White space around lines, empty lines and small letters a-z are tolerated
    (small letters are read as capitals); one string with line breaks is read
    like its lines. Wrong check digits or fields of the wrong form do not stop
    the reading: they make ``valid`` false.

    Raises Unreadable, and nothing else, when the lines are not three of 30, two
    of 36 or two of 44 characters A-Z, 0-9 and ``<``.
    """
    clean = _clean(lines)
    layout = _layout(clean)
    number = _number(layout, clean)
    checks = _checks(layout, clean, number)
    primary, secondary = split_name(layout.name.of(clean))
    return Mrz(
        format=layout.format,
        document_code=_text(layout.document_code, clean),
        issuer=_text(layout.issuer, clean),
        primary=primary,
        secondary=secondary,
        number=number.number,
        nationality=_text(layout.nationality, clean),
        birth_date=layout.birth_date.of(clean),
        sex=layout.sex.of(clean),
        expiry_date=layout.expiry_date.of(clean),
        optional=number.optional,
        optional_2=_text(layout.optional_2, clean) if layout.optional_2 else "",
        checks=checks,
        valid=checks.all_right and _is_consistent(layout, clean, number),
    )


def _clean(lines: Sequence[str]) -> list[str]:
    """Trim the lines, drop the empty ones, write small letters as capitals."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    if len(text) > _MOST_CHARACTERS:
        raise Unreadable("This is far longer than an MRZ, which has 72 to 90 characters.")
    clean = [line.strip() for line in text.splitlines() if line.strip()]
    upper = [re.sub("[a-z]", lambda m: m[0].upper(), line) for line in clean]
    for position, line in enumerate(upper, start=1):
        if strange := _STRANGE.search(line):
            raise Unreadable(f"Line {position} has the character {strange[0]!r}, which never occurs in an MRZ.")
    return upper


def _layout(lines: list[str]) -> Layout:
    """Choose the format by the size of the lines and the first letter."""
    sizes = [len(line) for line in lines]
    is_visa = bool(lines) and lines[0].startswith("V")
    if sizes == [30, 30, 30]:
        return TD1
    if sizes == [36, 36]:
        return MRV_B if is_visa else TD2
    if sizes == [44, 44]:
        return MRV_A if is_visa else TD3
    found = " and ".join(str(size) for size in sizes) or "no"
    raise Unreadable(f"An MRZ has 3 lines of 30, 2 lines of 36 or 2 lines of 44 characters; found {found} characters.")


def _text(span: Span, lines: list[str]) -> str:
    return span.of(lines).rstrip("<")


def _number(layout: Layout, lines: list[str]) -> _Number:
    """Read the number, also one that runs on into the optional data.

    More than nine characters (TD1 and TD2): the first nine stand in the field,
    a filler in the place of the check digit, the others and then the check
    digit at the start of the optional data, then a filler (Doc 9303-5 section
    4.2.2.1 note j, Doc 9303-6 section 4.2.2 note j).
    """
    field = layout.number.of(lines)
    check = layout.number_check.of(lines)
    optional = layout.optional.of(lines)
    if layout.long_numbers and check == "<" and not field.endswith("<"):
        run_on = _RUN_ON.match(optional)
        if run_on is not None:
            rest = optional[run_on.end() :].rstrip("<")
            return _Number(field + run_on[1], run_on[2], rest)
    return _Number(field.rstrip("<"), check, optional.rstrip("<"))


def _checks(layout: Layout, lines: list[str], number: _Number) -> Checks:
    """Compare every check digit of the format with what it should be."""
    optional: bool | None = None
    if layout.optional_check is not None:
        # Unused optional data: the digit may be 0 or a filler (Doc 9303-4, 4.2.2).
        optional = _is_right(layout.optional, layout.optional_check, lines)
    composite: bool | None = None
    if layout.composite_check is not None:
        whole = "".join(span.of(lines) for span in layout.composite)
        composite = layout.composite_check.of(lines) == check_digit(whole)
    return Checks(
        number=check_digit(number.number) == number.check,
        birth_date=_is_right(layout.birth_date, layout.birth_date_check, lines),
        expiry_date=_is_right(layout.expiry_date, layout.expiry_date_check, lines),
        optional=optional,
        composite=composite,
    )


def _is_right(field: Span, check: Span, lines: list[str]) -> bool:
    """Compare one check digit; a field of fillers may have a filler as its digit."""
    text, digit = field.of(lines), check.of(lines)
    if digit == "<":
        return not text.strip("<")
    return digit == check_digit(text)


def _is_consistent(layout: Layout, lines: list[str], number: _Number) -> bool:
    """Tell whether every field has the form that the format prescribes.

    An expiry date of fillers is accepted: papers without an end have it.
    ``X`` as sex is accepted beside F, M and ``<``, as some states print it.
    """
    code = layout.document_code.of(lines)
    expiry = layout.expiry_date.of(lines)
    return (
        code[0] in layout.first_letters
        and (code[1].isalpha() or code[1] == "<")
        and _STATE.fullmatch(layout.issuer.of(lines)) is not None
        and _STATE.fullmatch(layout.nationality.of(lines)) is not None
        and is_name_field(layout.name.of(lines))
        and _NUMBER.fullmatch(number.number) is not None
        and is_date(layout.birth_date.of(lines))
        and is_date(expiry)
        and layout.sex.of(lines) in "FMX<"
    )
