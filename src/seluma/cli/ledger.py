"""`./seluma ledger`: the transparency log over the journal.

Exit status everywhere: 0 all is well, 1 something does not hold, 2 the command could not do its work.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from seluma.cli import ledger_chain
from seluma.cli.ledger_door import opened, stop
from seluma.cli.steps import console
from seluma.lib import receipts, tlog
from seluma.lib.chain import ChainRefused, ChainUnavailable

DOES_NOT_HOLD = 1

PolicyFile = Annotated[Path | None, typer.Option(help="A trust policy of your own; else what the log itself says.")]

ChainUrl = Annotated[
    str | None, typer.Option("--chain", envvar="SELUMA_CHAIN_URL", help="A node of the network that holds anchors.")
]
ChainContract = Annotated[
    str | None, typer.Option(envvar="SELUMA_CHAIN_CONTRACT", help="The address of the registry there.")
]
ChainWriter = Annotated[
    str | None, typer.Option(envvar="SELUMA_CHAIN_WRITER", help="The account that anchors; else that of our own key.")
]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(ledger_chain.app, name="chain")


@app.callback()
def ledger() -> None:
    """The transparency log: what the journal holds, sealed so that outsiders can check it."""


@app.command()
def sequence() -> None:
    """Seal everything that the journal holds, and show it to the witnesses, now; the worker does so by itself."""
    api = opened()
    from django.utils import timezone  # noqa: PLC0415

    from seluma.core.journal import api as journal  # noqa: PLC0415

    with _refusals(api):
        while journal.sequence():
            pass
        sealed = 0
        while more := api.sequence(at=timezone.now()):
            sealed += more
        witnesses = api.Witnesses()
        witnesses.settle(at=timezone.now())
        witnesses.close()
        state = api.status()
    typer.echo(f"{sealed} entries sealed; the log has {state.size}.")
    if state.witnesses:
        seen = ", ".join(witness.name for witness in state.witnesses if witness.seen_at and witness.size == state.size)
        typer.echo(f"Seen by: {seen or 'no witness, none answers'}.")


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="Where to; an earlier export there is continued.")]) -> None:
    """Write the log as files that any web server can serve: tiles, entries, checkpoint, vkey, policy."""
    api = opened()
    from django.utils import timezone  # noqa: PLC0415

    at = timezone.now()
    with _refusals(api):
        _size, parts = api.size_of_export(at=at)
        with _bar("Exporting") as show:
            size = api.export(folder, at=at, done=lambda count: show(count, parts))
    typer.echo(f"{size} entries are in {folder}.")


@app.command()
def prove(
    entry: Annotated[UUID, typer.Argument(metavar="ENTRY_ID", help="The entry's id.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
) -> None:
    """Write the proof that an entry is in the log: a .tlog-proof file with the entry in it, to keep."""
    api = opened()
    with _refusals(api):
        output.write_bytes(tlog.write_proof(api.prove(entry)))
    typer.echo(f"{output} proves entry {entry}.")


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .tlog-proof file.")],
    policy: PolicyFile = None,
    log: Annotated[
        str | None,
        typer.Option(help="With --chain, or for a receipt: the log's address or a directory; else ours."),
    ] = None,
    chain: ChainUrl = None,
    contract: ChainContract = None,
    writer: ChainWriter = None,
) -> None:
    """Verify a proof or a receipt; a proof with a policy of your own needs neither network nor database.

    With --chain its checkpoint is also held against what the network holds of the log. Exit status 0: the entry is in
    the log and was witnessed as the policy demands, or the receipt's deadline has not come; 1: it does not hold, or the
    log broke its promise; 2: something cannot be read.
    """
    if receipts.is_receipt(_read(file)):
        _verify_receipt(_read(file), policy, log)
        return
    try:
        proof = tlog.read_proof(_read(file))
        trusted = tlog.read_policy(_read(policy)) if policy else _own_policy()
        if proof.extra is None:
            stop("The proof has no entry in it: there is nothing to check it against.")
        verified = proof.verify(tlog.leaf_hash(proof.extra), trusted)
    except tlog.Unreadable as reason:
        stop(str(reason))
    except tlog.Unproven as reason:
        typer.echo(f"Not proven: {reason}", err=True)
        raise typer.Exit(DOES_NOT_HOLD) from None
    anchored = _held_against_anchors(verified, log, chain, contract, writer) if chain and contract else None
    witnesses = ", ".join(verified.witnesses) or "nobody but the log itself"
    typer.echo(f"Entry {proof.index} of {verified.checkpoint.size} in {verified.checkpoint.origin}.")
    typer.echo(f"Seen by: {witnesses}.")
    if anchored:
        typer.echo(anchored)
    typer.echo(proof.extra.decode(errors="backslashreplace"))


@app.command()
def verifier(output: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")]) -> None:
    """Write one HTML file that checks seals and evidence without the internet, in any browser."""
    api = opened(database=False)
    from django.http import HttpRequest  # noqa: PLC0415
    from django.urls import resolve, reverse  # noqa: PLC0415

    request = HttpRequest()
    request.method = "GET"
    with _refusals(api):
        # The file that the portal hands out, byte for byte: there is one way in which it is made.
        written = resolve(reverse("ledger_verifier")).func(request).content
        output.write_bytes(written)
    typer.echo(f"{output} checks seals and evidence without the internet ({len(written) // 1024} kB).")


def _verify_receipt(data: bytes, policy: Path | None, log: str | None) -> None:
    api = opened(database=log is None)
    try:
        with _refusals(api):
            source = _log_at(api, log) if log else api.Database()
            trusted = tlog.read_policy(_read(policy) if policy else source.text("policy"))
            receipts.read_receipt(data)
        promise = api.kept(data, source, trusted)
    except (tlog.Unreadable, tlog.Unproven) as reason:
        typer.echo(f"Not proven: {reason}", err=True)
        raise typer.Exit(DOES_NOT_HOLD) from None
    except api.Unavailable as reason:
        stop(str(reason))
    if promise.is_broken(at=dt.datetime.now(dt.UTC)):
        typer.echo(f"Evidence of removal: {promise}", err=True)
        raise typer.Exit(DOES_NOT_HOLD)
    typer.echo(str(promise))


@app.command()
def audit(
    url: Annotated[str | None, typer.Option(help="The log's address, such as https://portal.example/ledger.")] = None,
    directory: Annotated[Path | None, typer.Option("--dir", help="A directory that export wrote.")] = None,
    policy: PolicyFile = None,
    seen: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint, proof or receipt that you kept; may be repeated.")
    ] = None,
    chain: ChainUrl = None,
    contract: ChainContract = None,
    writer: ChainWriter = None,
    ask: Annotated[bool, typer.Option(help="Ask the policy's witnesses what they saw (not with --dir).")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read the whole log and check it: entries, tiles, checkpoints, signatures, quorum, what witnesses and you kept.

    In the database also the facts, and other tables against the journal.

    With --chain also what the network holds of it. Exit status 0: nothing is wrong; 1: findings; 2: the log, the
    policy, the network or what was kept cannot be read.
    """
    api = opened(database=not (url or directory))
    with _refusals(api):
        source = _source(api, url, directory)
        trusted = tlog.read_policy(_read(policy) if policy else source.text("policy"))
        kept = [_kept(_read(path)) for path in seen or []]
        anchored = ledger_chain.read_back(api, source, chain, contract, writer) if chain and contract else []
        asking = functools.partial(api.ask_witnesses, trusted) if ask and not directory else None
        now = dt.datetime.now(dt.UTC)
        with _bar("Auditing") as show, contextlib.nullcontext() if url or directory else api.one_view():
            report = api.audit(source, trusted, seen=kept, anchored=anchored, ask=asking, at=now, progress=show)
    for name in report.silent:
        typer.echo(f"Witness {name} does not say what it saw.", err=True)
    findings = [dataclasses.asdict(found) for found in report.findings]
    if as_json:
        typer.echo(json.dumps({"findings": findings}, indent=1))
    else:
        _print(report.size, findings)
    if findings:
        raise typer.Exit(DOES_NOT_HOLD)


@app.command("new-key")
def new_key(
    origin: Annotated[str, typer.Option(help="The log's name for ever, a URL without https://: portal.example/ledger")],
    folder: Annotated[Path, typer.Option("--keys", envvar="SELUMA_KEYS", help="The folder of signing keys.")],
) -> None:
    """Make the keys that sign the ledger, once: a log whose key is replaced is another log."""
    api = opened(database=False)
    place = folder / api.KEYS_FOLDER
    try:
        api.make_keys(place, origin)
    except FileExistsError:
        stop(f"There are ledger keys in {place} already; they are not replaced.")
    except (tlog.Unwritable, OSError) as reason:
        stop(str(reason))
    typer.echo(api.read_keys(place).signer.key.text)


def _held_against_anchors(
    verified: tlog.Verified, log: str | None, chain: str | None, contract: str | None, writer: str | None
) -> str:
    """That the checkpoint fits what the network holds; ends the command when it does not."""
    api = opened(database=False)
    address = log or next((party.url for party in api.policy().logs if party.key == verified.log), None)
    if address is None:
        stop("The policy does not say where the log is: name it with --log.")
    try:
        with _refusals(api, but=(tlog.Unproven,)):
            source = _log_at(api, address)
            found = api.anchored(ledger_chain.network(api, chain, contract, writer), origin=verified.checkpoint.origin)
            fits = api.held_against(verified.checkpoint, found, source.tiles)
    except tlog.Unproven as reason:
        typer.echo(f"Not proven: the network holds another history of this log. {reason}", err=True)
        raise typer.Exit(DOES_NOT_HOLD) from None
    if fits is None:
        return "Not anchored yet."
    return f"Fits {fits.where}: {fits.size} entries, block {fits.block}, {fits.at:%Y-%m-%d %H:%M} UTC."


def _log_at(api: ModuleType, place: str) -> Any:
    return api.Address(place) if "://" in place else api.Directory(Path(place))


def _source(api: ModuleType, url: str | None, directory: Path | None) -> Any:
    if url and directory:
        stop("Either --url or --dir, not both.")
    return api.Address(url) if url else api.Directory(directory) if directory else api.Database()


def _own_policy() -> tlog.Policy:
    api = opened(database=False)
    with _refusals(api):
        policy: tlog.Policy = api.policy()
    return policy


@contextlib.contextmanager
def _refusals(api: ModuleType, *, but: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Whatever cannot be done ends with one sentence and status 2; what is named by `but` is the caller's."""
    from django.db import DatabaseError  # noqa: PLC0415

    sentences = (api.KeysMissing, api.LedgerBroken, api.NotSealed, api.Incomplete, api.Unavailable)
    try:
        yield
    except but:
        raise
    except (*sentences, ChainUnavailable, ChainRefused, tlog.Unreadable, tlog.Unproven, tlog.Unwritable) as reason:
        stop(str(reason))
    except OSError as reason:
        stop(f"{reason.filename}: {reason.strerror}.")
    except DatabaseError as reason:
        stop(f"The database does not do this: {str(reason).splitlines()[0]}.")


@contextlib.contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _kept(data: bytes) -> bytes:
    """The checkpoint in what somebody kept: the note itself, or that of a proof; receipts as they are."""
    try:
        return tlog.write_note(tlog.read_proof(data).checkpoint)
    except tlog.Unreadable:
        return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        stop(f"{path}: {reason.strerror}.")


def _print(size: int, findings: list[dict[str, Any]]) -> None:
    for found in findings:
        typer.echo(f"{found['attack']} · {found['where']}\n    {found['proves']}")
    typer.echo(f"{size} entries read; {len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'}.")
