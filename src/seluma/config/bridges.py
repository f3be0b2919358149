"""What connects two domains that must not know each other."""

from __future__ import annotations

import datetime as dt

from seluma.domains.catalogue import api as catalogue
from seluma.domains.permits import api as permits


def office_on_papers() -> permits.Office:
    """catalogue → permits: the office as it stands on papers. Its numbers begin with two letters of its prefix."""
    office = catalogue.office()
    return permits.Office(name=office.name, address=office.address, letters=office.prefix[:2])


def life_of_a_billing_code() -> dt.timedelta:
    """catalogue → payments: how long a payment code lives, as the office's figures say."""
    return dt.timedelta(days=catalogue.figure("billing_days").value)
