"""What a note costs: verbs, 32 clients that commit at once, and the database alone.

`verb` is a real one: filing, and what it does in the packages below, with a note of each. `statements_only` is the
leanest that there could be: twelve statements by primary key, without a model, a rule or a permission.

The machine has other work too, so every variant is measured in many short turns beside its baseline, and the ratio is
the median of the turns' ratios. The clients of `commits` are Python on the same processors as the server; `database`
leaves them out: PostgreSQL's own `pgbench` sends it the statement of `note()` and a bare insert.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import connection, connections, transaction
from django.utils import timezone

from seluma.cli import bench_database, story
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

CLIENTS = 32
SECONDS = 2.0
TURNS = 8
VERBS = 400
STATEMENTS = 12
"""About what filing, verifying or granting executes."""
BARE = "INSERT INTO bench_row (id, body) VALUES (%s, %s)"
BYTES = 500
"""About the length of an entry's body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchMeasured(Event):
    """An event of the size that real ones have. Lives in the benchmark's own database only."""

    SUBJECT = "thing"

    thing: Ref
    account: Ref
    digest: str
    text: str


def measure() -> dict[str, Any]:
    """All three, as plain values."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_row (id uuid PRIMARY KEY, body bytea, n integer DEFAULT 0)")
    with step("Verbs with and without their note"):
        verb = _compare(_filing())
        lean = _compare(_statements_only)
    with step(f"{CLIENTS} clients that commit"):
        commits = _compare_commits()
    with step("The database alone"):
        connections.close_all()
        alone = bench_database.compare(_note, clients=CLIENTS, turns=TURNS, seconds=int(SECONDS), bare_bytes=BYTES)
    return {"verb": verb, "statements_only": lean, "commits": commits, "database": alone}


def _event() -> BenchMeasured:
    return BenchMeasured(thing=Ref("bench", new_id()), account=Ref("account", new_id()), digest="0" * 64, text="x" * 80)


def _compare(verb: Callable[[], None]) -> dict[str, Any]:
    with connection.execute_wrapper(counter := Counter()):
        verb()
    pairs = []
    for _ in range(VERBS):
        with patch.object(journal, "note", lambda *_event, **_by: None):
            without = _timed(verb)
        pairs.append((without, _timed(verb)))
    base, full = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "statements_without_note": counter.statements - counter.notes,
        "notes": counter.notes,
        "without_note_ms": round(base * 1000, 3),
        "with_note_ms": round(full * 1000, 3),
        "ratio": round(full / base, 3),
        "bar": 1.15,
    }


class Counter:
    """Counts the statements that pass, and the journal's among them."""

    def __init__(self) -> None:
        self.statements = self.notes = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *what: Any) -> Any:
        self.statements += 1
        self.notes += "INTO journal_entry" in sql
        return execute(sql, *what)


def _filing() -> Callable[[], None]:
    """Anna files her application; undone each time, so that it can be filed again."""
    now = timezone.now()
    catalogue.publish(by=SYSTEM, at=now)
    anna = story.cast(at=now)["applicant"]
    case = story.draft(anna, story.STUDENT, story.student_answers(story.ANNA, now), story.ANNA, at=now)

    def verb() -> None:
        with transaction.atomic():
            cases.submit(case=case, by=anna, at=now)
            transaction.set_rollback(True)

    return verb


def _statements_only() -> None:
    row = new_id()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BARE, [row, b"x" * 300])
            for _ in range((STATEMENTS - 2) // 2):
                cursor.execute("SELECT id, body, n FROM bench_row WHERE id = %s FOR UPDATE", [row])
                cursor.execute("UPDATE bench_row SET n = n + 1 WHERE id = %s", [row])
            cursor.execute("SELECT n FROM bench_row WHERE id = %s", [row])
        _note()


def _compare_commits() -> dict[str, Any]:
    bare: list[float] = []
    noted: list[float] = []
    for _ in range(TURNS):
        bare.append(_commits(_bare_insert))
        noted.append(_commits(_note_committed))
    return {
        "clients": CLIENTS,
        "bare_insert_per_s": round(statistics.median(bare)),
        "note_per_s": round(statistics.median(noted)),
        "ratio": round(statistics.median(full / base for base, full in zip(bare, noted, strict=True)), 3),
        "bar": 0.8,
    }


def _bare_insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BARE, [new_id(), b"x" * BYTES])


def _note_committed() -> None:
    with transaction.atomic():
        _note()


def _note() -> None:
    journal.note(_event(), by=SYSTEM, at=dt.datetime.now(dt.UTC))


def _commits(act: Callable[[], None]) -> float:
    """Commits a second of all clients; they are spread over as many processes as there are processors."""
    connections.close_all()
    processes = min(os.cpu_count() or 1, CLIENTS)
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("fork")) as pool:
        return sum(pool.map(_clients, [act] * processes, [CLIENTS // processes] * processes))


def _clients(act: Callable[[], None], count: int) -> float:
    counts = [0] * count
    ready = threading.Barrier(count + 1)
    ending = threading.Event()

    def client(number: int) -> None:
        connection.ensure_connection()
        ready.wait()
        while not ending.is_set():
            act()
            counts[number] += 1
        connections.close_all()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    ending.wait(SECONDS)
    ending.set()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
