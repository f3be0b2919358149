"""A ledger with witnesses: real ones, each in a thread with a file of its own, named by a trust policy."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import pytest

from seluma.cli.witness import serving
from seluma.cli.witness.store import Store, create
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.lib.ids import Ref, new_id
from tests.cli.witness.world import served

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
NAMES = ("labour", "education", "university")


def noted(*, at: dt.datetime = NOON) -> UUID:
    event = journal.FactsDestroyed(of=Ref("person", new_id()), entries=0, reason="x")
    return journal.note(event, by=SYSTEM, at=at).entry_id


def sealed(count: int = 1, *, at: dt.datetime = NOON) -> list[UUID]:
    entries = [noted(at=at) for _ in range(count)]
    while journal.sequence():
        pass
    while ledger.sequence(at=at):
        pass
    return entries


@dataclass
class Watched:
    """Three witnesses and the policy that asks for two of them; `names` are those who listen."""

    folder: Path
    settings: Any
    stores: dict[str, Store] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    _open: dict[str, ExitStack] = field(default_factory=dict)

    def __enter__(self) -> Self:
        key = ledger.log_keys().signer.key
        for name in NAMES:
            self.stores[name] = create(self.folder / name, f"{name}.example")
            self.stores[name].add_log(key)
            self.listen(name)
        self.write_policy()
        return self

    def __exit__(self, *_: object) -> None:
        for name in list(self._open):
            self.leave(name)

    def write_policy(self) -> None:
        """Three witnesses, two of which must have signed."""
        lines = [
            tlog.witness_line(name, self.stores[name].cosigners()[0].key, self.urls.get(name, "http://127.0.0.1:1"))
            for name in NAMES
        ]
        self.settings.SELUMA_TRUST_POLICY = self.folder / "trust-policy.txt"
        self.settings.SELUMA_TRUST_POLICY.write_text("".join(lines) + f"group two 2 {' '.join(NAMES)}\nquorum two\n")

    def listen(self, name: str) -> None:
        stack = self._open.setdefault(name, ExitStack())
        connection = stack.enter_context(served(self.stores[name])).connection
        self.urls[name] = f"http://{connection.host}:{connection.port}"

    def leave(self, name: str) -> None:
        self._open.pop(name).close()

    def back(self, *names: str) -> None:
        for name in names:
            self.listen(name)
        self.write_policy()

    def roll_back(self, name: str, former: bytes) -> None:
        """Put an older copy of a witness's file back."""
        self.leave(name)
        for path in self.folder.glob(f"{name}*"):
            path.unlink()
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_bytes(former)
        self.back(name)


def asked(witnesses: ledger.Witnesses | None = None, *, at: dt.datetime = NOON) -> None:
    """Everybody who can be reached has been asked."""
    mine = witnesses or ledger.Witnesses()
    mine.settle(at=at)
    if witnesses is None:
        mine.close()


def who_signed(note: bytes) -> set[str]:
    """Whose cosignatures stand below a checkpoint, verified, by their names in the policy."""
    policy = ledger.policy()
    alone = tlog.Policy(policy.logs, policy.witnesses, {}, "none")
    return set(alone.verify(tlog.read_note(note)).witnesses)


def clock(monkeypatch: pytest.MonkeyPatch, at: dt.datetime) -> None:
    """What the witnesses' clocks say."""

    class Clock:
        monotonic = staticmethod(time.monotonic)
        time = staticmethod(lambda: at.timestamp())

    monkeypatch.setattr(serving, "time", Clock)
