"""The only pen: `note()` writes one entry, in the transaction of the verb that calls it. Format: ADR 0001."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from seluma.core.access.api import Actor
from seluma.lib.canonical import canonical
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

from .events import RecordsViewed

FORMAT = 1

# One statement, so one round trip: the entry, its facts, and its place in the line for a position.
_INSERT = """
WITH entry AS (
    INSERT INTO journal_entry (id, body) VALUES (%s, %s)
), facts AS (
    INSERT INTO journal_facts
        (entry_id, kind, at, subject_kind, subject_id, actor_kind, actor_id, about, facts, salt)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s)
)
INSERT INTO journal_pending (entry_id) VALUES (%s)
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an act was noted: the entry's id and the time it states."""

    entry_id: UUID
    at: dt.datetime


def note(event: Event, *, by: Actor, at: dt.datetime, cause: UUID | None = None) -> Receipt:
    """Write the entry of one act: one INSERT and nothing else.

    Call it inside the verb's transaction, after locking the subject's row, so that entries of one
    subject stand in the order in which they happened. `at` must be aware; `cause` is the entry that led to this one.
    """
    entry_id = new_id()
    subject = event.subject_ref()
    about = event.all_refs()
    facts = event.as_facts()
    salt = os.urandom(32)
    body = compose_body(
        entry_id=entry_id,
        event=event,
        by=by.ref,
        at=at,
        cause=cause,
        sealed=commitment(salt, actor=by.ref, about=about, facts=facts),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                entry_id,
                body,
                entry_id,
                event.kind(),
                at,
                subject.kind,
                subject.id,
                by.kind,
                by.id,
                [ref.id for ref in about],
                json.dumps(facts),
                salt,
                entry_id,
            ],
        )
    return Receipt(entry_id, at)


def note_view(*, by: Actor, at: dt.datetime, subjects: Sequence[Ref], purpose: str) -> None:
    """Note that somebody read files: one entry for a request, listing all subjects and the purpose."""
    if subjects:
        first, *others = dict.fromkeys(subjects)
        note(RecordsViewed(first=first, others=tuple(others), purpose=purpose), by=by, at=at)


def compose_body(*, entry_id: UUID, event: Event, by: Ref, at: dt.datetime, cause: UUID | None, sealed: str) -> bytes:
    """The immutable bytes of an entry: canonical JSON (RFC 8785) without anything that names a person."""
    if at.tzinfo is None:
        raise ValueError("the time of an act must carry its time zone")
    body: dict[str, Any] = {
        "v": FORMAT,
        "id": str(entry_id),
        "kind": event.kind(),
        "version": event.VERSION,
        "at": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "subject": pseudonym(event.subject_ref()),
        "actor": pseudonym(by),
        "cause": str(cause) if cause else None,
        "digests": list(event.all_digests()),
        "commitment": sealed,
    }
    return canonical(body)


def commitment(salt: bytes, *, actor: Ref, about: Sequence[Ref], facts: dict[str, Any]) -> str:
    """SHA-256 in hex over the salt (32 bytes) and the canonical JSON of who, about what, and the facts."""
    committed: dict[str, Any] = {"actor": str(actor), "about": [str(ref.id) for ref in about], "facts": facts}
    return hashlib.sha256(salt + canonical(committed)).hexdigest()


def pseudonym(ref: Ref) -> str:
    """A stable name that tells nothing without the key: HMAC-SHA-256, the first 16 bytes in hex."""
    key = settings.SELUMA_PSEUDONYM_KEY.encode()
    return hmac.new(key, str(ref).encode(), hashlib.sha256).hexdigest()[:32]
