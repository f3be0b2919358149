"""Writing machine readable zones (ICAO Doc 9303 parts 3 to 7). Strict.

All five functions take the same keywords (TD1 one more):

- ``document_code``: one or two letters, the first one given by the format: P (TD3),
  V (visas), A, C or I (TD1, TD2).
- ``issuer``, ``nationality``: the code of Doc 9303-3 section 5, one to three letters.
- ``primary``, ``secondary``: the two parts of the name in letters A-Z, as
  ``transliterate`` gives them; ``secondary`` is "" for a person of one name.
  Names that are too long are truncated by the rule of Doc 9303-4 section 4.2.3.
- ``number``: letters and digits; a space or hyphen is written as a filler. At most
  9 characters; 22 in TD1 and 14 in TD2.
- ``birth_date``: a date, or YYMMDD with ``<<`` for each unknown part.
- ``sex``: "F", "M" or "X" (unspecified, written as ``<``); "<" is taken too.
- ``expiry_date``: a date or YYMMDD, all of it known.
- ``optional`` (and ``optional_2`` in TD1): letters, digits and fillers.

They return the lines and raise Uncomposable for what cannot be written.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from seluma.lib.mrz.checking import check_digit, is_date, is_full_date
from seluma.lib.mrz.errors import Uncomposable
from seluma.lib.mrz.layouts import MRV_A, MRV_B, TD1, TD2, TD3, Layout, Span
from seluma.lib.mrz.names import name_field

_STATE: Final = re.compile(r"[A-Z]{1,3}")
_NUMBER: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9<]*[A-Z0-9])?")
_OPTIONAL: Final = re.compile(r"[A-Z0-9<]*")
_SEXES: Final = {"F": "F", "M": "M", "X": "<", "<": "<"}


class _Required(TypedDict):
    issuer: str
    primary: str
    number: str
    nationality: str
    birth_date: datetime.date | str
    sex: str
    expiry_date: datetime.date | str


class Fields(_Required, total=False):
    """The keywords of every ``compose_…`` function; see the module."""

    document_code: str
    secondary: str
    optional: str


def compose_td1(*, optional_2: str = "", **fields: Unpack[Fields]) -> list[str]:
    """Write the three lines of a TD1 card (Doc 9303-5); document code I by default."""
    return _compose(TD1, fields, "I", optional_2)


def compose_td2(**fields: Unpack[Fields]) -> list[str]:
    """Write the two lines of a TD2 document (Doc 9303-6); code I by default."""
    return _compose(TD2, fields, "I")


def compose_td3(**fields: Unpack[Fields]) -> list[str]:
    """Write the two lines of a passport (Doc 9303-4); code P by default."""
    return _compose(TD3, fields, "P")


def compose_mrva(**fields: Unpack[Fields]) -> list[str]:
    """Write the two lines of a large visa (Doc 9303-7); code V by default."""
    return _compose(MRV_A, fields, "V")


def compose_mrvb(**fields: Unpack[Fields]) -> list[str]:
    """Write the two lines of a small visa (Doc 9303-7); code V by default."""
    return _compose(MRV_B, fields, "V")


@dataclass(slots=True)
class _Sheet:
    """The lines while they are being filled; everything starts as a filler."""

    lines: list[str]

    def put(self, span: Span, text: str) -> None:
        line = self.lines[span.line]
        filled = text.ljust(span.width, "<")
        self.lines[span.line] = line[: span.start] + filled + line[span.stop :]

    def check(self, span: Span, over: Sequence[Span]) -> None:
        self.put(span, check_digit("".join(part.of(self.lines) for part in over)))


def _compose(layout: Layout, fields: Fields, code: str, optional_2: str = "") -> list[str]:
    sheet = _Sheet(["<" * layout.line_width] * layout.line_count)
    sheet.put(layout.document_code, _code(layout, fields.get("document_code", code)))
    sheet.put(layout.issuer, _state(fields["issuer"], "issuer"))
    sheet.put(layout.nationality, _state(fields["nationality"], "nationality"))
    names = fields["primary"], fields.get("secondary", "")
    sheet.put(layout.name, name_field(*names, layout.name.width))
    sheet.put(layout.birth_date, _birth_date(fields["birth_date"]))
    sheet.check(layout.birth_date_check, [layout.birth_date])
    sheet.put(layout.sex, _sex(fields["sex"]))
    sheet.put(layout.expiry_date, _expiry_date(fields["expiry_date"]))
    sheet.check(layout.expiry_date_check, [layout.expiry_date])
    _put_number(sheet, layout, fields["number"], fields.get("optional", ""))
    if layout.optional_2 is not None:
        second = _optional(optional_2, layout.optional_2.width, "second optional data")
        sheet.put(layout.optional_2, second)
    if layout.optional_check is not None:
        sheet.check(layout.optional_check, [layout.optional])
    if layout.composite_check is not None:
        sheet.check(layout.composite_check, layout.composite)
    return sheet.lines


def _put_number(sheet: _Sheet, layout: Layout, number: str, optional: str) -> None:
    """Write the number and the optional data, into which a long number runs on."""
    text = _number(number)
    width = layout.number.width
    if len(text) <= width:
        rest = _optional(optional, layout.optional.width, "optional data")
        sheet.put(layout.number, text)
        sheet.check(layout.number_check, [layout.number])
        sheet.put(layout.optional, rest)
        return
    most = width + layout.optional.width - 2 if layout.long_numbers else width
    if len(text) > most:
        raise Uncomposable(f"The number has {len(text)} characters; {layout.format} has room for {most}.")
    if "<" in text:
        raise Uncomposable("A number of more than 9 characters cannot have spaces or hyphens in an MRZ.")
    run_on = text[width:] + check_digit(text)
    room = layout.optional.width - len(run_on) - 1
    rest = _optional(optional, room, "optional data")
    sheet.put(layout.number, text[:width])
    sheet.put(layout.optional, f"{run_on}<{rest}")


def _code(layout: Layout, code: str) -> str:
    """Check a document code: V as a second letter is kept for visas."""
    letters = " or ".join(layout.first_letters)
    right = re.fullmatch(f"[{layout.first_letters}][A-Z<]?", code)
    if right is None or (len(code) == 2 and code[1] == "V"):
        raise Uncomposable(
            f"The document code {code!r} does not fit {layout.format}: "
            f"{letters}, alone or with a second letter that is not V."
        )
    return code


def _state(code: str, which: str) -> str:
    if _STATE.fullmatch(code) is None:
        raise Uncomposable(f"The {which} {code!r} is not a code of one to three letters A-Z.")
    return code


def _number(number: str) -> str:
    text = re.sub("[ -]", "<", number)
    if _NUMBER.fullmatch(text) is None:
        raise Uncomposable(f"The number {number!r} must consist of letters A-Z and digits.")
    return text


def _optional(text: str, width: int, which: str) -> str:
    if _OPTIONAL.fullmatch(text) is None:
        raise Uncomposable(f"The {which} may have A-Z, 0-9 and < only.")
    if len(text) > width:
        raise Uncomposable(f"The {which} has {len(text)} characters; there is room for {width}.")
    return text


def _sex(sex: str) -> str:
    if sex not in _SEXES:
        raise Uncomposable(f"The sex {sex!r} is none of F, M and X.")
    return _SEXES[sex]


def _birth_date(value: datetime.date | str) -> str:
    text = _date(value)
    if not is_date(text):
        raise Uncomposable(f"The birth date {text!r} is not YYMMDD with << for unknown parts.")
    return text


def _expiry_date(value: datetime.date | str) -> str:
    text = _date(value)
    if not is_full_date(text):
        raise Uncomposable(f"The expiry date {text!r} is not a date as YYMMDD.")
    return text


def _date(value: datetime.date | str) -> str:
    return value if isinstance(value, str) else value.strftime("%y%m%d")
