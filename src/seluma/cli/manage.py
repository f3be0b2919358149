"""`./seluma manage …`: Django's own commands."""

from __future__ import annotations

import typer
from django.core.management import execute_from_command_line

app = typer.Typer(pretty_exceptions_enable=False)


@app.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Everything after `manage` goes to Django."""
    execute_from_command_line(["./seluma manage", *context.args])
