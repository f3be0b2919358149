"""The demonstration bank: takes pretend money at once, or after a look at its page. It keeps a book of its own, so that
what it took is known to it even when we were cut off before we could write it down."""

from __future__ import annotations

import hashlib

from ..models import DemoBankEntry
from .base import Charge, Settlement


class DemoBank:
    """Takes the money at once."""

    name = "demo"

    def start(self, charge: Charge) -> Settlement | None:
        """Pays."""
        return take(charge)

    def look_up(self, code: str) -> Settlement | None:
        """What stands in the book."""
        row = DemoBankEntry.objects.filter(code=code).first()
        return _settlement(row) if row else None


class DemoBankPage(DemoBank):
    """Takes the money when the payer agrees on the bank's page."""

    name = "demo_bank"

    def start(self, charge: Charge) -> Settlement | None:
        """Waits for the payer."""
        return self.look_up(charge.code)

    def approve(self, charge: Charge) -> Settlement:
        """Pays."""
        return take(charge)


def take(charge: Charge) -> Settlement:
    """Write the payment into the bank's book; a code is paid there once. The numbers begin with DEMO."""
    mark = hashlib.sha256(charge.code.encode()).hexdigest().upper()
    row, _new = DemoBankEntry.objects.get_or_create(
        code=charge.code,
        defaults={
            "amount": charge.amount,
            "ntpn": f"DEMO{mark[:12]}",
            "ntb": f"DEMO{mark[12:20]}",
            "paid_at": charge.at,
        },
    )
    return _settlement(row)


def _settlement(row: DemoBankEntry) -> Settlement:
    return Settlement(ntpn=row.ntpn, ntb=row.ntb, amount=row.amount, paid_at=row.paid_at)
