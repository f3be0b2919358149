"""A bank's list of what it received, as it is copied from a spreadsheet or a letter. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LINES_MAX = 500
"""Lines accepted at once: more than an office's day, and still read in one look."""

FITS, KNOWN, OTHER_AMOUNT, NOT_OPEN, NO_CODE, ELSEWHERE, TWICE, OWN = (
    "fits",
    "known",
    "other_amount",
    "not_open",
    "no_code",
    "elsewhere",
    "twice",
    "own",
)
"""What a line is beside our bills: settles one; is recorded already; another amount; for a bill that is not open;
for a code that is not ours; with an NTPN that stands for other money; listed above already; the reader's own bill."""
RECORDABLE = frozenset({FITS, OTHER_AMOUNT, NOT_OPEN})
"""What can be written down: money that settles a bill, and money that arrived and did not fit."""

_DAY = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<day2>\d{1,2})[/.](?P<month2>\d{1,2})[/.](?P<year2>\d{4}))"
    r"(?:[T ]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.]\d{2})?)?"
)
_AMOUNT = re.compile(r"(?:Rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:00|-))?")


@dataclass(frozen=True, slots=True)
class Line:
    """What a bank says about one payment: number of the line, billing code, NTPN, NTB, rupiah, when."""

    number: int
    code: str
    ntpn: str
    ntb: str
    amount: int
    paid_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that could not be read: its number, what it says, and which column stopped the reading."""

    number: int
    text: str
    column: str


def read(text: str, zone: str) -> tuple[list[Line], list[Unread]]:
    """The lines of a list with the columns code, NTPN, NTB, amount, time; tabs, semicolons or bars between them.

    Empty lines and a first line of titles are left out. A day without an hour is read as noon, `zone` is the office's.
    """
    lines: list[Line] = []
    unread: list[Unread] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        cells = [cell.strip().strip('"').strip() for cell in re.split(r"[\t;|]", raw)]
        if not any(cells) or (not lines and not unread and not any(re.search(r"\d", cell) for cell in cells)):
            continue
        found = _line(number, cells, zone)
        if isinstance(found, Line):
            lines.append(found)
        else:
            unread.append(Unread(number, raw.strip()[:200], found))
    return lines, unread


def _line(number: int, cells: list[str], zone: str) -> Line | str:
    if len(cells) != 5:
        return "columns"
    code, ntpn, ntb, amount, when = cells
    digits = "".join(code.split())
    if not re.fullmatch(r"[0-9]{15}", digits):
        return "code"
    if not re.fullmatch(r"[A-Za-z0-9]{1,32}", ntpn):
        return "ntpn"
    if not re.fullmatch(r"[A-Za-z0-9]{0,32}", ntb):
        return "ntb"
    rupiah = _AMOUNT.fullmatch(amount)
    if rupiah is None or not 0 < int(rupiah[1].replace(".", "")) < 10**12:
        return "amount"
    paid_at = _moment(when, zone)
    if paid_at is None:
        return "time"
    return Line(number, digits, ntpn.upper(), ntb.upper(), int(rupiah[1].replace(".", "")), paid_at)


def _moment(text: str, zone: str) -> dt.datetime | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    part = found.groupdict()
    year, month, day = (int(part[name] or part[f"{name}2"]) for name in ("year", "month", "day"))
    hour, minute = (int(part["hour"]), int(part["minute"])) if part["hour"] else (12, 0)
    try:
        return dt.datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
