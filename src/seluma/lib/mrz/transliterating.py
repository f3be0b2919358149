"""From a name in its own script to the letters of an MRZ (Doc 9303-3, section 6).

Only a proposal: what counts is how the person's passport writes the name.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from seluma.lib.mrz import tables
from seluma.lib.mrz.errors import Untransliterable

_APOSTROPHES: Final = "'’‘ʼʻ`´"


def transliterate(name: str, *, language: str | None = None) -> str:
    """Write a name in the letters A-Z, its components parted by ``<``.

    Latin, Cyrillic and Arabic script by the tables of the standard; a letter
    that the tables lack is taken apart and loses its marks (ễ becomes E). White
    space, hyphens and commas part components, apostrophes and other punctuation
    are dropped (Doc 9303-3, section 4.6). ``language`` is the ISO 639-1 code
    that chooses the standard's exceptions for Cyrillic: be, bg, mk, sr or uk.

    Raises Untransliterable, which names the character, for anything else:
    Chinese, Greek, Thai, digits, symbols.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).upper())
    pieces: list[str] = []
    for position, character in enumerate(text):
        pieces.append(_piece(text, position, character, pieces, language))
    return re.sub("<+", "<", "".join(pieces)).strip("<")


def _piece(text: str, position: int, character: str, before: list[str], language: str | None) -> str:
    """The letters for one character; ``before`` is what its predecessors gave."""
    if character == tables.SHADDA:
        return next((piece for piece in reversed(before) if piece.isalpha()), "")
    if character == tables.TEH_MARBUTA:
        is_last = not any(part.isalpha() for part in _rest_of_word(text, position))
        return tables.TEH_MARBUTA_FINAL if is_last else tables.TEH_MARBUTA_ELSEWHERE
    is_first = position == 0 or not text[position - 1].isalpha()
    letters = _letters(character, language, is_first)
    if letters is None:
        label = unicodedata.name(character, "without a name")
        raise Untransliterable(character, label)
    return letters


def _rest_of_word(text: str, position: int) -> str:
    """What follows a character up to the next white space or hyphen."""
    return re.split(r"[\s\-,]", text[position + 1 :], maxsplit=1)[0]


def _letters(character: str, language: str | None, is_first: bool) -> str | None:
    """The letters for a character, or None where there are none."""
    for table in _tables(language, is_first):
        if character in table:
            return table[character]
    if "A" <= character <= "Z":
        return character
    category = unicodedata.category(character)
    if character in _APOSTROPHES:
        return ""
    if category in ("Zs", "Cc", "Pd") or character in ",<\u060c":
        return "<"
    if category in ("Mn", "Cf") or category.startswith("P"):
        return ""
    return _taken_apart(character, language, is_first)


def _tables(language: str | None, is_first: bool) -> list[Mapping[str, str]]:
    chosen: list[Mapping[str, str]] = []
    if language is not None:
        if is_first:
            chosen.append(tables.CYRILLIC_INITIAL_BY_LANGUAGE.get(language, {}))
        chosen.append(tables.CYRILLIC_BY_LANGUAGE.get(language, {}))
    return [*chosen, tables.LATIN, tables.CYRILLIC, tables.ARABIC]


def _taken_apart(character: str, language: str | None, is_first: bool) -> str | None:
    """Try the letters of which Unicode says that a character is composed."""
    parts = unicodedata.normalize("NFKD", character)
    if parts == character:
        return None
    found = [_letters(part.upper(), language, is_first) for part in parts]
    if any(letters is None for letters in found):
        return None
    return "".join(letters for letters in found if letters)
