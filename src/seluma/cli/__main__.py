"""The `seluma` command: finds the module of the command that was asked for, and loads only that one.

`./seluma seal read` and `./seluma witness` must not wait for Django, so each command is a module with a typer `app`,
looked up in `COMMANDS` and loaded by name. Commands that need Django get the database's address and the settings first,
from a module that is loaded by name too.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.table import Table

from seluma.cli.refusals import CannotRun


@dataclass(frozen=True, slots=True)
class Command:
    """One row: the module that holds `app`, one line of help, and the environment (`SELUMA_ENV`) when none is set.

    `environment=None`: the command works without Django, or gives its children their own. `database` is the one of
    the embedded server.
    """

    module: str
    help: str
    environment: str | None = None
    database: str = "seluma"
    hidden: bool = False

    def exists(self) -> bool:
        """Whether the module is there; commands that come later are listed in the table already."""
        return importlib.util.find_spec(self.module) is not None


COMMANDS = {
    "demo": Command("seluma.cli.demo", "Set everything up and serve the portal with demonstration data"),
    "journey": Command("seluma.cli.journey", "Drive whole cases through every role, over HTTP"),
    "test": Command("seluma.cli.test", "Run every test"),
    "check": Command("seluma.cli.check", "Format, lint, types, contracts, migrations, diagrams, translations"),
    "bench": Command("seluma.cli.bench", "Benchmarks, each printing JSON"),
    "serve": Command("seluma.cli.serve", "The web server (production)", "production"),
    "worker": Command("seluma.cli.worker", "The background worker (production)", "production"),
    "backup": Command("seluma.cli.backup", "Write files and database, at one consistent point, into a folder", "demo"),
    "restore": Command("seluma.cli.restore", "Read back what backup wrote", "demo"),
    "database": Command("seluma.cli.database_command", "Print the database's address, or stop the embedded server"),
    "ledger": Command("seluma.cli.ledger", "The transparency log: seal, export, prove, verify, audit"),
    "seal": Command("seluma.cli.seal", "Read a visible digital seal"),
    "witness": Command("seluma.cli.witness", "Be an independent witness of transparency logs"),
    "mrz": Command("seluma.cli.mrz", "Read a machine-readable zone"),
    "words": Command("seluma.cli.words", "Extract or compile the translations"),
    "prepare": Command("seluma.cli.prepare", "What demo does before it serves", "demo", hidden=True),
    "catalogue": Command("seluma.cli.catalogue", "List, check and publish the services on offer", "demo"),
    "manage": Command("seluma.cli.manage", "Django's own commands", "demo"),
}


def main(arguments: list[str]) -> int:
    """Run the command named first; its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        _show_commands()
        return 0
    name, *rest = arguments
    command = COMMANDS.get(name)
    if command is None or not command.exists():
        print(f"There is no command {name!r}; ./seluma --help lists them.", file=sys.stderr)
        return 2
    try:
        if command.environment and not {"-h", "--help"} & set(rest):
            importlib.import_module("seluma.cli.surroundings").prepare(command.environment, name=command.database)
        app: typer.Typer = importlib.import_module(command.module).app
        app(args=rest, prog_name=f"./seluma {name}")
    except CannotRun as reason:
        print(str(reason), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _show_commands() -> None:
    table = Table(box=None, show_header=False, padding=(0, 2))
    for name, command in COMMANDS.items():
        if command.exists() and not command.hidden:
            table.add_row(f"./seluma {name}", command.help)
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
