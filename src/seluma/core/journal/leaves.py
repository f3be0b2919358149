"""What the ledger reads: the entries' bytes in their order, and whether the facts are those that they committed to."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from seluma.lib.canonical import encoded
from seluma.lib.events import Event
from seluma.lib.ids import Ref

from .events import FactsDestroyed
from .models import JournalFacts
from .pen import pseudonym_of, sealed_under

_AT = b'"at":"'


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry says without its facts: its kind, the subject's pseudonym, the digests."""

    kind: str
    subject: str
    digests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Bare:
    """An act without its facts: which entry, what kind, when by its own word, and where in the order."""

    id: UUID
    kind: str
    at: dt.datetime
    position: int | None


@dataclass(frozen=True, slots=True)
class Unfaithful:
    """An entry whose facts are not those that it committed to."""

    position: int
    entry_id: UUID


def bodies(first: int, count: int) -> list[tuple[int, bytes]]:
    """Position and body of the entries from position `first` on, at most `count`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.position, e.body FROM journal_position p JOIN journal_entry e ON e.id = p.entry_id"
            " WHERE p.position >= %s AND p.position < %s ORDER BY p.position",
            [first, first + count],
        )
        return [(position, bytes(body)) for position, body in cursor.fetchall()]


def place_of(entry_id: UUID) -> tuple[int | None, bytes] | None:
    """Position (None before it was given one) and body of an entry; None when there is no such entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.position, e.body FROM journal_entry e LEFT JOIN journal_position p ON p.entry_id = e.id"
            " WHERE e.id = %s",
            [entry_id],
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def time_of(body: bytes) -> dt.datetime | None:
    """The time that an entry states; None when its bytes are no entry of this format."""
    # Canonical JSON in the order of its keys, and what stands before `at` is hexadecimal: parsing all of it would cost
    # an audit more than hashing it.
    start = body.find(_AT) + len(_AT)
    try:
        return dt.datetime.fromisoformat(body[start : start + 27].decode())
    except ValueError:
        return None


# Everything as text: an audit reads millions, and making objects of them costs more than hashing them.
_WITH_FACTS = (
    "SELECT p.position, p.entry_id, e.body, f.kind,"
    " to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
    " f.subject_kind || ':' || f.subject_id, f.actor_kind || ':' || f.actor_id,"
    " array_to_string(f.about, ','), f.facts::text, f.salt FROM journal_position p"
    " JOIN journal_entry e ON e.id = p.entry_id"
)


def unfaithful(first: int, count: int) -> Iterator[Unfaithful]:
    """Entries at these positions whose facts are there, and differ from what the entry committed to."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_WITH_FACTS} JOIN journal_facts f ON f.entry_id = p.entry_id WHERE p.position >= %s AND p.position < %s",
            [first, first + count],
        )
        for position, entry_id, body, *facts in cursor.fetchall():
            if not _faithful(bytes(body), *facts):
                yield Unfaithful(position, entry_id)


def checked(positions: Sequence[int]) -> dict[int, tuple[bytes, bool]]:
    """Position → body, and whether the facts beside it are what it committed to (also when there are none any more).

    One statement; what has no such position is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_WITH_FACTS} LEFT JOIN journal_facts f ON f.entry_id = p.entry_id WHERE p.position = ANY(%s)",
            [list(positions)],
        )
        return {
            position: (bytes(body), kind is None or _faithful(bytes(body), kind, *facts))
            for position, _entry_id, body, kind, *facts in cursor.fetchall()
        }


def without_facts(ref: Ref, kinds: Iterable[type[Event]]) -> list[Bare]:
    """The acts of these kinds of which a thing is the subject, by what their entries say alone: reads every entry.

    For what `timeline` no longer finds, because the facts were destroyed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, p.position, e.body FROM journal_entry e LEFT JOIN journal_position p ON p.entry_id = e.id"
            " WHERE position(%s::bytea IN e.body) > 0 ORDER BY p.position",
            [f'"subject":"{pseudonym_of(str(ref))}"'.encode()],
        )
        rows = cursor.fetchall()
    wanted = {kind.kind() for kind in kinds}
    found = []
    for entry_id, position, body in rows:
        said = json.loads(bytes(body))
        if said["kind"] in wanted:
            found.append(Bare(entry_id, said["kind"], dt.datetime.fromisoformat(said["at"]), position))
    return found


def without_a_place() -> list[UUID]:
    """Entries that neither have a position nor wait for one: the pen leaves none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM journal_entry e WHERE NOT EXISTS (SELECT FROM journal_position p WHERE p.entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM journal_pending w WHERE w.entry_id = e.id) ORDER BY e.id LIMIT 1000"
        )
        return [row[0] for row in cursor.fetchall()]


def acts_of(*kinds: type[Event]) -> Iterator[Act]:
    """The acts of these kinds as their entries say it, whether facts are still there or not, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            # Bodies are canonical JSON: a kind stands there in one way only.
            "SELECT e.body FROM journal_entry e LEFT JOIN journal_position p ON p.entry_id = e.id"
            " WHERE EXISTS (SELECT FROM unnest(%s::bytea[]) AS wanted WHERE position(wanted IN e.body) > 0)"
            " ORDER BY p.position",
            [[f'"kind":"{kind.kind()}"'.encode() for kind in kinds]],
        )
        for (body,) in cursor.fetchall():
            # What was edited until it is no entry any more says nothing; that it was is for others to find.
            with contextlib.suppress(ValueError, TypeError, KeyError):
                said = json.loads(bytes(body))
                yield Act(said["kind"], said["subject"], frozenset(said["digests"]))


def facts_missing() -> int:
    """How many facts are gone beyond those that `destroy_facts` noted; more than zero: somebody else destroyed them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM journal_entry e WHERE NOT EXISTS"
            " (SELECT FROM journal_facts f WHERE f.entry_id = e.id)"
        )
        gone: int = cursor.fetchone()[0]
    noted = JournalFacts.objects.filter(kind=FactsDestroyed.kind()).values_list("facts__entries", flat=True)
    return max(0, gone - sum(entries for entries in noted if isinstance(entries, int)))


def _faithful(body: bytes, kind: str, at: str, subject: str, actor: str, about: str, facts: str, salt: bytes) -> bool:
    """Whether the row beside an entry says what the entry says, and the rest is what its commitment covers.

    The entry's own bytes are another question: they are held against the ledger's leaf.
    """
    try:
        canonical = encoded(json.loads(facts))
    except ValueError:
        return False
    sealed = sealed_under(bytes(salt), actor, about.split(",") if about else [], canonical)
    said = (
        ("actor", pseudonym_of(actor)),
        ("at", at),
        ("commitment", sealed),
        ("kind", kind),
        ("subject", pseudonym_of(subject)),
    )
    return all(f'"{key}":"{value}"'.encode() in body for key, value in said)
