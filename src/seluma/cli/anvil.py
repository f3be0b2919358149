"""A node of its own for tests and measurements: `anvil`, from the npm package, on a free port of this machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seluma.cli.database import ROOT
from seluma.cli.refusals import CannotRun

FOLDER = ROOT / "node_modules" / "@foundry-rs"
PAYS = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
"""The key of an account with funds on every such node; everybody knows it."""

_LISTENING = re.compile(r"Listening on (\S+)")


def program() -> Path | None:
    """The node's program; None where npm brought none for this machine."""
    return next((path for path in sorted(FOLDER.glob("anvil-*/bin/anvil*")) if path.is_file()), None)


@contextmanager
def running(*options: str) -> Iterator[str]:
    """The address of a node that runs until the block ends. CannotRun when there is none or it does not start."""
    found = program()
    if found is None:
        raise CannotRun("There is no anvil: ./seluma test brings it (npm's development packages).")
    command = [str(found), "--host", "127.0.0.1", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as node:
        try:
            yield f"http://{_address(node)}"
        finally:
            node.kill()


def _address(node: subprocess.Popen[str]) -> str:
    assert node.stdout is not None
    said = []
    for line in node.stdout:
        said.append(line)
        if found := _LISTENING.search(line):
            return found[1]
    raise CannotRun(f"anvil did not start: {''.join(said[-3:]).strip()}")
