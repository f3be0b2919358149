"""For load balancers and supervisors: does the process answer, and can it do its work. No personal data, no sign-in."""

from __future__ import annotations

import datetime as dt

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import tlog

WORKER_SILENCE = dt.timedelta(seconds=15)
"""How long no worker may have shown a sign of life."""
SEQUENCER_DELAY = dt.timedelta(seconds=15)
"""How long a journal entry may wait for its position, and then for its checkpoint and its witnesses."""


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "live"})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Status 200 when database, tables, worker and sequencer are in order, else 503 with the reasons.

    The ledger is watched, and what is wrong with it said: cases go on without it, so the portal stays ready.
    """
    at = timezone.now()
    reasons = reasons_not_ready(at=at)
    if reasons:
        return JsonResponse({"status": "not ready", "reasons": reasons}, status=503)
    troubles = troubles_of_the_ledger(at=at)
    return JsonResponse({"status": "ready", "ledger": troubles} if troubles else {"status": "ready"})


def troubles_of_the_ledger(*, at: dt.datetime) -> list[str]:
    """What keeps the transparency log from its promise at that time; empty when nothing does."""
    try:
        ledger.policy()
        state = ledger.status()
        delay = ledger.lag(at=at)
    except (ledger.KeysMissing, tlog.Unreadable, OSError) as reason:
        return [str(reason)]
    troubles = []
    if delay > SEQUENCER_DELAY:
        troubles.append(f"the ledger has not sealed anything for {int(delay.total_seconds())} seconds")
    if state.unwitnessed_since is not None and at - state.unwitnessed_since > SEQUENCER_DELAY:
        away = ", ".join(witness.name for witness in state.witnesses if witness.away_since) or "nobody"
        seconds = int((at - state.unwitnessed_since).total_seconds())
        troubles.append(f"too few witnesses have seen the ledger for {seconds} seconds; away: {away}")
    found = ledger.last_audit()
    wrong = [(alarm.attack, alarm.where) for alarm in state.alarms]
    wrong += [(finding.attack, finding.where) for finding in (found.findings if found else ())]
    troubles += [f"{attack}: {where}" for attack, where in dict.fromkeys(wrong)]
    return troubles


def reasons_not_ready(*, at: dt.datetime) -> list[str]:
    """What keeps the portal from doing its work at that time; empty when nothing does."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["the tables are not up to date: run ./seluma manage migrate"]
        reasons = []
        beat = _last_heartbeat()
        if beat is None or at - beat > WORKER_SILENCE:
            reasons.append("no worker is running")
        delay = journal.sequencer_lag(at=at)
        if delay > SEQUENCER_DELAY:
            reasons.append(f"journal entries have been waiting for {delay.seconds} seconds")
    except DatabaseError:
        connection.close()
        return ["the database does not answer"]
    return reasons


def _last_heartbeat() -> dt.datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(last_heartbeat) FROM procrastinate_workers")
        row = cursor.fetchone()
    return row[0] if row else None
