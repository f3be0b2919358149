"""What officers do in the tests of their pages: by real verbs, and through the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from seluma.cli import story
from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref, new_id


class Somebody:
    """A person of the story, and a browser in which they are signed in."""

    def __init__(self, actor: access.Actor) -> None:
        self.actor = actor
        self.browser = Client()
        self.browser.force_login(get_user_model().objects.get(pk=actor.id))

    def opens(self, address: str) -> Any:
        return self.browser.get(address)

    def sends(self, address: str, typed: Mapping[str, Any] | None = None, *, key: str | None = None) -> Any:
        """Post a form as the page would, with a fresh key."""
        return self.browser.post(address, {"_key": key or str(new_id()), **(typed or {})})


ALONE = story.Person("Suharto", "SUHARTO", "", "1980-00-00", "M", "X1234567")
"""A person of one word, whose day of birth nobody knows."""


def another(number: int) -> story.Person:
    """One of many people who differ by name and passport."""
    return story.Person(f"Orang Contoh {number}", "CONTOH", "ORANG", "1990-01-02", "F", f"P{number:07}")


def files(ayu: Somebody, person: story.Person = story.ANNA, service: str = story.STUDENT, **changes: Any) -> UUID:
    return story.filed(ayu.actor, service, person, at=timezone.now(), **changes)


def is_claimed(case: UUID, officer: Somebody) -> None:
    cases.claim(case=case, by=officer.actor, at=timezone.now())


def is_verified(case: UUID, citra: Somebody) -> None:
    story.verified(case, citra.actor, at=timezone.now())


def is_ready_to_decide(case: UUID, ayu: Somebody, citra: Somebody, education: Somebody) -> None:
    is_verified(case, citra)
    pays_and_is_answered_for(case, ayu, citra, education)


def pays_and_is_answered_for(case: UUID, ayu: Somebody, citra: Somebody, education: Somebody) -> None:
    now = timezone.now()
    story.paid(case, ayu.actor, citra.actor, at=now)
    story.answered(case, education.actor, at=now)


def papers_of(case: UUID) -> list[documents.Document]:
    return documents.documents(Ref("case", case))


def paper_of(case: UUID, slot: str) -> documents.Document:
    return next(paper for paper in papers_of(case) if paper.slot == slot)


def state_of(case: UUID, officer: Somebody) -> str:
    return cases.desk_case(officer.actor, case, at=timezone.now()).state


def worker_runs() -> None:
    journal.deliver_all()


def at(case: UUID, rest: str = "") -> str:
    return f"/id/meja/permohonan/{case}/{rest}"


def text_of(response: Any) -> str:
    """What a reader sees of the page."""
    body = re.sub(r"(?s)<(head|script|header|footer)\b.*?</\1>", " ", response.content.decode())
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))
