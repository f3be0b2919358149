"""How much one address may ask of us in a minute, where anybody may ask without an account.

Counted in Django's cache: with the cache of a process, each process counts for itself. It is a brake, not a lock.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache

WINDOW = 60
"""Seconds."""


def seconds_to_wait(what: str, *, who: str, cost: int, most: int, at: dt.datetime) -> int:
    """0 when `who` may do it now, else how long until they may. `cost` counts towards `most` in each minute."""
    window, gone = divmod(int(at.timestamp()), WINDOW)
    key = f"pace:{what}:{who}:{window}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        asked = cache.incr(key, cost)
    except ValueError:  # thrown out of a full cache meanwhile
        return 0
    return WINDOW - gone if asked > most else 0


def caller(meta: Mapping[str, Any]) -> str:
    """The address that asks (`request.META`), as our own proxies report it; of IPv6 the network: a house has many."""
    hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    proxies = int(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    found = hops[-proxies] if 0 < proxies <= len(hops) else str(meta.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
