"""What happens to accounts, profiles, institutions and roles. No event carries the personal values themselves."""

from __future__ import annotations

from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRegistered(Event):
    """Somebody has an account now; `confirmed` says whether the e-mail address was already known to be theirs."""

    SUBJECT = "account"
    account: Ref
    language: str
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailConfirmed(Event):
    """The person showed that the e-mail address is theirs, by the link or as said by who registered them."""

    SUBJECT = "account"
    account: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOpened(Event):
    """A session of this account began."""

    SUBJECT = "account"
    account: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """The account has a new password; `way` is "reset" (by the link in the e-mail) or "own" (while signed in)."""

    SUBJECT = "account"
    account: Ref
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Event):
    """These fields of the profile have new values; the values themselves stay out of the journal."""

    SUBJECT = "account"
    PERSONAL = frozenset({"changed"})
    account: Ref
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationCreated(Event):
    """An institution, sponsor, school or company is known by this code; it is no natural person."""

    SUBJECT = "organisation"
    organisation: Ref
    code: str
    name: str
    organisation_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """The account acts in this role from now on, for this organisation where one is named."""

    SUBJECT = "account"
    account: Ref
    role: str
    organisation: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(Event):
    """The account no longer acts in this role."""

    SUBJECT = "account"
    account: Ref
    role: str
    organisation: Ref | None = None
