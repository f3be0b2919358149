"""`./seluma bench NAME`: measurements, each beside its baseline in the same run, printed as JSON.

`journal`: what a note costs. (1) Real verbs with and without their note, in turns, on one connection. (2) 32 clients
that each commit a note, beside 32 clients that each commit a bare insert of the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import typer
from django.db import connection, connections, transaction

from seluma.cli.migrations import migrate
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

CLIENTS = 32
SECONDS = 4.0
ROUNDS = 3
STATEMENTS = 12
"""Statements of the verb that is measured: about what filing, verifying or granting executes."""

app = typer.Typer(help="Measurements beside their baselines, as JSON.", no_args_is_help=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchMeasured(Event):
    """An event of the size that real ones have. Lives in the benchmark's own database only."""

    SUBJECT = "thing"

    thing: Ref
    account: Ref
    digest: str
    text: str


@app.callback()
def bench() -> None:
    """Keeps `journal` a name: an app with one command would take none."""


@app.command("journal")
def bench_journal() -> None:
    """What a note costs a verb, and 32 clients at once."""
    migrate()
    _tables()
    verb = _compare_verbs()
    commits = _compare_commits()
    print(json.dumps({"bench": "journal", "cores": os.cpu_count(), "verb": verb, "commits": commits}, indent=2))


def _tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_row (id uuid PRIMARY KEY, body bytea, n integer DEFAULT 0)")


def _event() -> BenchMeasured:
    return BenchMeasured(thing=Ref("bench", new_id()), account=Ref("account", new_id()), digest="0" * 64, text="x" * 80)


def _compare_verbs() -> dict[str, Any]:
    """A verb of twelve statements with and without its note, in turns."""
    with_note: list[float] = []
    without: list[float] = []
    for _ in range(300):
        without.append(_timed(lambda: _verb(noting=False)))
        with_note.append(_timed(lambda: _verb(noting=True)))
    base, full = statistics.median(without), statistics.median(with_note)
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
            cursor.execute("INSERT INTO bench_row (id, body) VALUES (%s, %s)", [row, b"x" * 300])
            for _ in range((STATEMENTS - 2) // 2):
                cursor.execute("SELECT id, body, n FROM bench_row WHERE id = %s FOR UPDATE", [row])
                cursor.execute("UPDATE bench_row SET n = n + 1 WHERE id = %s", [row])
        if noting:
            journal.note(_event(), by=SYSTEM, at=now)


def _compare_commits() -> dict[str, Any]:
    """Commits a second of 32 clients: a bare insert of the entry's bytes, and a note; in turns."""
    bare: list[float] = []
    noted: list[float] = []
    for _ in range(ROUNDS):
        bare.append(_commits(_bare_insert))
        noted.append(_commits(_note))
    base, full = statistics.median(bare), statistics.median(noted)
    return {
        "clients": CLIENTS,
        "bare_insert_per_s": round(base),
        "note_per_s": round(full),
        "ratio": round(full / base, 3),
        "bar": 0.8,
    }


def _bare_insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (id, body) VALUES (%s, %s)", [new_id(), b"x" * 500])


def _note() -> None:
    with transaction.atomic():
        journal.note(_event(), by=SYSTEM, at=dt.datetime.now(dt.UTC))


def _commits(act: Callable[[], None]) -> float:
    counts = [0] * CLIENTS
    ending = threading.Event()

    def client(number: int) -> None:
        while not ending.is_set():
            act()
            counts[number] += 1
        connections.close_all()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    ending.wait(SECONDS)
    ending.set()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
