"""`./seluma ledger chain`: the registry on an EVM network in which the log's states are written down.

Exit status: 0 done, 2 it could not be done.
"""

from __future__ import annotations

from types import ModuleType

import typer

from seluma.cli.ledger_door import opened, stop
from seluma.lib import tlog
from seluma.lib.chain import ChainRefused, ChainUnavailable, address_of, open_registry

app = typer.Typer(
    help="Write the log's states down on an EVM network.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.command("new-key")
def new_key() -> None:
    """Make the key of the account that anchors, once; print its address."""
    api = opened(database=False)
    try:
        typer.echo(api.make_anchoring_key())
    except FileExistsError as reason:
        stop(f"There is a key in {reason.filename} already; it is not replaced.")
    except (ChainUnavailable, OSError) as reason:
        stop(str(reason))


@app.command()
def deploy() -> None:
    """Put the registry on the network of SELUMA_CHAIN_URL, once; print its address."""
    api = opened(database=False)
    from django.conf import settings  # noqa: PLC0415

    if not settings.SELUMA_CHAIN_URL:
        stop("SELUMA_CHAIN_URL names no node.")
    try:
        registry = open_registry(settings.SELUMA_CHAIN_URL, None, chain_id=settings.SELUMA_CHAIN_ID)
        address = registry.deploy(api.anchoring_key())
    except (api.KeysMissing, ChainUnavailable, ChainRefused) as reason:
        stop(str(reason))
    typer.echo(f"SELUMA_CHAIN_CONTRACT={address} SELUMA_CHAIN_ID={registry.chain_id}")


@app.command()
def anchor() -> None:
    """Write the newest checkpoint down, now; the worker does so every hour."""
    api = opened()
    try:
        made = api.anchor()
    except (api.KeysMissing, ChainUnavailable, ChainRefused) as reason:
        stop(str(reason))
    if made is None:
        stop("Nothing is anchored: no network is configured (SELUMA_CHAIN_URL, SELUMA_CHAIN_CONTRACT), or no entry.")
    typer.echo(f"{made.where}: {made.size} entries, block {made.block}.")


@app.command()
def show() -> None:
    """Read back what the network holds of this log."""
    api = opened(database=False)
    try:
        where = api.network()
        if where is None:
            stop("No network is configured: SELUMA_CHAIN_URL and SELUMA_CHAIN_CONTRACT name one.")
        found = api.anchored(where)
    except (api.KeysMissing, ChainUnavailable) as reason:
        stop(str(reason))
    for one in found:
        typer.echo(
            f"{one.index} · {one.size} entries · {one.root.hex()} · block {one.block} · {one.at:%Y-%m-%d %H:%M} UTC"
        )
    typer.echo(f"{len(found)} anchors of {where.writer} in {where.contract}.")


def network(api: ModuleType, url: str, contract: str, writer: str | None) -> object:
    """The network that a command names; without a writer the account is that of our own key."""
    from django.conf import settings  # noqa: PLC0415

    account = writer or address_of(api.anchoring_key())
    return api.Network(url, settings.SELUMA_CHAIN_ID, contract, account)


def read_back(api: ModuleType, source: object, url: str, contract: str, writer: str | None) -> list[object]:
    """What the network holds of the log that a source serves."""
    origin = tlog.read_checkpoint(tlog.read_note(source.text("checkpoint")).text).origin  # type: ignore[attr-defined]
    found: list[object] = api.anchored(network(api, url, contract, writer), origin=origin)
    return found
