"""What happens here when this package announced something: papers are typeset and signed, in the worker."""

from __future__ import annotations

import datetime as dt

from seluma.core.access import api as access
from seluma.core.journal import api as journal

from . import actions


def make_permit_paper(entry: journal.Entry, *, at: dt.datetime) -> None:
    """PermitGranted → the permit's paper. Twice makes one paper."""
    actions.issue(permit=entry.subject.id, by=access.SYSTEM, at=at, cause=entry.id)


def make_letter_paper(entry: journal.Entry, *, at: dt.datetime) -> None:
    """LetterWritten → the letter's paper. Twice makes one paper."""
    actions.issue_letter(letter=entry.subject.id, by=access.SYSTEM, at=at, cause=entry.id)
