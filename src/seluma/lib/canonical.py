"""Canonical JSON (RFC 8785) of the plain values that entries are made of, by the standard library's encoder.

Ten times as fast as a general implementation, for what is allowed here: null, booleans, integers below 2^53, text,
lists, and objects with ASCII keys. For those the two agree byte for byte, which the tests check against `rfc8785`.
"""

from __future__ import annotations

import json
from typing import Any

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)
_LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """The canonical bytes. ValueError or TypeError for what is not allowed here."""
    check(value)
    return encoded(value)


def encoded(value: Any) -> bytes:
    """The same bytes without looking, for what is made of allowed parts by construction."""
    return _ENCODER.encode(value).encode()


def check(value: Any) -> None:
    """Raise TypeError or ValueError unless the value is made of allowed parts only."""
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError("an integer of 2^53 or more is not exact in JSON; write it as text")
    elif isinstance(value, list):
        for item in value:
            check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError("keys are ASCII text")
            check(item)
    else:
        raise TypeError(f"{type(value).__name__} has no canonical form here")
