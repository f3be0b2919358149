"""The name field: primary identifier, two fillers, secondary identifier.

ICAO Doc 9303-3 section 4.6 (which characters) and Doc 9303-4 section 4.2.3, with
the same rule in parts 5, 6 and 7 (names that are too long).
"""

import re
from typing import Final

from seluma.lib.mrz.errors import Uncomposable

_FIELD: Final = re.compile(r"[A-Z]+(?:<[A-Z]+)*(?:<<[A-Z]+(?:<[A-Z]+)*)?<*")
_APOSTROPHES: Final = "'’‘ʼʻ`´"
_SEPARATORS: Final = " <-,\u00a0‐‑‒–"


def is_name_field(text: str) -> bool:
    """Tell whether a name field has the form that Doc 9303 prescribes."""
    return _FIELD.fullmatch(text) is not None


def split_name(text: str) -> tuple[str, str]:
    """Return primary and secondary identifier, components parted by one space.

    The secondary is "" for a person of one name (and for a primary identifier
    so long that nothing of the secondary was printed).
    """
    primary, _, secondary = text.strip("<").partition("<<")
    return _spaced(primary), _spaced(secondary)


def name_field(primary: str, secondary: str, width: int) -> str:
    """Write a name into ``width`` characters, truncated by the rule if need be.

    A name that fits is followed by fillers. One that does not ends in a letter
    at the last position, which is how a reader knows that it may be truncated:
    the secondary identifier is cut first; where not even its initial has room,
    the primary is cut until three positions are free for two fillers and that
    initial.

    Raises Uncomposable for a character other than A-Z and what separates names.
    """
    first = _components(primary, "primary")
    second = _components(secondary, "secondary")
    if not first:
        raise Uncomposable("The primary identifier of the name is empty.")
    if not second:
        return _fit(first, width).ljust(width, "<")
    whole = "<".join(first) + "<<" + "<".join(second)
    if len(whole) <= width:
        return whole.ljust(width, "<")
    start = _fit(first, width - 3)
    return start + "<<" + _fit(second, width - len(start) - 2)


def _spaced(identifier: str) -> str:
    return " ".join(part for part in identifier.split("<") if part)


def _components(identifier: str, which: str) -> list[str]:
    """Split an identifier into its components, in capital letters A-Z.

    Apostrophes are dropped; spaces, hyphens and commas part components
    (Doc 9303-3, section 4.6).
    """
    kept: list[str] = []
    for character in identifier:
        if character in _APOSTROPHES:
            continue
        if character in _SEPARATORS:
            kept.append("<")
        elif character.isascii() and character.isalpha():
            kept.append(character.upper())
        else:
            raise Uncomposable(
                f"The {which} identifier has the character {character!r}, which an MRZ "
                "cannot carry; transliterate the name first."
            )
    return [part for part in "".join(kept).split("<") if part]


def _fit(components: list[str], width: int) -> str:
    """Join components in at most ``width`` characters, a cut ending in a letter.

    Where the cut would fall on a filler, the longest component before it gives
    up its last letter; where all of those are initials, the first two join.
    """
    text = "<".join(components)
    if len(text) <= width:
        return text
    if text[width - 1] != "<":
        return text[:width]
    before = text[: width - 1].split("<")
    longest = max(range(len(before)), key=lambda index: len(before[index]))
    if len(before[longest]) == 1:
        return _fit([before[0] + components[1], *components[2:]], width)
    shortened = list(components)
    shortened[longest] = components[longest][:-1]
    return _fit(shortened, width)
