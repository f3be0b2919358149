"""The journey on a portal of its own while somebody kills its processes, and what the database says afterwards."""

from __future__ import annotations

import contextlib
import os
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
import requests

from seluma.cli import database
from seluma.cli.processes import Processes
from tests.cli.waiting import until

WORKER, WEB, WEB_CHILD, DATABASE = "worker", "web server", "child of the web server", "database"
VICTIMS = (WORKER, WORKER, WEB, WEB_CHILD, DATABASE, DATABASE)
ANSWERS = 300
"""The journey has somewhat more answers than this; the moments are spread over them."""
LATEST = {WORKER: 0.5, WEB: 0.08, WEB_CHILD: 0.08, DATABASE: 0.25}
"""Seconds after the request has left until the blow falls, at most: the server at its work, the worker after it."""


@dataclass
class Killer:
    """Kills at moments drawn beforehand. A moment is the number of answers that people have had by then.

    A victim that happens to be down is due at the next request, so every blow hits something that lives.
    """

    portal: Processes
    place: Path
    moments: dict[int, tuple[str, float]]
    killed: list[str] = field(default_factory=list)
    answers: int = 0
    _due: list[tuple[str, float]] = field(default_factory=list)
    _blows: list[threading.Timer] = field(default_factory=list)

    @contextlib.contextmanager
    def at_large(self) -> Iterator[None]:
        """From here on every request of anybody in this process may be the moment."""
        honest = requests.Session.send

        def send(session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
            self._strike()
            answer = honest(session, request, **how)
            self.answers += answer.status_code < 500
            return answer

        with pytest.MonkeyPatch.context() as changed:
            changed.setattr(requests.Session, "send", send)
            yield
        for blow in self._blows:
            blow.join()
        late = [*self._due, *self.moments.values()]
        self._due, self.moments = [], {}
        for victim, _delay in late:
            until(lambda victim=victim: self._kill(victim))

    def _strike(self) -> None:
        if (moment := self.moments.pop(self.answers, None)) is not None:
            self._due.append(moment)
        due, self._due = self._due, []
        for victim, delay in due:
            blow = threading.Timer(delay, self._kill_or_wait, [victim])
            self._blows.append(blow)
            blow.start()

    def _kill_or_wait(self, victim: str) -> None:
        if not self._kill(victim):
            self._due.append((victim, 0.0))

    def _kill(self, victim: str) -> bool:
        try:
            self._victim(victim).kill()
        except (psutil.NoSuchProcess, LookupError, OSError, ValueError):
            return False
        self.killed.append(victim)
        return True

    def _victim(self, victim: str) -> psutil.Process:
        """The process, looked at closely: a number that was a victim's may be somebody else's by now."""
        if victim == DATABASE:
            number = (database.Cluster(self.place).data / "postmaster.pid").read_text().split()[0]
            return _really(psutil.Process(int(number)), str(self.place))
        child = self.portal.worker if victim == WORKER else self.portal.web
        if child.process is None or child.process.poll() is not None:
            raise LookupError(victim)
        found = _really(psutil.Process(child.process.pid), "seluma.cli")
        if victim == WEB_CHILD:
            return min(found.children(), key=lambda process: process.pid, default=found)
        return found


def _really(process: psutil.Process, mark: str) -> psutil.Process:
    if process.status() == psutil.STATUS_ZOMBIE or mark not in " ".join(process.cmdline()):
        raise LookupError(mark)
    return process


def drawn_moments(kills: int, *, seed: int) -> dict[int, tuple[str, float]]:
    """As many moments as kills, all different, victims in turn."""
    dice = random.Random(seed)
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    dice.shuffle(victims)
    moments = sorted(dice.sample(range(ANSWERS), kills))
    return {moment: (victim, dice.uniform(0, LATEST[victim])) for moment, victim in zip(moments, victims, strict=True)}


def kills_wanted() -> int:
    """50, or what SELUMA_KILLS says."""
    return int(os.environ.get("SELUMA_KILLS", "50"))


class Books:
    """What is written in the portal's database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def count(self, query: str, *values: object) -> int:
        return int(self.rows(f"SELECT count(*) FROM {query}", *values)[0][0])

    def counts(self, query: str, *values: object) -> dict[str, int]:
        return {str(key): int(number) for key, number in self.rows(query, *values)}

    def nothing_waits(self) -> bool:
        """Whether the worker has done all that there was to do. False while the server is down."""
        with contextlib.suppress(psycopg.OperationalError):
            return not (
                self.count("journal_pending")
                or self.count("journal_delivery WHERE state = 'pending'")
                or self.count("message WHERE state = 'queued'")
                or self.count(
                    "procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name !~ '^(timetable|builtin)'"
                )
            )
        return False
