"""The only door of this package."""

from .actors import SYSTEM, VISITOR, Actor
from .pace import caller, seconds_to_wait
from .permissions import (
    NotFound,
    Refused,
    Sentence,
    check_may,
    install_roles,
    known_roles,
    may,
    permissions_of,
    roles_with,
)

__all__ = [
    "SYSTEM",
    "VISITOR",
    "Actor",
    "NotFound",
    "Refused",
    "Sentence",
    "caller",
    "check_may",
    "install_roles",
    "known_roles",
    "may",
    "permissions_of",
    "roles_with",
    "seconds_to_wait",
]
