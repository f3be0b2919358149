"""`./seluma check`: everything about the code that a machine can judge without running the tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from seluma.cli import contract, diagrams, own_rules, words
from seluma.cli.database import ROOT, ensure_for_tests
from seluma.cli.steps import console

PROGRAMS = Path(sys.executable).parent
CODE = ("src", "tests", "conftest.py")

app = typer.Typer(pretty_exceptions_enable=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is checked: `run` gives what is wrong, a line each; nothing means that all is well."""

    name: str
    run: Callable[[], list[str]]


@app.command()
def check(
    write: Annotated[bool, typer.Option("--write", help="Correct format, imports and diagrams first.")] = False,
) -> None:
    """Format, lint, types, contracts, migrations, diagrams, translations and the house's own rules."""
    if write:
        _program("ruff", "check", "--quiet", "--fix-only", *CODE)
        _program("ruff", "format", "--quiet", *CODE)
        list(diagrams.differences(ROOT / "src" / "seluma", write=True))
        list(contract.differences(write=True))
    failed = [part.name for part in parts() if not _report(part)]
    if failed:
        console.print(f"[red]Not in order:[/red] {', '.join(failed)}")
        raise typer.Exit(1)
    console.print("[green]Everything is in order.[/green]")


def parts() -> Iterator[Part]:
    """All that is checked, the quick ones first."""
    source = ROOT / "src" / "seluma"
    yield Part("own rules", lambda: list(own_rules.breaches(ROOT)))
    yield Part("format", lambda: _program("ruff", "format", "--check", *CODE))
    yield Part("lint", lambda: _program("ruff", "check", "--output-format", "concise", *CODE))
    yield Part("contracts", lambda: _after("Broken contracts", _program("lint-imports", "--no-cache")))
    yield Part("state diagrams", lambda: list(diagrams.differences(source)))
    yield Part("contract on the chain", lambda: list(contract.differences()))
    yield Part("translations", lambda: list(words.mistakes()))
    yield Part("migrations", lambda: _django("makemigrations", "--check", "--dry-run"))
    yield Part("settings", lambda: _django("check", "--fail-level", "WARNING"))
    yield Part("types", lambda: _program("mypy", *typed(source)))


def typed(source: Path) -> list[str]:
    """What has to pass mypy's strict rules: the floors below the domains, of each domain its door and pure parts."""
    found = [source / "lib", source / "core"]
    for name in ("api.py", "rules.py", "rules", "events.py"):
        found += sorted((source / "domains").glob(f"*/{name}"))
    return [str(path.relative_to(ROOT)) for path in found]


def _report(part: Part) -> bool:
    began = time.monotonic()
    with console.status(part.name):
        found = part.run()
    seconds = f"[dim]{time.monotonic() - began:.1f} s[/dim]"
    if not found:
        console.print(f"[green]✓[/green] {part.name} {seconds}")
        return True
    console.print(f"[red]✗[/red] {part.name} {seconds}")
    for line in found:
        console.print(f"    {line}", markup=False)
    return False


def _after(heading: str, lines: list[str]) -> list[str]:
    """What follows the heading: the linter draws its name first and lists what is kept."""
    return lines[lines.index(heading) + 2 :] if heading in lines else lines


def _program(name: str, *arguments: str) -> list[str]:
    return _run([str(PROGRAMS / name), *arguments])


def _django(*arguments: str) -> list[str]:
    return _run([sys.executable, "-m", "django", *arguments])


def _run(command: list[str]) -> list[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "seluma.config.settings",
        "SELUMA_ENV": "test",
        "DATABASE_URL": ensure_for_tests(),
    }
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    return [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] or [f"exit {done.returncode}"]
