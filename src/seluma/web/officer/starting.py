"""Where a letter or a message starts: the office's ready texts, in the applicant's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.http import urlencode

from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.web.ui.words import spoken

CHOSEN = "contoh"


@dataclass(frozen=True, slots=True)
class Start:
    """The ready texts for a page as links, and the text that was chosen ("" for none)."""

    offered: list[tuple[str, str]]
    text: str


def start(request: HttpRequest, use: str, page: cases.DeskCase, language: str, *, anchor: str) -> Start:
    """Ready texts for this use. A chosen one is filled in with the applicant, the application and the service."""
    found = catalogue.ready_texts(use)
    chosen = next((one for one in found if one.key == request.GET.get(CHOSEN)), None)
    named = {"name": page.person, "number": page.number, "service": page.service.title.in_(language)}
    return Start(
        offered=[(f"?{urlencode({CHOSEN: one.key})}#{anchor}", spoken(one.title)) for one in found],
        text=chosen.text.in_(language) % named if chosen else "",
    )
