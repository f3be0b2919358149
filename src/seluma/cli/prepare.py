"""What `demo` does before it serves, in a process of its own because it needs Django: tables, catalogue, data.

Prints the accounts as JSON, the last line of its output.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from seluma.cli import demo_data, story
from seluma.cli.migrations import migrate
from seluma.cli.witness import demonstration
from seluma.core.access import api as access
from seluma.core.ledger import api as ledger
from seluma.domains.catalogue import api as catalogue

FIRST_AUDIT = 30
"""Seconds until the demonstration's ledger is audited: by then everything is sealed and seen."""

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def prepare(
    cast_only: bool = typer.Option(False, help="Only services and people, no cases."),
    witnesses: Annotated[Path | None, typer.Option(help="The folder of the demonstration's witnesses.")] = None,
) -> None:
    """Bring tables and published services up to date and load the demonstration when there is none."""
    migrate()
    if witnesses is not None:
        demonstration.settle(witnesses, ledger.log_keys().signer.key, afresh=ledger.head() is None)
    if cast_only:
        catalogue.publish(by=access.SYSTEM, at=timezone.now())
        story.cast(at=timezone.now())
        return
    accounts = demo_data.load(at=timezone.now())
    # The demonstration publishes on its first simulated day; here only what its content changed since.
    catalogue.publish(by=access.SYSTEM, at=timezone.now())
    # What the portal does every night by itself is to be seen on the first day of a demonstration too.
    jobs.configure_task("timetable.audit", schedule_in={"seconds": FIRST_AUDIT}).defer(timestamp=0)
    print(json.dumps([dataclasses.asdict(account) for account in accounts]))
