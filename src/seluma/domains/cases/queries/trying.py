"""A publication is tried before it is made: which open cases would meet other rules, and in what.

A filed case keeps the version under which it was filed, whatever is published. A draft is filed under the version in
force on that day, so it is drafts that a publication touches. Both versions are asked about the same day, the first on
which the new one applies: what differs comes from the rules and not from time passing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from seluma.core.access.api import Actor, NotFound, check_may
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from .. import rules
from ..models import Case

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hurdle:
    """Something that stands in the way of filing: a question, a document, or a condition, by its key."""

    kind: Literal["question", "document", "condition"]
    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchedCase:
    """An open case to which the new version makes a difference."""

    case: UUID
    service: str
    appear: tuple[Hurdle, ...]
    disappear: tuple[Hurdle, ...]
    fee_before: catalogue.Fee | None
    fee_after: catalogue.Fee | None
    answers_lost: tuple[str, ...]
    """Keys of answers that the new version does not ask for, or does not offer any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedService:
    """A service that would get a new version, and what that means for its open cases."""

    service: catalogue.Service
    applies_from: dt.date
    """The first day on which the new version binds."""
    drafts: int
    keep_theirs: dict[str, int]
    """State → filed cases that stay under the version that binds them."""
    touched: tuple[TouchedCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a publication would do."""

    open_cases: int
    services: tuple[TriedService, ...]


def try_publication(
    *, by: Actor, at: dt.datetime, effective_from: dt.date | None = None, progress: Progress | None = None
) -> Trial:
    """What publishing the content folder now would change for every open case; nothing is written.

    `effective_from` is the day from which it would apply, the folder's own where it is None. ContentMistakes where the
    folder cannot be published. `progress` is told how many cases of how many have been looked at.
    """
    check_may(by, catalogue.PUBLISH)
    today = rules.local_day(at, catalogue.office().timezone)
    proposed = catalogue.proposed(on=today, effective_from=effective_from)
    open_cases = Case.objects.filter(closed_at__isnull=True)
    codes = [service.code for service in proposed]
    states = Counter(open_cases.filter(service_code__in=codes).values_list("service_code", "state"))
    wanted = sum(count for (_, state), count in states.items() if state == rules.DRAFT)
    counted = _Counted(wanted, progress)
    return Trial(
        open_cases=open_cases.count(),
        services=tuple(_tried(service, open_cases, states, today, counted) for service in proposed),
    )


class _Counted:
    """Tells how far it is."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def more(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, self._total)


def _tried(
    service: catalogue.Service,
    open_cases: QuerySet[Case],
    states: Counter[tuple[str, str]],
    today: dt.date,
    counted: _Counted,
) -> TriedService:
    day = max(today, service.effective_from)
    drafts = open_cases.filter(service_code=service.code, state=rules.DRAFT)
    mine = {state: count for (code, state), count in sorted(states.items()) if code == service.code}
    return TriedService(
        service=service,
        applies_from=day,
        drafts=mine.pop(rules.DRAFT, 0),
        keep_theirs=mine,
        touched=tuple(_touched(drafts, service, day, counted)),
    )


def _touched(drafts: QuerySet[Case], new: catalogue.Service, day: dt.date, counted: _Counted) -> Iterator[TouchedCase]:
    try:
        current = catalogue.service(new.code, on=day)
    except NotFound:
        return
    rows = drafts.only("id", "service_code", "version_id", "answers").order_by("id").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        papers = documents.documents_for_many([Ref("case", row.id) for row in batch])
        for row in batch:
            slots = {paper.slot for paper in papers[Ref("case", row.id)]}
            found = _compared(row, current, new, day, slots)
            if found is not None:
                yield found
        counted.more(len(batch))


def _compared(
    row: Case, current: catalogue.Service, new: catalogue.Service, day: dt.date, slots: set[str]
) -> TouchedCase | None:
    answers = row.answers if row.version_id == current.version_id else catalogue.carried_over(current, row.answers)
    kept = catalogue.carried_over(new, row.answers)
    before, after = catalogue.outlook(current, answers, on=day), catalogue.outlook(new, kept, on=day)
    hurdles_before, hurdles_after = _hurdles(before, slots), _hurdles(after, slots)
    found = TouchedCase(
        case=row.id,
        service=new.code,
        appear=tuple(hurdle for hurdle in hurdles_after if hurdle not in hurdles_before),
        disappear=tuple(hurdle for hurdle in hurdles_before if hurdle not in hurdles_after),
        fee_before=before.fee,
        fee_after=after.fee,
        answers_lost=tuple(sorted(answers.keys() - kept.keys())),
    )
    same_fee = _price(before.fee) == _price(after.fee)
    return None if same_fee and not (found.appear or found.disappear or found.answers_lost) else found


def _price(fee: catalogue.Fee | None) -> tuple[str, int | None, str] | None:
    return (fee.key, fee.amount, fee.certainty) if fee else None


def _hurdles(outlook: catalogue.Outlook, slots: set[str]) -> list[Hurdle]:
    """A hurdle that is worded otherwise (a figure in it changed) is another one: the person reads something new."""
    found = [Hurdle(kind="question", key=one.key, text=one.title) for one in outlook.unanswered]
    found += [Hurdle(kind="document", key=one.key, text=one.title) for one in outlook.documents if one.key not in slots]
    found += [Hurdle(kind="condition", key=one.key, text=one.sentence) for one in outlook.obstacles]
    return found
