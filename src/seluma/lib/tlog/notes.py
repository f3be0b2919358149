"""Signed notes (C2SP signed-note): a text and the signature lines below it. Strict; nothing is verified here."""

import re
from dataclasses import dataclass
from typing import Final

from seluma.lib.tlog.encoding import bytes_of, text_of
from seluma.lib.tlog.errors import Unreadable, Unwritable

LONGEST: Final = 1_000_000
"""Bytes of a note."""
MOST_SIGNATURES: Final = 100
"""Readers must take 16; every signature is work for them."""

_DASH: Final = "\u2014 "
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as it stands below a note: whose, the key's id (four bytes), and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """The line, with its newline."""
        return f"{_DASH}{self.name} {text_of(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures."""

    text: str
    signatures: tuple[SignatureLine, ...]

    def signed_by(self, *more: SignatureLine) -> "Note":
        """The note with further signatures; one that is there already is not repeated."""
        return Note(self.text, (*self.signatures, *(line for line in more if line not in self.signatures)))


def read_note(data: bytes) -> Note:
    """Read a signed note.

    Raises Unreadable when it is not UTF-8, has control characters, no blank line before its signatures, a signature
    line of another form, more than a million bytes or more than a hundred signatures.
    """
    text = read_text(data, "The note")
    if not text.endswith("\n"):
        raise Unreadable("The note does not end with a newline.")
    cut = text.rfind("\n\n")
    if cut < 0:
        raise Unreadable("The note has no blank line before its signatures.")
    return Note(text[: cut + 1], read_signatures(text[cut + 2 :]))


def write_note(note: Note) -> bytes:
    """The bytes of a note; raises Unwritable for what `read_note` would not read back."""
    try:
        data = "".join((note.text, "\n", *(line.text for line in note.signatures))).encode()
        again = read_note(data)
    except (Unreadable, UnicodeEncodeError) as reason:
        raise Unwritable(f"This cannot be written as a note. {reason}") from None
    if again != note:
        raise Unwritable("This cannot be written as a note: it would be read as another one.")
    return data


def read_text(data: bytes, what: str) -> str:
    """Bytes as the text that notes and proofs are made of: UTF-8, no control character but newlines, not too long."""
    if len(data) > LONGEST:
        raise Unreadable(f"{what} has more than {LONGEST:,} bytes.")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Unreadable(f"{what} is not in UTF-8.") from None
    if _CONTROL.search(text):
        raise Unreadable(f"{what} has a control character.")
    return text


def read_signatures(text: str) -> tuple[SignatureLine, ...]:
    """Read signature lines, each with its newline, at least one: also what a witness answers. Raises Unreadable."""
    if not text:
        raise Unreadable("There is no signature.")
    if not text.endswith("\n"):
        raise Unreadable("The last signature line does not end with a newline.")
    lines = text[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Unreadable(f"The note has more than {MOST_SIGNATURES} signatures.")
    return tuple(_signature(line) for line in lines)


def check_name(name: str) -> None:
    """Raise Unreadable when a text may not name a key: empty, or with a space, a plus or a control character."""
    if not name:
        raise Unreadable("The key name is empty.")
    if any(character.isspace() for character in name):
        raise Unreadable(f"The key name {name[:100]!r} has a space.")
    if "+" in name:
        raise Unreadable(f"The key name {name[:100]!r} has a plus sign.")
    if _CONTROL.search(name):
        raise Unreadable("The key name has a control character.")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Unreadable("The key name is not in UTF-8.") from None


def _signature(line: str) -> SignatureLine:
    if not line.startswith(_DASH):
        raise Unreadable("A signature line does not begin with a dash (U+2014) and a space.")
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    check_name(name)
    data = bytes_of(encoded, f"The signature of {name}")
    if len(data) <= 4:
        raise Unreadable(f"The signature of {name} is too short.")
    return SignatureLine(name, data[:4], data[4:])
