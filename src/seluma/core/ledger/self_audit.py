"""The portal audits its own log every day and publishes what it found; that it did is an entry of the log too.

An honest office finds out about its own intruders this way. Against a dishonest one only outsiders' audits help.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import NAMESPACE_URL, uuid5

from django.db import connection, transaction

from seluma.core.access.api import Actor
from seluma.core.journal import api as journal
from seluma.lib import chain
from seluma.lib.canonical import canonical
from seluma.lib.ids import Ref

from .anchoring import Anchor, anchored, network
from .auditing import audit
from .events import LogAudited
from .findings import Finding
from .keys import KeysMissing, log_keys
from .models import LedgerAudit
from .policy import policy
from .sources import Database
from .witnessing import ask_witnesses


@dataclass(frozen=True, slots=True)
class SelfAudit:
    """What was found, in how large a log, when that began, and who did not say what they saw (names of witnesses)."""

    at: dt.datetime
    size: int
    findings: tuple[Finding, ...]
    silent: tuple[str, ...]


def audit_self(*, by: Actor, at: dt.datetime) -> SelfAudit:
    """Read and check everything, the network's anchors and what witnesses say too, and publish the result.

    Raises Unavailable before the first checkpoint, KeysMissing, and Unreadable for a policy that cannot be read.
    """
    trusted = policy()
    held, silent = _anchors()
    with one_view():
        report = audit(Database(), trusted, anchored=held, ask=functools.partial(ask_witnesses, trusted), at=at)
    silent = (*report.silent, *silent)
    found = [asdict(finding) for finding in report.findings]
    digest = hashlib.sha256(canonical({"findings": found})).hexdigest()
    log = Ref("log", uuid5(NAMESPACE_URL, log_keys().origin))
    with transaction.atomic():
        LedgerAudit.objects.create(size=report.size, findings=found, silent=list(silent), at=at)
        journal.note(LogAudited(log=log, size=report.size, findings=len(found), digest=digest), by=by, at=at)
    return SelfAudit(at, report.size, report.findings, silent)


def _anchors() -> tuple[list[Anchor], tuple[str, ...]]:
    """What the network holds, or that it does not say so."""
    try:
        where = network()
        return (anchored(where) if where else []), ()
    except (chain.ChainUnavailable, KeysMissing):
        return [], ("network",)


def last_audit() -> SelfAudit | None:
    """The newest published result; None before the first."""
    row = LedgerAudit.objects.order_by("-id").first()
    if row is None:
        return None
    return SelfAudit(row.at, row.size, tuple(Finding(**one) for one in row.findings), tuple(row.silent))


@contextlib.contextmanager
def one_view() -> Iterator[None]:
    """All that is read within the block is the same moment of the database, while the portal goes on working.

    Within somebody else's transaction it is theirs.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
