"""Made-up people and their papers for the demonstration, the journey and the tests. No Django here.

All of them are invented; their country is UTO, the specimens' country of ICAO Doc 9303.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from seluma.cli import specimens
from seluma.lib import mrz

STUDENT = "itas-student-extension"
SKIM = "skim"
VISA = "visa-c2"
VISIT = "visit-extension"
WORKER = "itas-worker-extension"
PASSWORD = "sampel-bukan-rahasia"  # noqa: S105 - the demonstration's, printed and written to var/demo.json
TARIFF = "PP 45/2024, sebagaimana dikutip dalam daftar tarif kantor (contoh)"

ROLES: dict[str, tuple[str, str, str, str | None]] = {
    "applicant": ("Anna Maria Eriksson", "ayu@contoh.example", "applicant", None),
    "applicant_2": ("Budi Utopia", "budi@contoh.example", "applicant", None),
    "sponsor": ("Eko Prasetyo", "eko@contoh.example", "sponsor", None),
    "verifier": ("Citra Lestari", "citra@contoh.example", "verifier", None),
    "verifier_2": ("Fajar Hidayat", "fajar@contoh.example", "verifier", None),
    "decider": ("Dewi Anggraini", "dewi@contoh.example", "decider", None),
    "decider_2": ("Gita Permata", "gita@contoh.example", "decider", None),
    "partner_education": ("Hasan Basri", "pendidikan@contoh.example", "partner", "dinas-pendidikan"),
    "partner_labour": ("Intan Sari", "tenaga-kerja@contoh.example", "partner", "dinas-tenaga-kerja"),
    "head": ("Kartika Dewanti", "kepala@contoh.example", "head", None),
    "administrator": ("Joko Santoso", "administrator@contoh.example", "administrator", None),
}
"""Who is who: (name, e-mail, role, code of the organisation)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a case is about: data of a passport."""

    full_name: str
    primary: str
    secondary: str
    born: str
    sex: str
    number: str
    nationality: str = "UTO"

    def zone(self, expires: dt.date) -> list[str]:
        """The passport's machine-readable zone."""
        birth = "".join(part if part.strip("0") else "<<" for part in (self.born[2:4], self.born[5:7], self.born[8:]))
        return mrz.compose_td3(
            issuer=self.nationality,
            primary=self.primary,
            secondary=self.secondary,
            number=self.number,
            nationality=self.nationality,
            birth_date=birth,
            sex=self.sex,
            expiry_date=expires,
            optional="",
        )


ANNA = Person("Anna Maria Eriksson", "ERIKSSON", "ANNA MARIA", "1974-08-12", "F", "L898902C3")


def about(person: Person, today: dt.date) -> dict[str, Any]:
    """What every application says about the person: passport and home."""
    return {
        "full_name": person.full_name,
        "birth_date": person.born,
        "sex": person.sex,
        "nationality": person.nationality,
        "passport_number": person.number,
        "passport_expires_on": (today + dt.timedelta(days=1500)).isoformat(),
        "mrz_primary": person.primary,
        "mrz_secondary": person.secondary or None,
        "address": "Jalan Contoh 5, Kelurahan Pasar",
        "district": "17.05.02",
        "phone": "+62 812 0000 0001",
    }


def paper(slot: str, person: Person, passport_expires: dt.date, *, seed: int = 0) -> tuple[str, bytes]:
    """A made-up file for a slot: (filename, bytes)."""
    if slot == "passport_page":
        zone = person.zone(passport_expires)
        born = person.born.replace("-00", "-XX")
        page = specimens.passport_page(
            zone, name=person.full_name, number=person.number, born=born, expires=passport_expires.isoformat()
        )
        return "paspor.png", page
    if slot == "photo":
        return "pasfoto.jpg", specimens.portrait(seed=seed)
    return f"{slot}.pdf", specimens.letter(slot.replace("_", " "), [person.full_name, person.number, "Contoh belaka."])
