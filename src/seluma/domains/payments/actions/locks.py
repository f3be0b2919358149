"""The one way to a bill's row."""

from __future__ import annotations

from uuid import UUID

from seluma.core.access import api as access

from .. import models


def locked_bill(bill_id: UUID) -> models.Bill:
    """The bill's row, locked until the transaction ends; NotFound when there is none."""
    row = models.Bill.objects.select_for_update().filter(id=bill_id).first()
    if row is None:
        raise access.NotFound
    return row
