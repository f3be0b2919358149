"""Where each field stands, for the five formats (ICAO Doc 9303 parts 4 to 7).

Positions are counted from 0 and the end is exclusive; the documents count from 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Format = Literal["TD1", "TD2", "TD3", "MRV-A", "MRV-B"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters within one line."""

    line: int
    start: int
    stop: int

    @property
    def width(self) -> int:
        """How many characters the field has."""
        return self.stop - self.start

    def of(self, lines: Sequence[str]) -> str:
        """The characters of this field in these lines."""
        return lines[self.line][self.start : self.stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One format: its size and the place of each field and check digit.

    The defaults are what the four formats of two lines share; TD1 differs.
    ``first_letters`` are the first letters a document code may have.
    ``composite`` lists what the composite check digit is computed over; it is
    empty where the format has none (both visas). ``long_numbers`` tells whether
    a number of more than nine characters may run on into the optional data.
    """

    format: Format
    line_count: int = 2
    line_width: int
    first_letters: str
    name: Span
    optional: Span
    document_code: Span = Span(0, 0, 2)
    issuer: Span = Span(0, 2, 5)
    number: Span = Span(1, 0, 9)
    number_check: Span = Span(1, 9, 10)
    nationality: Span = Span(1, 10, 13)
    birth_date: Span = Span(1, 13, 19)
    birth_date_check: Span = Span(1, 19, 20)
    sex: Span = Span(1, 20, 21)
    expiry_date: Span = Span(1, 21, 27)
    expiry_date_check: Span = Span(1, 27, 28)
    optional_2: Span | None = None
    optional_check: Span | None = None
    composite: tuple[Span, ...] = ()
    composite_check: Span | None = None
    long_numbers: bool = False


TD1: Final = Layout(  # Doc 9303-5, section 4.2
    format="TD1",
    line_count=3,
    line_width=30,
    first_letters="ACI",
    name=Span(2, 0, 30),
    number=Span(0, 5, 14),
    number_check=Span(0, 14, 15),
    optional=Span(0, 15, 30),
    birth_date=Span(1, 0, 6),
    birth_date_check=Span(1, 6, 7),
    sex=Span(1, 7, 8),
    expiry_date=Span(1, 8, 14),
    expiry_date_check=Span(1, 14, 15),
    nationality=Span(1, 15, 18),
    optional_2=Span(1, 18, 29),
    composite=(Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
    composite_check=Span(1, 29, 30),
    long_numbers=True,
)

TD2: Final = Layout(  # Doc 9303-6, section 4.2
    format="TD2",
    line_width=36,
    first_letters="ACI",
    name=Span(0, 5, 36),
    optional=Span(1, 28, 35),
    composite=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)),
    composite_check=Span(1, 35, 36),
    long_numbers=True,
)

TD3: Final = Layout(  # Doc 9303-4, section 4.2
    format="TD3",
    line_width=44,
    first_letters="P",
    name=Span(0, 5, 44),
    optional=Span(1, 28, 42),
    optional_check=Span(1, 42, 43),
    composite=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)),
    composite_check=Span(1, 43, 44),
)

MRV_A: Final = Layout(  # Doc 9303-7, section 4.2: no composite check digit
    format="MRV-A",
    line_width=44,
    first_letters="V",
    name=Span(0, 5, 44),
    optional=Span(1, 28, 44),
)

MRV_B: Final = Layout(  # Doc 9303-7, section 5.2: no composite check digit
    format="MRV-B",
    line_width=36,
    first_letters="V",
    name=Span(0, 5, 36),
    optional=Span(1, 28, 36),
)
