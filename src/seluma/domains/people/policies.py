"""Who may do what with accounts, profiles, organisations and roles."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from seluma.core.access import api as access
from seluma.domains.people import words

READ_PROFILES = "people.read_profiles"
REGISTER_OTHERS = "people.register_others"
GRANT_ROLES = "people.grant_roles"
CREATE_ORGANISATIONS = "people.create_organisations"

PERMISSIONS = frozenset({READ_PROFILES, REGISTER_OTHERS, GRANT_ROLES, CREATE_ORGANISATIONS})


class FieldsRefused(access.Refused):
    """Some values cannot be kept; nothing was. `fields` has a sentence for each, by the field's name."""

    def __init__(self, fields: Mapping[str, access.Sentence], *, code: str = "fields") -> None:
        super().__init__(words.FIELDS_REFUSED, code=code, obstacles=tuple(fields.values()))
        self.fields = dict(fields)


def may_read_profile(actor: access.Actor, account: UUID) -> bool:
    """One's own, or with the permission; the caller leaves the entry that it was read."""
    return _is_self(actor, account) or access.may(actor, READ_PROFILES)


def check_may_read_profile(actor: access.Actor, account: UUID) -> None:
    """NotFound for everybody else: whether somebody has an account is nobody's business."""
    if not may_read_profile(actor, account):
        raise access.NotFound(words.NO_SUCH_ACCOUNT)


def check_is_self(actor: access.Actor, account: UUID) -> None:
    """Only the person, or the system for them: passwords, sessions, the profile."""
    if not _is_self(actor, account) and actor.kind != "system":
        raise access.Refused(words.ONLY_THE_PERSON, code="not_permitted")


def check_may_register(actor: access.Actor, *, confirmed: bool) -> None:
    """Everybody may register themselves; an address is taken as confirmed only on the word of who may say so."""
    if confirmed:
        access.check_may(actor, REGISTER_OTHERS)


def check_may_grant_role(actor: access.Actor, account: UUID) -> None:
    """With the permission, and never to oneself."""
    access.check_may(actor, GRANT_ROLES)
    if _is_self(actor, account):
        raise access.Refused(words.NOT_FOR_ONESELF, code="four_eyes")


def check_may_create_organisation(actor: access.Actor) -> None:
    """With the permission."""
    access.check_may(actor, CREATE_ORGANISATIONS)


def _is_self(actor: access.Actor, account: UUID) -> bool:
    return actor.kind == "account" and actor.id == account
