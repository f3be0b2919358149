"""A browser, and what a page must never do: WCAG 2.2 A and AA, the width of a phone, one heading, one language."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from seluma.lib import verifier
from seluma.web.ui.build import BUILT, ROOT, build

from .portal import TYPED

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = (os.environ.get("SELUMA_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser")
WIDTHS = (1280, 360)
NARROWEST = 320
INDONESIAN = re.compile(
    r"\b(yang|Anda|kami|dan|untuk|dengan|belum|sudah|tidak|permohonan|berkas|hari|dari|atau|petugas|silakan"
    r"|lihat|unggah|tanggal|nama|nomor|kembali|lanjut|simpan|adalah|paling|sampai)\b"
)
ENGLISH = re.compile(r"\b(the|your|you|and|with|please|has|have|this|is|are|from|until|application|button|page)\b")
MARKUP = re.compile(r"</?[a-z]+( [a-z]+=[^>]*)?>|&[a-z]+;|%\(\w+\)s|\{\{")

LOOK = """async ([rules]) => {
  const found = await axe.run({runOnly: rules, resultTypes: ['violations'], preload: false});
  const wrong = found.violations.flatMap(v => v.nodes.map(n => `${v.id} ${n.target} ${n.failureSummary}`));
  const headings = document.querySelectorAll('h1').length;
  if (headings !== 1) wrong.push(`${headings} main headings`);
  return wrong;
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TEXT = """() => {
  const main = document.querySelector('main');
  return [document.title + '\\n' + main.innerText, [...main.querySelectorAll('[lang], .said')].map(e => e.innerText)];
}"""
"""What the page says, and what in it is said to be in another language or in somebody's own words."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's browser; the test is skipped where there is none."""
    if not (BUILT / "seluma.css").exists() or not verifier.BUILT.exists():
        build()
    program = next((path for path in CHROMIUM if path and Path(path).exists()), None)
    if program is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=program, args=arguments)
        yield found
        found.close()


def signed_in(browser: Browser, url: str, session: str | None, **options: Any) -> BrowserContext:
    """A window of somebody's."""
    viewport = {"width": WIDTHS[0], "height": 900}
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)  # type: ignore[arg-type]
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return context


class Critic:
    """Looks at page after page in one tab and writes down what is wrong."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.wrong: list[str] = []
        self.said: list[str] = []
        self._browser = page.context.new_cdp_session(page)
        page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def look(self, name: str) -> None:
        """Everything about the page that is open, at each width."""
        self.page.evaluate("document.fonts.ready")
        self._language(name)
        self.page.evaluate(AXE)
        for width in WIDTHS:
            # Light and dark take turns, the other way round in the other language: every page is seen in both.
            dark = (width == WIDTHS[0]) == (self.language == "en")
            self.page.emulate_media(color_scheme="dark" if dark else "light")
            self.page.set_viewport_size({"width": width, "height": 900})
            self.wrong += [f"{name}, {width} px: {one}" for one in self.page.evaluate(LOOK, [RULES])]
            picture = Path(settings.VAR) / "screenshots" / f"{self.language}-{width}-{name}.png"
            picture.write_bytes(self._picture())
        self.page.set_viewport_size({"width": NARROWEST, "height": 900})
        if (beyond := self.page.evaluate(SIDEWAYS)) > 0:
            self.wrong.append(f"{name} scrolls sideways by {beyond} px at {NARROWEST} px")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        # The browser itself reports the status of a page that says no; that is no complaint about the page.
        self.wrong += [f"{name}: {line}" for line in self.said if "the server responded with a status" not in line]
        self.said.clear()

    def _picture(self) -> bytes:
        """The whole page. Asked of the browser itself, which packs it loosely and so in half the time."""
        size = self._browser.send("Page.getLayoutMetrics")["cssContentSize"]
        wanted = {"captureBeyondViewport": True, "optimizeForSpeed": True, "clip": {**size, "scale": 1}}
        return base64.b64decode(self._browser.send("Page.captureScreenshot", wanted)["data"])

    def _language(self, name: str) -> None:
        if (given := self.page.get_attribute("html", "lang")) != self.language:
            self.wrong.append(f"{name} says that it is in {given}")
        foreign = INDONESIAN if self.language == "en" else ENGLISH
        text, apart = self.page.evaluate(TEXT)
        if MARKUP.search(text):
            self.wrong.append(f"{name} shows markup as text")
        for words in sorted((*apart, *TYPED), key=len, reverse=True):
            text = text.replace(words, "")
        for line in text.splitlines():
            if len(foreign.findall(line)) > 1:
                self.wrong.append(f"{name} speaks another language: {line.strip()[:120]}")
