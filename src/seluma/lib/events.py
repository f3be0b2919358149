"""What an event is: a frozen fact in the past tense, the only thing a journal entry is made from.

Events live for ever. A field may be added only with a default; a field's meaning never changes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, get_type_hints
from uuid import UUID

from seluma.lib.ids import Ref

_registry: dict[str, type[Event]] = {}
_fields: dict[type[Event], tuple[str, ...]] = {}


def event_class(kind: str) -> type[Event]:
    """The class of an entry's kind; KeyError when no such event is known."""
    return _registry[kind]


def known_events() -> dict[str, type[Event]]:
    """Every event class that is loaded, by kind."""
    return dict(_registry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. A subclass is a frozen, keyword-only dataclass with plain fields.

    Field types: str, int, bool, date, datetime, UUID, Ref, tuples of those, and `| None`.
    Every `Ref` field (and tuple of Refs) is something on whose timeline the event stands.
    """

    SUBJECT: ClassVar[str]
    """Name of the `Ref` field that is the subject: deliveries keep their order per subject."""
    VERSION: ClassVar[int] = 1
    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    """Names of the fields that tell something about a person beyond their identifier."""
    DIGESTS: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that hold SHA-256 digests (hex) of exact bytes; they go into the entry's body."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # With slots=True the decorator makes the class anew; the later one replaces the earlier.
        super(Event, cls).__init_subclass__(**kwargs)
        _registry[cls.kind()] = cls

    @classmethod
    def kind(cls) -> str:
        """`package.ClassName`, e.g. `cases.CaseSubmitted`; the entry's kind for ever."""
        return f"{cls.__module__.split('.')[-2]}.{cls.__name__}"

    def subject_ref(self) -> Ref:
        """The thing that the event happened to."""
        ref = getattr(self, self.SUBJECT)
        if not isinstance(ref, Ref):
            raise TypeError(f"{self.kind()}.{self.SUBJECT} is not a Ref")
        return ref

    def all_refs(self) -> tuple[Ref, ...]:
        """Everything on whose timeline this stands, the subject first, each once."""
        found: dict[Ref, None] = {self.subject_ref(): None}
        for name in _names(type(self)):
            value = getattr(self, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Ref):
                    found.setdefault(item)
        return tuple(found)

    def all_digests(self) -> tuple[str, ...]:
        """The digests to be sealed with the entry, in the order of `DIGESTS`."""
        found: list[str] = []
        for name in self.DIGESTS:
            value = getattr(self, name)
            found += [item for item in (value if isinstance(value, tuple) else (value,)) if item]
        return tuple(found)

    def as_facts(self) -> dict[str, Any]:
        """Plain JSON values; `from_facts` reads them back."""
        return {name: _plain(getattr(self, name)) for name in _names(type(self))}

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Self:
        """The event back from its facts; an unknown field is an error, a missing one takes its default."""
        hints = _hints(cls.kind())
        return cls(**{name: _rich(value, hints[name]) for name, value in facts.items()})


def _names(event: type[Event]) -> tuple[str, ...]:
    names = _fields.get(event)
    if names is None:
        names = _fields[event] = tuple(field.name for field in fields(event))
    return names


@cache
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(event_class(kind))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, Ref | UUID):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"an event field may not hold {type(value).__name__}")


def _rich(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    arguments = [a for a in getattr(hint, "__args__", ()) if a not in (type(None), Ellipsis)]
    if isinstance(value, list):
        return tuple(_rich(item, arguments[0] if arguments else str) for item in value)
    wanted = arguments[0] if arguments else hint
    if wanted is Ref:
        return Ref.parse(value)
    if wanted is UUID:
        return UUID(value)
    if wanted in (dt.date, dt.datetime):
        return wanted.fromisoformat(value)
    return value
