"""What people type, made into values: pure reading, each refusal a sentence that says what happened and what to do."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff\u00ad"))
"""Left behind by copying; they carry nothing. The joiners U+200C and U+200D do, in Persian and Sinhala."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the reading direction around: a name would look like another."""

PARTS = ("day", "month", "year")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt aug",
            "september sep sept",
            "oktober october okt oct",
            "november nov",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}


class Mistake(Exception):
    """What is wrong with an answer and what to do; `parts` are the boxes of a date that need mending."""

    def __init__(self, sentence: str, parts: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.parts = parts


def clean(raw: str, *, lines: bool = False) -> str:
    """Text as it is stored: NFC, no blanks around it, no invisible leftovers; with `lines`, line breaks stay.

    Mistake for control characters and for bytes that were no text: they can be neither printed nor read aloud.
    """
    raw = re.sub(r"\r\n?", "\n", raw) if lines else re.sub(r"[\t\r\n]+", " ", raw)
    value = unicodedata.normalize("NFC", raw.translate(_INVISIBLE)).strip()
    for character in value:
        if character in "\n\t" and lines:
            continue
        if unicodedata.category(character) in ("Cc", "Cs", "Co") or character == "\ufffd":
            raise Mistake(_("Ada tanda yang tidak dapat dibaca di isian ini. Hapus isiannya, lalu ketik sendiri."))
    if _TURNING.search(value):
        raise Mistake(_("Ada tanda tersembunyi yang membalik arah tulisan. Hapus isiannya, lalu ketik sendiri."))
    return value


def name(raw: str) -> str:
    """A person's name in any script, one word or many; blanks between words become one."""
    return re.sub(r"\s+", " ", clean(raw))


def short_enough(value: str, limit: int) -> str:
    """The value; Mistake when it has more letters than fit."""
    if len(value) > limit:
        raise Mistake(
            _("Isian ini %(count)s huruf, paling banyak %(limit)s. Ringkaskan.") % {"count": len(value), "limit": limit}
        )
    return value


def number(raw: str, *, lowest: int | None = None, highest: int | None = None) -> int:
    """A whole number; points or commas between thousands, blanks and `Rp` are understood."""
    text = re.sub(r"[\s\u00a0\u202f]", "", clean(raw)).removeprefix("Rp").removeprefix("rp")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        text = re.sub(r"[.,]", "", text)
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise Mistake(_("Tulis angka bulat, misalnya 12."))
    value = int(text)
    if lowest is not None and value < lowest:
        raise Mistake(_("Paling sedikit %(limit)s.") % {"limit": lowest})
    if highest is not None and value > highest:
        raise Mistake(_("Paling banyak %(limit)s.") % {"limit": highest})
    return value


def email(raw: str) -> str:
    """An e-mail address, as typed."""
    value = clean(raw)
    try:
        validate_email(value)
    except ValidationError:
        raise Mistake(_("Tulis alamat e-mail lengkap, misalnya nama@contoh.id.")) from None
    return short_enough(value, 254)


def phone(raw: str) -> str:
    """`+6281234567890` (ITU-T E.164). A number that starts with 0 is Indonesian."""
    value = re.sub(r"[\s().\-/\u00a0\u2010-\u2015]", "", clean(raw))
    value = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in value)
    if value.startswith("00"):
        value = "+" + value[2:]
    elif value.startswith("0"):
        value = "+62" + value[1:]
    elif value.startswith("62"):
        value = "+" + value
    if not re.fullmatch(r"\+[1-9]\d{6,14}", value):
        raise Mistake(_("Tulis nomor telepon dengan kode negara, misalnya 0812 3456 7890 atau +60 12 345 6789."))
    return value


def date(boxes: Mapping[str, str]) -> dt.date:
    """A day from three boxes. Months may be numbers or names; digits may be of any script."""
    missing = tuple(part for part in PARTS if not boxes.get(part, "").strip())
    if missing:
        raise Mistake(_("Lengkapi tanggal, bulan, dan tahunnya."), missing)
    day, month, year = _day(boxes["day"]), _month(boxes["month"]), _year(boxes["year"])
    return _existing(day, month, year)


def partial_date(boxes: Mapping[str, str]) -> str:
    """`1974-08-12`, `1974-08-00` or `1974-00-00`: what is not known stays 00 (compare ICAO 9303-3, 4.8)."""
    day, month, year = (boxes.get(part, "").strip() for part in PARTS)
    if not year:
        raise Mistake(_("Tulis tahunnya. Tanggal dan bulan boleh kosong jika tidak diketahui."), ("year",))
    if day and not month:
        raise Mistake(_("Tulis juga bulannya, atau kosongkan tanggalnya jika bulannya tidak diketahui."), ("month",))
    numbers = _year(year), _month(month) if month else 0, _day(day) if day else 0
    if numbers[2]:
        _existing(numbers[2], numbers[1], numbers[0])
    return "{:04}-{:02}-{:02}".format(*numbers)


def _existing(day: int, month: int, year: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        pass
    if (day, month) == (29, 2):
        raise Mistake(_("Tahun %(year)s tidak punya 29 Februari. Periksa tahunnya.") % {"year": year}, ("day", "year"))
    sentence = _("Bulan itu tidak punya tanggal %(day)s. Periksa tanggal dan bulannya.")
    raise Mistake(sentence % {"day": day}, ("day", "month"))


def _day(raw: str) -> int:
    value = _digits(raw)
    if value is None or not 1 <= value <= 31:
        raise Mistake(_("Tanggal adalah angka 1 sampai 31."), ("day",))
    return value


def _month(raw: str) -> int:
    value = _MONTHS.get(raw.strip().strip(".").lower()) or _digits(raw)
    if value is None or not 1 <= value <= 12:
        raise Mistake(_("Bulan adalah angka 1 sampai 12."), ("month",))
    return value


def _year(raw: str) -> int:
    value = _digits(raw)
    if value is None or not 1000 <= value <= 9999:
        raise Mistake(_("Tulis tahun dengan empat angka, misalnya 1974."), ("year",))
    if not EARLIEST_YEAR <= value <= LATEST_YEAR:
        raise Mistake(_("Tahun %(year)s tidak mungkin benar. Periksa tahunnya.") % {"year": value}, ("year",))
    return value


def _digits(raw: str) -> int | None:
    text = raw.strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None
