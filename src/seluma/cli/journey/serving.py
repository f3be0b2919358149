"""What officers and institutions do on their pages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from seluma.cli.journey.robot import Robot
from seluma.cli.refusals import CannotRun


def find(robot: Robot, number: str, which: str) -> str:
    """Find a case by its number in a list of the desk; its address there."""
    robot.open(f"meja/{which}/")
    while True:
        for row in robot.page.select("li, tr"):
            anchor = row.select_one("a[href*='/meja/permohonan/']")
            if anchor is not None and number in row.get_text(" "):
                return urlsplit(str(anchor["href"])).path.split("?")[0]
        more = robot.page.select_one("a[rel=next]")
        if more is None:
            raise CannotRun(f"{robot.role}: {number} is not in the list {which}.")
        robot.open(str(more["href"]))


def claim(robot: Robot, case: str) -> None:
    """Take the case."""
    robot.open(case)
    robot.send(to="ambil/")


def read_zone(robot: Robot, case: str, zone: Sequence[str]) -> str:
    """Type in the passport's two lines; the page with what was written beside what was read."""
    robot.open(case)
    robot.send({"zone": "\n".join(zone)})
    return robot.text()


def judge(robot: Robot, case: str, *, refused: Mapping[str, str] | None = None) -> None:
    """Open each paper and accept it; those in `refused` (by slot) are not accepted, with the reason given."""
    robot.open(case)
    slots = list(dict.fromkeys(re.findall(r"[?&]berkas=([a-z_]+)", " ".join(robot.links("berkas=")))))
    for slot in slots:
        robot.open(f"{case}?berkas={slot}")
        reason = (refused or {}).get(slot)
        if reason is None:
            robot.send(to="terima/")
        else:
            robot.send({"reason": reason}, to="tolak/")


def verify(robot: Robot, case: str) -> None:
    """Pass the case on for a decision."""
    robot.open(case)
    robot.send(to="teruskan/")


def set_amount(robot: Robot, case: str, *, amount: int, source: str) -> None:
    """The cashier confirms an uncertain fee."""
    robot.open(f"{case}biaya/")
    robot.send({"amount": str(amount), "source": source})


def send_back(robot: Robot, case: str, wanted: Mapping[str, str]) -> None:
    """Return the case; `wanted` is field → what to mend (`document-passport_page`, `question-school_name`)."""
    robot.open(f"{case}kembalikan/")
    robot.send(dict(wanted))
    robot.send({}, button=("confirm", "yes"))


def grant(robot: Robot, case: str) -> None:
    """Take, look at what the permit will say, and grant."""
    robot.open(f"{case}kabulkan/")
    robot.send({}, button=("confirm", "yes"))


def refuse(robot: Robot, case: str, *, reason: str) -> None:
    """Refuse with a reason and the first law that the page offers, after a look at the letter."""
    robot.open(f"{case}tolak/")
    law = robot.page.select_one("[name=law][value], select[name=law] option[value]:not([value=''])")
    if law is None:
        raise CannotRun(f"{robot.role}: the page of the refusal offers no law.")
    robot.send({"law": str(law["value"]), "reason": reason})
    robot.send({}, button=("confirm", "yes"))


def collect(robot: Robot, case: str) -> None:
    """Hand the permit over."""
    robot.open(case)
    robot.send(to="serahkan/")


def answer_question(robot: Robot, person: str, *, verdict: str = "yes", remark: str = "") -> None:
    """The institution finds the question about a person and answers it."""
    robot.open("pertanyaan/")
    for address in robot.links("/pertanyaan/"):
        if urlsplit(address).path.rstrip("/").endswith("pertanyaan"):
            continue
        robot.open(address)
        if person in robot.text() and robot.page.select_one("[name=verdict]") is not None:
            robot.send({"verdict": verdict, "remark": remark})
            return
    raise CannotRun(f"{robot.role}: no open question about {person}.")
