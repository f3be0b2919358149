"""What officers and institutions do on their pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from seluma.cli.journey.robot import Robot
from seluma.cli.refusals import CannotRun

TO_VERIFY = "perlu-diperiksa"
TO_DECIDE = "perlu-diputuskan"
TO_COLLECT = "siap-diambil"
MINE = "giliran-saya"
EVERYTHING = "semua"


def find(robot: Robot, number: str, *lists: str) -> str:
    """Find a case by its number in the desk's lists, at last in that of everything; its address there."""
    for which in (*lists, EVERYTHING):
        robot.open(f"meja/daftar/{which}/")
        while True:
            for row in robot.page.select("li, tr"):
                anchor = row.select_one("a[href*='/meja/permohonan/']")
                if anchor is not None and number in row.get_text(" "):
                    return urlsplit(str(anchor["href"])).path
            more = robot.page.select_one("a[rel=next]")
            if more is None:
                break
            robot.open(str(more["href"]))
    raise CannotRun(f"{robot.role}: {number} is in none of the lists {', '.join(lists)}.")


def claim(robot: Robot, case: str) -> None:
    """Take the case, unless it is taken by oneself already."""
    robot.open(case)
    if robot.has_form("ambil/"):
        robot.send(to="ambil/")


def read_zone(robot: Robot, case: str, zone: Sequence[str]) -> str:
    """Type in the passport's two lines; the page with what was written beside what was read."""
    robot.open(case)
    robot.send({"zone": "\n".join(zone)}, to="baris-paspor/")
    return robot.text()


def judge(robot: Robot, case: str, *, refused: Mapping[str, str] | None = None) -> None:
    """Open each paper and accept it; the one whose page says a title in `refused` is not accepted, for that reason."""
    robot.open(case)
    for address in _papers(robot):
        robot.open(address)
        title = robot.heading_of_current_tab()
        reason = (refused or {}).get(title)
        if reason is not None:
            robot.send({"reason_key": "own", "reason": reason}, to="tolak/")
        elif robot.has_form("terima/"):
            robot.send(to="terima/")


def verify(robot: Robot, case: str) -> None:
    """Pass the case on for a decision."""
    robot.open(case)
    robot.send(to="teruskan/")


def set_amount(robot: Robot, case: str, *, amount: int, source: str) -> None:
    """The cashier confirms an uncertain fee."""
    robot.open(case)
    robot.follow("/biaya/")
    robot.send({"amount": str(amount), "source": source})


def send_back(robot: Robot, case: str, wanted: Mapping[str, str]) -> None:
    """Return the case; `wanted` is field → what to mend (`document-passport_page`, `question-school_name`)."""
    robot.open(f"{case}kembalikan/")
    robot.send(dict(wanted))
    robot.send(button=("confirm", "yes"))


def grant(robot: Robot, case: str) -> None:
    """Look at what the permit will say, and grant."""
    robot.open(f"{case}kabulkan/")
    robot.send(to="kabulkan/")


def forward(robot: Robot, case: str) -> None:
    """Hand the case over by hand to whoever decides it, and fetch the package that goes there."""
    robot.open(f"{case}serahkan-keluar/")
    robot.send({"adapter": "manual"}, to="serahkan-keluar/")
    if not robot.fetch(f"{case}paket.zip").startswith(b"PK"):
        raise CannotRun(f"{robot.role}: the package of {case} is no ZIP.")


def note_reference(robot: Robot, case: str, number: str) -> None:
    """Enter the number that the case got there; here it follows from ours."""
    robot.open(f"{case}nomor-di-sana/")
    robot.send({"reference": _number_there(number)}, to="nomor-di-sana/")


def answer_back(robot: Robot, case: str, paper: bytes) -> None:
    """Enter that it was granted there, with the paper that came back; the page knows the number already."""
    robot.open(f"{case}jawaban/")
    robot.send({"verdict": "granted"}, files={"file": ("jawaban.pdf", paper)}, to="jawaban/")


def _number_there(number: str) -> str:
    return f"CONTOH-{number.rsplit('-', 1)[-1]}"


def refuse(robot: Robot, case: str, *, reason: str) -> None:
    """Refuse with a reason and the first law that the page offers, after a look at the letter."""
    robot.open(f"{case}tolak/")
    law = robot.page.select_one("input[name=law][value]")
    if law is None:
        raise CannotRun(f"{robot.role}: the page of the refusal offers no law.")
    robot.send({"law": str(law["value"]), "reason": reason})
    robot.send(button=("confirm", "yes"))


def hand_over(robot: Robot, case: str) -> None:
    """Hand the permit over at the counter."""
    robot.open(f"{case}pengambilan/")
    robot.send(to="pengambilan/")


def answer_question(robot: Robot, person: str, *, verdict: str = "yes", remark: str = "") -> None:
    """The institution finds the open question about a person and answers it."""
    if not open_question(robot, person):
        raise CannotRun(f"{robot.role}: no open question about {person}.")
    robot.send({"verdict": verdict, "remark": remark})


def open_question(robot: Robot, person: str) -> bool:
    """The institution opens the open question about a person, if it has one."""
    robot.open("lembaga/")
    for address in robot.links("/lembaga/pertanyaan/"):
        robot.open(address)
        if person in robot.text() and robot.page.select_one("[name=verdict]") is not None:
            return True
    return False


def _papers(robot: Robot) -> list[str]:
    addresses = [urlsplit(address).path for address in robot.links("/berkas/")]
    return list(
        dict.fromkeys(address for address in addresses if address.rstrip("/").rsplit("/", 1)[0].endswith("berkas"))
    )
