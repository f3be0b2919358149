"""Asking the witnesses of the policy to cosign: side by side, each at its own pace, outside of any transaction.

Cases never wait for a witness. What a witness answers is believed only as far as signatures prove it.
"""

from __future__ import annotations

import datetime as dt
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.db import transaction
from django.db.models import Max

from seluma.core.journal import api as journal
from seluma.lib import tlog, witness

from .findings import PROVES
from .models import LedgerAlarm, LedgerCheckpoint, LedgerCosignature, LedgerWitness
from .policy import identity, log_alone, policy
from .reading import size, tree
from .status import lag
from .writing import LedgerBroken

CONNECTING, READING, PATIENCE = 2.0, 3.0, 5.0
"""Seconds to connect, to wait for the next bytes, and for the whole answer."""
LONGEST = 64 * 1024
"""Bytes of an answer that are read."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds after which a witness that did not cosign is asked again, doubled each time."""
LONGEST_WAIT = dt.timedelta(minutes=1)
"""While entries have been waiting longer to be sealed, nobody is asked: what they state would look back-dated."""
MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a witness; `cosigned` is the largest size over which we held its cosignature when we asked."""

    name: str
    party: tlog.Party
    old: int
    cosigned: int
    size: int
    note: tlog.Note
    body: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it: signature lines, the size that the witness says it saw, or why not; and what it then shows."""

    lines: tuple[tlog.SignatureLine, ...] = ()
    size: int | None = None
    trouble: str = ""
    shown: bytes = b""


class Witnesses:
    """Asks witnesses whenever the log has grown. A worker keeps one and calls `step` again and again."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="witness")
        self._asked: dict[str, tuple[Question, Future[Said]]] = {}
        self._seen: dict[str, int] = {}
        self._pause: dict[str, float] = {}
        self._not_before: dict[str, float] = {}

    def step(self, *, at: dt.datetime) -> int:
        """Take what was answered, and ask whoever has not seen the newest checkpoint; how many answers were taken.

        Raises KeysMissing, and Unreadable when the policy is not as the specification demands.
        """
        taken = self._take_answers(at)
        newest, due = size(), []
        for name, party in policy().witnesses.items():
            who = identity(party.key)
            late = newest > self._seen.get(who, -1) and time.monotonic() >= self._not_before.get(who, 0.0)
            if party.url and late and who not in self._asked:
                due.append((name, party))
        if due and not _is_behind(at):
            for name, party in due:
                self._ask(name, party)
        return taken

    def settle(self, *, at: dt.datetime, seconds: float = 2 * PATIENCE) -> None:
        """Ask, and wait until everybody who can be reached has seen the newest checkpoint."""
        deadline = time.monotonic() + seconds
        self.step(at=at)
        while self._asked and time.monotonic() < deadline:
            wait([future for _question, future in self._asked.values()], timeout=0.5, return_when="FIRST_COMPLETED")
            self.step(at=at)

    def close(self) -> None:
        """Ask nobody any more; answers that are on their way are not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, name: str, party: tlog.Party) -> None:
        newest, who = LedgerCheckpoint.objects.order_by("-size").first(), identity(party.key)
        if newest is None:
            return
        known = LedgerWitness.objects.filter(witness=who).first()
        if known is not None and known.retired_at is not None:
            self._seen[who] = newest.size
            return
        cosigned = LedgerCosignature.objects.filter(witness=who).aggregate(most=Max("size"))["most"]
        if cosigned is not None and cosigned >= newest.size:
            self._seen[who] = cosigned
            return
        old = min(known.size, newest.size) if known else 0
        note = tlog.read_note(bytes(newest.note))
        body = tlog.write_add_checkpoint(tlog.AddCheckpoint(old, _path(old, newest.size), note))
        question = Question(name, party, old, cosigned or 0, newest.size, note, body)
        self._asked[who] = (question, self._pool.submit(_ask, question))

    def _take_answers(self, at: dt.datetime) -> int:
        done = [who for who, (_question, future) in self._asked.items() if future.done()]
        for who in done:
            question, future = self._asked.pop(who)
            said = future.result()
            with transaction.atomic():
                trouble = _trouble_with(question, said, at)
            if said.lines:
                self._seen[who] = question.size
            if trouble:
                pause = self._pause.get(who, FIRST_PAUSE)
                self._not_before[who] = time.monotonic() + pause
                self._pause[who] = min(pause * 2, LONGEST_PAUSE)
            else:
                self._pause.pop(who, None)
        return len(done)


def _is_behind(at: dt.datetime) -> bool:
    """Whether entries have long been waiting for their seal. Witnesses state when they saw the log without them."""
    return max(journal.sequencer_lag(at=at), lag(at=at)) > LONGEST_WAIT


def _trouble_with(question: Question, said: Said, at: dt.datetime) -> str:
    """Write down what a witness said; why it cannot be asked again at once, "" when nothing is wrong with it."""
    who = identity(question.party.key)
    if said.lines:
        line = said.lines[0]
        stated = tlog.verify(question.party.key, question.note.text, line).timestamp or 0
        LedgerCosignature.objects.bulk_create(
            [LedgerCosignature(size=question.size, witness=who, line=line.text, at=_time(stated))],
            ignore_conflicts=True,
        )
        _remember(who, size=question.size, away_since=None, trouble="")
        return ""
    trouble = said.trouble
    if said.size is not None:
        origin = tlog.read_checkpoint(question.note.text).origin
        wrong = witness.check_memory(question.name, origin, cosigned=question.cosigned, stated=said.size)
        if wrong is not None:
            raise_alarm(wrong.attack, wrong.where, wrong.proves, at=at)
            _remember(who, size=said.size, retired_at=at, trouble=wrong.proves)
            return wrong.proves
        _remember(who, size=said.size)
        if said.size <= question.size and said.size != question.old:
            return ""  # asked again at once, with the proof from there
        trouble = f"The witness says that it saw {said.size} entries; the log has {size()}."
        if said.size <= size():
            return ""  # the log grew meanwhile, and another worker asked
    if said.shown:
        _confront(question, said.shown, at)
    LedgerWitness.objects.bulk_create([LedgerWitness(witness=who)], ignore_conflicts=True)
    LedgerWitness.objects.filter(witness=who, away_since=None).update(away_since=at)
    LedgerWitness.objects.filter(witness=who).update(trouble=trouble)
    return trouble


def _remember(who: str, **values: Any) -> None:
    LedgerWitness.objects.bulk_create(
        [LedgerWitness(witness=who, **values)],
        update_conflicts=True,
        unique_fields=["witness"],
        update_fields=list(values),
    )


def _confront(question: Question, shown: bytes, at: dt.datetime) -> None:
    """Compare what a witness shows with our log. Only what our own key signed proves anything against us."""
    try:
        verified = log_alone(policy()).verify(tlog.read_note(shown)).checkpoint
    except (tlog.Unreadable, tlog.Unproven):
        return
    newest = size()
    if verified.size > newest:
        attack, detail = "rolled-back", f"The log signed {verified.size} entries and has {newest} now."
    elif verified.root != _root(verified.size):
        attack, detail = "forked", f"The root that it signed over {verified.size} entries is not that of its entries."
    else:
        return
    place = f"kept by witness {question.name}"
    raise_alarm(attack, place, f"{detail} {PROVES[attack]}", at=at, evidence=shown)


def _path(old: int, newest: int) -> tuple[bytes, ...]:
    """The proof from one size to another. Raises LedgerBroken when tiles are missing."""
    try:
        return tuple(tree(newest).consistency(old)) if old else ()
    except (KeyError, tlog.Unreadable) as reason:
        raise LedgerBroken("The tiles do not fit the checkpoint: no witness can be shown a proof.") from reason


def _root(at_size: int) -> bytes:
    """The root of our entries up to there; b"" when tiles are missing, which is another root than any."""
    try:
        return tree(at_size).root()
    except (KeyError, tlog.Unreadable):
        return b""


def raise_alarm(attack: str, place: str, proves: str, *, at: dt.datetime, evidence: bytes | None = None) -> None:
    """Keep what was found out, once for each attack and place."""
    LedgerAlarm.objects.bulk_create(
        [LedgerAlarm(attack=attack, place=place, proves=proves, evidence=evidence, at=at)], ignore_conflicts=True
    )


def _ask(question: Question) -> Said:
    """Send one request. Touches no database: it runs beside the others."""
    url = (question.party.url or "").rstrip("/")
    origin = tlog.read_checkpoint(question.note.text).origin
    try:
        answer = _send("POST", f"{url}/add-checkpoint", question.body)
        try:
            return Said(tuple(witness.read_answer(answer, question.note.text, [question.party.key])))
        except witness.Behind as behind:
            shown = _shown(url, origin) if behind.size > question.size else b""
            return Said(size=behind.size, shown=shown)
        except witness.Declined as reason:
            shown = _shown(url, origin) if reason.status == witness.Status.NOT_PROVED else b""
            return Said(trouble=str(reason), shown=shown)
    except (requests.RequestException, TimeoutError) as reason:
        return Said(trouble=f"The witness does not answer ({type(reason).__name__}).")


def shown_by(party: tlog.Party, origin: str) -> bytes | None:
    """The last checkpoint of a log that a witness shows to everybody; None when it does not answer or shows none."""
    try:
        return _shown((party.url or "").rstrip("/"), origin) or None if party.url else None
    except (requests.RequestException, TimeoutError):
        return None


def ask_witnesses(policy: tlog.Policy) -> dict[str, bytes]:
    """What the witnesses of a policy show of its log, all asked at once; who does not answer is left out."""
    asked = [(name, party) for name, party in policy.witnesses.items() if party.url]
    origin = policy.logs[0].key.name if policy.logs else ""
    with ThreadPoolExecutor(MOST_AT_ONCE) as pool:
        answers = list(pool.map(lambda one: shown_by(one[1], origin), asked))
    return {name: shown for (name, _party), shown in zip(asked, answers, strict=True) if shown is not None}


def _shown(url: str, origin: str) -> bytes:
    answer = _send("GET", f"{url}/{witness.origin_hash(origin)}/checkpoint")
    return answer.body if answer.status == requests.codes.ok else b""


def _send(method: str, url: str, body: bytes | None = None) -> witness.Answer:
    with requests.Session() as session:
        # A witness on this machine is never behind a proxy.
        session.trust_env = urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1")
        answer = session.request(
            method, url, data=body, timeout=(CONNECTING, READING), stream=True, allow_redirects=False
        )
        deadline, found = time.monotonic() + PATIENCE, b""
        for part in answer.iter_content(8192):
            found += part
            if len(found) > LONGEST or time.monotonic() > deadline:
                raise TimeoutError
        return witness.Answer(answer.status_code, found, answer.headers.get("Content-Type", ""))


def _time(stated: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(min(stated, 253_402_300_799), dt.UTC)
