"""Which pages `bench pages` measures: the important ones of every role, on the demonstration's own cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seluma.cli import story
from seluma.cli.refusals import CannotRun
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.people import api as people
from seluma.lib.ids import Ref


@dataclass(slots=True)
class Page:
    """A page to measure: its address, whose cookies, and what was found."""

    name: str
    address: str
    cookies: str = ""
    seconds: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)
    """Seconds of processor time of our own process: what other work on the machine does not lengthen."""
    over_http: list[float] = field(default_factory=list)
    statements: int = 0
    body: bytes = b""


def pages() -> Iterator[Page]:
    """Each important page, in the language that is active."""
    yield Page("home", reverse("home"))
    yield Page("services", reverse("services"))
    yield Page("service", reverse("service", args=[story.STUDENT]))
    yield Page("verification", reverse("verification"))
    yield Page("sign in", reverse("account_login"))
    yield from _of_the_applicant()
    yield from _of_the_officers()
    yield from _of_the_institution()


def _of_the_applicant() -> Iterator[Page]:
    anna, cookies = _somebody("applicant")
    now = timezone.now()
    filed = next(case.id for case in cases.my_cases(anna, at=now) if case.state in (cases.SUBMITTED, cases.IN_REVIEW))
    bill = cases.case_page(anna, filed, at=now).bill
    draft = story.draft(anna, story.VISIT, story.visit_answers(story.ANNA, now), story.ANNA, at=now)
    version = catalogue.service(story.VISIT, on=timezone.localdate(now))
    yield Page("my applications", reverse("applicant:cases"), cookies)
    yield Page("application", reverse("applicant:case", args=[filed]), cookies)
    yield Page("who looked", reverse("applicant:views", args=[filed]), cookies)
    yield Page("task list", reverse("applicant:tasks", args=[draft]), cookies)
    yield Page("question", reverse("applicant:question", args=[draft, version.questions[0].key]), cookies)
    yield Page("document", reverse("applicant:document", args=[draft, version.documents[0].key]), cookies)
    yield Page("check", reverse("applicant:check", args=[draft]), cookies)
    if bill:
        yield Page("pay", reverse("applicant:pay", args=[bill.id]), cookies)
    yield Page("profile", reverse("profile"), cookies)


def _of_the_officers() -> Iterator[Page]:
    citra, cookies = _somebody("verifier")
    now = timezone.now()
    yield Page("desk", reverse("officer:desk", args=["perlu-diperiksa"]), cookies)
    yield Page("desk, closed", reverse("officer:desk", args=["selesai"]), cookies)
    case = next(iter(cases.desk(citra, "to_verify", at=now))).id
    paper = documents.documents(Ref("case", case))[0]
    yield Page("officer's case", reverse("officer:case", args=[case]), cookies)
    yield Page("officer's answers", reverse("officer:answers", args=[case]), cookies)
    yield Page("officer's timeline", reverse("officer:timeline", args=[case]), cookies)
    yield Page("officer's document", reverse("officer:document", args=[case, paper.id]), cookies)
    yield Page("picture of a document", reverse("officer:preview", args=[case, paper.id, 1]), cookies)
    dewi, her_cookies = _somebody("decider")
    to_decide = next(iter(cases.desk(dewi, "to_decide", at=now))).id
    yield Page("decider's case", reverse("officer:case", args=[to_decide]), her_cookies)


def _of_the_institution() -> Iterator[Page]:
    partner, cookies = _somebody("partner_education")
    yield Page("institution's inbox", reverse("partner_inbox"), cookies)
    question = agencies.inbox_for(partner, at=timezone.now())[0].id
    yield Page("institution's question", reverse("partner_question", args=[question]), cookies)


def _somebody(role: str) -> tuple[Any, str]:
    account = people.find_account(story.ROLES[role][1])
    if account is None:
        raise CannotRun(f"The demonstration has nobody as {role}.")
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=account))
    return people.actor_of(
        account
    ), f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
