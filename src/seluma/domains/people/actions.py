"""Verbs that change accounts, profiles, organisations and roles. Each leaves one entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.people import events, models, policies, queries, rules, words
from seluma.lib.ids import Ref


def register(
    *,
    email: str,
    name: str,
    password: str,
    language: str,
    by: access.Actor,
    at: dt.datetime,
    confirmed: bool = False,
) -> UUID:
    """Open an account. `confirmed` takes the address as theirs without a letter, for who may say so.

    FieldsRefused (`email`, `name`, `language`) where a value cannot be kept; its code is `email_taken` where the
    address has an account already: a public page must not show that.
    """
    policies.check_may_register(by, confirmed=confirmed)
    problems = queries.registration_problems(email=email, name=name, language=language)
    if problems:
        raise policies.FieldsRefused(problems)
    account = models.Account(
        email=rules.check_email(email), name=rules.check_full_name(name), language=language, registered_at=at
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            EmailAddress.objects.create(user_id=account.pk, email=account.email, primary=True, verified=confirmed)
            journal.note(
                events.AccountRegistered(account=Ref("account", account.pk), language=language, confirmed=confirmed),
                by=by,
                at=at,
            )
    except IntegrityError as refused:
        if "people_account_one_per_email" not in str(refused):
            raise
        raise policies.FieldsRefused({"email": words.EMAIL_TAKEN}, code="email_taken") from None
    return account.pk


@transaction.atomic
def confirm_email(*, account: UUID, by: access.Actor, at: dt.datetime) -> bool:
    """The person showed that the address is theirs. False where that was known already (nothing is noted then)."""
    policies.check_is_self(by, account)
    row = _locked(account)
    address, _ = EmailAddress.objects.get_or_create(user_id=row.pk, email=row.email)
    if address.verified:
        return False
    EmailAddress.objects.filter(pk=address.pk).update(verified=True, primary=True)
    journal.note(events.EmailConfirmed(account=Ref("account", account)), by=by, at=at)
    return True


@transaction.atomic
def record_sign_in(*, account: UUID, by: access.Actor, at: dt.datetime) -> None:
    """A session of the account begins now."""
    policies.check_is_self(by, account)
    _locked(account)
    journal.note(events.SessionOpened(account=Ref("account", account)), by=by, at=at)


@transaction.atomic
def set_password(*, account: UUID, password: str, way: str, by: access.Actor, at: dt.datetime) -> None:
    """Give the account a new password; every session of the old one ends. `way`: "reset" or "own"."""
    policies.check_is_self(by, account)
    row = _locked(account)
    row.set_password(password)
    row.save(update_fields=["password"])
    journal.note(events.PasswordChanged(account=Ref("account", account), way=way), by=by, at=at)


@transaction.atomic
def save_profile(*, account: UUID, changes: Mapping[str, Any], by: access.Actor, at: dt.datetime) -> tuple[str, ...]:
    """Write what differs of the wanted values (as typed, or dates); returns the names of the changed fields.

    FieldsRefused names every field with a problem, and then nothing is written. Fields not in `changes` stay.
    KeyError for a field that no profile has.
    """
    policies.check_is_self(by, account)
    row = _locked(account)
    profile = models.Profile.objects.filter(account=row).first() or models.Profile(account=row)
    checked = queries.check_changes(queries.profile_of_row(row, profile), changes, at=at)
    if checked.problems:
        raise policies.FieldsRefused({field: words.PROBLEMS[code] for field, code in checked.problems.items()})
    if not checked.values:
        return ()
    for field, value in checked.values.items():
        target, name = {"full_name": (row, "name"), "language": (row, "language")}.get(field, (profile, field))
        setattr(target, name, value)
    row.save(update_fields=["name", "language"])
    profile.save()
    changed = tuple(sorted(checked.values))
    journal.note(events.ProfileChanged(account=Ref("account", account), changed=changed), by=by, at=at)
    return changed


@transaction.atomic
def create_organisation(*, code: str, name: str, kind: str, by: access.Actor, at: dt.datetime) -> UUID:
    """Make an organisation known by its code. FieldsRefused (`code`, `name`, `kind`) with a sentence for each."""
    policies.check_may_create_organisation(by)
    problems: dict[str, access.Sentence] = {}
    for field, check, raw in (("code", rules.check_code, code), ("name", rules.check_full_name, name)):
        try:
            check(raw)
        except rules.Problem as problem:
            problems[field] = words.PROBLEMS[problem.code]
    if kind not in rules.ORGANISATION_KINDS:
        problems["kind"] = words.ORGANISATION_KIND_UNKNOWN
    if problems:
        raise policies.FieldsRefused(problems)
    row, created = models.Organisation.objects.get_or_create(
        code=code, defaults={"name": rules.check_full_name(name), "kind": kind, "created_at": at}
    )
    if not created:
        raise policies.FieldsRefused({"code": words.ORGANISATION_CODE_TAKEN}, code="code_taken")
    journal.note(
        events.OrganisationCreated(
            organisation=Ref("organisation", row.pk), code=row.code, name=row.name, organisation_kind=row.kind
        ),
        by=by,
        at=at,
    )
    return row.pk


@transaction.atomic
def grant_role(
    *, account: UUID, role: str, organisation: UUID | None = None, by: access.Actor, at: dt.datetime
) -> UUID:
    """Let the account act in this role from now on; returns the grant. Held already: nothing changes.

    Refused for a role that does not exist, that everybody has, or that needs an organisation and has none.
    """
    policies.check_may_grant_role(by, account)
    if role not in access.known_roles() or role == rules.ROLE_OF_EVERYONE:
        raise access.Refused(words.NO_SUCH_ROLE, code="no_such_role")
    if role in rules.ROLES_OF_ORGANISATIONS and organisation is None:
        raise access.Refused(words.ROLE_NEEDS_ORGANISATION, code="organisation_missing")
    if organisation is not None and not models.Organisation.objects.filter(pk=organisation).exists():
        raise access.NotFound(words.NO_SUCH_ORGANISATION)
    row = _locked(account)
    held = _grants(row, role, organisation).first()
    if held:
        return held.pk
    grant = models.RoleGrant.objects.create(account=row, role=role, organisation_id=organisation, since=at)
    journal.note(
        events.RoleGranted(account=Ref("account", account), role=role, organisation=_organisation_ref(organisation)),
        by=by,
        at=at,
    )
    return grant.pk


@transaction.atomic
def revoke_role(
    *, account: UUID, role: str, organisation: UUID | None = None, by: access.Actor, at: dt.datetime
) -> None:
    """The account no longer acts in this role. Refused where it does not hold it."""
    policies.check_may_grant_role(by, account)
    row = _locked(account)
    ended = _grants(row, role, organisation).update(until=at)
    if not ended:
        raise access.Refused(words.ROLE_NOT_HELD, code="role_not_held")
    journal.note(
        events.RoleRevoked(account=Ref("account", account), role=role, organisation=_organisation_ref(organisation)),
        by=by,
        at=at,
    )


def _locked(account: UUID) -> models.Account:
    row = models.Account.objects.select_for_update().filter(pk=account).first()
    if row is None:
        raise access.NotFound(words.NO_SUCH_ACCOUNT)
    return row


def _grants(account: models.Account, role: str, organisation: UUID | None) -> models.RoleGrantQuerySet:
    held = models.RoleGrant.objects.in_force().filter(account=account, role=role)
    return held.filter(organisation=organisation) if organisation else held.filter(organisation__isnull=True)


def _organisation_ref(organisation: UUID | None) -> Ref | None:
    return Ref("organisation", organisation) if organisation else None
