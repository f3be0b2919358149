"""Numbers that are counted, and codes that cannot be guessed.

A permit's number has nine characters, the width of the number field in a TD2 zone (ICAO Doc 9303-6), so that what is
printed, sealed and read by machines is one and the same: two letters of the office, two digits of the year, five of the
sequence (`SL2600417`).

A verification code is 85 random bits in Crockford's base 32 and a check character, in three groups of six
(`7K2QMX-40PZRA-9WHD3T`). Nobody finds one by trying: with a million permits, a guess hits once in 10^19.
"""

from __future__ import annotations

import re
from typing import Final

LAST_NUMBER: Final = 99_999
CODE_BYTES: Final = 11
_BITS: Final = 85
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 18
_GROUP: Final = 6
# What people write for another sign: Crockford leaves out I, L and O because they look like 1 and 0.
_READ_AS: Final = str.maketrans("ILO", "110")
_SEPARATORS: Final = re.compile(r"[\s\-‐‑–—_.·]+")
_LETTERS: Final = re.compile(r"[A-Z]{2}")


class NumbersExhausted(Exception):
    """The year's sequence has no number left."""


def permit_number(letters: str, year: int, sequence: int) -> str:
    """`SL2600417`. `letters`: the office's two capitals; `sequence` counts from 1 within the year."""
    return f"{_letters(letters)}{year % 100:02}{_counted(sequence):05}"


def letter_number(letters: str, year: int, sequence: int) -> str:
    """`SL/2026/00012`."""
    return f"{_letters(letters)}/{year}/{_counted(sequence):05}"


def _letters(letters: str) -> str:
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"an office has two capital letters for its numbers, not {letters!r}")
    return letters


def _counted(sequence: int) -> int:
    if sequence < 1:
        raise ValueError("sequences begin at 1")
    if sequence > LAST_NUMBER:
        raise NumbersExhausted
    return sequence


def code_from(random: bytes) -> str:
    """The code for these random bytes (at least 11), without separators."""
    if len(random) < CODE_BYTES:
        raise ValueError(f"a code needs {CODE_BYTES} random bytes")
    value = int.from_bytes(random[:CODE_BYTES], "big") & ((1 << _BITS) - 1)
    digits = [_DIGITS[value >> shift & 31] for shift in range(0, _BITS, 5)]
    return _with_check("".join(digits))


def normal_code(text: str) -> str | None:
    """The code as it is stored, from what somebody typed; None when it is none (length, characters, check)."""
    written = _SEPARATORS.sub("", text).upper().translate(_READ_AS)
    if len(written) != _LENGTH or any(char not in _DIGITS for char in written):
        return None
    return written if _with_check(written[:-1]) == written else None


def grouped(code: str) -> str:
    """The code as it is printed, in groups of six."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _with_check(digits: str) -> str:
    """Luhn's check in base 32: one wrong character is always found, two exchanged neighbours nearly always."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = _DIGITS.index(char) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return digits + _DIGITS[-total % 32]
