"""Secrets that are made where none are set, outside production."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from seluma.config.environment import secret


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret("SECRET_KEY", "demo", tmp_path)
    assert len(first) >= 50
    assert secret("SECRET_KEY", "demo", tmp_path) == first
    (path,) = (tmp_path / "secrets").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_is_second_takes_over_the_firsts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = secret("SECRET_KEY", "demo", tmp_path)
    monkeypatch.setattr(Path, "exists", lambda _path: False)  # both looked before either wrote
    monkeypatch.setattr(os, "getpid", lambda: 99_999_999)
    assert secret("SECRET_KEY", "demo", tmp_path) == first
