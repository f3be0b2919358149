"""The errors of this package: one for reading, one for writing."""


class Unreadable(ValueError):
    """What was given is no machine readable zone. The message is one sentence."""


class Uncomposable(ValueError):
    """What was given cannot be written in a machine readable zone.

    The message is one sentence that names the field and what is wrong with it.
    """


class Untransliterable(Uncomposable):
    """A name has a character for which ICAO Doc 9303-3 section 6 has no letters.

    ``character`` is that character: Chinese, Greek, Thai, a digit and so on.
    """

    def __init__(self, character: str, name: str) -> None:
        self.character = character
        super().__init__(
            f"The character {character!r} ({name}) has no transliteration "
            "in ICAO Doc 9303-3; type the name as the passport's MRZ has it."
        )
