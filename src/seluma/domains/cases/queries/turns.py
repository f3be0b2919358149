"""Whose turn a case is now, computed from the packages that own what must be met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from seluma.domains.catalogue import api as catalogue

from .. import rules
from ..models import Case, Handover
from .obligations import obligations


def turn_of(row: Case, at: dt.datetime) -> rules.Owner:
    """Whose turn it is. Reads papers, bills and questions only while the case is on the desk."""
    known: list[rules.Obligation] = []
    errand = ""
    if row.state in rules.ON_THE_DESK:
        today = rules.local_day(at, catalogue.office().timezone)
        known = obligations(row, catalogue.version(row.version_id), today)
    if row.state == rules.HANDED_OVER:
        errand = errands([row])[row.id]
    return turn_with(row, known, until=None, errand=errand).who


def turn_with(row: Case, known: Sequence[rules.Obligation], *, until: dt.date | None, errand: str) -> rules.Turn:
    """Whose turn it is, from what is known already."""
    verified = row.verified_by is not None
    return rules.whose_turn(
        row.state, verified=verified, obligations=known, due_on=row.due_on, until=until, errand=errand
    )


def errands(rows: Sequence[Case]) -> dict[UUID, str]:
    """What officers have to do about cases that are elsewhere; empty for all others, without asking the database."""
    away = [row.id for row in rows if row.state == rules.HANDED_OVER]
    found = Handover.objects.filter(case__in=away, state__in=rules.AWAITED) if away else []
    known = {one.case_id: rules.errand_of(one.read()) for one in found}
    return {row.id: known.get(row.id, "") for row in rows}
