"""`./seluma worker`: background jobs; beside them the sequencers of journal and ledger, and who asks the witnesses.

PostgreSQL may go away and come back: the worker then waits with a growing pause and goes on. Jobs of a killed worker
are found by its missing heartbeat and tried again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from functools import lru_cache

import procrastinate
import typer
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.django_connector import DjangoConnector

from seluma.cli import lifeline
from seluma.cli.production import refuse_test_keys, refuse_test_ledger, refuse_test_witnesses
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog

SEQUENCER_PAUSE = 0.1
"""Seconds between passes when nothing waits; the promise is at most 0.2."""
WITNESS_PAUSE = 0.1
"""Seconds between looks at what is sealed and what witnesses answered."""
POLLING = 0.2
"""Seconds. Jobs behind a lock are found by polling only."""
HEARTBEAT = 1.0
STALLED = 10.0
"""Seconds without heartbeat after which a worker counts as dead."""
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
CONCURRENCY = 4

logger = logging.getLogger(__name__)
app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def worker(
    alone: bool = typer.Option(
        False, help="No other worker uses this database: jobs found running are those of a killed one."
    ),
) -> None:
    """Background jobs: deliveries, letters, papers, the timetable."""
    lifeline.hold()
    refuse_test_keys(settings.SELUMA_ENV, settings.SELUMA_KEYS)
    refuse_test_ledger(settings.SELUMA_ENV, settings.SELUMA_KEYS)
    refuse_test_witnesses(settings.SELUMA_ENV)
    ending = threading.Event()
    sequencer = threading.Thread(target=sequence_until, args=(ending,), name="sequencer", daemon=True)
    asking = threading.Thread(target=ask_witnesses_until, args=(ending,), name="witnesses", daemon=True)
    for thread in (sequencer, asking):
        thread.start()
    asyncio.run(_work_until(ending, alone=alone))
    for thread in (sequencer, asking):
        thread.join(5)


def sequence_until(ending: threading.Event) -> None:
    """Give entries their positions and seal them, until `ending` is set."""
    pause = FIRST_PAUSE
    while not ending.is_set():
        try:
            if not journal.sequence() + _seal():
                ending.wait(SEQUENCER_PAUSE)
            pause = FIRST_PAUSE
        except (DatabaseError, InterfaceError, exceptions.ProcrastinateException) as reason:
            logger.warning("the sequencer waits for the database: %s", type(reason).__name__)
            close_old_connections()
            ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    connection.close()


def ask_witnesses_until(ending: threading.Event) -> None:
    """Have the witnesses see what is sealed, until `ending` is set."""
    pause, witnesses = FIRST_PAUSE, ledger.Witnesses()
    while not ending.is_set():
        try:
            witnesses.step(at=timezone.now())
            ending.wait(WITNESS_PAUSE)
            pause = FIRST_PAUSE
        except (DatabaseError, InterfaceError) as reason:
            logger.warning("the witnesses wait for the database: %s", type(reason).__name__)
            close_old_connections()
            ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        except (ledger.LedgerBroken, ledger.KeysMissing, tlog.Unreadable, OSError) as reason:
            _complain_of_witnesses(str(reason))
            ending.wait(LONGEST_PAUSE)
    witnesses.close()
    connection.close()


def _seal() -> int:
    """One pass of the ledger's writer. What stops it stops nothing else: cases go on, and the log is silent."""
    try:
        return ledger.sequence(at=timezone.now())
    except (ledger.LedgerBroken, ledger.KeysMissing) as reason:
        _complain(str(reason))
        return 0


@lru_cache(1)
def _complain(reason: str) -> None:
    """Once for each reason in a row: the sequencer comes by ten times a second."""
    logger.error("the ledger is not written any more: %s", reason)


@lru_cache(1)
def _complain_of_witnesses(reason: str) -> None:
    logger.error("no witness is asked: %s", reason)


async def _work_until(ending: threading.Event, *, alone: bool) -> None:
    """Run procrastinate's worker again and again: it ends, with success, when PostgreSQL goes away."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    task: asyncio.Task[None] | None = None

    def ask() -> None:
        ending.set()
        asked.set()
        if task is not None:
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask)
    pause = FIRST_PAUSE
    while not ending.is_set():
        began = time.monotonic()
        task = asyncio.create_task(_work(alone=alone))
        await _finish(task)
        pause = FIRST_PAUSE if time.monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        try:
            await asyncio.wait_for(asked.wait(), pause)
        except TimeoutError:
            continue


async def _finish(task: asyncio.Task[None]) -> None:
    try:
        await task
    except asyncio.CancelledError:
        return
    except Exception as reason:
        # Whatever ended it, the next run starts afresh; the reason must not take the process along.
        logger.warning("the worker starts again: %s: %s", type(reason).__name__, reason)


async def begin_afresh() -> None:
    """Close the connection through which the timetable's jobs are deferred: Django's, in asgiref's thread.

    Nobody else does: once PostgreSQL was away it would stay broken, and end every further run at once.
    """
    await sync_to_async(connections.close_all)()


async def _work(*, alone: bool) -> None:
    await begin_afresh()
    # A connector of its own: tasks go on deferring through Django's connection, inside their transactions.
    working = jobs.with_connector(DjangoConnector().get_worker_connector())
    async with working.open_async():
        await _retry_stalled(working, seconds=0 if alone else STALLED)
        rescuer = asyncio.create_task(_retry_stalled_forever(working))
        try:
            await working.run_worker_async(
                name=f"{os.uname().nodename}:{os.getpid()}",
                concurrency=CONCURRENCY,
                fetch_job_polling_interval=POLLING,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
                shutdown_graceful_timeout=5,
                # What was done is in the journal; what finally failed stays and is seen.
                delete_jobs="successful",
                install_signal_handlers=False,
            )
        finally:
            rescuer.cancel()


async def _retry_stalled(working: procrastinate.App, *, seconds: float) -> None:
    for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        logger.warning("job %s of a dead worker is tried again", job.id)
        await working.job_manager.retry_job(job)


async def _retry_stalled_forever(working: procrastinate.App) -> None:
    while True:
        await asyncio.sleep(STALLED / 2)
        try:
            await _retry_stalled(working, seconds=STALLED)
        except exceptions.ProcrastinateException as reason:
            # The worker itself notices that the database is gone and starts again.
            logger.warning("stalled jobs wait for the database: %s", type(reason).__name__)
