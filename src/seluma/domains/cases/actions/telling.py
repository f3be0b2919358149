"""What happens to a service is told to its open cases: one entry for each, and a letter follows from it."""

from __future__ import annotations

import datetime as dt

from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.catalogue import events as catalogue_events
from seluma.lib.ids import Ref

from .. import events
from ..models import Case

_BATCH = 500


def tell_withdrawn(event: catalogue_events.ServiceWithdrawn, *, at: dt.datetime) -> int:
    """Note in every open case of the service that it is withdrawn; how many. Cases of later versions are not meant."""
    rows = Case.objects.filter(service_code=event.code, closed_at__isnull=True).order_by("id")
    told = 0
    for case, version in rows.values_list("id", "version_id").iterator(chunk_size=_BATCH):
        if catalogue.version(version).number > event.number:
            continue
        journal.note(
            events.CaseServiceWithdrawn(
                case=Ref("case", case),
                service=event.code,
                from_on=event.from_on,
                reason_id=event.reason_id,
                reason_en=event.reason_en,
                stops_filed=event.stops_filed,
            ),
            by=SYSTEM,
            at=at,
        )
        told += 1
    return told
