"""C40: three characters in two bytes (ICAO Doc 9303-13, section 2.6).

Only what the standard uses of the Data Matrix encoding: digits, letters A-Z and
the space, which stands for the filler ``<`` of an MRZ. Three values u, v, w make
the number 1600 u + 40 v + w + 1. Two left-over characters are filled up with a
Shift 1 (value 0); one left-over character is written as the byte FE ("unlatch")
and its ASCII code plus one.
"""

from typing import Final

from seluma.lib.vds.errors import Unreadable, Unwritable

_CHARACTERS: Final = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_VALUE: Final = 3
_VALUES: Final = {character: value for value, character in enumerate(_CHARACTERS, _FIRST_VALUE)}
_SHIFT: Final = 0
_UNLATCH: Final = 0xFE


def encode(text: str) -> bytes:
    """Encode digits, capital letters, spaces and ``<`` (written as a space).

    Raises Unwritable for any other character.
    """
    written = text.replace("<", " ")
    for character in written:
        if character not in _VALUES:
            raise Unwritable(f"The character {character!r} cannot be written in C40.")
    return b"".join(_encode_group(written[start : start + 3]) for start in range(0, len(written), 3))


def decode(data: bytes) -> str:
    """Decode what ``encode`` writes; fillers come back as spaces.

    Raises Unreadable for anything else: an odd number of bytes, a value out of
    range, a shift or an unlatch anywhere but in the last two bytes.
    """
    if len(data) % 2:
        raise Unreadable("C40 text has an even number of bytes; this has an odd one.")
    pairs = [data[start : start + 2] for start in range(0, len(data), 2)]
    last = len(pairs) - 1
    return "".join(_decode_pair(pair, is_last=position == last) for position, pair in enumerate(pairs))


def _encode_group(group: str) -> bytes:
    if len(group) == 1:
        return bytes((_UNLATCH, ord(group) + 1))
    first, second, *rest = (_VALUES[character] for character in group)
    third = rest[0] if rest else _SHIFT
    return (1600 * first + 40 * second + third + 1).to_bytes(2, "big")


def _decode_pair(pair: bytes, *, is_last: bool) -> str:
    if pair[0] == _UNLATCH:
        character = chr(pair[1] - 1) if pair[1] else ""
        if not is_last or character not in _VALUES:
            raise Unreadable("The C40 text has an unlatch where none may stand.")
        return character
    number = int.from_bytes(pair, "big") - 1
    values = [number // 1600, number // 40 % 40, number % 40]
    if is_last and values[2] == _SHIFT:
        values.pop()
    if not all(_FIRST_VALUE <= value < 40 for value in values):
        raise Unreadable(f"The bytes {pair.hex()} are no C40 text.")
    return "".join(_CHARACTERS[value - _FIRST_VALUE] for value in values)
