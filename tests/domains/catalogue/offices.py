"""Content folders for tests: the real one, and copies of it with something changed."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT / "content" / "seluma"
STUDENT = "services/e30-extension.toml"
VISIT = "services/visit-extension.toml"


def copy_of_the_office(folder: Path) -> Path:
    """A copy that a test may spoil."""
    return Path(shutil.copytree(REAL, folder / "content"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Replace the first occurrence of a text that must be there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, file: str, text: str) -> None:
    """Write at the end of a file."""
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
