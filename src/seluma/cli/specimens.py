"""Made-up papers for the demonstration, the journey and the tests: drawn here, marked as samples, of nobody.

The country is UTO (Utopia), which ICAO Doc 9303 uses for specimens.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

SPECIMEN_MRZ = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
"""The specimen of ICAO Doc 9303-4: its passport ended on 15 April 2012."""

_INK, _PAPER, _SEA, _SAND = "#14202b", "#fbfaf6", "#0b3954", "#e7e1d2"


def passport_page(mrz: Sequence[str], *, name: str, number: str, born: str, expires: str) -> bytes:
    """The data page of a passport as PNG, 1180 × 820 pixels, with its machine-readable zone in evenly set letters."""
    image = Image.new("RGB", (1180, 820), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1180, 74), fill=_SEA)
    draw.text((40, 18), "UTOPIA · PASSPORT · PASPOR · SPECIMEN", fill="white", font=_font(32))
    _portrait(draw, (50, 120), 300)
    facts = (("Name / Nama", name), ("Passport no. / No. paspor", number), ("Nationality / Kewarganegaraan", "UTO"))
    facts += (("Date of birth / Tanggal lahir", born), ("Date of expiry / Berlaku sampai", expires))
    for index, (label, value) in enumerate(facts):
        draw.text((410, 120 + index * 92), label, fill="#5a6670", font=_font(22))
        draw.text((410, 148 + index * 92), value, fill=_INK, font=_font(32))
    for row, line in enumerate(mrz):
        for column, letter in enumerate(line):
            draw.text((52 + column * 25, 680 + row * 56), letter, fill=_INK, font=_font(34), anchor="ma")
    return _png(image)


def portrait(*, seed: int = 0) -> bytes:
    """A portrait photo of nobody as JPEG, 480 × 640 pixels."""
    image = Image.new("RGB", (480, 640), ("#dfe8ee", "#e8e3d8", "#dde7dd", "#ebe0e0")[seed % 4])
    _portrait(ImageDraw.Draw(image), (40, 60), 400, frame=False)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def letter(title: str, lines: Sequence[str]) -> bytes:
    """A one-page letter as PDF."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1240, 22), fill=_SEA)
    draw.text((110, 120), title, fill=_INK, font=_font(44))
    draw.line((110, 190, 1130, 190), fill="#b7791f", width=3)
    for index, line in enumerate(lines):
        draw.text((110, 250 + index * 52), line, fill=_INK, font=_font(28))
    draw.text((110, 1640), "SAMPLE · CONTOH · not a real document", fill="#a52a22", font=_font(26))
    stream = io.BytesIO()
    image.save(stream, "PDF", resolution=150.0)
    return stream.getvalue()


def _portrait(draw: ImageDraw.ImageDraw, at: tuple[int, int], width: int, *, frame: bool = True) -> None:
    left, top = at
    height = width * 4 // 3
    if frame:
        draw.rectangle((left, top, left + width, top + height), fill=_SAND, outline="#b9b09c")
    middle = left + width // 2
    head = width // 4
    draw.ellipse((middle - head, top + height // 6, middle + head, top + height // 6 + head * 5 // 2), fill="#8c7763")
    draw.chord(
        (left + width // 10, top + height * 5 // 8, left + width * 9 // 10, top + height * 11 // 8), 180, 360, _SEA
    )


def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=False)
    return stream.getvalue()
