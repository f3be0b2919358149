"""Made-up people and their cases, told with the real verbs. The demonstration and the tests are told with it.

Names are those of `CONTRIBUTING.md`: Ayu applies, Budi is a stranger, Citra verifies, Dewi decides, Eko sponsors.
All of them are invented; their country is UTO, the specimens' country of ICAO Doc 9303.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from seluma.cli import specimens
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.lib import mrz
from seluma.lib.ids import Ref

STUDENT = "itas-student-extension"
VISIT = "visit-extension"
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


def cast(*, at: dt.datetime) -> dict[str, Actor]:
    """Register everybody of `ROLES` with their organisations; who they are by role."""
    for agency in catalogue.agencies():
        people.create_organisation(code=agency.code, name=agency.name.id, kind="agency", by=SYSTEM, at=at)
    found = {}
    for key, (name, email, role, code) in ROLES.items():
        account = people.register(
            email=email, name=name, password=PASSWORD, language="id", by=SYSTEM, at=at, confirmed=True
        )
        if role != "applicant":
            organisation = people.organisation(code).id if code else None
            people.grant_role(account=account, role=role, organisation=organisation, by=SYSTEM, at=at)
        found[key] = people.actor_of(account)
    return found


def student_answers(person: Person, at: dt.datetime, **changes: Any) -> dict[str, Any]:
    """Complete answers for a pupil whose permit ends in forty days."""
    today = at.date()
    answers: dict[str, Any] = {
        "visa_index": "E30A",
        "permit_number": "2C11JE0001-X",
        "permit_expires_on": (today + dt.timedelta(days=40)).isoformat(),
        "first_granted_on": (today - dt.timedelta(days=325)).isoformat(),
        "earlier_extensions": 0,
        "school_name": "SMA Negeri Contoh 1",
        "student_number": "0042",
        "study_until": (today + dt.timedelta(days=700)).isoformat(),
        "guarantor_kind": "school",
        "guarantor_name": "SMA Negeri Contoh 1",
        "guarantor_phone": "+62 736 111 1111",
        "extension_length": "1y",
        **_about(person, today),
    }
    return {**answers, **changes}


def visit_answers(person: Person, at: dt.datetime, **changes: Any) -> dict[str, Any]:
    """Complete answers for a visitor with a visa on arrival that ends in ten days."""
    today = at.date()
    answers: dict[str, Any] = {
        "visa_index": "B1",
        "entered_on": (today - dt.timedelta(days=20)).isoformat(),
        "permit_expires_on": (today + dt.timedelta(days=10)).isoformat(),
        "earlier_extensions": 0,
        "extension_length": "30d",
        "reason": "Ingin melihat pantai dan kebun kopi lebih lama.",
        **_about(person, today),
    }
    return {**answers, **changes}


def _about(person: Person, today: dt.date) -> dict[str, Any]:
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


def draft(
    actor: Actor, service: str, answers: Mapping[str, Any], person: Person, *, at: dt.datetime, seed: int = 0
) -> UUID:
    """Open a draft, answer everything and hand in every required document; the case's id."""
    case = cases.start(service=service, by=actor, at=at)
    cases.answer(case=case, changes=answers, by=actor, at=at)
    version = catalogue.service(service, on=at.date())
    expires = dt.date.fromisoformat(answers["passport_expires_on"])
    for spec in catalogue.required_documents(version, dict(answers)):
        filename, data = paper(spec.key, person, expires, seed=seed)
        cases.attach(case=case, slot=spec.key, filename=filename, data=data, by=actor, at=at)
    return case


def filed(
    actor: Actor,
    service: str,
    person: Person = ANNA,
    *,
    at: dt.datetime,
    seed: int = 0,
    **changes: Any,
) -> UUID:
    """A filed application; the case's id."""
    answers = (student_answers if service == STUDENT else visit_answers)(person, at, **changes)
    case = draft(actor, service, answers, person, at=at, seed=seed)
    cases.submit(case=case, by=actor, at=at)
    return case


def verified(case: UUID, citra: Actor, *, at: dt.datetime) -> None:
    """Citra takes the case, accepts every document and passes it on."""
    cases.claim(case=case, by=citra, at=at)
    for document in cases.desk_case(citra, case, at=at).documents:
        cases.accept_document(case=case, document=document.id, digest=document.digest, by=citra, at=at)
    cases.verify(case=case, by=citra, at=at)


def answered(case: UUID, partner: Actor, *, at: dt.datetime, verdict: str = agencies.YES) -> None:
    """The institution answers what it was asked about the case."""
    for question in agencies.questions(Ref("case", case)):
        agencies.answer(
            question=question.id,
            verdict=verdict,
            remark="" if verdict == agencies.YES else "Tidak ada murid dengan nomor induk ini.",
            by=partner,
            at=at,
        )


def priced(case: UUID, cashier: Actor, *, at: dt.datetime, amount: int = 3_000_000) -> payments.Bill:
    """The bill of the case, its amount confirmed by the cashier where it was uncertain."""
    (bill,) = [bill for bill in payments.bills(Ref("case", case)) if bill.state != payments.VOID]
    if bill.state == payments.AMOUNT_AWAITED:
        cases.set_amount(case=case, bill=bill.id, amount=amount, source=TARIFF, by=cashier, at=at)
    return bill


def coded(case: UUID, payer: Actor, *, at: dt.datetime) -> None:
    """The payer asks for the code of the case's bill."""
    (bill,) = [bill for bill in payments.bills(Ref("case", case)) if bill.state != payments.VOID]
    payments.request_code(bill=bill.id, by=payer, at=at)


def paid(case: UUID, payer: Actor, cashier: Actor, *, at: dt.datetime) -> None:
    """The bill is priced, and paid at the demonstration's bank."""
    bill = priced(case, cashier, at=at)
    payments.request_code(bill=bill.id, by=payer, at=at)
    payments.start_payment(bill=bill.id, provider="demo", by=payer, at=at)
