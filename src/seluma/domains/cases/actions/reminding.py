"""Reminding people of what ends, once for each distance; how they want to be told; the calendar's secret address."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import events, queries, rules
from ..models import Case, Diary, Reminder
from .moves import checked_actor


def set_reminders(*, on: bool, by: Actor, at: dt.datetime) -> None:
    """Switch one's own reminders by e-mail on or off. As they are already: nothing changes."""
    with transaction.atomic():
        diary = _locked(checked_actor(by))
        if diary.reminders == on:
            return
        diary.reminders = on
        diary.save(update_fields=["reminders"])
        journal.note(events.RemindersSwitched(account=Ref("account", by.id), on=on), by=by, at=at)


def renew_calendar(*, by: Actor, at: dt.datetime) -> None:
    """Give one's own calendar a new secret address; the old one, if there is one, leads nowhere from now on."""
    with transaction.atomic():
        diary = _locked(checked_actor(by))
        diary.nonce = secrets.token_hex(16)
        diary.digest = queries.digest_of_secret(queries.secret_of(diary.account, diary.nonce))
        diary.save(update_fields=["nonce", "digest"])
        journal.note(events.CalendarRenewed(account=Ref("account", by.id)), by=by, at=at)


def close_calendar(*, by: Actor, at: dt.datetime) -> None:
    """End one's own calendar's address. There is none: nothing changes."""
    with transaction.atomic():
        diary = _locked(checked_actor(by))
        if not diary.nonce:
            return
        diary.nonce, diary.digest = "", None
        diary.save(update_fields=["nonce", "digest"])
        journal.note(events.CalendarClosed(account=Ref("account", by.id)), by=by, at=at)


def remind_due(*, at: dt.datetime, by: Actor = SYSTEM) -> int:
    """Note, once for each deadline and distance, that something ends soon; how many. The letters follow from that."""
    today = rules.local_day(at, catalogue.office().timezone)
    return sum(_remind(account, today, by=by, at=at) for account in _who_might_be(today))


def _who_might_be(today: dt.date) -> Iterator[UUID]:
    """Accounts for whom something ends within the longest distance; each once."""
    until = today + dt.timedelta(days=max(rules.REMINDED_AT))
    ending = [about.id for about in permits.ending(today, until) if about.kind == "case"]
    seen: set[UUID] = set()
    for part in range(0, len(ending), _BATCH):
        batch = ending[part : part + _BATCH]
        seen.update(Case.objects.filter(id__in=batch).values_list("applicant", flat=True))
    seen.update(people.accounts_with_passport_ending(today, until))
    answered = Case.objects.filter(state__in=sorted(rules.UNDER_WAY))
    day = f"{today.isoformat()}", f"{until.isoformat()}"
    for key in ("permit_expires_on", "passport_expires_on"):
        found = answered.filter(**{f"answers__{key}__gte": day[0], f"answers__{key}__lte": day[1]})
        seen.update(found.values_list("applicant", flat=True))
    seen.update(
        Case.objects.filter(state=rules.RETURNED, mend_until__gte=today, mend_until__lte=until).values_list(
            "applicant", flat=True
        )
    )
    yield from sorted(seen)


_BATCH = 500


def _remind(account: UUID, today: dt.date, *, by: Actor, at: dt.datetime) -> int:
    known = queries.dates_of(account, at=at)
    if not known.reminders:
        return 0
    done = 0
    for one in known.deadlines:
        days = rules.reminder_for(one.kind, (one.day - today).days)
        if days is None or one.in_hand:
            continue
        with transaction.atomic():
            _row, new = Reminder.objects.get_or_create(
                account=account,
                kind=one.kind,
                about=one.about,
                ends_on=one.day,
                days=days,
                defaults={"reminded_at": at},
            )
            if not new:
                continue
            journal.note(
                events.DeadlineNeared(
                    account=Ref("account", account),
                    deadline=one.kind,
                    case=Ref("case", one.case) if one.case else None,
                    ends_on=one.day,
                    days=days,
                ),
                by=by,
                at=at,
            )
            done += 1
    return done


def _locked(account: UUID) -> Diary:
    Diary.objects.bulk_create([Diary(account=account)], ignore_conflicts=True)
    return Diary.objects.select_for_update().get(account=account)
