"""What a case does when something happens below it."""

from __future__ import annotations

import datetime as dt

from seluma.core.access.api import SYSTEM
from seluma.core.journal.api import Entry
from seluma.domains.catalogue import events as catalogue_events
from seluma.domains.permits import events as permit_events

from . import events
from .actions import closing, delivering, telling, turns


def permit_ended(entry: Entry, *, at: dt.datetime) -> None:
    """The permit was revoked or has run out: nobody can collect it any more. Heard twice, it changes nothing."""
    event = entry.event
    ended = isinstance(event, permit_events.PermitRevoked | permit_events.PermitExpired)
    if ended and event.about.kind == "case":
        closing.end_with_permit(case=event.about.id, by=SYSTEM, at=at)


def permit_issued(entry: Entry, *, at: dt.datetime) -> None:
    """The permit's paper is there: so is the case's end. Heard twice, it changes nothing."""
    event = entry.event
    if isinstance(event, permit_events.PermitIssued) and event.about.kind == "case":
        closing.mark_issued(case=event.about.id, permit=event.permit, by=SYSTEM, at=at)


def turn_may_change(entry: Entry, *, at: dt.datetime) -> None:
    """A bill was priced, paid or voided, an institution answered or let its time pass: the lists follow."""
    about = getattr(entry.event, "about", None)
    if about is not None and about.kind == "case":
        turns.refresh_turn(case=about.id, at=at)


def case_referred(entry: Entry, *, at: dt.datetime) -> None:
    """The case was handed over: its package is sent, unless an officer brings it. Heard twice, it goes once."""
    event = entry.event
    if isinstance(event, events.CaseReferred):
        delivering.deliver(handover=event.handover.id, by=SYSTEM, at=at)


def service_withdrawn(entry: Entry, *, at: dt.datetime) -> None:
    """A service is not offered any more: its open cases have it in their history, and their applicants get a letter."""
    if isinstance(entry.event, catalogue_events.ServiceWithdrawn):
        telling.tell_withdrawn(entry.event, at=at)
