"""How the log does: what is sealed, who has seen it, who is away since when, and what was found out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from seluma.core.journal import api as journal

from .keys import KeysMissing
from .models import LedgerAlarm, LedgerCosignature
from .policy import identity, label, policy_in_use
from .reading import head, witnessed_size


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness of the policy: how much it saw, when it last signed, since when it is away and why.

    `retired_at`: since when its signatures are not asked for any more, because its store was replaced by an older one.
    """

    name: str
    label: str
    url: str | None
    size: int
    seen_at: dt.datetime | None
    away_since: dt.datetime | None
    trouble: str
    retired_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that was found out while the log and its witnesses spoke."""

    attack: str
    where: str
    proves: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the log.

    `witnessed_size` entries are seen as the policy demands; `unwitnessed_since`: since when a later checkpoint waits.
    """

    size: int
    sealed_at: dt.datetime | None
    witnessed_size: int
    unwitnessed_since: dt.datetime | None
    witnesses: tuple[Witness, ...]
    alarms: tuple[Alarm, ...]


def status() -> Status:
    """The state of the log at this moment. Raises KeysMissing."""
    seen = witnessed_size()
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [-1 if seen is None else seen])
        size, sealed_at, waits_since = cursor.fetchone() or (0, None, None)
    return Status(
        size=size,
        sealed_at=sealed_at,
        witnessed_size=seen or 0,
        unwitnessed_since=waits_since,
        witnesses=tuple(_witnesses()),
        alarms=alarms(),
    )


def alarms() -> tuple[Alarm, ...]:
    """What was found out, the oldest first."""
    rows = LedgerAlarm.objects.order_by("id")
    return tuple(Alarm(row.attack, row.place, row.proves, row.at) for row in rows)


def seen_by(positions: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Which witnesses, by their names for people, have seen the entries at these positions: one statement for all.

    Nobody has where there are no keys: whoever looks at a case is not held up by that.
    """
    try:
        witnesses = policy_in_use().witnesses
    except KeysMissing:
        witnesses = {}
    sizes = _sizes() if witnesses else {}
    seen = [(label(name), sizes.get(identity(party.key), 0)) for name, party in witnesses.items()]
    return {position: tuple(who for who, size in seen if size > position) for position in positions}


def lag(*, at: dt.datetime) -> dt.timedelta:
    """How long the oldest entry that has a position has been waiting for its checkpoint; zero when none waits."""
    newest = head()
    waiting = journal.bodies(newest.size if newest else 0, 1)
    stated = journal.time_of(waiting[0][1]) if waiting else None
    return max(at - stated, dt.timedelta(0)) if stated else dt.timedelta(0)


def _sizes() -> dict[str, int]:
    return dict(LedgerCosignature.objects.values_list("witness").annotate(most=Max("size")))


_NEWEST = """
SELECT newest.size, newest.at, waiting.at
FROM (SELECT size, at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1) newest
LEFT JOIN LATERAL (SELECT at FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT 1) waiting ON true
"""
_KNOWN = """
SELECT coalesce(c.witness, w.witness), coalesce(c.size, 0), c.at, w.away_since, coalesce(w.trouble, ''), w.retired_at
FROM (SELECT witness, max(size) AS size, max(at) AS at FROM ledger_cosignature GROUP BY witness) c
FULL JOIN ledger_witness w ON w.witness = c.witness
"""


def _witnesses() -> Iterable[Witness]:
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        known = {row[0]: row[1:] for row in cursor.fetchall()}
    for name, party in policy_in_use().witnesses.items():
        size, seen_at, away_since, trouble, retired_at = known.get(identity(party.key), (0, None, None, "", None))
        yield Witness(
            name=name,
            label=label(name),
            url=party.url,
            size=size,
            seen_at=seen_at,
            away_since=away_since,
            trouble=trouble,
            retired_at=retired_at,
        )
