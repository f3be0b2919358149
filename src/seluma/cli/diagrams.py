"""State diagrams in the packages' READMEs: made from the workflow tables, so that they cannot be out of date."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from seluma.lib.workflow import Workflow

_BLOCK = re.compile(r"```mermaid\nstateDiagram-v2\n.*?```", re.DOTALL)


def workflows(source: Path) -> Iterator[tuple[Path, list[Workflow]]]:
    """Each package below `domains` and `core` that has workflow tables, with its tables in the order of their names.

    Rules know neither Django nor a database, so they can be loaded by name here.
    """
    for area in ("domains", "core"):
        for package in sorted((source / area).iterdir()):
            files = [package / "rules.py", *sorted((package / "rules").glob("*.py"))]
            names = [".".join(path.relative_to(source).with_suffix("").parts) for path in files if path.exists()]
            modules = [importlib.import_module(f"seluma.{name}".removesuffix(".__init__")) for name in names]
            tables = {f"{m.__name__}.{k}": v for m in modules for k, v in vars(m).items() if isinstance(v, Workflow)}
            found = list({id(table): table for _name, table in sorted(tables.items())}.values())
            if found:
                yield package, found


def differences(source: Path, *, write: bool = False) -> Iterator[str]:
    """Packages whose README does not show today's tables, in order; with `write` they are corrected."""
    for package, tables in workflows(source):
        readme = package / "README.md"
        text = readme.read_text("utf-8") if readme.exists() else f"# {package.name}\n"
        wanted = [f"```mermaid\n{table.mermaid()}```" for table in tables]
        if _BLOCK.findall(text) == wanted:
            continue
        yield f"{readme.relative_to(source)}: the state diagram is not that of the rules"
        if write:
            kept = _BLOCK.sub("\0", text).split("\0")
            if len(kept) != len(wanted) + 1:
                kept = ["".join(kept).rstrip() + "\n\n## States\n\n", *["\n\n"] * (len(wanted) - 1), "\n"]
            text = kept[0] + "".join(block + rest for block, rest in zip(wanted, kept[1:], strict=True))
            readme.write_text(text, "utf-8")
