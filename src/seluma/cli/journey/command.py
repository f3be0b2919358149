"""Runs the journey on a database, a port and a worker of its own."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from seluma.cli import characters, database, setup
from seluma.cli.demo import add_witnesses
from seluma.cli.journey import applying
from seluma.cli.journey.any_service import PARTNERS, any_service, known
from seluma.cli.journey.robot import Robot
from seluma.cli.journey.scenarios import SCENARIOS, Progress, Told, World
from seluma.cli.processes import Processes, free_port
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import console, step

FOLDER = database.ROOT / "var" / "journey"
DATABASE = "seluma_journey"
OFFICIALS = ("verifier", "decider", *PARTNERS)
"""Who serves in every journey, by their keys in the cast."""

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def journey(
    as_json: bool = typer.Option(False, "--json", help="End with one line of JSON."),
    service: str = typer.Option("", help="Only the cases of this service, any that is offered."),
) -> None:
    """Drive whole cases through every role over HTTP; exit 0 when each ended as it should."""
    if service:
        known(service)
    setup.refresh()
    folder = fresh_folder(FOLDER)
    with step("Starting the database"):
        processes = processes_in(folder)
    add_witnesses(processes, folder / "witnesses", own_ports=True)
    with step("Preparing tables, services and people"):
        prepare(processes.environment, witnesses=folder / "witnesses")
    with processes:
        with step("Starting web server, worker and witnesses"):
            processes.wait_until_ready()
        told = tell(processes.base_url, folder, service=service, say=_say)
        with step("Auditing the ledger and asking its witnesses"):
            audit(processes.environment)
    for case in told:
        ends = f", {case.verification}" if case.verification else ""
        console.print(f"[bold]{case.case}[/bold] {case.service}: {case.outcome}{ends}")
    if as_json:
        print(as_line(told))


def processes_in(folder: Path, *, port: int | None = None) -> Processes:
    """Web server and worker on an empty database of their own, whose files and letters lie in the folder."""
    if os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = database.fresh(DATABASE)
    else:
        database.fresh(DATABASE)
    environment = {
        "SELUMA_ENV": "demo",
        "DJANGO_SETTINGS_MODULE": "seluma.config.settings",
        "SELUMA_FILES": str(folder / "files"),
        "SELUMA_OUTBOX": str(folder / "outbox"),
    }
    processes = Processes(port=port or free_port(), environment=environment, name=DATABASE, logs=folder / "logs")
    processes.set(SELUMA_BASE_URL=processes.base_url, SELUMA_HOSTS="127.0.0.1,localhost")
    return processes


def prepare(environment: Mapping[str, str], *, witnesses: Path | None = None) -> None:
    """Empty tables, the services, and those who work there; by a process that has Django."""
    command = [sys.executable, "-m", "seluma.cli", "prepare", "--cast-only"]
    if witnesses is not None:
        command += ["--witnesses", str(witnesses)]
    done = subprocess.run(command, env=environment, cwd=database.ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise CannotRun("The journey could not be prepared; the reason stands above.")


def audit(environment: Mapping[str, str]) -> None:
    """Everything that was done is in the log as it was done, and the witnesses have seen nothing else."""
    command = [sys.executable, "-m", "seluma.cli", "ledger", "audit"]
    done = subprocess.run(command, env=environment, cwd=database.ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotRun(f"The ledger is not in order: {(done.stdout or done.stderr).strip()}")


def tell(base_url: str, folder: Path, *, service: str = "", say: Progress | None = None) -> list[Told]:
    """Every scenario, in order, for the people at their browsers."""
    robots = {}
    for key in OFFICIALS:
        robots[key] = Robot(base_url, role=key)
        applying.sign_in(robots[key], characters.ROLES[key][1], characters.PASSWORD)
    world = World(base_url, robots, folder / "outbox", folder, say or (lambda _name, _role: None))
    told = {
        "": list(SCENARIOS),
        characters.VISIT: ["visit"],
        characters.STUDENT: [name for name in SCENARIOS if name != "visit"],
    }
    if service in told:
        return [SCENARIOS[name](world) for name in told[service]]
    return [any_service(world, service)]


def as_line(told: list[Told]) -> str:
    """The fixed interface's one line."""
    return json.dumps({"cases": [dataclasses.asdict(case) for case in told]}, ensure_ascii=False)


def fresh_folder(folder: Path) -> Path:
    """An empty folder in place of an old one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _say(name: str, role: str) -> None:
    console.print(f"  [green]✓[/green] {name} [dim]({role})[/dim]")
