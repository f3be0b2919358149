"""``./seluma mrz``: what a machine readable zone says."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from seluma.lib import mrz as zones

app = typer.Typer(no_args_is_help=True)

_UNREADABLE = 2


@app.callback()
def mrz() -> None:
    """Machine readable zones (ICAO Doc 9303)."""


@app.command()
def read(
    lines: Annotated[list[str], typer.Argument(metavar="LINE...", help="Its two or three lines.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read a machine readable zone and check its digits.

    Exit status 0: read, whether valid or not; 2: unreadable.
    """
    try:
        found = zones.read(lines)
    except zones.Unreadable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(_UNREADABLE) from None
    if as_json:
        typer.echo(json.dumps(found.as_json()))
    else:
        _print(found)


def _print(found: zones.Mrz) -> None:
    table = Table("field", "value", show_header=False)
    values = found.as_json()
    del values["checks"], values["valid"]
    for name, value in values.items():
        table.add_row(name.replace("_", " "), Text(str(value)))
    for name, is_right in found.checks.by_name().items():
        label = f"check digit: {name.replace('_', ' ')}"
        table.add_row(label, "right" if is_right else "WRONG")
    table.add_row("valid", "yes" if found.valid else "NO")
    Console().print(table)
