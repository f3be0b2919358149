"""Dates in seals (ICAO Doc 9303-13, section 2.3; masked ones and times of day:
ICAO technical report "Datastructure for Barcode").
"""

import datetime
import re
from typing import Final

from seluma.lib.vds.errors import Unreadable, Unwritable

_MASKED: Final = re.compile(r"([0-9x]{4})-([0-9x]{2})-([0-9x]{2})")


def encode_date(value: datetime.date) -> bytes:
    """Write a date as the number MMDDYYYY in three bytes."""
    number = value.month * 1_000_000 + value.day * 10_000 + value.year
    return number.to_bytes(3, "big")


def decode_date(data: bytes) -> datetime.date:
    """Read three bytes as a date; raises Unreadable when they are none."""
    text = _digits(data, 3, 8)
    return _date(text[4:], text[:2], text[2:4])


def encode_masked_date(text: str) -> bytes:
    """Write a date with unknown digits, such as "19xx-xx-01", in four bytes.

    The first byte has a bit for each unknown digit, the highest for the first
    digit of MMDDYYYY; an unknown digit counts as 0 in the three bytes after it.

    Raises Unwritable when the text is not YYYY-MM-DD with "x" for unknown digits,
    or when a date without unknown digits does not exist.
    """
    match = _MASKED.fullmatch(text)
    if match is None:
        raise Unwritable(f"{text!r} is not YYYY-MM-DD with x for unknown digits.")
    year, month, day = match.groups()
    digits = month + day + year
    if "x" not in digits:
        try:
            _date(year, month, day)
        except Unreadable as error:
            raise Unwritable(str(error)) from None
    mask = sum(0x80 >> place for place, digit in enumerate(digits) if digit == "x")
    return bytes((mask,)) + int(digits.replace("x", "0")).to_bytes(3, "big")


def decode_masked_date(data: bytes) -> str:
    """Read four bytes as YYYY-MM-DD with "x" for each unknown digit.

    Raises Unreadable when they are not four bytes or no date.
    """
    if len(data) != 4:
        raise Unreadable("A masked date has four bytes.")
    known = _digits(data[1:], 3, 8)
    digits = "".join("x" if data[0] & 0x80 >> place else digit for place, digit in enumerate(known))
    if "x" not in digits:
        _date(digits[4:], digits[:2], digits[2:4])
    return f"{digits[4:]}-{digits[:2]}-{digits[2:4]}"


def encode_datetime(value: datetime.datetime) -> bytes:
    """Write a date and time as the number MMDDYYYYhhmmss in six bytes."""
    day = value.month * 1_000_000 + value.day * 10_000 + value.year
    time = value.hour * 10_000 + value.minute * 100 + value.second
    return (day * 1_000_000 + time).to_bytes(6, "big")


def decode_datetime(data: bytes) -> datetime.datetime:
    """Read six bytes as a date and time of day, without time zone.

    Raises Unreadable when they are none.
    """
    text = _digits(data, 6, 14)
    day = _date(text[4:8], text[:2], text[2:4])
    try:
        time = datetime.time(int(text[8:10]), int(text[10:12]), int(text[12:]))
    except ValueError:
        raise Unreadable(f"{text[8:]} is not a time of day (hhmmss).") from None
    return datetime.datetime.combine(day, time)


def _digits(data: bytes, size: int, width: int) -> str:
    """Read bytes as a number of ``width`` decimal digits."""
    text = str(int.from_bytes(data, "big")).zfill(width)
    if len(data) != size or len(text) > width:
        raise Unreadable(f"The bytes {data.hex()} are no date.")
    return text


def _date(year: str, month: str, day: str) -> datetime.date:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable(f"{year}-{month}-{day} is not a day of the calendar.") from None
