"""The desk with 100,000 cases: lists, counts, search and the head's page, beside the naive way in the same run.

The cases are made by a few statements in the benchmark's own database: only the columns that the desk reads are
filled like real ones. A page is a whole request through Django, without the network. The naive way counts its rows,
skips to its page and searches with ILIKE; neither gets an index of its own.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from seluma.cli import story
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue

TURNS = 40
BAR_MS = 150
FAMILY = (
    *("Eriksson", "Contoh", "Utopia", "Sampel", "Prasetyo", "Beispiel", "Exemplo", "Wati", "Lestari", "Putra"),
    *("Hidayat", "Иванова", "Суарез", "李", "田中"),
)
GIVEN = (
    *("Anna", "Maria", "Budi", "Citra", "Dewi", "Tomas", "Sofia", "Ayu", "Eko", "Joko", "Made", "Wayan", "Siti"),
    *("Nur", "Agus", "Rina", "Ольга", "Иван", "伟", "花子"),
)
NUMBERED = 40
"""Different third names, so that there are 15 × 20 × 40 people's names."""

_MADE = """
INSERT INTO "case" (id, number, service_code, version_id, applicant, by_sponsor, language, state, answers, to_mend,
    person_key, person_name, search_keys, started_at, changed_at, submitted_at, due_on, overdue_noted, turn, turn_since,
    claimed_by, claimed_at, verified_by, verified_at, decided_by, decided_at, closed_at)
SELECT lpad(to_hex(no), 32, '0')::uuid, %(prefix)s || '-2026-' || lpad(no::text, 6, '0'), %(service)s, %(version)s,
    %(applicant)s, false, 'id', kind.state,
    jsonb_build_object('full_name', name.name, 'filler', repeat('x', 1500)), '{}', 'UTO:P' || lpad(no::text, 7, '0'),
    name.name, name.keys || hashtext('passport' || no), made.at, made.at, made.at,
    (made.at + interval '7 days')::date, false, kind.turn, made.at,
    CASE WHEN kind.held THEN CASE WHEN no %% 40 = 0 THEN %(citra)s ELSE %(fajar)s END END,
    CASE WHEN kind.held THEN made.at END,
    CASE WHEN kind.checked THEN %(citra)s END, CASE WHEN kind.checked THEN made.at END,
    CASE WHEN kind.decided THEN %(dewi)s END, CASE WHEN kind.decided THEN made.at + interval '5 days' END,
    CASE WHEN kind.ended THEN made.at + interval '6 days' END
FROM generate_series(1000, %(last)s) AS one(no)
JOIN LATERAL (
    SELECT %(now)s::timestamptz - (no %% 400) * interval '1 day' - no * interval '1 second' AS at
) AS made ON true
JOIN bench_kind AS kind ON kind.n = (no * 7919) %% 20
JOIN bench_name AS name ON name.n = (no * 104729::bigint) %% %(names)s
"""
# state, turn, held, checked, decided, ended: of twenty cases eight are over.
_KINDS: tuple[tuple[str, str, bool, bool, bool, bool], ...] = (
    *(("collected", "nobody", False, True, True, True),) * 6,
    *(("refused", "nobody", False, True, True, True),) * 2,
    *(("submitted", "verifier", False, False, False, False),) * 2,
    ("submitted", "cashier", False, False, False, False),
    *(("submitted", "applicant", False, False, False, False),) * 2,
    ("in_review", "verifier", True, False, False, False),
    *(("in_review", "agency", False, True, False, False),) * 2,
    *(("in_review", "decider", False, True, False, False),) * 2,
    ("returned", "applicant", False, False, False, False),
    ("issued", "applicant", False, True, True, False),
)


def measure(*, count: int = 100_000) -> dict[str, Any]:
    """All of it, as plain values."""
    now = timezone.now()
    catalogue.publish(by=SYSTEM, at=now)
    cast = story.cast(at=now)
    real = story.filed(cast["applicant"], story.STUDENT, at=now)
    with step(f"Making {count} cases"):
        _make(count, cast, real, now)
    with translation.override("id"), step("Looking at the desk"):
        measured = {name: _p95(act) for name, act in _desk(cast, count)}
    with step("The naive way"):
        naive = {name: _p95(act, turns=10) for name, act in _naive()}
    slowest = max(measured.values())
    return {"cases": count, "p95_ms": measured, "naive_p95_ms": naive, "slowest_ms": slowest, "bar_ms": BAR_MS}


def _make(count: int, cast: dict[str, Actor], real: UUID, now: dt.datetime) -> None:
    names = [f"{one} {two} Ke-{number}" for two in FAMILY for one in GIVEN for number in range(NUMBERED)]
    given = {
        "prefix": catalogue.office().prefix,
        "service": "bench",
        "version": cases.desk_case(cast["verifier"], real, at=now).service.version_id,
        "applicant": cast["applicant"].id,
        "citra": cast["verifier"].id,
        "fajar": cast["verifier_2"].id,
        "dewi": cast["decider"].id,
        "last": count + 999,
        "now": now,
        "names": len(names),
    }
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_name (n integer PRIMARY KEY, name text, keys integer[])")
        cursor.executemany(
            "INSERT INTO bench_name VALUES (%s, %s, %s)",
            [(number, name, cases.keys_of([name], "")) for number, name in enumerate(names)],
        )
        columns = "n integer, state text, turn text, held bool, checked bool, decided bool, ended bool"
        cursor.execute(f"CREATE TABLE bench_kind ({columns})")
        rows = [(number, *kind) for number, kind in enumerate(_KINDS)]
        cursor.executemany("INSERT INTO bench_kind VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
        cursor.execute(_MADE, given)
        cursor.execute('VACUUM ANALYZE "case"')


def _desk(cast: dict[str, Actor], count: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Pages as an officer opens them: each list from its beginning and from far down, searches, the head's page."""
    officer, head = _browser(cast["verifier"]), _browser(cast["head"])
    decider = _browser(cast["decider"])
    deep = _middle(count // 5)
    for slug in ("giliran-saya", "perlu-diperiksa", "tim-saya", "terlambat", "menunggu-pihak-lain", "siap-diambil"):
        yield f"list {slug}", _opens(officer, reverse("officer:desk", args=[slug]))
    yield "list perlu-diputuskan", _opens(decider, reverse("officer:desk", args=["perlu-diputuskan"]))
    for slug in ("semua", "selesai"):
        yield f"list {slug}", _opens(officer, reverse("officer:desk", args=[slug]))
        yield f"list {slug}, far down", _opens(officer, f"{reverse('officer:desk', args=[slug])}?sesudah={deep[slug]}")
    search = reverse("officer:search")
    for what, typed in {
        "a name": "Anna Eriksson Ke-7",
        "one letter wrong": "Anna Erikson Ke-7",
        "a common name": "Siti",
        "a common name, one letter wrong": "Sitti Wari",
        "another script": "Ольга Суарез",
        "another script, one letter wrong": "Ольгa Суарес",
        "a number": "4711",
        "nobody": "Xyzzyplugh",
    }.items():
        yield f"search {what}", _opens(officer, f"{search}?cari={typed}")
    yield "head of office", _opens(head, reverse("officer:head"))


def _naive() -> Iterator[tuple[str, Callable[[], object]]]:
    paged = "state IN ('submitted', 'in_review', 'returned', 'issued')", "ORDER BY changed_at, id LIMIT 30 OFFSET 20000"
    alike = "person_name ILIKE '%%eriksson%%'", "ORDER BY changed_at LIMIT 30"
    yield "list, counted and skipped to its page (statements alone)", _counts_and_reads(*paged)
    yield "search by ILIKE, which finds no wrong letter (statements alone)", _counts_and_reads(*alike)


def _counts_and_reads(condition: str, order: str) -> Callable[[], object]:
    def act() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "case" WHERE {condition}', [])  # noqa: S608 - a constant
            cursor.execute(f'SELECT * FROM "case" WHERE {condition} {order}', [])  # noqa: S608 - a constant
            cursor.fetchall()

    return act


def _middle(skipped: int) -> dict[str, UUID]:
    """A case far down in each of two long lists."""
    found = {}
    with connection.cursor() as cursor:
        for slug, condition, order in (
            ("semua", "closed_at IS NULL", "due_on, id"),
            ("selesai", "closed_at IS NOT NULL", "closed_at DESC, id DESC"),
        ):
            cursor.execute(f'SELECT id FROM "case" WHERE {condition} ORDER BY {order} OFFSET %s LIMIT 1', [skipped])  # noqa: S608
            row = cursor.fetchone()
            if row is not None:
                found[slug] = row[0]
    return found


def _browser(actor: Actor) -> Client:
    browser = Client(HTTP_HOST="localhost")
    browser.force_login(get_user_model().objects.get(pk=actor.id))
    return browser


def _opens(browser: Client, address: str) -> Callable[[], object]:
    def act() -> None:
        answer = browser.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return act


def _p95(act: Callable[[], object], *, turns: int = TURNS) -> float:
    act()
    took = []
    for _ in range(turns):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return round(statistics.quantiles(took, n=20)[-1] * 1000, 1)
