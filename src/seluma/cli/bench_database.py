"""The journal's statement at the database itself: PostgreSQL's `pgbench` sends what `note()` sends, and a bare insert.

Both commit a transaction of one prepared statement. The values are those of a real note, but for the ids, which count
up as those of version 7 do.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from seluma.cli import database
from seluma.cli.refusals import CannotRun

_COUNTING = "\\set n :n + 1\n\\set key :turn * 100000000000 + :n * 100 + :client_id\n"
_ID = "lpad(:key::text, 32, '0')::uuid"
_FRESH = {"id": _ID, "subject_id": _ID, "about": f"ARRAY[{_ID}, :actor_id::uuid]"}
"""Values of the statement that differ from note to note."""


def compare(note: Callable[[], object], *, clients: int, turns: int, seconds: int, bare_bytes: int) -> dict[str, Any]:
    """Commits a second of `note`'s statement and of a bare insert, in turns. CannotRun when `pgbench` fails."""
    statement, values = _sent_by(note)
    scripts = {
        "bare": f"INSERT INTO bench_row (id, body) VALUES ({_ID}, :body);",  # noqa: S608 - a constant
        "note": re.sub(r"%\((\w+)\)s", lambda found: _FRESH.get(found[1], f":{found[1]}"), statement).strip() + ";",
    }
    values["body"] = b"x" * bare_bytes
    found: dict[str, list[float]] = {name: [] for name in scripts}
    with tempfile.TemporaryDirectory() as folder:
        for name, script in scripts.items():
            (Path(folder) / name).write_text(f"{_COUNTING}BEGIN;\n{script}\nCOMMIT;\n", encoding="utf-8")
        for _ in range(turns):
            for name in scripts:
                found[name].append(_pgbench(Path(folder) / name, values, clients=clients, seconds=seconds))
    return {
        "clients": clients,
        "bare_insert_per_s": round(statistics.median(found["bare"])),
        "note_per_s": round(statistics.median(found["note"])),
        "ratio": round(statistics.median(n / b for b, n in zip(found["bare"], found["note"], strict=True)), 3),
        "bar": 0.8,
    }


def _sent_by(note: Callable[[], object]) -> tuple[str, dict[str, Any]]:
    sent: list[tuple[str, dict[str, Any]]] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        sent.append((sql, dict(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        note()
    connection.close()
    (only,) = sent
    return only


def _pgbench(script: Path, values: dict[str, Any], *, clients: int, seconds: int) -> float:
    turn = time.time_ns() // 10**8 % 10**6
    given = {name: f"\\x{value.hex()}" if isinstance(value, bytes) else str(value) for name, value in values.items()}
    done = subprocess.run(
        [
            str(database.programs() / "pgbench"),
            *(
                "--no-vacuum",
                "--protocol=prepared",
                f"--client={clients}",
                f"--jobs={min(os.cpu_count() or 1, clients)}",
            ),
            *(f"--time={seconds}", f"--file={script}", f"--define=turn={turn}", "--define=n=0"),
            *(f"--define={name}={value}" for name, value in given.items()),
            os.environ["DATABASE_URL"],
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    figure = re.search(r"tps = ([\d.]+)", done.stdout)
    if figure is None:
        raise CannotRun(f"pgbench did not measure: {' '.join((done.stderr or done.stdout).split())[:300]}.")
    return float(figure[1])
