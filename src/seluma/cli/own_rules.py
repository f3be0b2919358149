"""The house's own rules on size and templates, which no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_FUNCTION = 60
LONGEST_FILE = 500
_HTML_JOINED = re.compile(r"""\b(?:html|\w+Html)['"]?\s*:\s*[^,}\n]*~""")


def breaches(root: Path) -> Iterator[str]:
    """Every breach below `src` and `tests`, one line each: place and sentence."""
    for folder in (root / "src", root / "tests"):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield from (f"{path.relative_to(root)}:{found}" for found in too_long(path.read_text("utf-8")))
    for path in sorted((root / "src").rglob("jinja2/**/*")):
        if path.is_file():
            yield from (f"{path.relative_to(root)}:{found}" for found in html_by_hand(path.read_text("utf-8")))


def too_long(source: str) -> Iterator[str]:
    """Functions and files that nobody can take in at a glance."""
    lines = source.count("\n")
    if lines > LONGEST_FILE:
        yield f"1: {lines} lines; a file has at most {LONGEST_FILE}: divide it by subject"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.lineno}: {node.name} has {length} lines; a function has at most {LONGEST_FUNCTION}"


def html_by_hand(template: str) -> Iterator[str]:
    """HTML joined with `~`: the macros mark such values as safe, so a name in it would run as markup."""
    for found in _HTML_JOINED.finditer(template):
        line = template.count("\n", 0, found.start()) + 1
        yield f"{line}: HTML is joined with ~ and not escaped: use {{% set x %}}…{{% endset %}} or {{% call %}}"
