"""The ledger by its bars: appending, one act's way to its witnesses, proofs, verifying, auditing.

The journal is filled with entries of the size of real ones, facts and commitments included. PostgreSQL is the embedded
one with its durable settings: what counts as appended survives a kill. Measured beside it in the same run: `pymerkle`
(its SQLite tree, in a file) and one EVM transaction for each event, on a node.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import itertools
import json
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from seluma.cli import bench_chain, database
from seluma.cli.processes import Child
from seluma.cli.steps import step
from seluma.cli.witness import demonstration
from seluma.cli.worker import ask_witnesses_until, sequence_until
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog
from seluma.lib.ids import Ref, new_id

ACTS = 60
PROOFS = 2000
VERIFIED = 300
AT_ONCE = 10_000
SINGLES = 200
PYMERKLE_LEAVES = 100_000


def measure(*, leaves: int, growing: bool = False) -> dict[str, Any]:
    """Everything, as plain values; `growing`: only what a batch costs while the log grows."""
    if growing:
        return _growing(leaves)
    with step(f"Filling the journal with {leaves:,} entries"):
        _fill(leaves)
    with step("Appending"):
        append = _append(leaves)
    with _three_witnesses():
        with step("Proofs"):
            ledger.Witnesses().settle(at=timezone.now())
            proofs = _proofs()
        with step("One act after the other"):
            acts = _acts()
    with step("Auditing"):
        audit = _audit()
    with step("pymerkle"):
        other = _pymerkle()
    with step("One transaction for each event, on a node"):
        chained = bench_chain.measure([body for _position, body in journal.bodies(0, bench_chain.EVENTS)])
    found = {"leaves": leaves, "append": append, "proof": proofs, "act": acts, "audit": audit}
    return found | {"pymerkle": other, "transaction_each": chained}


def _growing(leaves: int) -> dict[str, Any]:
    """What a batch costs while the log grows to `leaves`: entries a second, by the log's size at each power of ten.

    Entries only, without facts: neither appending nor a proof reads them.
    """
    with step(f"Filling the journal with {leaves:,} entries"):
        _fill_bare(leaves)
    with step("Appending"):
        turns = _turns()
    sizes = list(itertools.accumulate(count for count, _seconds in turns))
    rates = [count / seconds for count, seconds in turns]
    found = {}
    for until in (10**power for power in range(4, 8) if 10**power <= leaves):
        # The last fifth on the way to this size, at least one batch.
        near = [rate for size, rate in zip(sizes, rates, strict=True) if until * 0.8 <= size <= until + AT_ONCE]
        found[f"{until:,}"] = round(statistics.median(near))
    with step("Proofs"):
        head = ledger.head()
        assert head is not None
        proofs = _proving(head)
    return {"leaves": head.size, "append_per_s_at": found, "inclusion_from_tiles_ms": proofs}


def _fill_bare(leaves: int) -> None:
    _stamp, template, body = _first_entry()
    before, after = body.split(str(template.entry_id).encode())
    ids = [new_id() for _ in range(leaves - 1)]
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy("COPY journal_entry (id, body) FROM STDIN") as copy:
            for entry_id in ids:
                copy.write_row((entry_id, before + str(entry_id).encode() + after))
        with cursor.copy("COPY journal_position (position, entry_id) FROM STDIN") as copy:
            for position, entry_id in enumerate(ids, 1):
                copy.write_row((position, entry_id))
        cursor.execute("ANALYZE journal_entry, journal_position")


def _fill(leaves: int) -> None:
    copies = (
        ("journal_entry (id, body)", _entries),
        ("journal_position (position, entry_id)", _positions),
        (
            "journal_facts (entry_id, kind, at, subject_kind, subject_id, actor_kind, actor_id, about, facts, salt)",
            _facts,
        ),
    )
    stamp, template, body = _first_entry()
    said = json.loads(body)
    rows = [(new_id(), os.urandom(32)) for _ in range(leaves - 1)]
    with transaction.atomic(), connection.cursor() as cursor:
        for table, made in copies:
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in made(rows, said, stamp, template.at):
                    copy.write_row(row)
        cursor.execute("ANALYZE journal_entry, journal_position, journal_facts")


def _first_entry() -> tuple[Ref, journal.Noted, bytes]:
    """A real entry, after which the others are made: what it is about, its note, its body."""
    stamp = Ref("bench", new_id())
    noted = journal.note(journal.FactsDestroyed(of=stamp, entries=0, reason="bench"), by=SYSTEM, at=timezone.now())
    journal.sequence()
    place = journal.place_of(noted.entry_id)
    assert place is not None
    return stamp, noted, place[1]


def _entries(rows: list[tuple[Any, bytes]], said: dict[str, Any], stamp: Ref, _at: object) -> Iterator[tuple[Any, ...]]:
    facts = {"of": str(stamp), "entries": 0, "reason": "bench"}
    for entry_id, salt in rows:
        sealed = journal.commitment(salt, actor=SYSTEM.ref, about=[stamp], facts=facts)
        body = said | {"id": str(entry_id), "commitment": sealed}
        yield entry_id, json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _positions(rows: list[tuple[Any, bytes]], *_rest: object) -> Iterator[tuple[Any, ...]]:
    yield from ((position, entry_id) for position, (entry_id, _salt) in enumerate(rows, 1))


def _facts(rows: list[tuple[Any, bytes]], _said: object, stamp: Ref, at: object) -> Iterator[tuple[Any, ...]]:
    kind, facts = journal.FactsDestroyed.kind(), json.dumps({"of": str(stamp), "entries": 0, "reason": "bench"})
    for entry_id, salt in rows:
        yield entry_id, kind, at, stamp.kind, stamp.id, SYSTEM.kind, SYSTEM.id, [stamp.id], facts, salt


def _turns() -> list[tuple[int, float]]:
    """Append everything, batch by batch: entries and seconds of each."""
    turns = []
    while True:
        began = time.perf_counter()
        count = ledger.sequence(at=timezone.now(), limit=AT_ONCE)
        if not count:
            return turns
        turns.append((count, time.perf_counter() - began))


def _proving(head: ledger.Head) -> dict[str, Any]:
    drawn, tree = random.Random(7), ledger.tree(head.size)  # noqa: S311 - which leaves are proved is no secret
    return _milliseconds(PROOFS, lambda: tree.inclusion(drawn.randrange(head.size)))


def _append(leaves: int) -> dict[str, Any]:
    turns = _turns()
    rates = [count / seconds for count, seconds in turns]
    tenth = max(1, len(rates) // 10)
    return {
        "batch": AT_ONCE,
        "per_s": round(leaves / sum(seconds for _count, seconds in turns)),
        "per_s_first_tenth": round(statistics.median(rates[:tenth])),
        "per_s_last_tenth": round(statistics.median(rates[-tenth:])),
        "bar_per_s": 10_000,
    }


def _proofs() -> dict[str, Any]:
    head = ledger.head()
    assert head is not None
    reading = _proving(head)
    tree = ledger.tree(head.size)
    position, body = journal.bodies(head.size // 3, 1)[0]
    proof = tlog.Proof(position, tuple(tree.inclusion(position)), tlog.read_note(head.note), body)
    data, policy = tlog.write_proof(proof), ledger.policy()

    def verify() -> None:
        read = tlog.read_proof(data)
        read.verify(tlog.leaf_hash(read.extra or b""), policy)

    return {
        "inclusion_from_tiles_ms": reading | {"bar_p95": 1.0},
        "verify_file_ms": _milliseconds(VERIFIED, verify) | {"bar_p95": 5.0},
        "file_bytes": len(data),
    }


def _acts() -> dict[str, Any]:
    """With the worker's own loops beside: from an act's commit until a checkpoint, and until the quorum, covers it."""
    ending = threading.Event()
    workers = [
        threading.Thread(target=loop, args=(ending,), daemon=True) for loop in (sequence_until, ask_witnesses_until)
    ]
    for worker in workers:
        worker.start()
    sealed, witnessed = [], []
    for _ in range(ACTS):
        time.sleep(random.uniform(0, 0.15))  # noqa: S311 - acts come when they like
        event = journal.FactsDestroyed(of=Ref("bench", new_id()), entries=0, reason="bench")
        entry = journal.note(event, by=SYSTEM, at=timezone.now()).entry_id
        began = time.perf_counter()
        for head, waited in ((ledger.head, sealed), (ledger.witnessed, witnessed)):
            while not _covered(entry, head()):
                time.sleep(0.002)
            waited.append((time.perf_counter() - began) * 1000)
    ending.set()
    for worker in workers:
        worker.join()
    return {
        "sealed_ms": _spread(sealed) | {"bar_p95": 1000.0},
        "witnessed_by_two_ms": _spread(witnessed) | {"bar_p95": 3000.0},
    }


def _covered(entry: Any, head: ledger.Head | None) -> bool:
    place = journal.place_of(entry)
    return place is not None and place[0] is not None and head is not None and place[0] < head.size


@contextlib.contextmanager
def _three_witnesses() -> Iterator[None]:
    """The demonstration's witnesses, each a process with a file of its own, as the content's policy names them."""
    folder = Path(os.environ["SELUMA_FILES"]).parent / "witnesses"
    demonstration.settle(folder, ledger.log_keys().signer.key, afresh=False)
    ports = demonstration.ports(demonstration.WITNESSES, own=True)
    content = Path(settings.SELUMA_CONTENT) / "trust-policy.txt"
    settings.SELUMA_TRUST_POLICY = demonstration.policy_at(content, ports, folder)
    children = [
        Child(
            witness.name,
            ["witness", "serve", "--store", str(witness.place(folder)), "--listen", f"127.0.0.1:{ports[witness.name]}"],
            environment={**os.environ, "PYTHONPATH": str(database.ROOT / "src")},
            logs=folder,
        )
        for witness in demonstration.WITNESSES
    ]
    for child in children:
        child.begin()
    try:
        while any(demonstration.is_free(demonstration.ADDRESS, port) for port in ports.values()):
            time.sleep(0.1)
        yield
    finally:
        for child in children:
            child.end()


def _audit() -> dict[str, Any]:
    began = time.perf_counter()
    report = ledger.audit(ledger.Database(), ledger.policy())
    return {
        "entries": report.size,
        "findings": len(report.findings),
        "seconds": round(time.perf_counter() - began, 1),
        "bar_seconds": 30,
    }


def _pymerkle() -> dict[str, Any] | str:
    if importlib.util.find_spec("pymerkle") is None:
        return "not installed"
    pymerkle = importlib.import_module("pymerkle")
    file = Path(os.environ["SELUMA_FILES"]).parent / "pymerkle.db"
    entries = [body for _position, body in journal.bodies(0, PYMERKLE_LEAVES)]
    with pymerkle.SqliteTree(str(file)) as tree:
        began = time.perf_counter()
        tree.append_entries(entries)
        bulk = len(entries) / (time.perf_counter() - began)
        single = _milliseconds(SINGLES, lambda: tree.append_entry(entries[0]))
        drawn = random.Random(7)  # noqa: S311
        proof = _milliseconds(SINGLES // 10, lambda: tree.prove_inclusion(drawn.randrange(1, len(entries))))
    return {
        "leaves": len(entries),
        "bulk_per_s": round(bulk),
        "single_append_ms": single,
        "inclusion_ms": proof,
        "durable": "SQLite's default; no checkpoint is signed",
    }


def _milliseconds(times: int, act: Callable[[], object]) -> dict[str, Any]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return _spread(found)


def _spread(found: list[float]) -> dict[str, Any]:
    found = sorted(found)
    return {
        "median": round(statistics.median(found), 3),
        "p95": round(found[min(len(found) - 1, int(len(found) * 0.95))], 3),
    }
