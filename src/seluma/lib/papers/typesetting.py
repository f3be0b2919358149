"""From data to a tagged PDF (PDF/UA-1, ISO 14289-1).

Data enters only as JSON beside the template, so markup in a name stays a name; no typst source is ever built from
answers. The same data, images and timestamp give the same bytes.

PDF/A is not claimed: it forbids the hidden signature widget that PDF/UA needs (see `signing`).
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(__file__).resolve().parents[4] / "node_modules" / "@expo-google-fonts"

# One folder a weight: the Chinese face has 10 MB a weight, so only those that the templates name are opened.
FACES = (
    "plus-jakarta-sans/400Regular",
    "plus-jakarta-sans/600SemiBold",
    "plus-jakarta-sans/700Bold",
    "noto-sans/400Regular",
    "noto-sans/600SemiBold",
    "noto-sans/700Bold",
    "noto-sans-arabic/400Regular",
    "noto-sans-arabic/700Bold",
    "noto-sans-sc/400Regular",
    "noto-sans-sc/700Bold",
)
NO_GLYPH = "could not be displayed"
# Line breaks and tabs are set as such.
_BREAKS = str.maketrans("\n\r\t", "   ")
# A compiler holds one set of inputs; two threads must not exchange them under each other.
_COMPILING = Lock()


class CannotSet(Exception):
    """The paper cannot be set: a character without a glyph, or data that the template does not understand."""


class FontsMissing(CannotSet):
    """The fonts are not installed; they come with the front-end packages."""


def typeset(
    template_name: str,
    data: Mapping[str, Any],
    *,
    timestamp: dt.datetime,
    images: Mapping[str, str] | None = None,
) -> bytes:
    """A tagged PDF from `templates/<template_name>.typ`.

    `data` is anything JSON can say; `images` maps names to SVG text; `timestamp` (aware) becomes the document's date.
    Raises `CannotSet` when a character has no glyph or the template misses a value.
    """
    if timestamp.tzinfo is None:
        raise ValueError("a paper's timestamp needs a time zone")
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True), "images": json.dumps(dict(images or {}))}
    return _compile(template_name, inputs, int(timestamp.timestamp()))


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that no font at hand can set; empty when a paper with it can be made.

    Asks the typesetter itself (about a millisecond), so the answer cannot differ from what happens later. Control
    characters count as missing: nothing on paper stands for them.
    """
    text = text.translate(_BREAKS)
    controls = {char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Cn")}
    rest = "".join(char for char in text if char not in controls)
    if not rest.strip() or _can_set(rest):
        return controls
    found = {char for char in set(rest) if not _can_set(char)}
    # Each alone can be set, together they cannot (a mark on a letter of another script): name all but plain letters.
    return controls | (found or {char for char in rest if not char.isascii()})


def _can_set(text: str) -> bool:
    try:
        _compile("glyphs", {"data": json.dumps({"text": text}), "images": "{}"}, 0)
    except CannotSet as reason:
        if NO_GLYPH in str(reason):
            return False
        raise
    return True


def _compile(template_name: str, inputs: dict[str, str], timestamp: int) -> bytes:
    with _COMPILING:
        try:
            pdf = _compiler(template_name).compile(
                sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"], timestamp=timestamp
            )
        except typst.TypstError as reason:
            raise CannotSet(f"{template_name}: {reason.message}") from reason
    if not isinstance(pdf, bytes):
        raise CannotSet(f"{template_name}: no single PDF came out")
    return pdf


@cache
def _compiler(template_name: str) -> typst.Compiler:
    template = TEMPLATES / f"{template_name}.typ"
    if not template.is_file():
        raise CannotSet(f"there is no template {template_name}")
    return typst.Compiler(template, root=TEMPLATES, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    missing = [face for face in FACES if not (FONTS / face).is_dir()]
    if missing:
        raise FontsMissing(f"Fonts are missing below {FONTS}: {', '.join(missing)}. Setting up again installs them.")
    # Embedded faces stay in: DejaVu Sans Mono sets the machine-readable lines.
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS / face for face in FACES])
