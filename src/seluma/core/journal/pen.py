"""The only pen: `note()` writes one entry, in the transaction of the verb that calls it. Format: ADR 0001."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import hmac
import os
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction

from seluma.core.access.api import Actor
from seluma.lib.canonical import canonical, encoded
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

from .events import RecordsViewed

FORMAT = 1
LONGEST = 65_535
"""Bytes of an entry: a transparency log takes no more."""

# One statement, so one round trip: the entry, its facts, and its place in the line for a position.
_INSERT = """
WITH entry AS (
    INSERT INTO journal_entry (id, body) VALUES (%(id)s, %(body)s)
), facts AS (
    INSERT INTO journal_facts
        (entry_id, kind, at, subject_kind, subject_id, actor_kind, actor_id, about, facts, salt)
    VALUES (
        %(id)s, %(kind)s, %(at)s, %(subject_kind)s, %(subject_id)s, %(actor_kind)s, %(actor_id)s,
        %(about)s::uuid[], %(facts)s::jsonb, %(salt)s
    )
)
INSERT INTO journal_pending (entry_id) VALUES (%(id)s)
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an act was noted: the entry's id and the time it states."""

    entry_id: UUID
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry that is in the journal for good: its id, kind, time and bytes."""

    entry_id: UUID
    kind: str
    at: dt.datetime
    body: bytes


_noted: ContextVar[list[Noted] | None] = ContextVar("noted", default=None)


@contextlib.contextmanager
def collecting() -> Iterator[list[Noted]]:
    """The entries that are noted and committed within the block, in their order."""
    noted: list[Noted] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def note(event: Event, *, by: Actor, at: dt.datetime, cause: UUID | None = None) -> Receipt:
    """Write the entry of one act: one INSERT and nothing else.

    Call it inside the verb's transaction, after locking the subject's row, so that entries of one
    subject stand in the order in which they happened. `at` must be aware; `cause` is the entry that led to this one.
    """
    entry_id = new_id()
    subject = event.subject_ref()
    about = event.all_refs()
    facts = canonical(event.as_facts())
    salt = os.urandom(32)
    sealed = sealed_under(salt, str(by.ref), [str(ref.id) for ref in about], facts)
    body = compose_body(
        entry_id=entry_id,
        event=event,
        by=by.ref,
        at=at,
        cause=cause,
        sealed=sealed,
    )
    noted = _noted.get()
    if noted is not None:
        # What is rolled back was never said.
        transaction.on_commit(lambda: noted.append(Noted(entry_id, event.kind(), at, body)))
    _write(
        {
            "id": entry_id,
            "body": body,
            "kind": event.kind(),
            "at": at,
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "actor_kind": by.kind,
            "actor_id": by.id,
            "about": f"{{{','.join([str(ref.id) for ref in about])}}}",
            "facts": facts.decode(),
            "salt": salt,
        }
    )
    return Receipt(entry_id, at)


def note_view(*, by: Actor, at: dt.datetime, subjects: Sequence[Ref], purpose: str) -> None:
    """Note that somebody read files: one entry for a request, listing all subjects and the purpose."""
    if subjects:
        first, *others = dict.fromkeys(subjects)
        note(RecordsViewed(first=first, others=tuple(others), purpose=purpose), by=by, at=at)


def _write(row: dict[str, Any]) -> None:
    # Every verb executes this statement, and planning it costs PostgreSQL more than executing it. Django's own cursors
    # put the values into the text; this one binds them at the server, where psycopg keeps the statement prepared.
    connection.ensure_connection()
    bound: Any = psycopg.Cursor(connection.connection)
    with connection.make_debug_cursor(bound) if connection.queries_logged else connection.make_cursor(bound) as cursor:
        cursor.execute(_INSERT, row)


def compose_body(*, entry_id: UUID, event: Event, by: Ref, at: dt.datetime, cause: UUID | None, sealed: str) -> bytes:
    """The immutable bytes of an entry: canonical JSON (RFC 8785) without anything that names a person."""
    if at.tzinfo is None:
        raise ValueError("the time of an act must carry its time zone")
    body: dict[str, Any] = {
        "v": FORMAT,
        "id": str(entry_id),
        "kind": event.kind(),
        "version": event.VERSION,
        "at": stated(at),
        "subject": pseudonym(event.subject_ref()),
        "actor": pseudonym(by),
        "cause": str(cause) if cause else None,
        "digests": list(event.all_digests()),
        "commitment": sealed,
    }
    written = encoded(body)
    if len(written) > LONGEST:
        raise ValueError(f"an entry has at most {LONGEST} bytes, and this one {len(written)}: too many digests")
    return written


def stated(at: dt.datetime) -> str:
    """A time as entries state it: UTC with microseconds."""
    return at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commitment(salt: bytes, *, actor: Ref, about: Sequence[Ref], facts: dict[str, Any]) -> str:
    """SHA-256 in hex over the salt (32 bytes) and the canonical JSON of who, about what, and the facts."""
    return sealed_under(salt, str(actor), [str(ref.id) for ref in about], canonical(facts))


def sealed_under(salt: bytes, actor: str, about: Sequence[str], facts: bytes) -> str:
    """`commitment` of facts that are canonical JSON already; `actor` is a reference as text, `about` ids as text."""
    # The three keys stand in their order.
    ids = ",".join([f'"{thing}"' for thing in about])
    return hashlib.sha256(
        b'%b{"about":[%b],"actor":"%b","facts":%b}' % (salt, ids.encode(), actor.encode(), facts)
    ).hexdigest()


def pseudonym(ref: Ref) -> str:
    """A stable name that tells nothing without the key: HMAC-SHA-256, the first 16 bytes in hex."""
    return pseudonym_of(str(ref))


def pseudonym_of(name: str) -> str:
    """`pseudonym` of a reference as text."""
    return _pseudonym(settings.SELUMA_PSEUDONYM_KEY, name)


@lru_cache(maxsize=4096)
def _pseudonym(key: str, name: str) -> str:
    return hmac.digest(key.encode(), name.encode(), "sha256").hex()[:32]
