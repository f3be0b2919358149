"""The journey of any service by its sample: whoever's turn it is acts, until the case has its outcome."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from seluma.cli import characters, sampling, specimens
from seluma.cli.journey import applying, serving
from seluma.cli.journey.scenarios import Case, Told, World
from seluma.cli.refusals import CannotRun

PARTNERS = ("partner_education", "partner_labour")
AMOUNT = 500_000
"""Rupiah that the cashier enters where a service's fee is not certain."""


def any_service(world: World, service: str) -> Told:
    """From sign-up to the outcome, as the pages offer it: what they do not ask for is not done."""
    today = applying.today()
    person = _person(service)
    case = Case(world, service, person)
    answers = sampling.sample(service, person, today)
    case.file(answers, lambda: _papers(case, answers, today), email=f"{service}@perjalanan.example")
    _verify(case, answers)
    _price(case)
    _ask_institutions(case)
    if _owes(case):
        case.pay()
    _conclude(case)
    return case.told


def _person(service: str) -> characters.Person:
    """Somebody of their own for each service: a partner finds the question about them by the name."""
    number = 1 + sampling.services().index(service)
    first = f"ANNA {chr(64 + number)}" if number <= 26 else f"ANNA Z{chr(64 + number - 26)}"
    name = f"{first.title()} Eriksson"
    return characters.Person(name, "ERIKSSON", first, "1990-08-12", "F", f"P{7100000 + number}")


def _papers(case: Case, answers: dict[str, Any], today: dt.date) -> dict[str, tuple[str, bytes]]:
    """A made-up file for each document that the list of tasks asks for."""
    case.robot.open(f"{case.address}isi/")
    expires = sampling.passport_end(answers, today)
    slots = [urlsplit(link).path.rstrip("/").rsplit("/", 1)[1] for link in case.robot.links(f"{case.address}berkas/")]
    return {slot: characters.paper(slot, case.person, expires) for slot in slots}


def _verify(case: Case, answers: dict[str, Any]) -> None:
    citra = case.world.robots["verifier"]
    case.step("take", citra, lambda: case.take(citra, serving.TO_VERIFY, serving.MINE))
    if citra.has_form("baris-paspor/") and "passport_number" in answers:
        zone = case.person.zone(dt.date.fromisoformat(answers["passport_expires_on"]))
        case.step("read passport", citra, lambda: serving.read_zone(citra, case.desk, zone))
    case.step("accept papers", citra, lambda: serving.judge(citra, case.desk))
    case.step("pass on", citra, lambda: serving.verify(citra, case.desk))


def _price(case: Case) -> None:
    citra = case.world.robots["verifier"]
    citra.open(case.desk)
    if citra.links("/biaya/"):
        case.price(AMOUNT)


def _ask_institutions(case: Case) -> None:
    for role in PARTNERS:
        partner = case.world.robots[role]
        if serving.open_question(partner, case.person.full_name):
            act = lambda who=partner: serving.answer_question(who, case.person.full_name)  # noqa: E731
            case.step("answer of the institution", partner, act)


def _owes(case: Case) -> bool:
    case.robot.open(case.address)
    return bool(case.robot.links("/pembayaran/"))


def _conclude(case: Case) -> None:
    """Another officer decides, or hands the case over to whoever does; what the case's page offers tells which."""
    dewi = case.world.robots["decider"]
    case.step("take for decision", dewi, lambda: case.take(dewi, serving.TO_DECIDE, serving.MINE))
    dewi.open(case.desk)
    if not dewi.links("/serahkan-keluar/"):
        case.grant(taken=True)
        return
    case.step("hand over elsewhere", dewi, lambda: serving.forward(dewi, case.desk))
    case.step("number there", dewi, lambda: serving.note_reference(dewi, case.desk, case.told.case))
    paper = specimens.letter("Jawaban contoh", ["Dokumen contoh, tidak berlaku."])
    case.step("answer from there", dewi, lambda: serving.answer_back(dewi, case.desk, paper))
    case.robot.open(case.address)
    if case.robot.links("jawaban.pdf"):
        case.step("fetch answer", case.robot, lambda: case.fetch("jawaban.pdf"))
    citra = case.world.robots["verifier"]
    citra.open(case.desk)
    if citra.links("/pengambilan/"):
        case.step("hand over", citra, lambda: serving.hand_over(citra, case.desk))
    case.told.outcome = "granted"


def known(service: str) -> None:
    """CannotRun, with the services that there are, where this one has no sample."""
    if service not in sampling.services():
        raise CannotRun(f"There is no journey for {service!r}; there are {', '.join(sampling.services())}.")
