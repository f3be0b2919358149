"""May this actor do that? Roles and their permissions are handed down by the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .actors import Actor

Sentence = str | Promise
"""A sentence for people, possibly translated when it is shown."""

_roles: dict[str, frozenset[str]] = {}


class Refused(Exception):
    """A rule or a permission says no. The sentence says why and what to do; pages show it as it is.

    `obstacles` are all the reasons at once, each a sentence. `code` names the kind of refusal for programs.
    """

    def __init__(self, sentence: Sentence, *, code: str = "refused", obstacles: Sequence[Sentence] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.obstacles: tuple[Sentence, ...] = tuple(obstacles)

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(Exception):
    """There is no such thing, or this person may not know that there is."""

    def __init__(self, sentence: Sentence = _("Kami tidak menemukan yang Anda cari.")) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def install_roles(roles: Mapping[str, Iterable[str]]) -> None:
    """Hand down the table role → permissions. Called once, by the configuration."""
    _roles.clear()
    _roles.update({role: frozenset(permissions) for role, permissions in roles.items()})


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """What the holders of these roles may do; a role that the table does not know gives nothing."""
    return frozenset().union(*(_roles.get(role, frozenset()) for role in roles))


def known_roles() -> frozenset[str]:
    """The roles of the table."""
    return frozenset(_roles)


def roles_with(permission: str) -> frozenset[str]:
    """The roles that carry a permission."""
    return frozenset(role for role, permissions in _roles.items() if permission in permissions)


def may(actor: Actor, permission: str) -> bool:
    """Whether the actor holds the permission. The system holds every one."""
    return actor.kind == "system" or permission in actor.permissions


def check_may(actor: Actor, permission: str, sentence: Sentence | None = None) -> None:
    """Raise `Refused` unless the actor holds the permission."""
    if not may(actor, permission):
        raise Refused(sentence or _("Peran Anda tidak mencakup tindakan ini."), code="not_permitted")
