"""The commands of a witness."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from seluma.cli import lifeline
from seluma.cli.refusals import CannotRun
from seluma.cli.witness import store as stores
from seluma.cli.witness.serving import Server
from seluma.lib import tlog
from seluma.lib.tlog.keys import LOG_KINDS

_LISTEN = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<host>[^:\[\]\s]+)):(?P<port>[0-9]{1,5})", re.ASCII)

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Place = Annotated[Path, typer.Option("--store", metavar="FILE", help="The witness's file: its keys and its memory.")]
Key = Annotated[str, typer.Option("--vkey", metavar="KEY", help="The log's verifier key, as its operator gives it.")]


@app.callback()
def witness() -> None:
    """An independent witness of transparency logs (C2SP tlog-witness)."""


@app.command()
def init(
    store: Place,
    name: Annotated[str, typer.Option(metavar="NAME", help="The witness's name, such as witness.example.org.")],
) -> None:
    """Make a witness and print its verifier key (Ed25519); `show` prints the post-quantum one too."""
    typer.echo(stores.create(store, name).cosigners()[0].key.text)


@app.command("add-log")
def add_log(store: Place, vkey: Key) -> None:
    """Watch a log: its checkpoints are cosigned when this key signed them. A log may have several keys."""
    key = _log_key(vkey)
    opened = stores.opened(store)
    if key.public in {cosigner.key.public for cosigner in opened.cosigners()}:
        raise CannotRun("This is the witness's own key; a log is watched by somebody else.")
    opened.add_log(key)
    typer.echo(f"Watches {key.name} ({key.key_id.hex()}).", err=True)


@app.command("remove-log")
def remove_log(store: Place, vkey: Key) -> None:
    """Trust a log's key no longer, when it was replaced or stolen. What was cosigned stays remembered."""
    key = _log_key(vkey)
    if not stores.opened(store).remove_log(key):
        raise CannotRun(f"This witness does not know that key of {key.name}.")
    typer.echo(f"Trusts {key.name} ({key.key_id.hex()}) no longer.", err=True)


@app.command()
def show(
    store: Place,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, the evidence in full.")] = False,
) -> None:
    """The witness's keys, its logs and what it cosigned last, and what logs signed that it refused."""
    opened = stores.opened(store)
    keys = [cosigner.key.text for cosigner in opened.cosigners()]
    logs, evidence = opened.logs(), opened.evidence()
    if as_json:
        found = {"keys": keys, "logs": _plain(logs), "evidence": _plain(evidence)}
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for key in keys:
        typer.echo(key)
    table = Table("log", "keys", "entries", "cosigned last")
    for log in logs:
        size = "" if log.size is None else f"{log.size:,}"
        table.add_row(Text(log.origin), str(len(log.keys)), size, _time(log.cosigned_at))
    console = Console()
    if logs:
        console.print(table)
    for kept in evidence:
        what = f"{kept.shows}: {kept.origin}, {kept.size:,} entries, {_time(kept.seen_at)}"
        console.print(Text(f"{what} (in full: --json)"))


@app.command()
def serve(
    store: Place,
    listen: Annotated[str, typer.Option(metavar="HOST:PORT", help="Where to listen, such as 127.0.0.1:8201.")],
) -> None:
    """Answer logs: POST /add-checkpoint. A web server with TLS stands in front."""
    lifeline.hold()
    place = _LISTEN.fullmatch(listen)
    if place is None or int(place["port"]) > 65_535:
        raise CannotRun(f"--listen is HOST:PORT, such as 127.0.0.1:8201, and not {listen!r}.")
    server = Server(stores.opened(store), place["six"] or place["host"], int(place["port"]))

    def end(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, name="end", daemon=True).start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    typer.echo(f"{server.cosigners[0].key.name} listens at {server.url}")
    with server:
        server.serve_forever(poll_interval=0.1)


def _log_key(text: str) -> tlog.VerifierKey:
    try:
        key = tlog.read_key(text)
    except tlog.Unreadable as reason:
        raise CannotRun(str(reason)) from None
    if key.kind not in LOG_KINDS:
        raise CannotRun(f"This is the key of a witness ({key.kind:02x}), not of a log.")
    return key


def _plain(found: list[stores.Watched] | list[stores.Kept]) -> list[dict[str, object]]:
    return [dataclasses.asdict(each) for each in found]


def _time(at: int | None) -> str:
    return "" if at is None else f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d %H:%M:%S} UTC"
