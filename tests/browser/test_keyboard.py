"""The main job by keyboard alone: Tab, arrows, Space, Enter and letters. Wherever the focus is, it can be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from seluma.cli import story

from .browsing import signed_in
from .portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

FOCUS = """() => {
  const e = document.activeElement;
  return e === document.body ? null : {
    tag: e.tagName.toLowerCase(), type: e.type || '', name: e.name || '', text: (e.innerText || e.value || '').trim(),
    href: e.getAttribute('href') || '', required: true, main: !!e.closest('main'),
  };
}"""
SEEN = """() => {
  const e = document.activeElement;
  if (!e.closest('main') || e.tagName === 'MAIN') return true;
  const look = () => [e, ...(e.labels || [])].flatMap(n => [null, '::before'].map(p => {
    const s = getComputedStyle(n, p);
    return [s.outline, s.boxShadow, s.backgroundColor, s.borderColor, s.textDecoration].join();
  })).join(';');
  const focused = look();
  e.blur();
  const blurred = look();
  e.focus();
  return focused !== blurred;
}"""
MOST_STOPS = 120
PERSON = story.Person("Budi Utopia", "UTOPIA", "BUDI", "1990-05-17", "M", "B7654321")


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []
        self.chooses: Path | None = None
        """The file to choose when the browser asks for one."""
        page.on("filechooser", lambda chooser: chooser.set_files(self.chooses or []))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def stops(self) -> Iterator[dict[str, str]]:
        """Press Tab again and again; each thing that gets the focus."""
        for _number in range(MOST_STOPS):
            self.press("Tab")
            at: dict[str, str] | None = self.page.evaluate(FOCUS)
            if at is None:
                continue
            if not self.page.evaluate(SEEN):
                self.unseen.append(f"{at} on {self.page.url}")
            yield at

    def reach(self, *, text: str = "", href: str = "", name: str = "") -> None:
        """Go on with Tab until the thing with this text, address or name has the focus."""
        for at in self.stops():
            if (text and at["text"].startswith(text)) or (href and href in at["href"]) or (name and at["name"] == name):
                return
        raise AssertionError(f"Tab does not reach {text or href or name} on {self.page.url}")

    def follow(self, *, text: str = "", href: str = "") -> None:
        """Reach it and press Enter; the next page is there."""
        self.reach(text=text, href=href)
        with self.page.expect_navigation():
            self.press("Enter")

    def send(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def keyboard(browser: Browser, portal: Portal, request: pytest.FixtureRequest) -> Iterator[Keyboard]:
    context = signed_in(browser, portal.url, portal.sessions[request.param])
    yield Keyboard(context.new_page())
    context.close()


@pytest.mark.parametrize("keyboard", ["applicant_2"], indirect=True)
def test_an_application_is_filed_from_the_service_page_to_its_confirmation(
    keyboard: Keyboard, portal: Portal, tmp_path: Path
) -> None:
    page, answers = keyboard.page, story.visit_answers(PERSON, timezone.now())
    page.goto(f"{portal.url}/id/layanan/{story.VISIT}/")
    keyboard.follow(text="Ajukan permohonan")
    keyboard.follow(href="/isi/visa_index/")
    while "/isi/" in page.url and not page.url.endswith("/isi/"):
        answer(keyboard, answers)
    assert "/isi/" in page.url
    keyboard.follow(href="/berkas/passport_page/")
    while "/berkas/" in page.url:
        hand_in(keyboard, tmp_path, dt.date.fromisoformat(answers["passport_expires_on"]))
    keyboard.follow(text="Periksa dan ajukan")
    keyboard.reach(name="declaration")
    keyboard.press("Space")
    keyboard.follow(text="Ajukan permohonan")
    assert page.url.endswith("/terkirim/")
    assert keyboard.unseen == []


@pytest.mark.parametrize("keyboard", ["verifier_2"], indirect=True)
def test_an_officer_takes_a_case_judges_its_papers_and_passes_it_on(keyboard: Keyboard, portal: Portal) -> None:
    page, case = keyboard.page, portal.cases["for_the_keyboard"]
    page.goto(f"{portal.url}/id/meja/")
    if f"/{case}/" not in page.content():
        keyboard.follow(href="/perlu-diperiksa/")
    keyboard.follow(href=f"/meja/permohonan/{case}/")
    keyboard.follow(text="Ambil permohonan ini")
    papers = page.locator(".tabs a[href*='/berkas/']").evaluate_all("found => found.map(e => e.getAttribute('href'))")
    for paper in papers:
        keyboard.follow(href=paper)
        keyboard.follow(text="Terima dokumen ini")
    keyboard.follow(text="Teruskan untuk keputusan")
    assert "Petugas lain yang memutuskan." in page.inner_text("main")
    assert keyboard.unseen == []


def answer(keyboard: Keyboard, answers: dict[str, object]) -> None:
    """Answer the question of the page that is open, and go on."""
    page = keyboard.page
    key = page.url.rstrip("/").rsplit("/", 1)[-1]
    wanted = answers.get(key)
    kind = page.evaluate("key => (document.querySelector(`main [name^='${key}']`) || {}).type", key)
    if kind == "radio":
        keyboard.reach(name=key)
        keyboard.press("Space")
        for _number in range(MOST_STOPS):
            if page.evaluate("() => document.activeElement.value") == str(wanted):
                break
            keyboard.press("ArrowDown")
    elif kind == "select-one":
        keyboard.reach(name=key)
        title = page.evaluate("v => document.activeElement.querySelector(`[value='${v}']`).label", str(wanted))
        page.keyboard.type(title)
    elif page.query_selector(f"[name='{key}-day']"):
        year, month, day = str(wanted).split("-")
        for part, typed in (("day", day), ("month", month), ("year", year)):
            keyboard.reach(name=f"{key}-{part}")
            page.keyboard.type(typed)
    elif wanted is not None:
        keyboard.reach(name=key)
        keyboard.press("Control+A")
        page.keyboard.type(str(wanted))
    keyboard.follow(text="Lanjut")


def hand_in(keyboard: Keyboard, folder: Path, expires: dt.date) -> None:
    """Hand in the document of the page that is open; the next one follows."""
    slot = urlsplit(keyboard.page.url).path.rstrip("/").rsplit("/", 1)[-1]
    filename, data = story.paper(slot, PERSON, expires)
    (folder / filename).write_bytes(data)
    keyboard.reach(name="file")
    keyboard.chooses = folder / filename
    keyboard.press("Enter")
    keyboard.page.wait_for_function("() => document.querySelector('[name=file]').files.length === 1")
    keyboard.follow(text="Unggah")
