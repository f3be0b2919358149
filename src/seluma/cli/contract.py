"""What the Vyper compiler makes of the registry's source, compared with what is committed."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
from collections.abc import Iterator
from typing import Any

from seluma.lib import chain


def differences(*, write: bool = False) -> Iterator[str]:
    """Whether the committed artefact is what its source gives; with `write` it is made anew."""
    if importlib.util.find_spec("vyper") is None:
        yield "vyper is not installed: the contract cannot be made again (requirements/dev.txt)"
        return
    made = json.dumps(compiled(), indent=1, sort_keys=True) + "\n"
    if write:
        chain.ARTEFACT.write_text(made, "utf-8")
    elif not chain.ARTEFACT.exists() or chain.ARTEFACT.read_text("utf-8") != made:
        yield f"{chain.ARTEFACT.name} is not what {chain.SOURCE.name} gives: ./seluma check --write makes it anew"


def compiled() -> dict[str, Any]:
    """The contract as the compiler gives it now."""
    vyper = importlib.import_module("vyper")
    source = chain.SOURCE.read_text("utf-8")
    made = vyper.compile_code(source, output_formats=["abi", "bytecode"])
    return {
        "abi": made["abi"],
        "bytecode": made["bytecode"],
        "compiler": f"vyper {vyper.__version__}",
        "source_sha256": hashlib.sha256(source.encode()).hexdigest(),
    }
