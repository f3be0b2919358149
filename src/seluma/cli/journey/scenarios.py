"""The cases of the journey: who does what, in order. Every act is one step, timed."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seluma.cli import characters, sampling, specimens
from seluma.cli.journey import applying, serving
from seluma.cli.journey.robot import Robot
from seluma.cli.journey.verifying import Paper, read_paper, verify_everywhere
from seluma.cli.refusals import CannotRun
from seluma.lib import mrz

Progress = Callable[[str, str], None]
Papers = dict[str, tuple[str, bytes]]

ANNA = characters.ANNA
SITI = characters.Person("Siti", "SITI", "", "2008-02-29", "F", "S1234567")
IVAN = characters.Person("Иван Примеров", "PRIMEROV", "IVAN", "2007-00-00", "M", "P7654321")
LI = characters.Person("李 明", "LI", "MING", "1985-06-15", "M", "E1122334")


@dataclass(slots=True)
class Step:
    """One act: its name, who did it, how long it took in milliseconds."""

    name: str
    role: str
    ms: int


@dataclass(slots=True)
class Told:
    """What became of one case."""

    service: str
    case: str = ""
    outcome: str = ""
    steps: list[Step] = field(default_factory=list)
    permit: dict[str, Any] | None = None
    verification: str | None = None


@dataclass(slots=True)
class World:
    """The portal, its people at their browsers, and where files go."""

    base_url: str
    robots: dict[str, Robot]
    outbox: Path
    folder: Path
    progress: Progress

    def somebody(self, role: str = "applicant", language: str = "id") -> Robot:
        """A new person at a browser of their own."""
        return Robot(self.base_url, role=role, language=language)


class Case:
    """One case on its way."""

    def __init__(self, world: World, service: str, person: characters.Person, *, language: str = "id") -> None:
        self.world = world
        self.told = Told(service)
        self.person = person
        self.robot = world.somebody(language=language)
        self.address = ""
        self.desk = ""

    def step(self, name: str, robot: Robot, act: Callable[[], object]) -> None:
        """Do one act, timed, with a line of progress."""
        began = time.perf_counter()
        try:
            act()
        except CannotRun as reason:
            raise CannotRun(f"{self.told.service}, step {name!r}: {reason}") from reason
        self.told.steps.append(Step(name, robot.role, round((time.perf_counter() - began) * 1000)))
        self.world.progress(name, robot.role)

    def file(self, answers: dict[str, Any], papers: Papers | Callable[[], Papers], *, email: str) -> None:
        """From sign-up to a filed application; `papers` may be what finds them once everything is answered."""
        robot = self.robot
        outbox = self.world.outbox
        sign = {"name": self.person.full_name, "address": email, "password": characters.PASSWORD, "outbox": outbox}
        self.step("sign up", robot, lambda: applying.sign_up(robot, **sign))
        self.step("start", robot, lambda: setattr(self, "address", applying.start(robot, self.told.service)))
        self.step("answer", robot, lambda: applying.answer(robot, self.address, answers))
        found = papers if isinstance(papers, dict) else papers()
        self.step("hand in", robot, lambda: applying.hand_in(robot, self.address, found))
        self.step("file", robot, lambda: applying.submit(robot, self.address))
        self.told.case = applying.number_of(robot, self.address)

    def verify(self, zone: list[str]) -> None:
        """An officer takes the case, compares the passport, accepts every paper, passes it on."""
        citra = self.world.robots["verifier"]
        self.step("take", citra, lambda: self.take(citra, serving.TO_VERIFY, serving.MINE))
        self.step("read passport", citra, lambda: serving.read_zone(citra, self.desk, zone))
        self.step("accept papers", citra, lambda: serving.judge(citra, self.desk))
        self.step("pass on", citra, lambda: serving.verify(citra, self.desk))

    def price(self, amount: int) -> None:
        """The cashier confirms an uncertain fee."""
        citra = self.world.robots["verifier"]
        act = lambda: serving.set_amount(citra, self.desk, amount=amount, source=characters.TARIFF)  # noqa: E731
        self.step("confirm fee", citra, act)

    def ask_institution(self) -> None:
        """The institution answers."""
        hasan = self.world.robots["partner_education"]
        self.step("answer of the institution", hasan, lambda: serving.answer_question(hasan, self.person.full_name))

    def pay(self, *, provider: str = "demo", name: str = "pay") -> None:
        """The applicant pays, or tries to."""
        self.step(name, self.robot, lambda: applying.pay(self.robot, self.address, provider=provider))

    def grant(self, *, taken: bool = False) -> None:
        """Another officer (who has `taken` it already) grants; anybody verifies the paper; it is handed over."""
        dewi, citra = self.world.robots["decider"], self.world.robots["verifier"]
        if not taken:
            self.step("take for decision", dewi, lambda: self.take(dewi, serving.TO_DECIDE, serving.MINE))
        self.step("grant", dewi, lambda: serving.grant(dewi, self.desk))
        self.step("permit made", self.robot, lambda: self.fetch("izin.pdf"))
        stranger = self.world.somebody("visitor")
        self.step("verify", stranger, lambda: self._verify(stranger))
        self.step("hand over", citra, lambda: serving.hand_over(citra, self.desk))
        self.told.outcome = "granted"

    def refuse(self, reason: str) -> None:
        """Another officer refuses; the letter is there for the applicant."""
        dewi = self.world.robots["decider"]
        self.step("take for decision", dewi, lambda: self.take(dewi, serving.TO_DECIDE, serving.MINE))
        self.step("refuse", dewi, lambda: serving.refuse(dewi, self.desk, reason=reason))
        self.step("letter made", self.robot, lambda: self.fetch("surat.pdf"))
        self.told.outcome = "refused"

    def take(self, robot: Robot, *lists: str) -> None:
        """An officer finds the case in one of the lists and takes it."""
        self.desk = serving.find(robot, self.told.case, *lists)
        serving.claim(robot, self.desk)

    def fetch(self, name: str) -> None:
        """The applicant downloads a paper as soon as the case's page offers it."""
        path = f"{self.address}{name}"
        self.robot.reload_until(lambda page: page.select_one(f"a[href$='{name}']") is not None, self.address, what=name)
        data = self.robot.fetch(path)
        if not data.startswith(b"%PDF"):
            raise CannotRun(f"{self.robot.role}: {path} is no PDF.")
        (self.world.folder / f"{self.told.case}-{name}").write_bytes(data)

    def _verify(self, stranger: Robot) -> None:
        path = self.world.folder / f"{self.told.case}-izin.pdf"
        paper: Paper = read_paper(path, stranger)
        self.told.permit = paper.as_json()
        self.told.verification = verify_everywhere(paper, stranger)


def student(world: World) -> Told:
    """The extension of a student's permit: an institution answers, an uncertain fee is confirmed."""
    case = Case(world, characters.STUDENT, ANNA)
    answers = sampling.student_answers(ANNA, _now())
    case.file(answers, papers_for(case, answers), email="anna@perjalanan.example")
    case.verify(zone_of(ANNA, answers))
    case.price(3_000_000)
    case.ask_institution()
    case.pay()
    case.grant()
    return case.told


def visit(world: World) -> Told:
    """The extension of a visit, in English: a certain fee, a payment that fails once, no institution."""
    case = Case(world, characters.VISIT, LI, language="en")
    answers = sampling.visit_answers(LI, _now())
    case.file(answers, papers_for(case, answers), email="li@perjalanan.example")
    case.verify(zone_of(LI, answers))
    case.pay(provider="failing_demo", name="pay (fails)")
    case.pay(name="pay again")
    case.grant()
    return case.told


def corrected(world: World) -> Told:
    """A student's extension that is returned, corrected and granted: first the ICAO specimen, which ended in 2012."""
    case = Case(world, characters.STUDENT, SITI)
    answers = sampling.student_answers(SITI, _now(), guarantor_name="SMA")
    papers = papers_for(case, answers)
    old = specimens.passport_page(
        specimens.SPECIMEN_MRZ,
        name="Anna Maria Eriksson",
        number="L898902C3",
        born="12 AUG 1974",
        expires="15 APR 2012",
    )
    case.file(answers, {**papers, "passport_page": ("paspor.png", old)}, email="siti@perjalanan.example")
    citra = world.robots["verifier"]
    case.step("take", citra, lambda: case.take(citra, serving.TO_VERIFY))
    case.step("read passport", citra, lambda: serving.read_zone(citra, case.desk, specimens.SPECIMEN_MRZ))
    wanted = {
        "document-passport_page": "Ini paspor orang lain, dan sudah berakhir. Unggah paspor Anda.",
        "question-guarantor_name": "Tulis nama lengkap penjamin.",
    }
    case.step("return", citra, lambda: serving.send_back(citra, case.desk, wanted))
    mended = {"guarantor_name": "SMA Negeri Contoh 1"}
    case.step("mend answer", case.robot, lambda: applying.answer(case.robot, case.address, mended))
    page = {"passport_page": papers["passport_page"]}
    case.step("mend paper", case.robot, lambda: applying.hand_in(case.robot, case.address, page))
    case.step("file again", case.robot, lambda: applying.submit(case.robot, case.address))
    case.verify(zone_of(SITI, answers))
    case.price(3_000_000)
    case.ask_institution()
    case.pay()
    case.grant()
    return case.told


def refused(world: World) -> Told:
    """A student's extension that is refused, with a letter."""
    case = Case(world, characters.STUDENT, IVAN)
    answers = sampling.student_answers(IVAN, _now())
    case.file(answers, papers_for(case, answers), email="ivan@perjalanan.example")
    case.verify(zone_of(IVAN, answers))
    case.refuse("Izin belajar yang dilampirkan bukan untuk sekolah ini (contoh).")
    return case.told


SCENARIOS: dict[str, Callable[[World], Told]] = {
    "student": student,
    "visit": visit,
    "corrected": corrected,
    "refused": refused,
}


def papers_for(case: Case, answers: dict[str, Any]) -> dict[str, tuple[str, bytes]]:
    """A made-up file for each document that the service's pages ask for."""
    slots = {
        characters.STUDENT: (
            "passport_page",
            "current_permit",
            "photo",
            "school_letter",
            "study_permit",
            "guarantor_letter",
        ),
        characters.VISIT: ("passport_page", "entry_stamp", "return_ticket"),
    }[case.told.service]
    expires = dt.date.fromisoformat(answers["passport_expires_on"])
    return {slot: characters.paper(slot, case.person, expires) for slot in slots}


def zone_of(person: characters.Person, answers: dict[str, Any]) -> list[str]:
    """The two lines of the person's passport; checked, because the officer will."""
    zone = person.zone(dt.date.fromisoformat(answers["passport_expires_on"]))
    if not mrz.read(zone).valid:
        raise ValueError("the specimen's zone is not right")
    return zone


def _now() -> dt.datetime:
    return dt.datetime.combine(applying.today(), dt.time(9), dt.UTC)
