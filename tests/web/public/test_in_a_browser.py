"""The public pages in a real browser: nothing scrolls sideways, nothing breaks WCAG 2.2 A or AA, in both languages."""

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
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
PAGES = {
    "home": "",
    "services": "layanan/",
    "found": "layanan/?cari=pelajar",
    "nothing-found": "layanan/?cari=zebra",
    "student": "layanan/itas-student-extension/",
    "visit": "layanan/visit-extension/",
    "no-service": "layanan/tidak-ada/",
    "about": "tentang/",
    "privacy": "tentang/data-pribadi/",
    "accessibility": "tentang/aksesibilitas/",
    "office": "tentang/kantor/",
}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_everybody_can_use_every_page_and_it_never_scrolls_sideways(
    browser: Browser, live_server: Any, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    pictures = Path(settings.VAR) / "screenshots" / "public"
    pictures.mkdir(parents=True, exist_ok=True)
    for language in ("id", "en"):
        for name, address in PAGES.items():
            page.goto(f"{live_server.url}/{language}/{address}")
            page.evaluate("document.fonts.ready")
            if width != 320:
                page.screenshot(path=pictures / f"{name}-{width}-{scheme}-{language}.png", full_page=True)
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, f"{name} scrolls sideways by {sideways} px at {width} px"
            page.add_script_tag(path=AXE)
            found = page.evaluate(
                "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
                ".then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.target + n.failureSummary)))"
            )
            assert found == [], f"{name}, {language}, {width} px, {scheme}: {found}"
    context.close()
