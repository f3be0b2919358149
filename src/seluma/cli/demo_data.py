"""Demonstration data: made-up people and cases, reached by the real verbs over simulated days."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from seluma.cli import specimens, story
from seluma.cli.story import ANNA, STUDENT, VISIT, WORKER, Person
from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people

DAYS = 100
"""How many days back the story begins: long enough for a draft to lapse."""
ROLES_SHOWN = {"applicant_2": "applicant"}
HIDDEN = {"verifier_2", "decider_2"}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Somebody who can sign in to the demonstration; `role` is a word of `var/demo.json`."""

    role: str
    name: str
    email: str
    password: str
    totp_secret: str | None = None


NAMES = (
    ("Mei Contoh", "CONTOH", "MEI", "F"),
    ("Суарез Иван", "SUAREZ", "IVAN", "M"),
    ("李 明 (Li Ming)", "LI", "MING", "M"),
    ("Sukarno-Putri Ayla", "SUKARNO PUTRI", "AYLA", "F"),
    ("Suharno", "SUHARNO", "", "M"),
    ("Nadia al-Utopi", "AL UTOPI", "NADIA", "F"),
    ("José Martínez Sampel", "MARTINEZ SAMPEL", "JOSE", "M"),
    ("Kim Min-jun Sampel", "KIM", "MIN JUN", "M"),
    ("Ольга Примерова", "PRIMEROVA", "OLGA", "F"),
    ("Fatimah Contoh", "CONTOH", "FATIMAH", "F"),
    ("Tomás Beispiel", "BEISPIEL", "TOMAS", "M"),
    ("Aino Esimerkki", "ESIMERKKI", "AINO", "F"),
    ("Minh Ví Dụ", "VI DU", "MINH", "X"),
    ("Priya Udaharan", "UDAHARAN", "PRIYA", "F"),
    ("Okoro Apẹẹrẹ", "APEERE", "OKORO", "M"),
    ("Sofia Exemplo", "EXEMPLO", "SOFIA", "F"),
)


@dataclass(slots=True)
class Stage:
    """The simulation: who is there, and the day that it is."""

    cast: dict[str, Actor]
    end: dt.datetime
    made: int = 0
    others: dict[str, Actor] = field(default_factory=dict)

    def day(self, ago: int, hour: int = 2) -> dt.datetime:
        """A working day some days before the end, at nine in the morning at the office by default."""
        calendar = catalogue.calendar()
        day = (self.end - dt.timedelta(days=ago)).date()
        while not calendar.is_workday(day):
            day -= dt.timedelta(days=1)
        return dt.datetime.combine(day, dt.time(hour), dt.UTC)

    def person(self) -> Person:
        """Somebody new: each with a passport of their own."""
        name, primary, secondary, sex = NAMES[self.made % len(NAMES)]
        self.made += 1
        # Every ninth does not know the day of birth.
        day = 0 if self.made % 9 == 0 else 1 + self.made % 28
        born = f"{1980 + self.made % 27}-{1 + self.made % 12:02d}-{day:02d}"
        return Person(name, primary, secondary, born, sex, f"X{7000000 + self.made * 137}")

    def account(self, person: Person, at: dt.datetime) -> Actor:
        """An account for somebody who is only in the background; nobody knows its password."""
        account = people.register(
            email=f"warga{self.made:02d}@contoh.example",
            name=person.full_name,
            password=secrets.token_urlsafe(24),
            language="en" if self.made % 3 == 0 else "id",
            by=SYSTEM,
            at=at,
            confirmed=True,
        )
        return people.actor_of(account)


Chapter = Callable[[Stage, UUID, Actor, int], None]


def load(*, at: dt.datetime) -> Sequence[DemoAccount]:
    """Load the demonstration when the database has none; in any case say who can sign in.

    `at` is the present of the simulation: the last of the simulated days.
    """
    if people.find_account(story.ROLES["applicant"][1]) is None:
        catalogue.publish(by=SYSTEM, at=at - dt.timedelta(days=DAYS))
        stage = Stage(story.cast(at=at - dt.timedelta(days=DAYS)), at)
        _tell(stage)
    return [
        DemoAccount(ROLES_SHOWN.get(key, key), name, email, story.PASSWORD)
        for key, (name, email, _role, _code) in story.ROLES.items()
        if key not in HIDDEN
    ]


def _tell(stage: Stage) -> None:
    anna, budi, eko = stage.cast["applicant"], stage.cast["applicant_2"], stage.cast["sponsor"]
    for service, chapter, ago, count in _chapters():
        for number in range(count):
            begins = stage.day(ago + number)
            person = stage.person()
            actor = stage.account(person, begins)
            _file(stage, actor, service, person, chapter, ago + number)
    budi_himself = Person("Budi Utopia", "UTOPIA", "BUDI", "1990-00-00", "M", "B7654321")
    _file(stage, anna, STUDENT, ANNA, _waits_for_payment, 3)
    _file(stage, anna, VISIT, ANNA, _collected, 60)
    _file(stage, budi, STUDENT, budi_himself, _returned, 4)
    _file(stage, budi, VISIT, budi_himself, None, 1)
    for number in range(3):
        _file(stage, eko, STUDENT, stage.person(), (None, _claimed, _waits_for_decision)[number], 2 + number)
    _file(stage, eko, "visa-c2", stage.person(), _handed_over, 3)
    _file(stage, eko, "visa-c2", stage.person(), _answered, 9)
    _lapsed_draft(stage)
    cases.lapse_due(at=stage.end)
    cases.note_overdue(at=stage.end)
    agencies.remind_due(at=stage.end, by=SYSTEM)
    journal.deliver_all(at=stage.end)
    _granted_at_last(stage)


def _chapters() -> Iterator[tuple[str, Chapter | None, int, int]]:
    """(service, what happened after filing, days ago, how many)."""
    yield VISIT, _collected, 40, 3
    yield STUDENT, _collected, 34, 2
    yield STUDENT, _issued, 20, 3
    yield VISIT, _issued, 14, 2
    yield STUDENT, _refused, 18, 2
    yield VISIT, _refused, 12, 1
    yield VISIT, _objected, 7, 2
    yield "passport-renewal", _handed_over, 4, 1
    yield STUDENT, _withdrawn, 9, 1
    yield VISIT, _withdrawn, 8, 1
    yield STUDENT, _waits_for_institution, 12, 2
    yield STUDENT, _waits_for_decision, 3, 2
    yield VISIT, _waits_for_decision, 2, 2
    yield WORKER, _waits_for_institution, 3, 2
    yield "itas-family-extension", _waits_for_decision, 2, 1
    yield "reentry-permit", _issued, 6, 1
    yield "exit-permit-only", None, 1, 1
    yield STUDENT, _returned, 5, 2
    yield STUDENT, _claimed, 2, 2
    yield STUDENT, None, 1, 3
    yield VISIT, None, 0, 3


def _file(stage: Stage, actor: Actor, service: str, person: Person, chapter: Chapter | None, ago: int) -> UUID:
    at = stage.day(ago)
    case = story.filed(actor, service, person, at=at, seed=stage.made)
    journal.deliver_all(at=at)
    if chapter is not None:
        chapter(stage, case, actor, ago)
        journal.deliver_all(at=stage.day(max(0, ago - 3)))
    return case


def _claimed(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:  # noqa: ARG001
    cases.claim(case=case, by=stage.cast["verifier"], at=stage.day(ago, 4))


def _verified(stage: Stage, case: UUID, ago: int) -> None:
    officer = stage.cast["verifier" if ago % 3 else "verifier_2"]
    story.verified(case, officer, at=stage.day(ago, 6))


def _waits_for_payment(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _verified(stage, case, ago)
    story.answered(case, stage.cast["partner_education"], at=stage.day(max(0, ago - 1), 3))
    story.priced(case, stage.cast["verifier"], at=stage.day(max(0, ago - 1), 4))
    story.coded(case, actor, at=stage.day(max(0, ago - 1), 5))


def _waits_for_institution(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _verified(stage, case, ago)
    story.paid(case, actor, stage.cast["verifier"], at=stage.day(max(0, ago - 1), 4))


def _waits_for_decision(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _verified(stage, case, ago)
    story.answered(case, stage.cast["partner_education"], at=stage.day(max(0, ago - 1), 3))
    story.paid(case, actor, stage.cast["verifier"], at=stage.day(max(0, ago - 1), 4))


def _issued(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _waits_for_decision(stage, case, actor, ago)
    cases.grant(case=case, by=stage.cast["decider" if ago % 2 else "decider_2"], at=stage.day(max(0, ago - 2), 3))


def _collected(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _issued(stage, case, actor, ago)
    journal.deliver_all(at=stage.day(max(0, ago - 2), 4))
    cases.collect(case=case, by=stage.cast["verifier"], at=stage.day(max(0, ago - 5), 3))


def _refused(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:  # noqa: ARG001
    _verified(stage, case, ago)
    version = cases.desk_case(stage.cast["decider"], case, at=stage.day(ago, 7)).service
    cases.refuse(
        case=case,
        law=version.law[0].key,
        reason="Surat penjamin yang dilampirkan bukan untuk orang yang mengajukan (contoh).",
        by=stage.cast["decider"],
        at=stage.day(max(0, ago - 2), 3),
    )


def _objected(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _refused(stage, case, actor, ago)
    text = "Surat penjamin itu untuk saya; nama saya ditulis dengan ejaan lain (contoh)."
    cases.object_to(case=case, text=text, by=actor, at=stage.day(max(0, ago - 3), 3))


def _handed_over(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _verified(stage, case, ago)
    story.paid(case, actor, stage.cast["verifier"], at=stage.day(max(0, ago - 1), 4))
    cases.hand_over(case=case, adapter="manual", by=stage.cast["decider"], at=stage.day(max(0, ago - 1), 5))


def _answered(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    _handed_over(stage, case, actor, ago)
    visa = specimens.letter("e-visa", ["Contoh belaka, bukan visa."])
    answer = cases.AnswerGiven(
        reference=f"CONTOH-{stage.made:04d}", verdict="granted", filename="visa-contoh.pdf", data=visa
    )
    cases.answer_back(case=case, answer=answer, by=stage.cast["verifier"], at=stage.day(max(0, ago - 3), 3))


def _returned(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:  # noqa: ARG001
    citra, at = stage.cast["verifier"], stage.day(ago, 5)
    cases.claim(case=case, by=citra, at=at)
    page = next(d for d in cases.desk_case(citra, case, at=at).documents if d.slot == "passport_page")
    reason = "Dua baris huruf di bawah foto terpotong. Unggah halaman yang utuh."
    cases.reject_document(case=case, document=page.id, digest=page.digest, reason=reason, by=citra, at=at)
    cases.return_case(
        case=case,
        questions={"school_name": "Tulis nama sekolah persis seperti di surat sekolah."},
        slots={},
        remark="Bagian lain sudah baik.",
        by=citra,
        at=at,
    )


def _withdrawn(stage: Stage, case: UUID, actor: Actor, ago: int) -> None:
    cases.withdraw(case=case, by=actor, at=stage.day(max(0, ago - 1), 3))


def _lapsed_draft(stage: Stage) -> None:
    for number in range(2):
        at = stage.day(DAYS - 2 - number)
        person = stage.person()
        cases.start(service=(STUDENT, VISIT)[number], by=stage.account(person, at), at=at)
    for number in range(2):
        at = stage.day(1 + number)
        person = stage.person()
        actor = stage.account(person, at)
        story.draft(actor, STUDENT, story.student_answers(person, at), person, at=at)


def _granted_at_last(stage: Stage) -> None:
    """One case is granted and its paper still to be made: the worker makes it before one's eyes."""
    person = stage.person()
    case = _file(stage, stage.account(person, stage.day(2)), VISIT, person, _waits_for_decision, 2)
    cases.grant(case=case, by=stage.cast["decider"], at=stage.end)
