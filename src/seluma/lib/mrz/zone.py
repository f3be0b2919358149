"""What a machine readable zone says, once read."""

from dataclasses import dataclass

from seluma.lib.mrz.layouts import Format


@dataclass(frozen=True, slots=True)
class Checks:
    """For each check digit whether it is right; None where the format has none."""

    number: bool
    birth_date: bool
    expiry_date: bool
    optional: bool | None = None
    composite: bool | None = None

    @property
    def all_right(self) -> bool:
        """Whether no check digit is wrong."""
        return all(value is not False for value in self.by_name().values())

    def by_name(self) -> dict[str, bool]:
        """The checks that the format has, in the order in which they stand."""
        everything = {
            "number": self.number,
            "birth_date": self.birth_date,
            "expiry_date": self.expiry_date,
            "optional": self.optional,
            "composite": self.composite,
        }
        return {name: value for name, value in everything.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Mrz:
    """The fields of a machine readable zone, without their trailing fillers.

    ``primary`` and ``secondary`` have spaces where the zone has single fillers;
    ``secondary`` is "" for a person of one name. Dates are as printed, YYMMDD,
    unknown parts as ``<<``. ``sex`` is as printed: F, M, or ``<`` (unspecified).
    ``number`` is the whole number, also where it ran on into the optional data,
    and ``optional`` then is what remained. ``optional_2`` exists only in TD1
    (the second line). Fillers inside a number or optional data stay ``<``.

    ``valid``: every check digit is right and every field has the form that its
    format prescribes. It says nothing about whether the document is genuine.
    """

    format: Format
    document_code: str
    issuer: str
    primary: str
    secondary: str
    number: str
    nationality: str
    birth_date: str
    sex: str
    expiry_date: str
    optional: str
    optional_2: str
    checks: Checks
    valid: bool

    def as_json(self) -> dict[str, object]:
        """The keys of ``./seluma mrz read --json``.

        The two optional fields of TD1 are given as one, parted by a space
        (which an MRZ cannot contain) where both are used.
        """
        return {
            "format": self.format,
            "document_code": self.document_code,
            "issuer": self.issuer,
            "primary": self.primary,
            "secondary": self.secondary,
            "number": self.number,
            "nationality": self.nationality,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "expiry_date": self.expiry_date,
            "optional": " ".join(filter(None, (self.optional, self.optional_2))),
            "checks": self.checks.by_name(),
            "valid": self.valid,
        }
