"""The head of office: what waits where, oldest first; promises kept and missed this week. Numbers, no names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, Q
from django.db.models.functions import TruncDate

from seluma.core.access.api import Actor, check_may
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.lib.text import Text

from .. import policies, rules
from ..models import Case

OLDEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Open cases of one service that wait for the same side."""

    service: str
    title: Text
    turn: rules.Owner
    count: int
    since: dt.datetime | None
    """Since when the oldest of them waits there; None when that is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Of one service: decisions since Monday in time and too late, and what is late and still open."""

    service: str
    title: Text
    kept: int
    missed: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Oldest:
    """A case that has waited for us the longest."""

    id: UUID
    number: str
    title: Text
    turn: rules.Owner
    since: dt.datetime
    claimed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page shows."""

    monday: dt.date
    waiting: tuple[Waiting, ...]
    """The longest wait first."""
    promises: tuple[Promises, ...]
    oldest: tuple[Oldest, ...]


def overview(actor: Actor, *, at: dt.datetime) -> Overview:
    """What waits where, and how this week's promises went. For the head of the office."""
    check_may(actor, policies.OVERSEE)
    timezone = catalogue.office().timezone
    today = rules.local_day(at, timezone)
    monday = today - dt.timedelta(days=today.weekday())
    titles = _Titles({service.code: service.title for service in catalogue.services(on=today)})
    return Overview(
        monday=monday,
        waiting=tuple(_waiting(titles)),
        promises=tuple(_promises(titles, rules.begin_of(monday, timezone), today, timezone)),
        oldest=tuple(_oldest(titles)),
    )


class _Titles(dict[str, Text]):
    """What services are called; one that is not offered any more is asked of a case that was filed under it."""

    def __missing__(self, code: str) -> Text:
        version = Case.objects.filter(service_code=code, number__isnull=False).values_list("version_id", flat=True)[:1]
        self[code] = catalogue.version(version[0]).title
        return self[code]


def _waiting(titles: _Titles) -> list[Waiting]:
    rows = (
        Case.objects.filter(number__isnull=False, closed_at__isnull=True)
        .values("service_code", "turn")
        .annotate(count=Count("*"), since=Min("turn_since"))
        .order_by(F("since").asc(nulls_first=True), "service_code")
    )
    return [
        Waiting(
            service=row["service_code"],
            title=titles[row["service_code"]],
            turn=cast("rules.Owner", row["turn"]),
            count=row["count"],
            since=row["since"],
        )
        for row in rows
    ]


def _promises(titles: _Titles, since: dt.datetime, today: dt.date, timezone: str) -> list[Promises]:
    day = TruncDate("decided_at", tzinfo=ZoneInfo(timezone))
    # What another authority decided was not promised by us. A refusal that is objected to has the objection's day now.
    open_again, promised = Q(state=rules.OBJECTED), F("objection__promised_on")
    decided = (
        Case.objects.filter(decided_at__gte=since, decided_by__isnull=False, due_on__isnull=False)
        .annotate(day=day)
        .values("service_code")
        .annotate(
            kept=Count("id", filter=(Q(day__lte=F("due_on")) & ~open_again) | Q(open_again, day__lte=promised)),
            missed=Count("id", filter=(Q(day__gt=F("due_on")) & ~open_again) | Q(open_again, day__gt=promised)),
        )
    )
    on_desk = Q(state__in=sorted(rules.WITH_US))
    late = (
        Case.objects.filter(on_desk, ~Q(turn="applicant"), due_on__lt=today)
        .values("service_code")
        .annotate(late=Count("*"))
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: {"kept": 0, "missed": 0, "late": 0})
    for row in (*decided, *late):
        found[row["service_code"]] |= {key: value for key, value in row.items() if key in ("kept", "missed", "late")}
    promises = [Promises(service=code, title=titles[code], **numbers) for code, numbers in found.items()]
    return sorted(promises, key=lambda one: (-one.missed - one.late, one.service))


def _oldest(titles: _Titles) -> list[Oldest]:
    rows = list(
        Case.objects.filter(
            number__isnull=False,
            closed_at__isnull=True,
            turn__in=rules.OF_THE_OFFICE,
            turn_since__isnull=False,
        )
        .defer("answers")
        .order_by("turn_since")[:OLDEST]
    )
    names = people.names([row.claimed_by for row in rows if row.claimed_by])
    return [
        Oldest(
            id=row.id,
            number=str(row.number),
            title=titles[row.service_code],
            turn=cast("rules.Owner", row.turn),
            since=row.turn_since,
            claimed_by=names.get(row.claimed_by, "") if row.claimed_by else "",
        )
        for row in rows
    ]
