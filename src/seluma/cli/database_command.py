"""`./seluma database url|stop`."""

from __future__ import annotations

import typer

from seluma.cli import database

app = typer.Typer(help="The database.", no_args_is_help=True, pretty_exceptions_enable=False)


@app.command()
def url(name: str = typer.Option("seluma", help="Which database.")) -> None:
    """Print the address in use; starts the embedded server when DATABASE_URL is not set."""
    print(database.ensure(name))


@app.command()
def stop() -> None:
    """End the embedded server and that of the tests."""
    for place in (database.ROOT / "var" / "postgres", database.ROOT / "var" / "postgres-test"):
        if database.stop(place=place):
            print(f"Stopped: {place}")
