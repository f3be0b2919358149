"""How the ledger's commands come in and end: the package's door, and one clear line when it cannot be done."""

from __future__ import annotations

from types import ModuleType
from typing import NoReturn

import typer

from seluma.cli import surroundings
from seluma.cli.refusals import CannotRun

CANNOT = 2
"""Exit status: the command could not do its work."""


def opened(*, database: bool = True) -> ModuleType:
    """The package's door, with Django around it; a log elsewhere needs no database of ours."""
    try:
        surroundings.prepare("demo") if database else surroundings.without_database("demo")
    except CannotRun as reason:
        stop(str(reason))
    from seluma.core.ledger import api  # noqa: PLC0415

    return api


def stop(sentence: str) -> NoReturn:
    """End the command with a sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(CANNOT)
