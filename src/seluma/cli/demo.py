"""`./seluma demo`: the portal with demonstration data, on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from seluma.cli import database, setup
from seluma.cli.processes import Processes, refuse_busy_port
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import console, step
from seluma.cli.witness import demonstration

ACCOUNTS = database.ROOT / "var" / "demo.json"
"""`{"base_url", "accounts": [{"role", "name", "email", "password", "totp_secret"}]}`: others read this form."""

WITNESSES = database.ROOT / "var" / "witnesses"
"""The files of the demonstration's witnesses."""

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def demo(
    address: str = typer.Option("127.0.0.1", help="Where to listen."),
    port: int = typer.Option(8000, help="On which port."),
) -> None:
    """Set everything up and serve the portal with demonstration data, with worker and three witnesses, until Ctrl-C."""
    refuse_busy_port(address, port)
    setup.refresh()
    with step("Starting the database"):
        processes = Processes(port=port, address=address, environment={"SELUMA_ENV": "demo"})
    processes.set(SELUMA_BASE_URL=processes.base_url, SELUMA_HOSTS=f"127.0.0.1,localhost,[::1],{address}")
    add_witnesses(processes, WITNESSES, own_ports=False)
    with step("Preparing tables and demonstration data"):
        accounts = prepare(processes.environment)
    write_accounts(ACCOUNTS, processes.base_url, accounts)
    with processes:
        with step("Starting web server, worker and witnesses"):
            processes.wait_until_ready()
        _show(processes.base_url, accounts)
        processes.wait_for_signal()


def add_witnesses(processes: Processes, folder: Path, *, own_ports: bool) -> None:
    """Have the witnesses of the trust policy run beside the portal, as far as they are the demonstration's.

    They listen where the policy says; when something else does, or `own_ports` is asked for, at ports of their own,
    and the portal reads a copy of the policy that says so.
    """
    content = Path(os.environ.get("SELUMA_CONTENT", database.ROOT / "content" / "seluma"))
    policy = Path(os.environ.get("SELUMA_TRUST_POLICY", content / "trust-policy.txt"))
    witnesses = demonstration.named_in(policy)
    if not witnesses:
        return
    ports = demonstration.ports(witnesses, own=own_ports)
    processes.set(SELUMA_TRUST_POLICY=str(demonstration.policy_at(policy, ports, folder)))
    for witness in witnesses:
        processes.add_witness(witness.name, store=witness.place(folder), port=ports[witness.name])


def prepare(environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tables, catalogue, witnesses and data, by a process that has Django; the accounts that can sign in."""
    command = [sys.executable, "-m", "seluma.cli", "prepare", "--witnesses", str(WITNESSES)]
    done = subprocess.run(command, env=environment, cwd=database.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise CannotRun("The demonstration could not be prepared; the reason stands above.")
    accounts: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return accounts


def write_accounts(path: Path, base_url: str, accounts: Sequence[Mapping[str, Any]]) -> None:
    """Write the file that says where the portal is and who can sign in; readers never see half of it."""
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"base_url": base_url, "accounts": accounts}, indent=2, ensure_ascii=False) + "\n")
    fresh.replace(path)


def _show(base_url: str, accounts: Sequence[Mapping[str, Any]]) -> None:
    # Plain columns: a table would shorten what people copy when the window is narrow or the output a file.
    rows = [("role", "name", "e-mail", "password")]
    rows += [(account["role"], account["name"], account["email"], account["password"]) for account in accounts]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows if accounts else ():
        console.print(
            "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip(), markup=False
        )
    console.print(f"The portal is at [bold]{base_url}[/bold] (accounts: {ACCOUNTS}). Ctrl-C ends it.")
