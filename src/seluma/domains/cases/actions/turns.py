"""The desk's lists follow what happens in other packages: a bill is paid, an institution answers.

Not a verb of anybody: what happened has its entry already. Nothing rests on these columns but the order of lists and
the promised day.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from seluma.core.access.api import NotFound
from seluma.domains.catalogue import api as catalogue

from .. import rules
from ..models import Case
from .moves import keep_turn, locked

_BATCH = 500


def refresh_turn(*, case: UUID, at: dt.datetime) -> None:
    """Whose turn it is after something happened below. Heard twice, it changes nothing."""
    with transaction.atomic():
        try:
            row = locked(case)
        except NotFound:
            return
        if row.state in rules.ON_THE_DESK:
            note_turn(row, at=at)


def note_turn(row: Case, *, at: dt.datetime) -> None:
    """For a locked case on the desk. While the applicant has to pay, the promise's clock stands still."""
    before, since = row.turn, row.turn_since
    changed = keep_turn(row, at=at)
    if before == "applicant" != row.turn and since is not None and row.due_on is not None:
        zone, calendar = catalogue.office().timezone, catalogue.calendar()
        waited = calendar.between(rules.local_day(since, zone), rules.local_day(at, zone))
        row.due_on = calendar.add(row.due_on, max(0, waited))
        changed.append("due_on")
    if changed:
        row.save(update_fields=changed)


def refresh_turns(*, at: dt.datetime) -> int:
    """Cases on the desk of which nobody has written down yet whose turn it is; how many."""
    unknown = Case.objects.filter(state__in=rules.ON_THE_DESK, turn_since__isnull=True).values_list("id", flat=True)
    found = list(unknown[:_BATCH])
    for case in found:
        refresh_turn(case=case, at=at)
    return len(found)
