"""`./seluma test`: every test, the browser's too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from enum import StrEnum
from typing import Annotated

import typer

from seluma.cli import setup
from seluma.cli.database import ROOT, ensure_for_tests
from seluma.cli.steps import console, step

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

app = typer.Typer(pretty_exceptions_enable=False)


class Order(StrEnum):
    """In which order the tests run."""

    GIVEN = "given"
    REVERSE = "reverse"
    RANDOM = "random"


@app.command("test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def run_tests(
    context: typer.Context,
    order: Annotated[Order, typer.Option(help="In which order the tests run.")] = Order.GIVEN,
    processes: Annotated[int, typer.Option(help="How many processes run them.")] = 2,
) -> None:
    """Set everything up and run the tests; what else is given goes to pytest (files, -k, -x …)."""
    setup.refresh()
    with step("Starting the tests' database"):
        url = ensure_for_tests()
    browser = find_or_install_browser()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "SELUMA_ENV": "test", "DATABASE_URL": url}
    if browser:
        environment["SELUMA_CHROMIUM"] = browser
    options = {Order.GIVEN: [], Order.REVERSE: ["-p", "reverse", "--reverse"], Order.RANDOM: ["-p", "randomly"]}[order]
    # The tests of a file share what is costly to set up: they stay in one process, files in their order.
    shared = ["--dist", "loadfile", "--no-loadscope-reorder"]
    parallel = ["-n", str(processes), *shared] if processes > 1 else []
    command = [sys.executable, "-m", "pytest", "-q", *parallel, *options, *context.args]
    raise typer.Exit(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)


def find_or_install_browser() -> str | None:
    """The machine's Chromium; root gets Debian's installed when there is none. None, after one line, without a way."""
    if found := find_browser():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Installing Chromium (apt-get)"):
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
                subprocess.run(["apt-get", "-qq", *arguments], env=quiet, stdout=subprocess.DEVNULL, check=False)
        if found := find_browser():
            return found
    console.print(
        "The browser's tests are left out: there is no Chromium. Install it (Debian: apt-get install chromium)."
    )
    return None


def find_browser() -> str | None:
    """The path of the machine's Chromium; `SELUMA_CHROMIUM` names another one."""
    names = (os.environ.get("SELUMA_CHROMIUM"), *BROWSERS)
    return next((path for name in names if name and (path := shutil.which(name))), None)
