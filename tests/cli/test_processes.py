"""The portal's processes: what kills them does not end them, and what ends their parent does."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg
import pytest
import requests
from tests.cli.waiting import until

from seluma.cli import database, demo
from seluma.cli.database import Cluster
from seluma.cli.processes import Child, Processes, free_port
from seluma.cli.witness import demonstration
from seluma.core.ledger import api as ledger


@pytest.fixture(scope="module")
def portal() -> Iterator[Processes]:
    """Web server, worker and three witnesses on a cluster of their own, in a path with a space."""
    parent = Path(tempfile.mkdtemp(prefix="seluma portal "))
    parent.chmod(0o755)
    place = parent / "postgres"
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("DATABASE_URL", raising=False)
        environment = {"SELUMA_ENV": "demo", "SELUMA_VAR": str(parent)}
        processes = Processes(port=free_port(), environment=environment, place=place, logs=parent / "logs")
        subprocess.run(
            [sys.executable, "-m", "seluma.cli", "manage", "migrate", "-v", "0"], env=processes.environment, check=True
        )
        ledger.make_keys(parent / "keys" / ledger.KEYS_FOLDER, "TEST.portal.example/ledger")
        log = ledger.read_keys(parent / "keys" / ledger.KEYS_FOLDER).signer.key
        demonstration.settle(parent / "witnesses", log, afresh=True)
        demo.add_witnesses(processes, parent / "witnesses", own_ports=True)
        with processes:
            yield processes
        database.stop(place=place)
    shutil.rmtree(parent, ignore_errors=True)


def rows(portal: Processes, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(portal.environment["DATABASE_URL"]) as connection:
        return connection.execute(query, values).fetchall()


def test_a_killed_web_server_is_started_again_at_the_same_port(portal: Processes) -> None:
    portal.wait_until_ready()
    starts = portal.web.starts
    assert portal.web.process is not None
    os.kill(portal.web.process.pid, signal.SIGKILL)
    until(lambda: portal.web.starts > starts)
    portal.wait_until_ready()


def test_jobs_of_a_killed_worker_are_tried_again(portal: Processes) -> None:
    portal.wait_until_ready()
    # A job that a worker had begun: with nobody to finish it, it would stay and hold its lock for ever.
    ((job,),) = rows(
        portal,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, lock) "
        "VALUES ('default', 'journal.deliver', 'doing', jsonb_build_object('delivery_id', %s::text), 'x') RETURNING id",
        str(uuid4()),
    )
    assert portal.worker.process is not None
    os.kill(portal.worker.process.pid, signal.SIGKILL)
    until(lambda: rows(portal, "SELECT status FROM procrastinate_jobs WHERE id = %s", job) != [("doing",)])


def test_a_killed_database_comes_back_and_web_server_and_worker_go_on(portal: Processes) -> None:
    portal.wait_until_ready()
    web = portal.web.starts
    ((before,),) = rows(portal, "SELECT max(last_heartbeat) FROM procrastinate_workers")
    os.kill(int((Cluster(portal.place).data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until(lambda: Cluster(portal.place).answers("seluma"))
    until(lambda: rows(portal, "SELECT max(last_heartbeat) > %s FROM procrastinate_workers", before) == [(True,)])
    portal.wait_until_ready()
    assert portal.web.starts == web


NOTER = """
import sys
from seluma.cli import surroundings
surroundings.prepare("demo")
from django.utils import timezone
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref, new_id
for line in sys.stdin:
    for _ in range(int(line)):
        journal.note(journal.FactsDestroyed(of=Ref("x", new_id()), entries=0, reason="x"), by=SYSTEM, at=timezone.now())
    from django.db import connection
    connection.close()
    print("noted", flush=True)
"""


@contextlib.contextmanager
def noter(portal: Processes) -> Iterator[Callable[[int], None]]:
    """Somebody who acts as often as wanted."""
    with subprocess.Popen(
        [sys.executable, "-c", NOTER],
        env=portal.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as acting:

        def note(count: int) -> None:
            assert acting.stdin is not None
            assert acting.stdout is not None
            print(count, file=acting.stdin, flush=True)
            assert acting.stdout.readline() == "noted\n"

        yield note


@contextlib.contextmanager
def in_the_middle_of_a_batch(portal: Processes, note: Callable[[int], None], count: int) -> Iterator[None]:
    """The ledger's writer has extended the tiles over new entries, and waits before it signs."""
    with psycopg.connect(portal.environment["DATABASE_URL"]) as holding:
        holding.execute("LOCK TABLE ledger_checkpoint IN SHARE MODE")
        note(count)
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'ledger_checkpoint'::regclass"
        until(lambda: rows(portal, waits) != [(0,)])
        yield
        with contextlib.suppress(psycopg.OperationalError):  # the server may be what was killed
            holding.rollback()


def test_killed_in_the_middle_of_a_batch_the_log_loses_nothing_doubles_nothing_and_does_not_fork(
    portal: Processes,
) -> None:
    portal.wait_until_ready()

    def standing() -> dict[str, Any]:
        with contextlib.suppress(requests.RequestException):
            answer = requests.get(f"{portal.base_url}/ledger/status", timeout=5)
            return answer.json() if answer.ok else {}
        return {}

    def everybody_has_seen(count: int) -> bool:
        said = standing()
        return said.get("size") == count and {one["size"] for one in said["witnesses"]} == {count}

    with noter(portal) as note:
        note(300)
        until(lambda: everybody_has_seen(300))
        with in_the_middle_of_a_batch(portal, note, 300):
            assert portal.worker.process is not None
            os.kill(portal.worker.process.pid, signal.SIGKILL)
        until(lambda: everybody_has_seen(600))
        witness = portal.witnesses[0]
        with in_the_middle_of_a_batch(portal, note, 300):
            assert witness.process is not None
            os.kill(witness.process.pid, signal.SIGKILL)
            os.kill(int((Cluster(portal.place).data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        until(lambda: everybody_has_seen(900), seconds=60)
    assert rows(portal, "SELECT count(*), min(position), max(position) FROM journal_position") == [(900, 0, 899)]
    command = [sys.executable, "-m", "seluma.cli", "ledger", "audit", "--json"]
    audited = subprocess.run(command, env=portal.environment, capture_output=True, text=True, check=False)
    assert (json.loads(audited.stdout), audited.returncode) == ({"findings": []}, 0)
    assert standing()["alarms"] == []


def test_when_the_parent_is_killed_its_children_end_too(portal: Processes, tmp_path: Path) -> None:
    code = (
        "import sys, threading; from pathlib import Path; from seluma.cli.processes import Processes, free_port\n"
        "processes = Processes(port=free_port(), logs=Path(sys.argv[1]))\n"
        "processes.start(); processes.wait_until_ready(); print('ready', flush=True); threading.Event().wait()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], env=portal.environment, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        family = psutil.Process(parent.pid).children(recursive=True)
        assert len(family) >= 2
        parent.kill()
    until(lambda: not any(child.is_running() and child.status() != "zombie" for child in family))


def test_a_busy_port_is_one_sentence(portal: Processes) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "seluma.cli", "demo", "--port", str(port)],
            env=portal.environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr == f"Port {port} is taken by another program: stop it, or choose another port with --port.\n"


def test_a_child_that_cannot_be_started_now_is_started_later(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    child = Child("help", ["--help"], environment={**os.environ, "PYTHONPATH": str(database.ROOT / "src")}, logs=logs)
    child.begin()
    try:
        until(lambda: child.starts > 0)
        logs.mkdir()
        until(lambda: child.log.exists() and "./seluma demo" in child.log.read_text())
    finally:
        child.end()
