"""The pages of "Which one is mine?" in process, through the whole WSGI stack, beside two baselines.

The empty page shows what a page costs that does nothing. The plain run evaluates every condition of every service once
with all answers known: what the finder adds over it is asking in order, the values not known, and the nearest changes.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone, translation

from seluma.cli import bench_addresses, story
from seluma.cli.bench_pages import EMPTY, ask, statements_of
from seluma.cli.bench_tour import Page
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM
from seluma.domains.catalogue import api as catalogue

BAR_MS = 50
STUDENT = "person=foreigner&stay=limited&aim=longer&purpose=study"
VISITOR = "person=foreigner&stay=visit&aim=longer"


def measure(*, requests: int) -> dict[str, Any]:
    """Everything, as plain values."""
    catalogue.publish(by=SYSTEM, at=timezone.now())
    settings.ROOT_URLCONF = bench_addresses.__name__
    with translation.override("id"), step("Walking through"):
        tour = [Page(EMPTY, "/id/bench/empty/"), *_pages()]
    application = get_wsgi_application()
    for page in tour:
        page.body = ask(application, page)
        page.statements = statements_of(application, page)
    plain: list[float] = []
    with step("In process"):
        for _ in range(requests):
            for page in tour:
                began, worked = time.perf_counter(), time.process_time()
                ask(application, page)
                page.seconds.append(time.perf_counter() - began)
                page.working.append(time.process_time() - worked)
            plain.append(_plain_run())
    worst = max(tour[1:], key=lambda page: _p95(page.seconds))
    return {
        "requests": requests,
        "services": len(catalogue.services(on=timezone.localdate())),
        "pages": {
            page.name: {
                "median_ms": _ms(statistics.median(page.seconds)),
                "p95_ms": _ms(_p95(page.seconds)),
                "python_p95_ms": _ms(_p95(page.working)),
                "statements": page.statements,
            }
            for page in tour
        },
        "every_condition_once": {"median_ms": _ms(statistics.median(plain)), "p95_ms": _ms(_p95(plain))},
        "slowest": {"page": worst.name, "p95_ms": _ms(_p95(worst.seconds)), "bar": BAR_MS},
    }


def _pages() -> Iterator[Page]:
    """First questions, a date, and results: possible, and not, where the nearest change is looked for."""
    yield Page("first question", "/id/layanan-saya/")
    yield Page("third question", "/id/layanan-saya/?person=foreigner&stay=limited")
    yield Page("a date", f"/id/layanan-saya/?{STUDENT}&tanya=permit_expires_on")
    yield Page("nothing fits", "/id/layanan-saya/?person=-")
    today = timezone.localdate()
    good = story.student_answers(story.ANNA, timezone.now())
    yield Page("yes", f"/id/layanan-saya/?{STUDENT}", _answered(STUDENT, good))
    late = {**good, "first_granted_on": (today - dt.timedelta(days=3500)).isoformat()}
    yield Page("no, ten years", f"/id/layanan-saya/?{STUDENT}&hasil=1", _answered(STUDENT, late))
    early = {**good, "permit_expires_on": (today + dt.timedelta(days=180)).isoformat()}
    yield Page("depends, too early", f"/id/layanan-saya/?{STUDENT}&hasil=1", _answered(STUDENT, early))
    visit = {**story.visit_answers(story.ANNA, timezone.now()), "visa_index": "C18"}
    yield Page("depends, long list", f"/id/layanan-saya/?{VISITOR}&hasil=1", _answered(VISITOR, visit))


def _answered(situation: str, answers: dict[str, Any]) -> str:
    """Cookies of a visitor who answered all that is asked."""
    browser = Client()
    for _ in range(30):
        where = browser.get(f"/id/layanan-saya/?{situation}", follow=True)
        asked = dict(where.request)["QUERY_STRING"].rpartition("tanya=")[2]
        if "tanya=" not in where.request["QUERY_STRING"]:
            break
        parts = str(answers[asked]).split("-")
        data = {asked: answers[asked]}
        if len(parts) == 3:
            data = {f"{asked}-{part}": value for part, value in zip(("year", "month", "day"), parts, strict=True)}
        browser.post(f"/id/layanan-saya/?{situation}&tanya={asked}", data)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def _plain_run() -> float:
    now = timezone.now()
    answers = {**story.visit_answers(story.ANNA, now), **story.student_answers(story.ANNA, now)}
    began = time.perf_counter()
    for service in catalogue.services(on=timezone.localdate(now)):
        for blocks in ("filing", "decision", "warn"):
            catalogue.obstacles(service, answers, on=timezone.localdate(now), blocks=blocks)  # type: ignore[arg-type]
    return time.perf_counter() - began


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[18]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
