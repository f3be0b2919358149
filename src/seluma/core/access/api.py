"""The only door of this package."""

from .actors import SYSTEM, VISITOR, Actor
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
    "check_may",
    "install_roles",
    "known_roles",
    "may",
    "permissions_of",
    "roles_with",
]
