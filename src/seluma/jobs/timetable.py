"""The timetable: what the worker does by itself, and when (UTC; WIB is seven hours ahead). Each job calls one verb."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Protocol

from django.db import close_old_connections
from django.utils import timezone
from procrastinate.contrib.django import app

from seluma.core.access.api import SYSTEM
from seluma.core.ledger import api as ledger
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.domains.permits import api as permits
from seluma.lib import chain, tlog

logger = logging.getLogger(__name__)

KEPT_HOURS = 24 * 7


class Tidying(Protocol):
    """Deletes what has served its time."""

    def __call__(self, *, at: dt.datetime) -> object: ...


_tidying: list[Tidying] = []


def install_tidying(*verbs: Tidying) -> None:
    """What the other ways in want tidied every night; handed down once by the configuration."""
    _tidying[:] = verbs


@app.periodic(cron="*/5 * * * *")
@app.task(name="timetable.payments", queueing_lock="timetable.payments", pass_context=False)
def every_five_minutes(timestamp: int) -> None:  # noqa: ARG001
    """Ask the provider about open codes first, then let old ones lapse: nobody pays and reads "lapsed"."""
    close_old_connections()
    payments.reconcile(at=timezone.now(), by=SYSTEM)
    payments.lapse_codes(at=timezone.now(), by=SYSTEM)


@app.periodic(cron="7 * * * *")
@app.task(name="timetable.anchor", queueing_lock="timetable.anchor", pass_context=False)
def every_hour(timestamp: int) -> None:  # noqa: ARG001
    """The newest state of the ledger goes to the network where it is anchored; nothing happens where there is none."""
    close_old_connections()
    anchor_ledger()


def anchor_ledger() -> None:
    """Anchor; a network that is away or refuses is a line in the log, and nothing waits for it."""
    try:
        ledger.anchor()
    except (ledger.KeysMissing, chain.ChainUnavailable, chain.ChainRefused) as reason:
        # An hour later it is tried again; audits hold the log against what is there.
        logger.warning("the ledger was not anchored: %s", reason)


@app.periodic(cron="* * * * *")
@app.task(name="timetable.handovers", queueing_lock="timetable.handovers", pass_context=False)
def every_minute(timestamp: int) -> None:  # noqa: ARG001
    """Packages for other authorities are sent, or tried again after their pause; answers are fetched."""
    close_old_connections()
    cases.deliver_due(at=timezone.now(), by=SYSTEM)
    cases.fetch_answers(at=timezone.now(), by=SYSTEM)


@app.periodic(cron="10 17 * * *")
@app.task(name="timetable.daily", queueing_lock="timetable.daily", pass_context=False)
def just_after_midnight(timestamp: int) -> None:  # noqa: ARG001
    """Drafts and unmended cases lapse, late ones are marked, permits expire, forms kept for a day are forgotten."""
    close_old_connections()
    run_daily()


@app.periodic(cron="0 1 * * *")
@app.task(name="timetable.mornings", queueing_lock="timetable.mornings", pass_context=False)
def in_the_morning(timestamp: int) -> None:  # noqa: ARG001
    """At eight: institutions are reminded, their heads told of what is late, people of what ends soon."""
    close_old_connections()
    agencies.remind_due(at=timezone.now(), by=SYSTEM)
    agencies.escalate_due(at=timezone.now(), by=SYSTEM)
    cases.remind_due(at=timezone.now(), by=SYSTEM)


@app.periodic(cron="30 19 * * *")
@app.task(name="timetable.audit", queueing_lock="timetable.audit", pass_context=False)
def in_the_night(timestamp: int) -> None:  # noqa: ARG001
    """The whole ledger is read and checked, and the result published."""
    close_old_connections()
    audit_ledger()


def audit_ledger() -> None:
    """Audit and publish; what cannot be audited at all is a line in the log."""
    try:
        found = ledger.audit_self(by=SYSTEM, at=timezone.now())
    except (ledger.Unavailable, ledger.KeysMissing, tlog.Unreadable) as reason:
        logger.error("the ledger was not audited: %s", reason)
        return
    for finding in found.findings:
        logger.error("the ledger is not in order: %s, %s", finding.attack, finding.where)


@app.periodic(cron="30 18 * * *")
@app.task(name="timetable.tidy", queueing_lock="timetable.tidy", pass_context=True)
async def nightly_tidy(context: object, timestamp: int) -> None:  # noqa: ARG001
    """Finished jobs are kept for a week."""
    await app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_failed=False)


def run_daily() -> None:
    """The day's housekeeping, also for commands and tests."""
    at = timezone.now()
    cases.lapse_due(at=at, by=SYSTEM)
    cases.refresh_turns(at=at)
    cases.note_overdue(at=at, by=SYSTEM)
    cases.note_handovers_overdue(at=at, by=SYSTEM)
    cases.note_objections_overdue(at=at, by=SYSTEM)
    permits.expire_due(at=at, by=SYSTEM)
    for tidy in _tidying:
        tidy(at=at)
