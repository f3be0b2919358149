"""What somebody typed, read as the value that conditions and papers work with.

Dates become `YYYY-MM-DD`, numbers whole numbers, yes and no true and false, countries the code that passports print.
Anything else is an `AnswerProblem`, whose sentences are in `words.py`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping

from seluma.lib import countries
from seluma.lib.conditions import Value

from .model import Question

FIRST_YEAR = 1900
LAST_YEAR = 2150
PHONE_DIGITS = range(6, 16)
DOCUMENT_NUMBER_MAX = 20
NUMBER_DIGITS_MAX = 12

_YES = {"yes", "true", "1", "ya"}
_NO = {"no", "false", "0", "tidak"}
# Control characters, and the marks that turn the writing direction around and make one name look like another.
# Joiners that Arabic, Persian and Indic scripts need are left.
_UNWRITABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DATE_PARTS = ("day", "month", "year")


class AnswerProblem(ValueError):
    """An answer that cannot be kept. `code` is a key of `words.ANSWER_PROBLEMS`, `details` fill its sentence."""

    def __init__(self, code: str, **details: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def parse_answer(question: Question, raw: object) -> Value:
    """The value of an answer; None for an empty answer to a question that may be left out.

    `raw` is text as typed or stored, a bool or int, or for dates also `{"day", "month", "year"}`. AnswerProblem where
    it cannot be read. A value that this returned is read as itself.
    """
    if _is_empty(raw):
        if question.required:
            raise AnswerProblem("needed")
        return None
    return _READERS[question.kind](question, raw)


def _is_empty(raw: object) -> bool:
    if isinstance(raw, Mapping):
        return all(_is_empty(raw.get(part)) for part in _DATE_PARTS)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _text(question: Question, raw: object) -> Value:
    line = " ".join(_clean(raw).split())
    if len(line) > question.max_length:
        raise AnswerProblem("too_long", limit=question.max_length, length=len(line))
    return _FORMS[question.form](line)


def _long_text(question: Question, raw: object) -> Value:
    lines = [" ".join(_clean(line).split()) for line in str(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(text) > question.max_length:
        raise AnswerProblem("too_long", limit=question.max_length, length=len(text))
    return text


def _clean(raw: object) -> str:
    text = unicodedata.normalize("NFC", str(raw).replace("\t", " ").strip())
    if any(unicodedata.category(c) in _UNWRITABLE or c in _DIRECTION_MARKS for c in text):
        raise AnswerProblem("characters")
    return text


def _name(line: str) -> str:
    """A name of one word is a whole name; any script will do, but a name has a letter."""
    if not any(unicodedata.category(c).startswith("L") for c in line):
        raise AnswerProblem("name_no_letter")
    return line


def _mrz_name(line: str) -> str:
    """A part of the name as the machine-readable zone writes it (ICAO Doc 9303-3, 4.6): A to Z, fillers as spaces."""
    name = " ".join(re.sub(r"[<.,-]", " ", re.sub(r"['\u2019\u02bc`]", "", line.upper())).split())
    if not re.fullmatch(r"[A-Z]+( [A-Z]+)*", name):
        raise AnswerProblem("mrz_letters")
    if len(name) > 39:
        raise AnswerProblem("too_long", limit=39, length=len(name))
    return name


def _document_number(line: str) -> str:
    """The number of a passport or permit: Latin letters and digits; spaces, dots and strokes carry no meaning."""
    number = re.sub(r"[\s./-]", "", line.upper())
    if not re.fullmatch(rf"[A-Z0-9]{{1,{DOCUMENT_NUMBER_MAX}}}", number):
        raise AnswerProblem("document_number", limit=DOCUMENT_NUMBER_MAX)
    return number


def _choice(question: Question, raw: object) -> Value:
    choice = question.choice(str(raw).strip())
    if choice is None:
        raise AnswerProblem("not_a_choice")
    return choice.key


def _yes_no(question: Question, raw: object) -> Value:  # noqa: ARG001
    word = str(raw).strip().lower()
    if word not in _YES | _NO:
        raise AnswerProblem("yes_or_no")
    return word in _YES


def _number(question: Question, raw: object) -> Value:
    digits = re.sub(r"(?<=\d)[ .](?=\d{3}\b)", "", str(raw).strip())
    if not re.fullmatch(r"-?\d+", digits):
        raise AnswerProblem("whole_number")
    if len(digits) > NUMBER_DIGITS_MAX:
        raise AnswerProblem("number_large", limit=question.maximum or 10**NUMBER_DIGITS_MAX)
    number = int(digits)
    if question.minimum is not None and number < question.minimum:
        raise AnswerProblem("number_small", limit=question.minimum)
    if question.maximum is not None and number > question.maximum:
        raise AnswerProblem("number_large", limit=question.maximum)
    return number


def _country(question: Question, raw: object) -> Value:  # noqa: ARG001
    code = countries.normal(str(raw))
    if code is None:
        raise AnswerProblem("country")
    return code


def _phone(question: Question, raw: object) -> Value:  # noqa: ARG001
    number = re.sub(r"[\s().-]", "", str(raw))
    if not re.fullmatch(r"\+?\d+", number) or len(number.lstrip("+")) not in PHONE_DIGITS:
        raise AnswerProblem("phone")
    return "".join(c if c == "+" else str(unicodedata.digit(c)) for c in number)


def _date(question: Question, raw: object) -> Value:  # noqa: ARG001
    year, month, day = _date_numbers(raw)
    return _existing_day(year, month, day).isoformat()


def _partial_date(question: Question, raw: object) -> Value:  # noqa: ARG001
    """`1974-00-00`: the passport tells the year alone (ICAO Doc 9303-3, 4.8). The day may be missing, or both."""
    year, month, day = _date_numbers(raw, parts_may_miss=True)
    if day and not month:
        raise AnswerProblem("day_without_month")
    _existing_day(year, month or 1, day or 1)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _date_numbers(raw: object, *, parts_may_miss: bool = False) -> tuple[int, int, int]:
    if isinstance(raw, dt.date):
        return raw.year, raw.month, raw.day
    if isinstance(raw, Mapping):
        parts = [str(raw.get(part) or "").strip() for part in _DATE_PARTS]
        for name, part in zip(_DATE_PARTS, parts, strict=True):
            if not part and (name == "year" or not parts_may_miss):
                raise AnswerProblem(f"{name}_missing")
        day, month, year = (part or "0" for part in parts)
    else:
        written = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(raw).strip())
        as_spoken = re.fullmatch(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})", str(raw).strip())
        if written:
            year, month, day = written.groups()
        elif as_spoken:
            day, month, year = as_spoken.groups()
        else:
            raise AnswerProblem("date_form")
    if not all(re.fullmatch(r"\d{1,4}", part) for part in (year, month, day)):
        raise AnswerProblem("date_form")
    return int(year), int(month), int(day)


def _existing_day(year: int, month: int, day: int) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise AnswerProblem("year", first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise AnswerProblem("no_such_day", day=day, month=month, year=year) from None


_FORMS: dict[str, Callable[[str], str]] = {
    "free": lambda line: line,
    "name": _name,
    "mrz": _mrz_name,
    "document_number": _document_number,
}

_READERS: dict[str, Callable[[Question, object], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "date": _date,
    "partial_date": _partial_date,
    "choice": _choice,
    "yes_no": _yes_no,
    "number": _number,
    "country": _country,
    "phone": _phone,
}
