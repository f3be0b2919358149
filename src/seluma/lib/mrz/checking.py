"""Check digits and dates (ICAO Doc 9303-3, sections 4.8 and 4.9)."""

import re
from typing import Final

from seluma.lib.mrz.errors import Unreadable

FILLER: Final = "<"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_VALUES[FILLER] = 0
_WEIGHTS: Final = (7, 3, 1)

_DATE: Final = re.compile(r"([0-9]{2}|<<)([0-9]{2}|<<)([0-9]{2}|<<)")
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check_digit(text: str) -> str:
    """Return the check digit of ``text``, one of "0" to "9".

    Weights 7, 3, 1 repeating; 0-9 count as themselves, A-Z as 10-35 and the
    filler ``<`` as 0; the sum modulo 10 (Doc 9303-3, section 4.9).

    Raises Unreadable for a character outside A-Z, 0-9 and ``<``.
    """
    total = 0
    for position, character in enumerate(text):
        value = _VALUES.get(character)
        if value is None:
            raise Unreadable(f"The character {character!r} never occurs in an MRZ.")
        total += value * _WEIGHTS[position % 3]
    return str(total % 10)


def is_date(text: str) -> bool:
    """Tell whether ``text`` can be a date as an MRZ prints it: YYMMDD.

    An unknown year, month or day is two fillers (Doc 9303-3, section 4.8). The
    century is not printed, so 29 February passes when one of the possible
    years is a leap year: any year that 4 divides, or an unknown one.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups()
    if month != "<<" and not 1 <= int(month) <= 12:
        return False
    if day == "<<":
        return True
    longest = 31 if month == "<<" else _DAYS[int(month) - 1]
    if month == "02" and year != "<<" and int(year) % 4:
        longest = 28
    return 1 <= int(day) <= longest


def is_full_date(text: str) -> bool:
    """Tell whether ``text`` is a date of which every part is known."""
    return FILLER not in text and is_date(text)


def date_text(year: int | None, month: int | None, day: int | None) -> str:
    """Write a date, perhaps partly unknown (None), as an MRZ prints it.

    ``year`` is the full year (1974); its last two digits are written. Nothing
    is checked here: composing checks the result.
    """
    parts = (None if year is None else year % 100, month, day)
    return "".join("<<" if part is None else f"{part:02d}" for part in parts)
