"""Whose turn a case is now, computed from the packages that own what must be met."""

from __future__ import annotations

import datetime as dt

from seluma.domains.catalogue import api as catalogue

from .. import rules
from ..models import Case
from .obligations import obligations


def turn_of(row: Case, at: dt.datetime) -> rules.Owner:
    """Whose turn it is. Reads papers, bills and questions only while the case is on the desk."""
    known = []
    if row.state in rules.ON_THE_DESK:
        today = rules.local_day(at, catalogue.office().timezone)
        known = obligations(row, catalogue.version(row.version_id), today)
    verified = row.verified_by is not None
    return rules.whose_turn(row.state, verified=verified, obligations=known, due_on=row.due_on, until=None).who
