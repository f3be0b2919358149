"""What applicants and officers do in the tests of the applicant's pages: by real verbs, and through the pages."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.people import api as people
from seluma.lib.ids import Ref, new_id
from tests.domains.documents import papers

VISIT, STUDENT = "visit-extension", "itas-student-extension"
PASSWORD = "hujan di atas kebun kopi"


class Somebody:
    """A person with an account, and a browser in which they are signed in."""

    def __init__(self, name: str, *roles: str, organisation: UUID | None = None) -> None:
        self.name = name
        email = f"{name.lower()}-{new_id().hex[-6:]}@contoh.example"
        self.id = people.register(
            email=email,
            name=name,
            password=PASSWORD,
            language="id",
            by=access.SYSTEM,
            at=timezone.now(),
            confirmed=True,
        )
        for role in roles:
            people.grant_role(
                account=self.id, role=role, organisation=organisation, by=access.SYSTEM, at=timezone.now()
            )
        self.browser = Client()
        self.browser.force_login(get_user_model().objects.get(pk=self.id))

    @property
    def actor(self) -> access.Actor:
        return people.actor_of(self.id)

    def opens(self, address: str, **more: Any) -> Any:
        return self.browser.get(address, **more)

    def sends(self, address: str, **typed: Any) -> Any:
        """Post a form as the page would, with a fresh key. Names with `__` stand for the dashes of date boxes."""
        data = {name.replace("__", "-"): value for name, value in typed.items()}
        return self.browser.post(address, {"_key": str(new_id()), **data})


def day(days: int) -> str:
    """So many days from today, at the office."""
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def boxes(name: str, iso: str) -> dict[str, str]:
    """A date as its three boxes are posted."""
    year, month, number = iso.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def visit_answers(**changed: Any) -> dict[str, Any]:
    given = {
        "visa_index": "B1",
        "entered_on": day(-15),
        "permit_expires_on": day(14),
        "earlier_extensions": 0,
        "full_name": "Anna Maria Eriksson",
        "birth_date": "1974-08-12",
        "sex": "F",
        "nationality": "SWE",
        "passport_number": "L898902C3",
        "passport_expires_on": day(900),
        "mrz_primary": "ERIKSSON",
        "mrz_secondary": "ANNA MARIA",
        "extension_length": "30d",
        "reason": "Menjenguk keluarga di Tais.",
        "address": "Jalan Merdeka 1, Tais",
        "district": people.districts()[0].code,
        **changed,
    }
    return {key: value for key, value in given.items() if value is not None}


def student_answers(**changed: Any) -> dict[str, Any]:
    return visit_answers(
        **{
            "visa_index": "E30A",
            "entered_on": None,
            "reason": None,
            "permit_number": "2D1XE0012345",
            "permit_expires_on": day(50),
            "first_granted_on": day(-300),
            "school_name": "SMA Negeri 1 Seluma",
            "study_until": day(700),
            "guarantor_kind": "school",
            "guarantor_name": "SMA Negeri 1 Seluma",
            "guarantor_phone": "+62736123456",
            "extension_length": "1y",
            **changed,
        }
    )


def starts(person: Somebody, service: str = VISIT) -> UUID:
    return cases.start(service=service, by=person.actor, at=timezone.now())


def fills_in(person: Somebody, case: UUID, answers: dict[str, Any] | None = None) -> None:
    cases.answer(case=case, changes=answers or visit_answers(), by=person.actor, at=timezone.now())


def hands_in(person: Somebody, case: UUID, slot: str) -> documents.Document:
    now = timezone.now()
    return cases.attach(case=case, slot=slot, filename=f"{slot}.jpg", data=papers.jpeg(), by=person.actor, at=now)


def completes(person: Somebody, service: str = VISIT, **changed: Any) -> UUID:
    """A draft with everything in it."""
    case = starts(person, service)
    fills_in(person, case, student_answers(**changed) if service == STUDENT else visit_answers(**changed))
    draft = cases.filling(person.actor, case, at=timezone.now())
    for spec in catalogue.required_documents(draft.service, draft.answers):
        hands_in(person, case, spec.key)
    return case


def files(person: Somebody, service: str = VISIT, **changed: Any) -> UUID:
    case = completes(person, service, **changed)
    cases.submit(case=case, by=person.actor, at=timezone.now())
    return case


def page_of(person: Somebody, case: UUID) -> cases.CasePage:
    return cases.case_page(person.actor, case, at=timezone.now())


def is_verified(case: UUID, citra: Somebody) -> None:
    cases.claim(case=case, by=citra.actor, at=timezone.now())
    for paper in documents.documents(Ref("case", case)):
        cases.accept_document(case=case, document=paper.id, digest=paper.digest, by=citra.actor, at=timezone.now())
    cases.verify(case=case, by=citra.actor, at=timezone.now())


def is_returned(case: UUID, citra: Somebody, *, questions: dict[str, str], slots: dict[str, str]) -> None:
    cases.claim(case=case, by=citra.actor, at=timezone.now())
    cases.return_case(
        case=case, questions=questions, slots=slots, remark="Dua hal saja.", by=citra.actor, at=timezone.now()
    )


def worker_runs() -> None:
    journal.deliver_all()


def text_of(response: Any) -> str:
    """What a reader sees of the page."""
    body = re.sub(r"(?s)<(head|script|header|footer)\b.*?</\1>", " ", response.content.decode())
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))
