"""The applicant's pages in a real browser: nothing scrolls sideways, nothing breaks WCAG 2.2 A or AA."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright

from seluma.domains.payments import api as payments
from seluma.web.ui.build import BUILT, ROOT, build

from .applying import STUDENT, VISIT, Somebody, completes, files, fills_in, is_returned, page_of, starts, worker_runs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not (BUILT / "seluma.css").exists():
        build()
    program = next((path for path in CHROMIUM if Path(path).exists()), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-quic"])
        yield found
        found.close()


def places(ayu: Somebody, citra: Somebody) -> dict[str, str]:
    """Ayu's pages by name: a draft, one that is complete, one to pay, one that came back."""
    filed = files(ayu, passport_number="L898902C4")
    bill = page_of(ayu, filed).bill
    assert bill is not None
    payments.start_payment(bill=bill.id, provider="failing_demo", by=ayu.actor, at=timezone.now())
    returned = files(ayu, STUDENT)
    is_returned(returned, citra, questions={"passport_number": "Satu angka kurang."}, slots={"photo": "Buram."})
    complete = completes(ayu, STUDENT, passport_number="L898902C5")
    draft = starts(ayu)
    fills_in(ayu, draft, {"visa_index": "B1"})
    worker_runs()
    return {
        "list": "permohonan/",
        "start": f"permohonan/mulai/{VISIT}/",
        "tasks": f"permohonan/{draft}/isi/",
        "date": f"permohonan/{draft}/isi/entered_on/",
        "document": f"permohonan/{draft}/berkas/passport_page/",
        "check": f"permohonan/{complete}/periksa/",
        "case": f"permohonan/{filed}/",
        "bill": f"pembayaran/{bill.id}/",
        "returned": f"permohonan/{returned}/",
        "mending": f"permohonan/{returned}/isi/",
        "withdraw": f"permohonan/{filed}/cabut/",
    }


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open."""
    page.evaluate("document.fonts.ready")
    pictures = Path(settings.VAR) / "screenshots" / "applicant"
    pictures.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=pictures / f"{name}.png", full_page=True)
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "rules => axe.run({runOnly: rules})"
        ".then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target)))",
        RULES,
    )
    return [f"{name}: {wrong}" for wrong in found] + ([f"{name} scrolls sideways"] if sideways > 0 else [])


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible_and_never_scrolls_sideways(
    browser: Browser, live_server: Any, ayu: Somebody, citra: Somebody, width: int, language: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce")
    session = ayu.browser.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    wrong: list[str] = []
    for name, place in places(ayu, citra).items():
        answer = page.goto(f"{live_server.url}/{language}/{place}")
        assert answer is not None
        assert answer.status == 200, place
        wrong += look(page, f"{name}-{width}-{language}")
        if name == "date":
            page.click("main button")
            assert page.locator(".govuk-error-summary").is_visible()
            wrong += look(page, f"{name}-mended-{width}-{language}")
    context.close()
    assert not wrong


def test_an_answer_is_given_with_the_keyboard_alone(browser: Browser, live_server: Any, ayu: Somebody) -> None:
    draft = starts(ayu)
    fills_in(ayu, draft, {"visa_index": "B1"})
    context = browser.new_context()
    session = ayu.browser.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/id/permohonan/{draft}/isi/entered_on/")
    page.focus("#entered_on-day")
    for typed in ("9", "11", str(timezone.localdate().year)):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/isi/permit_number/")
    context.close()
