"""What ends when for a person: permits, passports, the days for applying again, codes, answers that we wait for."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from seluma.core.access.api import SYSTEM, Actor, NotFound
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from .. import rules
from ..models import Case, Diary
from .filling import lapses_on

MOST_CASES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day that matters to a person. `kind` is a key of `words.DEADLINES`."""

    kind: str
    day: dt.date
    about: UUID
    """The case it comes from, or the account (a passport of the profile)."""
    case: UUID | None = None
    number: str | None = None
    title: Text | None = None
    person: str = ""
    """Who it is about, for who files for others."""
    in_hand: bool = False
    """An application was filed that sees to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """A person's deadlines, the next one first, and how they want to be told."""

    account: UUID
    language: str
    deadlines: tuple[Deadline, ...]
    reminders: bool
    """Whether letters remind of what ends."""
    secret: str | None
    """What makes the calendar's address; None while there is none."""


def dates(actor: Actor, *, at: dt.datetime) -> Dates:
    """One's own deadlines from today on."""
    if not actor.is_signed_in:
        raise NotFound
    return dates_of(actor.id, at=at)


def dates_by_secret(secret: str, *, at: dt.datetime) -> Dates:
    """The deadlines that a calendar's secret address stands for; NotFound when it stands for none (any more)."""
    diary = Diary.objects.filter(digest=digest_of_secret(secret)).first()
    if diary is None:
        raise NotFound
    return dates_of(diary.account, at=at, diary=diary)


def dates_of(account: UUID, *, at: dt.datetime, diary: Diary | None = None) -> Dates:
    """The deadlines of an account, for this package's own use."""
    profile = people.profile_for(SYSTEM, account)
    diary = diary or Diary.objects.filter(account=account).first()
    today = rules.local_day(at, catalogue.office().timezone)
    found = sorted(_all(account, profile), key=lambda one: (one.day, one.kind, str(one.about)))
    secret = secret_of(account, diary.nonce) if diary and diary.nonce else None
    return Dates(
        account=account,
        language=profile.language,
        deadlines=tuple(one for one in found if one.day >= today),
        reminders=diary.reminders if diary else True,
        # The key that makes the secrets was changed: the old address leads nowhere, so it is not shown as if it did.
        secret=secret if secret and diary and digest_of_secret(secret) == diary.digest else None,
    )


def secret_of(account: UUID, nonce: str) -> str:
    """43 letters that nobody can guess and that the database alone does not tell."""
    made = hmac.digest(settings.SECRET_KEY.encode(), f"calendar:{account}:{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of_secret(secret: str) -> str:
    """What the database knows of a secret: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _all(account: UUID, profile: people.Profile) -> Iterator[Deadline]:
    rows = list(Case.objects.filter(applicant=account).order_by("-changed_at", "-id")[:MOST_CASES])
    held = permits.permits_for_many([Ref("case", row.id) for row in rows])
    waiting = [Ref("case", row.id) for row in rows if row.state in rules.ON_THE_DESK]
    bills = payments.bills_for_many(waiting) if waiting else {}
    yield from _permits(rows, held)
    yield from _passports(account, profile, rows)
    for row in rows:
        yield from _of_case(row, bills.get(Ref("case", row.id), ()))


def _permits(rows: Sequence[Case], held: Mapping[Ref, Sequence[permits.Permit]]) -> Iterator[Deadline]:
    """The permit that lasts longest for each person, ours or as answered, and when one may apply after it."""
    last: dict[str, tuple[dt.date, Case]] = {}
    for row in rows:
        ends = [_day(row.answers.get("permit_expires_on"))] if row.state in rules.UNDER_WAY else []
        ends += [p.valid_until for p in held[Ref("case", row.id)] if p.state in _RUNNING and p.statement is None]
        for end in ends:
            if end is not None and (_who(row) not in last or end > last[_who(row)][0]):
                last[_who(row)] = (end, row)
    filed = {_who(row) for row in rows if row.state in rules.ACTIVE - {rules.GRANTED} and _replaces(row)}
    for person, (end, row) in last.items():
        yield _deadline("permit", end, row, in_hand=person in filed)
        service = catalogue.version(row.version_id)
        if person in filed or not (row.state == rules.DRAFT or _EXTENDS in service.questions_by_key):
            continue
        opens, closes = catalogue.window_for(service, {**row.answers, "permit_expires_on": end.isoformat()})
        if opens is not None:
            yield _deadline("window_opens", opens, row)
        if closes is not None:
            yield _deadline("window_closes", closes, row)


_EXTENDS = "extension_length"
"""A service that asks this extends a permit by another of its own kind, so its window is the next one's, too. What
follows after a conversion is another service; which, the office says."""


def _replaces(row: Case) -> bool:
    """Whether the application is about the permit's days: a change of address does not keep a permit from ending."""
    return catalogue.version(row.version_id).window is not None


def _passports(account: UUID, profile: people.Profile, rows: Sequence[Case]) -> Iterator[Deadline]:
    if profile.passport_expires_on is not None:
        yield Deadline(kind="passport", day=profile.passport_expires_on, about=account)
    known: set[tuple[str, str]] = set()
    for row in rows:
        ends = _day(row.answers.get("passport_expires_on"))
        who = rules.fold(str(row.answers.get("full_name", ""))), str(row.answers.get("birth_date", ""))
        # The newest application tells: whoever has a new passport has a new number, too.
        if ends is not None and who not in known and (row.by_sponsor or profile.passport_expires_on is None):
            known.add(who)
            yield _deadline("passport", ends, row)


def _of_case(row: Case, bills: Sequence[payments.Bill]) -> Iterator[Deadline]:
    if row.state == rules.DRAFT:
        yield _deadline("draft", lapses_on(row), row)
    if row.state == rules.RETURNED and row.mend_until is not None:
        yield _deadline("mend", row.mend_until, row)
    object_until = _day((row.refusal or {}).get("object_until")) if row.state == rules.REFUSED else None
    if object_until is not None:
        yield _deadline("object", object_until, row)
    for bill in bills:
        if bill.state == payments.OPEN and bill.code is not None and bill.code.state == payments.LIVE:
            yield _deadline("bill_code", rules.local_day(bill.code.valid_until, catalogue.office().timezone), row)


_RUNNING = (permits.GRANTED, permits.ISSUED)


def _deadline(kind: str, day: dt.date, row: Case, *, in_hand: bool = False) -> Deadline:
    return Deadline(
        kind=kind,
        day=day,
        about=row.id,
        case=row.id,
        number=row.number,
        title=catalogue.version(row.version_id).title,
        person=(row.person_name or str(row.answers.get("full_name", ""))) if row.by_sponsor else "",
        in_hand=in_hand,
    )


def _who(row: Case) -> str:
    return row.person_key or rules.person_key(row.answers) or str(row.id)


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
