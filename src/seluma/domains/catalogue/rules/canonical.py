"""A service as exact bytes and back: canonical JSON (RFC 8785), so that one hash names one content for ever."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from seluma.lib import canonical as json_canonical

from .model import Service

UNPUBLISHED = UUID(int=0)
_OF_THE_VERSION = frozenset({"version_id", "number", "digest"})
_AS_STRINGS = frozenset({"amount"})
"""Money is written as a string: JSON's numbers are exact only below 2^53."""


def canonical(service: Service) -> bytes:
    """The canonical text of a service's content, without what only its publication adds."""
    plain = {name: value for name, value in _plain(service).items() if name not in _OF_THE_VERSION}
    return json_canonical.canonical(plain)


def digest_of(data: bytes) -> str:
    """SHA-256 as hex."""
    return hashlib.sha256(data).hexdigest()


def service_from(data: bytes, *, version_id: UUID, number: int) -> Service:
    """The service back from its canonical text."""
    plain = json.loads(data)
    plain.update(version_id=str(version_id), number=number, digest=digest_of(data))
    return cast(Service, _rich(plain, Service))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: str(v) if name in _AS_STRINGS and v is not None else v for name, v in plain.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _rich(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _rich(value, next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return tuple(_rich(item, arguments[0]) for item in value)
    if origin is Literal:
        return value
    if is_dataclass(hint):
        hints = _hints(cast(type, hint))
        return cast(Any, hint)(**{name: _rich(item, hints[name]) for name, item in value.items()})
    if hint is dt.date:
        return dt.date.fromisoformat(value)
    return hint(value)
