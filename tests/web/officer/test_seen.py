"""The officers' and the institutions' pages in a real browser: nothing scrolls sideways, nothing breaks WCAG 2.2."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from seluma.cli import story
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.lib.ids import Ref
from seluma.web.ui.build import BUILT, ROOT, build

from .office import (
    ALONE,
    Somebody,
    another,
    at,
    files,
    is_claimed,
    is_ready_to_decide,
    is_verified,
    paper_of,
    worker_runs,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
NARROWEST = 320

Place = tuple[str, Somebody, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not (BUILT / "seluma.css").exists():
        build()
    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=program, args=arguments)
        yield found
        found.close()


def signed_in(browser: Browser, somebody: Somebody, url: str, width: int) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies([{"name": "sessionid", "value": somebody.browser.cookies["sessionid"].value, "url": url}])
    return context


def beside_the_browser(work: Callable[[], None]) -> None:
    """Signing papers runs a loop of its own, which the browser's loop in this thread does not allow."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def meja(case: Any, rest: str = "") -> str:
    return at(case, rest).removeprefix("/id/")


@pytest.fixture
def places(ayu: Somebody, budi: Somebody, citra: Somebody, dewi: Somebody, education: Somebody) -> list[Place]:
    """Pages by name and reader: a case being checked, one blocked, one to decide, one granted, one refused."""
    now = timezone.now()
    checked = story.filed(ayu.actor, story.STUDENT, at=now - dt.timedelta(days=9))
    is_claimed(checked, citra)
    passport, photo, letter = (paper_of(checked, slot) for slot in ("passport_page", "photo", "school_letter"))
    citra.sends(at(checked, "baris-paspor/"), {"zone": "\n".join(story.ANNA.zone(dt.date(2012, 4, 15)))})
    citra.sends(at(checked, f"berkas/{photo.id}/tolak/"), {"digest": photo.digest, "reason_key": "face"})
    bill = cases.desk_case(citra.actor, checked, at=now).bill
    assert bill is not None
    blocked = files(ayu, another(1))
    is_verified(blocked, citra)
    ready, granted = files(ayu, another(2)), files(ayu, another(3))
    for case in (ready, granted):
        is_ready_to_decide(case, ayu, citra, education)
    cases.grant(case=granted, by=dewi.actor, at=now)
    refused = files(budi, ALONE, story.VISIT)
    is_verified(refused, citra)
    law = cases.desk_case(dewi.actor, refused, at=now).service.law[0].key
    cases.refuse(case=refused, law=law, reason="Tidak ada bukti tempat tinggal.", by=dewi.actor, at=now)
    beside_the_browser(worker_runs)
    (waiting,), (answered,) = (agencies.questions(Ref("case", case)) for case in (checked, ready))
    return [
        ("desk", citra, "meja/daftar/giliran-saya/"),
        ("late", dewi, "meja/daftar/terlambat/"),
        ("passport", citra, meja(checked, f"berkas/{passport.id}/")),
        ("not-accepted", citra, meja(checked, f"berkas/{photo.id}/")),
        ("not-judged", citra, meja(checked, f"berkas/{letter.id}/")),
        ("answers", citra, meja(checked, "isian/")),
        ("matters", dewi, meja(ready, "biaya-dan-lembaga/")),
        ("timeline", dewi, meja(granted, "riwayat/")),
        ("blocked", dewi, meja(blocked)),
        ("granted", dewi, meja(granted)),
        ("refused", dewi, meja(refused)),
        ("assign", dewi, meja(checked, "serahkan/")),
        ("amount", citra, meja(checked, f"biaya/{bill.id}/")),
        ("return", citra, meja(checked, "kembalikan/")),
        ("grant", dewi, meja(ready, "kabulkan/")),
        ("refuse", dewi, meja(ready, "tolak/")),
        ("hand-over", citra, meja(granted, "pengambilan/")),
        ("revoke", dewi, meja(granted, "izin/cabut/")),
        ("inbox", education, "lembaga/"),
        ("question", education, f"lembaga/pertanyaan/{waiting.id}/"),
        ("answered", education, f"lembaga/pertanyaan/{answered.id}/"),
    ]


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open."""
    page.evaluate("document.fonts.ready")
    pictures = Path(settings.VAR) / "screenshots" / "officer"
    pictures.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "rules => axe.run({runOnly: rules})"
        ".then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target)))",
        RULES,
    )
    size = page.viewport_size or {"width": NARROWEST, "height": 900}
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(size)
    return [f"{name}: {wrong}" for wrong in found] + ([f"{name} scrolls sideways"] if sideways > 0 else [])


def mends(page: Page, name: str) -> bool:
    """Send the page's form empty, where it has one that may not be; whether it asks for mending."""
    opened = {"not-judged": "#tidak-diterima"}.get(name)
    if opened:
        page.click(f"{opened} summary")
        page.click(f"{opened} button")
    elif name in ("amount", "refuse", "revoke", "question"):
        page.click("main form button.govuk-button")
    else:
        return False
    return page.locator(".govuk-error-summary").is_visible()


@pytest.mark.parametrize(("language", "width"), [("id", 360), ("en", 1280)])
def test_every_page_is_accessible_and_never_scrolls_sideways(
    browser: Browser, live_server: Any, places: list[Place], language: str, width: int
) -> None:
    contexts = {who: signed_in(browser, who, live_server.url, width) for _name, who, _path in places}
    wrong: list[str] = []
    for name, who, path in places:
        page = contexts[who].new_page()
        answer = page.goto(f"{live_server.url}/{language}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        wrong += look(page, f"{name}-{width}-{language}")
        if mends(page, name):
            wrong += look(page, f"{name}-mended-{width}-{language}")
        page.close()
    for context in contexts.values():
        context.close()
    assert not wrong


def tab_to(page: Page, text: str) -> None:
    """Press the tabulator until that button or link has the focus."""
    for _times in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(f"{text} cannot be reached")


def test_a_case_is_checked_with_the_keyboard_alone(
    browser: Browser, live_server: Any, ayu: Somebody, citra: Somebody
) -> None:
    case = files(ayu)
    context = signed_in(browser, citra, live_server.url, 1280)
    page = context.new_page()
    page.goto(f"{live_server.url}{at(case)}")
    tab_to(page, "Ambil permohonan ini")
    page.keyboard.press("Enter")
    page.wait_for_url("**?baru=diambil")
    tab_to(page, "Tidak dapat diterima")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "Simpan sebagai tidak diterima")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{at(case)}")
    assert paper_of(case, "passport_page").reason
    context.close()
