"""A person at a browser without JavaScript: opens pages, fills in their forms by name, follows where they lead.

When the portal is away it waits and sends the same form again; the form's hidden key makes that one act.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import mechanicalsoup
import requests
from bs4 import BeautifulSoup, Tag

from seluma.cli.refusals import CannotRun

PATIENCE = 60.0
"""Seconds that the portal may be away."""
PAUSE = 0.15
TICK = "on"
"""As a value: tick the box, whatever its own value is."""
_AWAY = {429, 502, 503, 504}
"""Asked to wait, too: whoever tries again while the portal is away may have tried too often."""

File = tuple[str, bytes]


class Robot:
    """One person with cookies of their own, at one page at a time."""

    def __init__(self, base_url: str, *, role: str, language: str = "id") -> None:
        self.base_url = base_url
        self.role = role
        self.language = language
        self.address = ""
        self.page = BeautifulSoup("", "html.parser")
        self._browser = mechanicalsoup.Browser(soup_config={"features": "html.parser"})

    def open(self, path: str) -> BeautifulSoup:
        """Go to a page; `path` may leave out the language. CannotRun when it refuses."""
        return self._arrive(self._patiently(lambda: self._get(self._whole(path))))

    def fetch(self, path: str) -> bytes:
        """A download."""
        answer = self._patiently(lambda: self._get(self._whole(path)))
        self._refuse_refusal(answer, None)
        return bytes(answer.content)

    def ask(self, path: str, **what: Any) -> Any:
        """Ask the API as a program does (`json=` or `files=` of `requests.post`); its answer's JSON."""
        answer = self._patiently(lambda: self._browser.session.post(self._whole(path), timeout=60, **what))
        self._refuse_refusal(answer, None)
        return answer.json()

    def send(
        self,
        fields: Mapping[str, str | list[str]] | None = None,
        *,
        files: Mapping[str, File] | None = None,
        button: tuple[str, str] | None = None,
        to: str = "",
    ) -> BeautifulSoup:
        """Fill in the page's form that has these fields (and whose address ends with `to`) and send it."""
        form = self._form({*(fields or {}), *(files or {})}, button, to)
        data = _values(form)
        for name, value in (fields or {}).items():
            box = form.find("input", {"type": "checkbox", "name": name}) if value == TICK else None
            data[name] = str(box.get("value") or TICK) if isinstance(box, Tag) else value
        pressed = button or _only_button(form)
        if pressed:
            data[pressed[0]] = pressed[1]
        target = urljoin(self.address, str(form.get("action") or self.address))

        def post() -> requests.Response:
            parts = {name: (filename, io.BytesIO(content)) for name, (filename, content) in (files or {}).items()}
            return self._browser.post(target, data=data, files=parts or None, timeout=60, allow_redirects=False)

        return self._arrive(self._patiently(post))

    def follow(self, part: str) -> BeautifulSoup:
        """Follow the first link whose address contains `part`."""
        return self.open(self.link(part))

    def link(self, part: str) -> str:
        """The address of the first link that contains `part`; CannotRun when the page has none."""
        for anchor in self.page.select("a[href]"):
            if part in str(anchor["href"]):
                return str(anchor["href"])
        raise CannotRun(f"{self.role}: no link with {part!r} at {self.address}.")

    def links(self, part: str) -> list[str]:
        """The addresses of all links that contain `part`, each once."""
        found = [str(anchor["href"]) for anchor in self.page.select("a[href]") if part in str(anchor["href"])]
        return list(dict.fromkeys(found))

    def has_form(self, to: str) -> bool:
        """Whether the page has a form whose address ends so."""
        return any(
            str(form.get("action") or self.address).split("?")[0].endswith(to)
            for form in self.page.select("form[method=post]")
        )

    def heading_of_current_tab(self) -> str:
        """The label of the tab that is open, "" when there are none."""
        tab = self.page.select_one(".tabs [aria-current]")
        return " ".join(tab.get_text(" ").split()) if tab is not None else ""

    def text(self) -> str:
        """The page as one reads it."""
        return " ".join(self.page.get_text(" ").split())

    def reload_until(self, arrived: Callable[[BeautifulSoup], bool], path: str, *, what: str) -> BeautifulSoup:
        """Open a page again and again until it shows what the worker has done."""
        deadline = time.monotonic() + PATIENCE
        while True:
            page = self.open(path)
            if arrived(page):
                return page
            if time.monotonic() > deadline:
                raise CannotRun(f"{self.role}: waited {PATIENCE:.0f} seconds in vain for {what} at {self.address}.")
            time.sleep(PAUSE)

    def _whole(self, path: str) -> str:
        if path.startswith("http"):
            return path
        first = path.strip("/").split("/")[0]
        prefix = "" if path.startswith("/") or first in ("id", "en", "api") else f"/{self.language}/"
        return urljoin(self.base_url, prefix + path)

    def _arrive(self, answer: requests.Response) -> BeautifulSoup:
        page = BeautifulSoup(answer.text, "html.parser")
        self._refuse_refusal(answer, page)
        self.address, self.page = answer.url, page
        return page

    def _refuse_refusal(self, answer: requests.Response, page: BeautifulSoup | None) -> None:
        if answer.status_code < 400:
            return
        where = urlsplit(answer.url).path
        said = ""
        if page is not None:
            summary = page.select_one(".govuk-error-summary") or page.select_one("main") or page
            said = " ".join(summary.get_text(" ").split())
        raise CannotRun(f"{self.role}: {where} answered {answer.status_code}. {said[:600]}")

    def _form(self, names: set[str], button: tuple[str, str] | None, to: str) -> Tag:
        for form in self.page.select("form[method=post]"):
            if str(form.get("action") or "").endswith("/keluar/"):
                continue
            has = {str(field.get("name")) for field in form.select("input, select, textarea, button")}
            pressed = button is None or form.find("button", {"name": button[0], "value": button[1]}) is not None
            if names <= has and pressed and str(form.get("action") or self.address).split("?")[0].endswith(to):
                return form
        raise CannotRun(f"{self.role}: no form with {sorted(names)} to {to!r} at {self.address}.")

    def _patiently(self, ask: Callable[[], requests.Response]) -> requests.Response:
        """The answer, wherever it leads. What was sent and answered is not sent again when the next page is away."""
        answer = self._ask_patiently(ask)
        while answer.is_redirect:
            target = urljoin(answer.url, answer.headers["Location"])
            answer = self._ask_patiently(lambda target=target: self._get(target))
        return answer

    def _get(self, address: str) -> requests.Response:
        return self._browser.session.get(address, timeout=60, allow_redirects=False)

    def _ask_patiently(self, ask: Callable[[], requests.Response]) -> requests.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = ask()
                # The database may be gone in the middle of a request; a page that stays broken is told as it is.
                passing = answer.status_code == 500 and time.monotonic() < deadline - PATIENCE * 2 / 3
                if answer.status_code not in _AWAY and not passing:
                    return answer
                reason = f"status {answer.status_code}"
            except requests.RequestException as problem:
                reason = type(problem).__name__
            if time.monotonic() > deadline:
                raise CannotRun(f"{self.role}: the portal stayed away for {PATIENCE:.0f} seconds ({reason}).")
            time.sleep(PAUSE)


def _only_button(form: Tag) -> tuple[str, str] | None:
    """The button that a browser presses by itself: the form's first, if it carries a value."""
    first = form.select_one("button[name], input[type=submit][name]")
    return (str(first["name"]), str(first.get("value") or "")) if first is not None else None


def _values(form: Tag) -> dict[str, str | list[str]]:
    """What a browser would send of a form that nobody touched."""
    found: dict[str, str | list[str]] = {}
    for field in form.select("input, select, textarea"):
        name, kind = str(field.get("name") or ""), str(field.get("type") or "")
        if not name or kind in ("file", "submit", "button") or field.has_attr("disabled"):
            continue
        if kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                _add(found, name, str(field.get("value") or "on"), many=kind == "checkbox")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            found[name] = str(chosen.get("value") or "") if chosen else ""
        elif field.name == "textarea":
            found[name] = field.get_text().lstrip("\n")
        else:
            found[name] = str(field.get("value") or "")
    return found


def _add(found: dict[str, str | list[str]], name: str, value: str, *, many: bool) -> None:
    before = found.get(name)
    if many and before is not None:
        found[name] = [*(before if isinstance(before, list) else [before]), value]
    else:
        found[name] = value
