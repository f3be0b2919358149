"""`./seluma catalogue list|check|publish`: the services on offer."""

from __future__ import annotations

import json
import sys
from typing import Any

import typer
from django.utils import timezone, translation

from seluma.core.access.api import SYSTEM
from seluma.domains.catalogue import api as catalogue

app = typer.Typer(help="The services on offer.", no_args_is_help=True, pretty_exceptions_enable=False)

_LANGUAGE = typer.Option("id", help="Language of the sentences: id or en.")


@app.command("list")
def list_(as_json: bool = typer.Option(False, "--json", help="As one line of JSON.")) -> None:
    """The published services that can be applied for today."""
    services = catalogue.services(on=timezone.localdate())
    if as_json:
        print(json.dumps([_as_dict(service) for service in services], ensure_ascii=False))
        return
    for service in services:
        print(f"{service.code}  v{service.number}  {service.title.id} / {service.title.en}")


@app.command()
def check(language: str = _LANGUAGE) -> None:
    """Read the content folder; name every mistake in it, one a line, and exit 1 if there is one."""
    try:
        content = catalogue.content()
    except catalogue.ContentMistakes as wrong:
        with translation.override(language):
            for mistake in wrong.mistakes:
                print(catalogue.mistake_line(mistake))
        raise typer.Exit(1) from None
    print(f"{len(content.services)} services, no mistake.", file=sys.stderr)


@app.command()
def publish(language: str = _LANGUAGE) -> None:
    """Publish what changed in the content folder, all or nothing."""
    try:
        published = catalogue.publish(by=SYSTEM, at=timezone.now())
    except catalogue.ContentRefused as refused:
        with translation.override(language):
            for line in refused.obstacles:
                print(line)
            print(refused, file=sys.stderr)
        raise typer.Exit(1) from None
    for service in published:
        print(f"{service.code}  v{service.number}  from {service.effective_from.isoformat()}")


def _as_dict(service: catalogue.Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "title": service.title.as_dict(),
        "decided_by": service.decided_by,
        "promise_days": service.promise_days,
        "fees": [{"amount": fee.amount, "certainty": fee.certainty, "source": fee.source} for fee in service.fees],
        "version": service.number,
    }
