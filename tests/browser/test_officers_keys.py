"""An officer's day by single letters: a complete application is verified in few strokes; they can be turned off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref

from .browsing import signed_in
from .portal import Portal

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MOST_STROKES = 12


class Strokes:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str, *, leads_on: bool = True) -> None:
        self.count += 1
        if leads_on:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    context = signed_in(browser, portal.url, portal.sessions["verifier_2"])
    yield context.new_page()
    context.close()


def place_in_list(page: Page, case: object) -> str:
    """The digit that opens the case in the list."""
    return str(page.get_attribute(f".caselist__item[href*='{case}']", "data-key"))


def test_a_complete_student_application_is_verified_in_at_most_twelve_strokes(page: Page, portal: Portal) -> None:
    case = portal.cases["for_the_keys"]
    page.goto(f"{portal.url}/id/meja/daftar/perlu-diperiksa/")
    strokes = Strokes(page)
    strokes.press(place_in_list(page, case))
    strokes.press("c")
    while page.query_selector("[data-key='a']"):
        strokes.press("a")
    strokes.press("v")
    assert "Petugas lain yang memutuskan." in page.inner_text("main")
    papers = documents.documents(Ref("case", case))
    assert all(paper.state == documents.ACCEPTED for paper in papers)
    assert strokes.count == len(papers) + 3
    assert strokes.count <= MOST_STROKES


def test_a_letter_that_is_typed_is_only_a_letter(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.url}/id/meja/permohonan/{portal.cases['submitted']}/catatan/")
    page.fill("[name=note]", "")
    page.focus("[name=note]")
    page.keyboard.type("cav")
    assert page.input_value("[name=note]") == "cav"
    assert page.url.endswith("/catatan/")


def test_the_keys_are_shown_and_can_be_turned_off_for_good(page: Page, portal: Portal) -> None:
    address = f"{portal.url}/id/meja/permohonan/{portal.cases['submitted']}/"
    page.goto(address)
    legend = page.locator("[data-keys]")
    assert "Bagian berikutnya" in legend.inner_text()
    legend.locator("[data-keys-switch]").click()
    page.keyboard.press("j")
    page.goto(address)
    assert legend.locator("[data-keys-switch]").inner_text() == "Nyalakan tombol satu huruf"
    assert legend.locator("[data-keys-list]").is_hidden()
    page.keyboard.press("j")
    assert page.url == address
    legend.locator("[data-keys-switch]").click()
    page.locator("h1").click()
    Strokes(page).press("j")
    assert "/berkas/" in page.url


def test_the_reasons_open_with_the_keyboard_and_nothing_is_sent(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.url}/id/meja/permohonan/{portal.cases['for_the_reasons']}/")
    strokes = Strokes(page)
    strokes.press("c")
    strokes.press("x", leads_on=False)
    assert page.evaluate("() => document.activeElement.name") == "reason_key"
