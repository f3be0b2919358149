"""What the pages need beside Python: front-end packages, stylesheet and script, translations, static files.

`./seluma` runs this after it installed the Python packages; `demo`, `journey`, `test` and `serve` call `refresh` again,
which does only what has changed since. Nothing outside the checkout is touched.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from seluma.cli.database import ROOT
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import step

VAR = ROOT / "var"
SOURCE = ROOT / "src" / "seluma"
OLDEST_NODE = 20


def refresh() -> None:
    """Bring everything up to date; CannotRun with what the failing program said last."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "refresh.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _when_changed("front-end", "Installing the front-end packages", _lock_file(), _install_packages)
        _when_changed("words", "Compiling the translations", _sources("**/locale/**/*.po"), _compile_words)
        _when_changed("assets", "Building stylesheet, script and static files", _front_end_sources(), _build_assets)


def npm() -> tuple[list[str], dict[str, str]]:
    """How to call npm, and with which environment: the machine's when its Node is new enough, else the wheel's."""
    environment = {**os.environ, "npm_config_cache": str(VAR / "npm"), "npm_config_update_notifier": "false"}
    node, own = shutil.which("node"), shutil.which("npm")
    if node and own and _node_version(node) >= OLDEST_NODE:
        return [own], environment
    programs = Path(sys.executable).parent
    if (programs / "npm").exists():
        environment["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
        return [str(programs / "npm")], environment
    raise CannotRun(
        f"Node {OLDEST_NODE} or newer is needed and was not found: install it, or delete .venv and start again."
    )


def _when_changed(name: str, what: str, files: Iterator[Path], act: Callable[[], None]) -> None:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    stamp = VAR / "stamps" / name
    if stamp.exists() and stamp.read_text() == digest.hexdigest() and _is_there(name):
        return
    with step(what):
        act()
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def _is_there(name: str) -> bool:
    if name == "front-end":
        wanted = ["govuk-frontend", *(["@foundry-rs"] if _is_for_developing() else [])]
        return (ROOT / "node_modules").is_symlink() or all((ROOT / "node_modules" / one).is_dir() for one in wanted)
    if name == "assets":
        made = (VAR / "static" / "staticfiles.json").exists() and (SOURCE / "lib/verifier/built/verifier.js").exists()
        return made or not _build_script().exists()
    return all(path.with_suffix(".mo").exists() for path in _sources("**/locale/**/*.po"))


def _is_for_developing() -> bool:
    """Whether the developers' Python packages are there (`./seluma test`, `check`, `bench`): then npm's too."""
    return importlib.util.find_spec("pytest") is not None


def _lock_file() -> Iterator[Path]:
    yield ROOT / "package-lock.json"


def _sources(*patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        for path in SOURCE.glob(pattern):
            if path.is_file() and "built" not in path.parts:
                yield path


def _front_end_sources() -> Iterator[Path]:
    yield from _lock_file()
    yield from _sources(
        "**/scss/**/*",
        "**/static/**/*",
        "**/assets/**/*",
        "lib/verifier/page/*",
        "lib/verifier/*.py",
        "web/ui/build.py",
    )


def _build_script() -> Path:
    return SOURCE / "web" / "ui" / "build.py"


def _install_packages() -> None:
    if (ROOT / "node_modules").is_symlink():
        return
    command, environment = npm()
    less = [] if _is_for_developing() else ["--omit=dev"]
    _run([*command, "ci", *less, "--ignore-scripts", "--no-audit", "--no-fund"], environment=environment)
    shutil.rmtree(VAR / "npm", ignore_errors=True)


def _compile_words() -> None:
    _python("-m", "seluma.cli.words", "compile")


def _build_assets() -> None:
    if not _build_script().exists():
        return
    _python("-m", "seluma.web.ui.build")
    # Settings want an address; gathering files opens no connection.
    _python(
        "-m", "django", "collectstatic", "--no-input", "--clear", "-v", "0", SELUMA_ENV="test", DATABASE_URL=_NOWHERE
    )


_NOWHERE = "postgresql://nowhere/unused"


def _python(*arguments: str, **environment: str) -> None:
    search = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    settings = {"PYTHONPATH": search, "DJANGO_SETTINGS_MODULE": "seluma.config.settings"}
    _run([sys.executable, *arguments], environment={**os.environ, **settings, **environment})


def _run(command: list[str], *, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        if any("ENOSPC" in line or "No space left" in line for line in said):
            raise CannotRun(f"The disk that holds {ROOT} is full: free some space and try again.")
        raise CannotRun("\n".join([f"This failed: {' '.join(command)}", *said[-15:]]))


def _node_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


if __name__ == "__main__":
    try:
        refresh()
    except CannotRun as reason:
        sys.exit(str(reason))
