"""What stands in the passport's machine-readable zone beside what the applicant wrote. Nothing is read by machine:
an officer types or pastes the two lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from seluma.domains.people import api as people
from seluma.lib import mrz
from seluma.web.ui.jinja import date_short
from seluma.web.ui.reading import Mistake
from seluma.web.ui.words import current_language

SLOT = "passport_page"
LINES, LENGTH = 2, 44
"""A passport's zone: two lines of 44 characters (ICAO Doc 9303-4, 4.2)."""

Verdict = Literal["same", "differs", "unclear"]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: as written by the applicant, as it stands in the passport, and whether they agree."""

    name: str
    written: str
    read: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Comparison:
    """All facts side by side, and what the check digits say."""

    rows: tuple[Row, ...]
    wrong_digits: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs and every check digit is right."""
        return not self.wrong_digits and all(row.verdict == "same" for row in self.rows)

    @property
    def differing(self) -> int:
        """How many facts do not agree."""
        return sum(row.verdict == "differs" for row in self.rows)


def check_typed(raw: str) -> None:
    """Raise `Mistake` unless the text is the two lines of a passport, and say what is wrong with it."""
    lines = lines_of(raw)
    strange = re.search(r"[^A-Z0-9<]", "".join(lines))
    if strange:
        raise Mistake(
            _("Di dua baris ini hanya ada huruf A–Z, angka, dan tanda <. Hapus “%(sign)s”.") % {"sign": strange[0]}
        )
    if len(lines) != LINES:
        raise Mistake(
            _("Ketik dua baris terbawah halaman paspor, masing-masing %(length)s tanda.") % {"length": LENGTH}
        )
    for number, line in enumerate(lines, start=1):
        if len(line) != LENGTH:
            sentence = _("Baris %(line)s ada %(count)s tanda, seharusnya %(length)s. Periksa jumlah tanda <.")
            raise Mistake(sentence % {"line": number, "count": len(line), "length": LENGTH})
    try:
        mrz.read(lines)
    except mrz.Unreadable as reason:
        raise Mistake(_("Dua baris ini tidak terbaca sebagai paspor. Periksa, lalu ketik lagi.")) from reason


def lines_of(raw: str) -> list[str]:
    """The lines as they are read: blanks inside and around dropped, capitals."""
    return [line for line in ("".join(part.split()).upper() for part in raw.splitlines()) if line]


def compare(raw: str, answers: Mapping[str, Any]) -> Comparison | None:
    """The comparison; None when the text is no zone."""
    try:
        zone = mrz.read(lines_of(raw))
    except mrz.Unreadable:
        return None
    rows = [
        _name(answers, zone),
        _mrz_name(answers, zone),
        _birth(answers, zone),
        _sex(answers, zone),
        _nationality(answers, zone),
        _number(answers, zone),
        _expiry(answers, zone),
    ]
    digits = _digit_names()
    wrong = [digits[name] for name, right in zone.checks.by_name().items() if not right]
    return Comparison(tuple(row for row in rows if row is not None), tuple(wrong))


def _name(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    written = str(answers.get("full_name") or "")
    if not written:
        return None
    read = f"{zone.primary} {zone.secondary}".strip()
    try:
        letters = mrz.transliterate(written)
    except mrz.Uncomposable:
        return Row(_("Nama lengkap"), written, read, "unclear")
    same = sorted(_words(letters)) == sorted(_words(read))
    return Row(_("Nama lengkap"), written, read, "same" if same else "unclear")


def _mrz_name(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    if not answers.get("mrz_primary"):
        return None
    written = (str(answers["mrz_primary"]), str(answers.get("mrz_secondary") or ""))
    read = (zone.primary, zone.secondary)
    same = [_words(part) for part in written] == [_words(part) for part in read]
    return Row(_("Nama di baris bawah paspor"), _two(*written), _two(*read), _verdict(same))


def _birth(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    return _date(_("Tanggal lahir"), str(answers.get("birth_date") or ""), zone.birth_date)


def _expiry(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    return _date(_("Paspor berlaku sampai"), str(answers.get("passport_expires_on") or ""), zone.expiry_date)


def _date(name: str, written: str, printed: str) -> Row | None:
    if not written:
        return None
    year, month, day = written[:10].split("-")
    as_printed = year[2:] + (month if int(month) else "<<") + (day if int(day) else "<<")
    return Row(name, date_short(written), _spelled(printed, int(year)), _verdict(as_printed == printed))


def _spelled(printed: str, near: int) -> str:
    """`120415 (15 April 2012)`: as printed, and as a day of the century nearest to the written year."""
    year, month, day = printed[:2], printed[2:4], printed[4:]
    if not year.isdigit():
        return printed
    full = min((near // 100 * 100 + shift + int(year) for shift in (-100, 0, 100)), key=lambda one: abs(one - near))
    try:
        day_read = date_short(f"{full:04}-{month if month.isdigit() else '00'}-{day if day.isdigit() else '00'}")
    except ValueError:
        return printed
    return f"{printed} ({day_read})"


def _sex(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    written = str(answers.get("sex") or "")
    if not written:
        return None
    same = written == ("X" if zone.sex == "<" else zone.sex)
    return Row(_("Jenis kelamin"), str(people.SEXES.get(written, written)), zone.sex, _verdict(same))


def _nationality(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    written = str(answers.get("nationality") or "")
    if not written:
        return None
    name = dict(people.countries(current_language())).get(written, written)
    return Row(_("Kewarganegaraan"), f"{name} ({written})", zone.nationality, _verdict(written == zone.nationality))


def _number(answers: Mapping[str, Any], zone: mrz.Mrz) -> Row | None:
    written = str(answers.get("passport_number") or "")
    if not written:
        return None
    plain = "".join(sign for sign in written.upper() if sign.isalnum())
    return Row(_("Nomor paspor"), written, zone.number, _verdict(plain == zone.number.replace("<", "")))


def _verdict(same: bool) -> Verdict:
    return "same" if same else "differs"


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Z0-9]+", text.upper())


def _two(primary: str, secondary: str) -> str:
    return f"{primary}, {secondary}" if secondary else primary


def _digit_names() -> dict[str, str]:
    return {
        "number": _("nomor paspor"),
        "birth_date": _("tanggal lahir"),
        "expiry_date": _("tanggal habis berlaku"),
        "optional": _("data tambahan"),
        "composite": _("seluruh baris kedua"),
    }
