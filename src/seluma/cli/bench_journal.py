"""What a note costs: a verb, 32 clients that commit at once, and the database alone.

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

from django.db import connection, connections, transaction

from seluma.cli import bench_database
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

CLIENTS = 32
SECONDS = 2.0
TURNS = 8
VERBS = 400
STATEMENTS = 12
"""Statements of the verb that is measured: about what filing, verifying or granting executes."""
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
    with step("A verb with and without its note"):
        verb = _compare_verbs()
    with step(f"{CLIENTS} clients that commit"):
        commits = _compare_commits()
    with step("The database alone"):
        connections.close_all()
        alone = bench_database.compare(_note, clients=CLIENTS, turns=TURNS, seconds=int(SECONDS), bare_bytes=BYTES)
    return {"verb": verb, "commits": commits, "database": alone}


def _event() -> BenchMeasured:
    return BenchMeasured(thing=Ref("bench", new_id()), account=Ref("account", new_id()), digest="0" * 64, text="x" * 80)


def _compare_verbs() -> dict[str, Any]:
    pairs = [(_timed(lambda: _verb(noting=False)), _timed(lambda: _verb(noting=True))) for _ in range(VERBS)]
    base, full = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "statements": STATEMENTS,
        "without_note_ms": round(base * 1000, 3),
        "with_note_ms": round(full * 1000, 3),
        "ratio": round(full / base, 3),
        "bar": 1.15,
    }


def _verb(*, noting: bool) -> None:
    now = dt.datetime.now(dt.UTC)
    row = new_id()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(BARE, [row, b"x" * 300])
            for _ in range((STATEMENTS - 2) // 2):
                cursor.execute("SELECT id, body, n FROM bench_row WHERE id = %s FOR UPDATE", [row])
                cursor.execute("UPDATE bench_row SET n = n + 1 WHERE id = %s", [row])
            cursor.execute("SELECT n FROM bench_row WHERE id = %s", [row])
        if noting:
            journal.note(_event(), by=SYSTEM, at=now)


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
