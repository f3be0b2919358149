"""`./seluma bench NAME`: measurements, each beside its baseline in the same run, printed as JSON.

Each works on an empty database and an empty folder of its own. What needs Django is loaded when all that is set.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
from typing import Any

import typer

from seluma.cli import database, setup, surroundings
from seluma.cli.migrations import migrate
from seluma.cli.steps import step

FOLDER = database.ROOT / "var" / "bench"
DATABASE = "seluma_bench"

app = typer.Typer(
    help="Measurements beside their baselines, as JSON.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.command()
def journal() -> None:
    """What a note costs a verb, 32 clients at once, and the database itself."""
    _print(_measure("journal"))


@app.command()
def pages(
    requests: int = typer.Option(200, min=20, help="How often each page is asked for."),
) -> None:
    """Server time, statements and bytes of each important page of the demonstration, and the first view's bytes."""
    setup.refresh()
    _print(_measure("pages", requests=requests))


@app.command()
def finder(
    requests: int = typer.Option(200, min=20, help="How often each page is asked for."),
) -> None:
    """Server time of each page of "Which one is mine?", beside an empty page and a plain run over every condition."""
    setup.refresh()
    _print(_measure("finder", requests=requests))


@app.command()
def desk(
    count: int = typer.Option(100_000, min=2_000, help="How many cases are made."),
) -> None:
    """The desk's lists and search with many cases, beside the naive way."""
    setup.refresh()
    _print(_measure("desk", count=count))


@app.command("dry-run")
def dry_run(
    count: int = typer.Option(10_000, min=1_000, help="How many drafts are made."),
) -> None:
    """What a publication would do to many open cases, beside asking case after case."""
    setup.refresh()
    _print(_measure("dry_run", count=count))


@app.command()
def ledger(
    leaves: int = typer.Option(1_000_000, min=1_000, help="How many entries the log has."),
    growing: bool = typer.Option(False, help="Only what a batch costs while the log grows to so many entries."),
) -> None:
    """Appending to the transparency log, proofs, verifying, auditing, beside pymerkle and one transaction an event."""
    _print(_measure("ledger", leaves=leaves, growing=growing))


def _measure(name: str, **options: Any) -> dict[str, Any]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with step("Preparing an empty database"):
        os.environ["DATABASE_URL"] = database.fresh(DATABASE)
        os.environ |= {"SELUMA_FILES": str(FOLDER / "files"), "SELUMA_OUTBOX": str(FOLDER / "outbox")}
        surroundings.prepare("demo")
        migrate()
    measured: dict[str, Any] = importlib.import_module(f"seluma.cli.bench_{name}").measure(**options)
    return {"bench": name, "cores": os.cpu_count(), **measured}


def _print(measured: dict[str, Any]) -> None:
    print(json.dumps(measured, indent=2))
