"""What applicants do on their pages."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from seluma.cli.journey.robot import PATIENCE, PAUSE, TICK, Robot
from seluma.cli.refusals import CannotRun

LETTERS_COME_WITHIN = 10.0
"""Seconds after which a person asks for a letter again."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def sign_in(robot: Robot, address: str, password: str) -> None:
    """Sign in with e-mail and password; whoever is signed in already stays so."""
    robot.open("masuk/")
    if robot.page.select_one("[name=login]") is not None:
        robot.send({"login": address, "password": password})
        if robot.page.select_one("[name=login]") is not None:
            raise CannotRun(f"{robot.role}: {address} is not let in. {robot.text()[:300]}")


def sign_up(robot: Robot, *, name: str, address: str, password: str, outbox: Path) -> None:
    """Open an account, read the letter that confirms the address, follow its link, sign in."""
    robot.open("daftar/")
    robot.send({"name": name, "email": address, "password1": password})
    # When the portal ended between opening the account and writing the letter, signing in asks for it again.
    ask_again = lambda: sign_in(robot, address, password)  # noqa: E731
    robot.open(_link_in_letter(outbox, address, "/daftar/pastikan/", ask_again=ask_again))
    robot.send(to="")
    sign_in(robot, address, password)


def start(robot: Robot, service: str) -> str:
    """Find the service among the public pages and open a draft; the address of the case."""
    robot.open("layanan/")
    robot.follow(f"/{service}")
    robot.open(f"permohonan/mulai/{service}/")
    robot.send()
    match = re.search(r"(.*/permohonan/[0-9a-f-]{36}/)", urlsplit(robot.address).path)
    if match is None:
        raise CannotRun(f"{robot.role}: a draft should have opened, but this is {robot.address}.")
    return match.group(1)


def answer(robot: Robot, case: str, answers: Mapping[str, Any]) -> None:
    """Answer each question on its own page."""
    for key, value in answers.items():
        if value is None:
            continue
        robot.open(f"{case}isi/{key}/")
        robot.send(_fields(key, value))


def hand_in(robot: Robot, case: str, papers: Mapping[str, tuple[str, bytes]]) -> None:
    """Upload a file for each slot."""
    for slot, paper in papers.items():
        robot.open(f"{case}berkas/{slot}/")
        robot.send(files={"file": paper}, to=f"berkas/{slot}/")


def submit(robot: Robot, case: str) -> None:
    """Look everything over, declare, file (or send what was mended)."""
    robot.open(f"{case}periksa/")
    robot.send({"declaration": TICK}, to="periksa/")


def pay(robot: Robot, case: str, *, provider: str = "demo") -> None:
    """Ask for a code, then pay at the demonstration's bank. A failing provider leaves the bill open.

    Who was cut off while paying may find that it is paid.
    """
    robot.open(case)
    robot.follow("/pembayaran/")
    bill = urlsplit(robot.address).path
    if robot.has_form("kode/"):
        robot.send(to="kode/")
    robot.open(bill)
    if robot.page.select_one("[name=provider]") is not None:
        robot.send({"provider": provider}, to=bill)


def number_of(robot: Robot, case: str) -> str:
    """The case's number as its page shows it."""
    page = robot.open(case)
    shown = page.select_one(".reference")
    if shown is None:
        raise CannotRun(f"{robot.role}: the page of the case shows no number.")
    return shown.get_text().strip()


def _fields(key: str, value: Any) -> dict[str, str | list[str]]:
    if isinstance(value, str) and _DATE.fullmatch(value):
        year, month, day = value.split("-")
        shown = {"day": day, "month": month, "year": year}
        return {f"{key}-{part}": "" if set(text) == {"0"} else text for part, text in shown.items()}
    if isinstance(value, bool):
        return {key: "yes" if value else "no"}
    return {key: str(value)}


def _link_in_letter(outbox: Path, address: str, part: str, *, ask_again: Callable[[], None]) -> str:
    began = time.monotonic()
    asked = False
    while True:
        for path in outbox.glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = letter.get_body(("plain",))
            if address in str(letter["To"]) and body is not None:
                for link in re.findall(r"https?://\S+", body.get_content()):
                    if part in link:
                        return str(link)
        waited = time.monotonic() - began
        if waited > PATIENCE:
            raise CannotRun(f"No letter to {address} with a link to {part} came within {PATIENCE:.0f} seconds.")
        if waited > LETTERS_COME_WITHIN and not asked:
            asked = True
            ask_again()
        time.sleep(PAUSE)


def today() -> dt.date:
    """The day at the office (WIB)."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date()
