"""The gallery in a real browser: nothing scrolls sideways, nothing breaks WCAG 2.2 A or AA, and pictures to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from seluma.web.ui.build import BUILT, ROOT, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    *(f"gallery/{name}" for name in ("home", "case", "desk", "components", "result")),
    "form",
    "fails/refused",
    "nowhere",
)
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


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 800, 1280])
def test_the_gallery_is_accessible_and_never_scrolls_sideways(
    browser: Browser, live_server: Any, width: int, scheme: Any, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    context.add_cookies([{"name": "who", "value": "dewi", "url": live_server.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    pictures = Path(settings.VAR) / "screenshots" / "ui"
    pictures.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        page.goto(f"{live_server.url}/{language}/{name}/")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=pictures / f"{name.replace('/', '-')}-{width}-{scheme}-{language}.png", full_page=True)
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, f"{name} scrolls sideways by {sideways} px at {width} px"
        page.add_script_tag(path=AXE)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
            ".then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target + ' ' + n.failureSummary)))"
        )
        assert found == [], f"{name}, {width} px, {scheme}: {found}"
    context.close()
    assert complaints == []


def test_the_pages_obey_their_own_policy_and_the_keyboard_reaches_the_content_first(
    browser: Browser, live_server: Any
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "who", "value": "ayu", "url": live_server.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/id/form/")
    assert "govuk-frontend-supported" in (page.get_attribute("body", "class") or "")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "full_name"
    page.fill("#birth_date-day", "31")
    page.click("text=Lanjut")
    assert page.title().startswith("Perbaiki: ")
    assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
    page.click("text=Tanggal lahir: ")
    assert page.evaluate("document.activeElement.id") == "birth_date-year"
    assert page.input_value("#birth_date-day") == "31"
    context.close()
    assert [line for line in complaints if "422" not in line] == []


def test_without_javascript_and_without_a_stylesheet_the_form_still_works(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.route("**/*.css", lambda route: route.abort())
    context.add_cookies([{"name": "who", "value": "ayu", "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/en/form/")
    page.fill("#full_name", "Suharto")
    page.fill("#birth_date-year", "1974")
    page.check("#school")
    page.click("text=Continue")
    assert "/selesai/" in page.url
    context.close()
