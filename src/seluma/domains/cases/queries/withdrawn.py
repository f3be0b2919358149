"""That the service of a case is not offered any more: what it means for the case, in sentences.

A case that was told has it among its entries, so pages ask the database nothing more; verbs ask the catalogue itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from seluma.core.access.api import Refused, Sentence
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.lib.text import Text

from .. import events, rules, words
from ..models import Case
from .wording import day, filled, said

_DECIDES = frozenset({"grant", "hand_over"})


def withdrawn_in(entries: Sequence[journal.Entry]) -> events.CaseServiceWithdrawn | None:
    """What a case was told last of its service being withdrawn."""
    told = [entry.event for entry in entries if isinstance(entry.event, events.CaseServiceWithdrawn)]
    return told[-1] if told else None


def not_offered(row: Case, today: dt.date) -> list[Sentence]:
    """Why a draft cannot be filed any more; nothing for a case that was filed."""
    gone = catalogue.withdrawal(row.service_code, on=today) if row.state == rules.DRAFT else None
    return [filled(words.NOT_OFFERED, day=day(gone.from_on), reason=said(gone.reason))] if gone else []


def check_still_granted(service: catalogue.Service, today: dt.date) -> None:
    """Refused when not even what was filed may be granted under this version any more."""
    gone = catalogue.withdrawal_of(service, on=today)
    if gone is not None and gone.stops_filed:
        raise Refused(
            filled(words.NOT_GRANTED_ANY_MORE, day=day(gone.from_on), reason=said(gone.reason)), code="withdrawn"
        )


def of_withdrawn(told: events.CaseServiceWithdrawn | None, state: str, *, for_applicant: bool) -> list[Sentence]:
    """What an open case's page says about it."""
    if told is None or state in rules.ENDED or state == rules.DRAFT:
        return []
    if told.stops_filed:
        sentence = words.STOPPED_FOR_APPLICANT if for_applicant else words.NOT_GRANTED_ANY_MORE
    else:
        sentence = words.GOES_ON_UNDER_ITS_RULES
    return [filled(sentence, day=day(told.from_on), reason=_reason(told))]


def held_back(
    verbs: dict[str, tuple[Sentence, ...]], told: events.CaseServiceWithdrawn | None, today: dt.date
) -> dict[str, tuple[Sentence, ...]]:
    """The verbs of a case, with what keeps it from being granted."""
    if told is None or not told.stops_filed or told.from_on > today:
        return verbs
    why = filled(words.NOT_GRANTED_ANY_MORE, day=day(told.from_on), reason=_reason(told))
    return {verb: (*found, why) if verb in _DECIDES else found for verb, found in verbs.items()}


def _reason(told: events.CaseServiceWithdrawn) -> str:
    return said(Text(id=told.reason_id, en=told.reason_en))
