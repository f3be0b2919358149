"""`./seluma serve`: the web server."""

from __future__ import annotations

import os

import typer
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from seluma.cli import lifeline, setup
from seluma.cli.migrations import migrate
from seluma.cli.processes import refuse_busy_port
from seluma.cli.production import refuse_test_keys, refuse_test_ledger, refuse_test_witnesses

MOST_WORKERS = 4

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def serve(
    address: str = typer.Option("127.0.0.1", help="Where to listen."),
    port: int = typer.Option(8000, help="On which port."),
    workers: int = typer.Option(0, help="How many processes; 0: as many as there are processors, at most 4."),
    threads: int = typer.Option(4, help="How many requests each of them answers at once."),
    prepare: bool = typer.Option(True, help="Bring tables, translations and static files up to date first."),
) -> None:
    """The web server: pages, API and static files."""
    lifeline.hold()
    refuse_test_keys(settings.SELUMA_ENV, settings.SELUMA_KEYS)
    refuse_test_ledger(settings.SELUMA_ENV, settings.SELUMA_KEYS)
    refuse_test_witnesses(settings.SELUMA_ENV)
    refuse_busy_port(address, port)
    if prepare:
        setup.refresh()
        migrate()
    Granian(
        "seluma.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or min(os.cpu_count() or 1, MOST_WORKERS),
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        # A worker whose request hangs must not hold up the end of the server.
        workers_kill_timeout=8,
    ).serve()
