"""Made-up people and their cases, told with the real verbs. The demonstration and the tests are told with it.

Names are those of `CONTRIBUTING.md`: Ayu applies, Budi is a stranger, Citra verifies, Dewi decides, Eko sponsors.
All of them are invented; their country is UTO, the specimens' country of ICAO Doc 9303.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from seluma.cli import specimens
from seluma.cli.characters import (
    ANNA,
    PASSWORD,
    ROLES,
    SKIM,
    STUDENT,
    TARIFF,
    VISA,
    VISIT,
    WORKER,
    Person,
    paper,
)
from seluma.cli.sampling import answers_at, passport_end, student_answers, visit_answers
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.lib.ids import Ref

__all__ = [
    "ANNA",
    "PASSWORD",
    "ROLES",
    "SKIM",
    "STUDENT",
    "TARIFF",
    "VISA",
    "VISIT",
    "WORKER",
    "Person",
    "answered",
    "answered_back",
    "cast",
    "coded",
    "draft",
    "filed",
    "paid",
    "paper",
    "priced",
    "student_answers",
    "verified",
    "visit_answers",
    "wrote",
]


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


def draft(
    actor: Actor, service: str, answers: Mapping[str, Any], person: Person, *, at: dt.datetime, seed: int = 0
) -> UUID:
    """Open a draft, answer everything and hand in every required document; the case's id."""
    case = cases.start(service=service, by=actor, at=at)
    cases.answer(case=case, changes=answers, by=actor, at=at)
    version = catalogue.service(service, on=timezone.localdate(at))
    expires = passport_end(answers, at.date())
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
    answers = answers_at(service, person, at, **changes)
    case = draft(actor, service, answers, person, at=at, seed=seed)
    cases.submit(case=case, by=actor, at=at)
    return case


def verified(case: UUID, citra: Actor, *, at: dt.datetime) -> None:
    """Citra takes the case, accepts every document and passes it on."""
    cases.claim(case=case, by=citra, at=at)
    for document in cases.desk_case(citra, case, at=at).documents:
        cases.accept_document(case=case, document=document.id, digest=document.digest, by=citra, at=at)
    cases.verify(case=case, by=citra, at=at)


def wrote(case: UUID, who: Actor, text: str = "Contoh pesan.", *, at: dt.datetime, attached: bool = False) -> UUID:
    """Somebody writes about the case, with a paper if wanted; the paper's id, else the message's."""
    files = [paper("guarantor_letter", ANNA, dt.date(2030, 1, 1))] if attached else []
    message = cases.send_message(case=case, text=text, attachments=files, by=who, at=at)
    thread = cases.conversation(who, case, at=at).messages
    return thread[-1].attachments[0].id if attached else message


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


def answered_back(
    case: UUID, officer: Actor, *, at: dt.datetime, verdict: str = "granted", reason: str = "", reference: str = ""
) -> None:
    """The authority's answer to a case that was handed over, as an officer enters it."""
    handover = cases.desk_case(officer, case, at=at).handover
    data = specimens.letter("contoh", ["Dokumen contoh, tidak berlaku."]) if verdict == "granted" else b""
    answer = cases.AnswerGiven(
        reference=reference or (handover.reference if handover else "") or f"CONTOH-{case.hex[-8:].upper()}",
        verdict=verdict,
        reason=reason,
        filename="jawaban-contoh.pdf",
        data=data,
    )
    cases.answer_back(case=case, answer=answer, by=officer, at=at)


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
