"""Words that differ by at most one letter, found through an index of numbers.

A word's numbers are those of the word itself and of the word with each letter left out once. Two words that differ by
one letter (another, one more, one less, two that changed places) share such a number (Garbe, "Symmetric delete", 2012);
few that differ by more do, and `fits` sorts them out. Letters of any script; texts come folded (no accents, no case).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from zlib import crc32

SHORTEST = 3
"""Letters of the shortest word that is also found with one letter wrong; of two letters nearly all would fit."""
LONGEST = 24
"""Letters of a word that count."""
MOST_WORDS = 8
_BEGINNING = 3
"""Letters from which on the beginning of a word in Latin letters finds it; in other scripts one is enough."""


def words(text: str) -> list[str]:
    """The words of a folded text: letters and digits of any script."""
    return [word[:LONGEST] for word in re.findall(r"[^\W_]+", text)]


def keys(text: str, number: str = "") -> list[int]:
    """All numbers by which a name, and the number of a paper, are found; sorted, each once. They fit 32 bits."""
    found: set[int] = set()
    for word in dict.fromkeys(words(text)[: 3 * MOST_WORDS]):
        found |= {_number("~" + form) for form in _forms(word)}
        found |= {begin_key(word[:length]) for length in range(_shortest_beginning(word), len(word) + 1)}
    paper = number_key(number)
    return sorted(found | ({paper} if paper is not None else set()))


def keys_of_typed(word: str) -> list[int]:
    """The numbers of which a word has one that is the typed word, or the typed word with one letter wrong."""
    forms = _forms(word) if len(word) >= SHORTEST else {word}
    return sorted(_number("~" + form) for form in forms)


def begin_key(word: str) -> int:
    """The number of every word that begins so."""
    return _number("^" + word)


def number_key(number: str) -> int | None:
    """The number of a paper's number, however it was typed; None when there is nothing in it."""
    typed = plain(number)
    return _number("#" + typed) if typed else None


def plain(number: str) -> str:
    """A paper's number as it is compared: capitals and digits only."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def fits(asked: Sequence[str], named: Iterable[str]) -> bool:
    """Whether every typed word is one of the names, begins one, or differs from one by one letter."""
    there = list(named)
    return all(any(_alike(word, name) for name in there) for word in asked)


def _alike(word: str, name: str) -> bool:
    if name.startswith(word):
        return True
    return min(len(word), len(name)) >= SHORTEST - 1 and len(word) >= SHORTEST and one_letter_wrong(word, name)


def one_letter_wrong(one: str, other: str) -> bool:
    """Whether the words are equal, or one letter was changed, added, left out, or changed places with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, others = one[start:], other[start:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )


def _forms(word: str) -> set[str]:
    without = {word[:place] + word[place + 1 :] for place in range(len(word))} if len(word) >= SHORTEST - 1 else set()
    return {word} | without


def _shortest_beginning(word: str) -> int:
    return min(_BEGINNING if word.isascii() else 1, len(word))


def _number(form: str) -> int:
    return crc32(form.encode()) - 2**31
