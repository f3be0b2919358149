"""The `./seluma` script: sets up once, says one sentence when it cannot. Python is played by a stub."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from seluma.cli.database import ROOT

TOOLS = ("sh", "cat", "cksum", "tr", "dirname", "mkdir", "grep", "tail", "cp", "sleep")
STUB = f"""#!/bin/sh
case "$1 $2" in
    -c*) exec '{sys.executable}' "$@" ;;
    "-m venv") [ -z "${{NO_VENV:-}}" ] || exit 1; mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
    "-m pip")
        echo installed >>"$LOG"
        sleep 0.2
        [ -z "${{FULL:-}}" ] || {{ echo "No space left on device"; exit 1; }} ;;
    "-m seluma.cli.setup") ;;
    "-m seluma.cli") shift 2; echo "ran $*" >>"$LOG" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a path with a space, with a stub for Python on the only search path."""
    folder = tmp_path / "a checkout"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    for name in ("seluma", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (programs / tool).symlink_to(found)
    (programs / "python3").write_text(STUB)
    (programs / "python3").chmod(0o755)
    return folder


def start(checkout: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [checkout / "seluma", *arguments],
        env={"PATH": str(checkout.parent / "bin"), "LOG": str(checkout.parent / "log"), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def log(checkout: Path) -> list[str]:
    return (checkout.parent / "log").read_text().splitlines()


def test_three_starts_at_once_install_once(checkout: Path) -> None:
    started = [start(checkout, "demo", str(number)) for number in range(3)]
    said = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], said
    assert log(checkout)[0] == "installed"
    assert sorted(log(checkout)[1:]) == ["ran demo 0", "ran demo 1", "ran demo 2"]


def test_a_changed_lock_file_installs_again_and_a_moved_checkout_too(checkout: Path) -> None:
    for _ in range(2):
        start(checkout, "demo").wait()
    assert log(checkout).count("installed") == 1
    with (checkout / "requirements" / "runtime.txt").open("a") as file:
        file.write("# changed\n")
    start(checkout, "demo").wait()
    assert log(checkout).count("installed") == 2
    moved = checkout.rename(checkout.with_name("moved"))
    start(moved, "demo").wait()
    assert log(moved).count("installed") == 3


def test_the_developers_tools_come_with_the_first_test(checkout: Path) -> None:
    start(checkout, "demo").wait()
    start(checkout, "test").wait()
    start(checkout, "demo").wait()
    assert log(checkout) == ["installed", "ran demo", "installed", "ran test", "ran demo"]


def test_a_configured_network_brings_what_speaks_to_it(checkout: Path) -> None:
    start(checkout, "worker").wait()
    start(checkout, "worker", SELUMA_CHAIN_URL="http://127.0.0.1:8545").wait()
    start(checkout, "worker").wait()
    assert log(checkout) == ["installed", "ran worker", "installed", "ran worker", "ran worker"]


def test_a_linked_environment_is_left_alone(checkout: Path) -> None:
    start(checkout, "demo").wait()
    (checkout / ".venv").rename(checkout.parent / "shared")
    (checkout / ".venv").symlink_to(checkout.parent / "shared")
    start(checkout, "test").wait()
    assert log(checkout) == ["installed", "ran demo", "ran test"]


def test_without_python_one_sentence(checkout: Path) -> None:
    (checkout.parent / "bin" / "python3").unlink()
    process = start(checkout, "demo")
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.startswith("Seluma needs Python 3.11 or newer")
    assert len(said.splitlines()) == 1


def test_without_venv_the_debian_package_is_named(checkout: Path) -> None:
    process = start(checkout, "demo", NO_VENV="1")
    _, said = process.communicate()
    assert process.returncode == 1
    assert "python3-venv" in said.splitlines()[-1]


def test_a_full_disk_is_one_sentence_and_the_next_start_tries_again(checkout: Path) -> None:
    process = start(checkout, "demo", FULL="1")
    _, said = process.communicate()
    assert process.returncode == 1
    assert said.splitlines()[-1] == f"The disk that holds {checkout} is full: free some space and try again."
    assert start(checkout, "demo").wait() == 0
    assert log(checkout) == ["installed", "installed", "ran demo"]
