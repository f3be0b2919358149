"""What a name, a birth date, a passport and a role are. Pure: values in, values and problem codes out.

Problems are short codes; `words.PROBLEMS` holds their sentences.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from seluma.lib import countries, mrz

NAME_MAX = 200
MRZ_NAME_MAX = 39
MRZ_NAME_PATTERN = r"^[A-Z]+( [A-Z]+)*$"
PLACE_MAX = 100
ADDRESS_MAX = 500
PASSPORT_NUMBER_MAX = 9
CODE_MAX = 64
CODE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
OLDEST_YEARS = 130
LONGEST_PASSPORT_YEARS = 20

SEXES = ("F", "M", "X")
ORGANISATION_KINDS = frozenset({"agency", "sponsor", "school", "company"})
ROLE_OF_EVERYONE = "applicant"
"""Whoever has an account may apply; no grant is kept for it."""
ROLES_OF_ORGANISATIONS = frozenset({"partner"})
"""Roles that mean nothing without the organisation for which they are held."""

PROFILE_FIELDS = (
    "full_name",
    "mrz_primary",
    "mrz_secondary",
    "birth_date",
    "birth_place",
    "sex",
    "nationality",
    "passport_number",
    "passport_issuer",
    "passport_issued_on",
    "passport_expires_on",
    "address",
    "district",
    "phone",
    "language",
)

# Left behind by copying from elsewhere; they carry nothing and are dropped.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
# What a person cannot mean to have in a name or an address: control characters, line breaks, and the marks that turn
# the writing direction around (they can make a name look like another one). Joiners that Arabic, Persian and Indic
# scripts need are left.
_FORBIDDEN_CATEGORIES = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Problem(ValueError):
    """A value that cannot be kept; `code` is a key of `words.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of the wanted changes: values to keep, and the problem of each field that has one."""

    values: Mapping[str, Any]
    problems: Mapping[str, str]


def normal_email(raw: str) -> str:
    """The address in the one form in which it is stored and compared: trimmed, lower case."""
    return raw.strip().lower()


def check_email(raw: str) -> str:
    """The stored form; Problem where it cannot be an address. Only ASCII: look-alike letters would make two of one."""
    email = normal_email(raw)
    if len(email) > 254 or not email.isascii() or not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", email):
        raise Problem("email_form")
    return email


def check_full_name(raw: str) -> str:
    """A name in any script, 1 to 200 characters, in Unicode NFC with single spaces. One word is a whole name."""
    name = _line(raw)
    if not name:
        raise Problem("name_missing")
    if len(name) > NAME_MAX:
        raise Problem("name_long")
    if not any(unicodedata.category(c).startswith("L") for c in name):
        raise Problem("name_no_letter")
    return name


def check_mrz_names(primary: str, secondary: str) -> tuple[str, str]:
    """The two parts of the name in the machine-readable zone (ICAO Doc 9303 part 3, 4.6), without fillers.

    The secondary part may be empty: a name of one part is ordinary. Both and the two fillers between them fit in 39.
    """
    first, second = (_mrz_part(part) for part in (primary, secondary))
    if not first:
        raise Problem("mrz_primary_missing")
    for part in (first, second):
        if part and not re.fullmatch(MRZ_NAME_PATTERN, part):
            raise Problem("mrz_letters")
    if len(first) + (2 + len(second) if second else 0) > MRZ_NAME_MAX:
        raise Problem("mrz_long")
    return first, second


def suggest_mrz_names(full_name: str) -> tuple[str, str]:
    """A first guess at the name's two parts for the person to compare with the passport: last word, then the rest.

    Empty where the script has no table in ICAO Doc 9303 part 3 (Chinese, for one). Cut at whole letters to fit in 39.
    """
    try:
        words = mrz.transliterate(full_name).split("<")
    except mrz.Untransliterable:
        return "", ""
    if not words[0]:
        return "", ""
    primary = words[-1][:MRZ_NAME_MAX]
    room = MRZ_NAME_MAX - len(primary) - 2
    secondary = " ".join(words[:-1])[: max(room, 0)].strip()
    return primary, secondary


def check_birth_date(raw: str, today: dt.date) -> str:
    """`YYYY-MM-DD`; `00` stands for a month or day that the passport does not tell (ICAO Doc 9303 part 3, 4.8)."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", raw.strip(), re.ASCII)
    if not match:
        raise Problem("birth_date_form")
    year, month, day = (int(part) for part in match.groups())
    if day and not month:
        raise Problem("birth_date_day_without_month")
    try:
        earliest = dt.date(year, month or 1, day or 1)
    except ValueError:
        raise Problem("birth_date_not_a_day") from None
    if earliest > today:
        raise Problem("birth_date_future")
    if year < today.year - OLDEST_YEARS:
        raise Problem("birth_date_too_old")
    return match.group()


def check_country(raw: str) -> str:
    """The code of a state or nationality as passports print it."""
    code = countries.normal(raw)
    if code is None:
        raise Problem("country_unknown")
    return code


def check_passport_number(raw: str) -> str:
    """Letters and figures without the spaces and hyphens people write; at most the nine of the passport's MRZ."""
    number = re.sub(r"[\s\-<]+", "", raw).upper()
    if not re.fullmatch(r"[A-Z0-9]+", number):
        raise Problem("passport_number_letters")
    if not 5 <= len(number) <= PASSPORT_NUMBER_MAX:
        raise Problem("passport_number_length")
    return number


def check_phone(raw: str) -> str:
    """E.164: `+` and at most 15 digits; a leading `0` is read as an Indonesian number."""
    written = re.sub(r"[\s().\-/\u2010-\u2015]+", "", raw.translate(_INVISIBLE))
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in written)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+62{digits[1:]}"
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", digits):
        raise Problem("phone_form")
    return digits


def check_code(raw: str) -> str:
    """An organisation's code: small letters, figures and single hyphens."""
    if len(raw) > CODE_MAX or not re.fullmatch(CODE_PATTERN, raw):
        raise Problem("code_form")
    return raw


def check_profile(
    changes: Mapping[str, Any],
    current: Mapping[str, Any],
    *,
    today: dt.date,
    districts: frozenset[str],
    languages: frozenset[str],
) -> Checked:
    """Check what differs from `current`; all problems at once, each under the field where it is mended.

    What a person leaves as it was is not judged again: a passport that has run out since must not keep anybody from
    correcting a telephone number. KeyError for a field that no profile has.
    """
    unknown = set(changes) - set(PROFILE_FIELDS)
    if unknown:
        raise KeyError(f"no such fields in a profile: {', '.join(sorted(unknown))}")
    checks: dict[str, Callable[[Any], Any]] = {
        "full_name": check_full_name,
        "birth_date": lambda raw: _optional(raw, lambda text: check_birth_date(text, today)),
        "birth_place": lambda raw: _text(raw, PLACE_MAX, "place_long"),
        "sex": lambda raw: _one_of(raw, frozenset({"", *SEXES}), "sex_unknown"),
        "nationality": lambda raw: _optional(raw, check_country),
        "passport_number": lambda raw: _optional(raw, check_passport_number),
        "passport_issuer": lambda raw: _optional(raw, check_country),
        "passport_issued_on": lambda raw: _issued(_day(raw), today),
        "passport_expires_on": lambda raw: _expires(_day(raw), today),
        "address": lambda raw: _text(raw, ADDRESS_MAX, "address_long"),
        "district": lambda raw: _one_of(raw, districts | {""}, "district_unknown"),
        "phone": lambda raw: _optional(raw, check_phone),
        "language": lambda raw: _one_of(raw, languages, "language_unknown"),
    }
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field, check in checks.items():
        if field not in changes or _typed(changes[field]) == _typed(current[field]):
            continue
        try:
            values[field] = check(changes[field])
        except Problem as problem:
            problems[field] = problem.code
    _check_mrz(changes, current, values, problems)
    merged = {**current, **values}
    issued, expires = merged["passport_issued_on"], merged["passport_expires_on"]
    touched = {"passport_issued_on", "passport_expires_on"} & set(values)
    if touched and issued and expires and not problems.keys() & touched and expires <= issued:
        problems["passport_expires_on"] = "passport_expires_before_issue"
    return Checked({field: value for field, value in values.items() if value != current[field]}, problems)


def _check_mrz(
    changes: Mapping[str, Any], current: Mapping[str, Any], values: dict[str, Any], problems: dict[str, str]
) -> None:
    """The two parts are one value: a change of either is a change of both."""
    if not {"mrz_primary", "mrz_secondary"} & set(changes):
        return
    wanted = tuple(str(changes.get(part, current[part]) or "") for part in ("mrz_primary", "mrz_secondary"))
    if wanted == (current["mrz_primary"], current["mrz_secondary"]) and wanted[0]:
        return
    if not "".join(wanted).strip() and not values.get("passport_number", current["passport_number"]):
        values["mrz_primary"] = values["mrz_secondary"] = ""  # no passport, so no name in one
        return
    try:
        values["mrz_primary"], values["mrz_secondary"] = check_mrz_names(*wanted)
    except Problem as problem:
        fits_first = re.fullmatch(MRZ_NAME_PATTERN, _mrz_part(wanted[0])) and len(_mrz_part(wanted[0])) <= MRZ_NAME_MAX
        problems["mrz_secondary" if fits_first and problem.code == "mrz_letters" else "mrz_primary"] = problem.code


def _mrz_part(raw: str) -> str:
    """Capitals and single spaces: `<`, hyphens and full stops become spaces, apostrophes vanish (Doc 9303-3, 4.6)."""
    without_marks = re.sub(r"['\u2019\u02bc`]", "", raw.strip().upper())
    return " ".join(re.sub(r"[<\-.,\s]+", " ", without_marks).split())


def _line(raw: str) -> str:
    """One line of ordinary text: NFC, single spaces, nothing invisible that changes how it reads."""
    text = unicodedata.normalize("NFC", raw.translate(_INVISIBLE))
    if any(
        c in _DIRECTION_MARKS or (unicodedata.category(c) in _FORBIDDEN_CATEGORIES and c not in "\t\r\n") for c in text
    ):
        raise Problem("characters")
    return " ".join(text.split())


def _text(raw: Any, longest: int, too_long: str) -> str:
    text = "\n".join(line for line in (_line(part) for part in str(raw or "").splitlines()) if line)
    if len(text) > longest:
        raise Problem(too_long)
    return text


def _typed(value: Any) -> str:
    """A kept or wanted value as one would type it, to see whether it differs."""
    return "\n".join(line.strip() for line in str(value or "").strip().splitlines())


def _optional(raw: Any, check: Callable[[str], str]) -> str:
    text = str(raw or "").strip()
    return check(text) if text else ""


def _one_of(raw: Any, known: frozenset[str], problem: str) -> str:
    text = str(raw or "").strip()
    if text not in known:
        raise Problem(problem)
    return text


def _day(raw: Any) -> dt.date | None:
    if raw is None or isinstance(raw, dt.date):
        return raw
    if not str(raw).strip():
        return None
    try:
        return dt.date.fromisoformat(str(raw).strip())
    except ValueError:
        raise Problem("not_a_day") from None


def _issued(day: dt.date | None, today: dt.date) -> dt.date | None:
    if day and day > today:
        raise Problem("passport_issued_later")
    return day


def _expires(day: dt.date | None, today: dt.date) -> dt.date | None:
    if day and day < today:
        raise Problem("passport_expired")
    if day and day.year > today.year + LONGEST_PASSPORT_YEARS:
        raise Problem("passport_expires_too_late")
    return day
