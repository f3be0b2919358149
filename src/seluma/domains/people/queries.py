"""Reading people: who acts, whom to write to, what a profile says."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from seluma.core.access import api as access
from seluma.domains.people import models, policies, rules, words
from seluma.lib import countries as country_codes
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody."""

    account: UUID
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Who a person is by their passport and where they live. Texts are empty where nothing was said."""

    account: UUID
    full_name: str
    mrz_primary: str
    mrz_secondary: str
    birth_date: str
    """`YYYY-MM-DD`; month or day `00` where the passport does not tell."""
    birth_place: str
    sex: str
    nationality: str
    passport_number: str
    passport_issuer: str
    passport_issued_on: dt.date | None
    passport_expires_on: dt.date | None
    address: str
    district: str
    """Code of the district; `districts()` has its name."""
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """An institution, sponsor, school or company."""

    id: UUID
    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class District:
    """A district of the regency, by its official code."""

    code: str
    name: str


def actor_of(account_id: UUID) -> access.Actor:
    """The account as an actor, with the roles it holds now. NotFound where there is no such account."""
    account = models.Account.objects.filter(pk=account_id).first()
    if account is None:
        raise access.NotFound(words.NO_SUCH_ACCOUNT)
    return actor_of_user(account)


def actor_of_user(user: Any) -> access.Actor:
    """The signed-in person of a request as an actor; the visitor where nobody is signed in. One query."""
    if not isinstance(user, models.Account):
        user = getattr(user, "_wrapped", user)  # the request's lazy user
    if not getattr(user, "is_authenticated", False):
        return access.VISITOR
    grants = list(
        models.RoleGrant.objects.filter(account_id=user.pk)
        .in_force()
        .order_by("since", "id")
        .values_list("role", "organisation_id")
    )
    roles = frozenset({rules.ROLE_OF_EVERYONE, *(role for role, _ in grants)}) if user.is_active else frozenset()
    return access.Actor(
        kind="account",
        id=user.pk,
        permissions=access.permissions_of(roles),
        roles=roles,
        organisation=_speaks_for(grants),
        name=user.name,
        language=user.language,
    )


def _speaks_for(grants: Collection[tuple[str, UUID | None]]) -> UUID | None:
    """The organisation of the role that is held for one, before that of any other role."""
    first = sorted(grants, key=lambda grant: grant[0] not in rules.ROLES_OF_ORGANISATIONS)
    return next((organisation for _, organisation in first if organisation), None)


def profile_for(actor: access.Actor, account_id: UUID) -> Profile:
    """The person's profile, for themselves or who may read it; NotFound for everybody else. One query."""
    policies.check_may_read_profile(actor, account_id)
    account = models.Account.objects.select_related("profile").filter(pk=account_id).first()
    if account is None:
        raise access.NotFound(words.NO_SUCH_ACCOUNT)
    return profile_of_row(account, getattr(account, "profile", None) or models.Profile(account=account))


def profile_of_row(account: models.Account, row: models.Profile) -> Profile:
    """The read-model of rows already at hand; for this package's own use."""
    elsewhere: dict[str, Any] = {"account": account.pk, "full_name": account.name, "language": account.language}
    return Profile(**{f.name: elsewhere.get(f.name) or getattr(row, f.name) for f in fields(Profile)})


def contact(account_id: UUID) -> Contact:
    """How to reach this account; NotFound where there is none."""
    found = contacts([account_id])
    if account_id not in found:
        raise access.NotFound(words.NO_SUCH_ACCOUNT)
    return found[account_id]


def contacts(account_ids: Collection[UUID]) -> dict[UUID, Contact]:
    """How to reach these accounts; those that do not exist are absent. One query."""
    rows = models.Account.objects.filter(pk__in=set(account_ids)).values_list("pk", "email", "name", "language")
    return {row[0]: Contact(*row) for row in rows}


def names(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of these accounts; those that do not exist are absent. One query."""
    return dict(models.Account.objects.filter(pk__in=set(account_ids)).values_list("pk", "name"))


def find_account(email: str) -> UUID | None:
    """The account of this e-mail address, in any case of letters."""
    found = models.Account.objects.filter(email=rules.normal_email(email)).values_list("pk", flat=True).first()
    return found if found is None else UUID(str(found))


def accounts_with_role(role: str, organisation: UUID | None = None) -> list[Contact]:
    """Who acts in this role now (for this organisation where one is given), oldest account first. One query."""
    people = models.Account.objects.filter(is_active=True)
    if role != rules.ROLE_OF_EVERYONE:
        grants = models.RoleGrant.objects.filter(role=role).in_force()
        if organisation is not None:
            grants = grants.filter(organisation_id=organisation)
        people = people.filter(pk__in=grants.values("account_id"))
    return [
        Contact(*row) for row in people.order_by("registered_at", "pk").values_list("pk", "email", "name", "language")
    ]


def accounts_with_passport_ending(first: dt.date, last: dt.date) -> list[UUID]:
    """The accounts whose profile names a passport that ends from the first to the last day. One query."""
    rows = models.Profile.objects.filter(passport_expires_on__gte=first, passport_expires_on__lte=last)
    return list(rows.filter(account__is_active=True).values_list("account_id", flat=True))


def accounts_with_roles(roles: Collection[str]) -> list[Contact]:
    """Who acts in any of these roles now, each once, oldest account first. One query."""
    grants = models.RoleGrant.objects.filter(role__in=roles).in_force()
    found = models.Account.objects.filter(is_active=True, pk__in=grants.values("account_id"))
    rows = found.order_by("registered_at", "pk").values_list("pk", "email", "name", "language")
    return [Contact(*row) for row in rows]


def organisation(code: str) -> Organisation:
    """The organisation of this code; NotFound where there is none."""
    row = models.Organisation.objects.filter(code=code).first()
    if row is None:
        raise access.NotFound(words.NO_SUCH_ORGANISATION)
    return Organisation(row.pk, row.code, row.name, row.kind)


def organisations(ids: Collection[UUID] | None = None) -> dict[UUID, Organisation]:
    """These organisations, or all, by id; unknown ones are absent. One query."""
    rows = models.Organisation.objects.order_by("name", "code")
    if ids is not None:
        rows = rows.filter(pk__in=set(ids))
    return {row.pk: Organisation(row.pk, row.code, row.name, row.kind) for row in rows}


def registration_problems(*, email: str, name: str, language: str) -> dict[str, access.Sentence]:
    """Why an account could not be opened with these values, by field; whether the address is taken stays untold."""
    problems: dict[str, access.Sentence] = {}
    for field, check, raw in (("email", rules.check_email, email), ("name", rules.check_full_name, name)):
        try:
            check(raw)
        except rules.Problem as problem:
            problems[field] = words.PROBLEMS[problem.code]
    if language not in languages():
        problems["language"] = words.PROBLEMS["language_unknown"]
    return problems


def profile_problems(kept: Profile, changes: Mapping[str, Any], *, at: dt.datetime) -> dict[str, access.Sentence]:
    """Why these wanted values could not be saved over what is kept, by field; empty when `save_profile` would."""
    return {field: words.PROBLEMS[code] for field, code in check_changes(kept, changes, at=at).problems.items()}


def check_changes(kept: Profile, changes: Mapping[str, Any], *, at: dt.datetime) -> rules.Checked:
    """The rules of a profile, with the districts and languages there are; for this package's own use."""
    return rules.check_profile(
        changes,
        {field: getattr(kept, field) for field in rules.PROFILE_FIELDS},
        today=timezone.localdate(at),
        districts=frozenset(district.code for district in districts()),
        languages=languages(),
    )


def languages() -> frozenset[str]:
    """The languages in which people can be written to."""
    return frozenset(code for code, _ in settings.LANGUAGES)


def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every state and nationality that a passport may show, by name."""
    return country_codes.choices(language)


def districts() -> tuple[District, ...]:
    """The districts of the regency, by name, from the content folder's `districts.toml`."""
    return _read_districts(Path(settings.SELUMA_CONTENT) / "districts.toml")


@cache
def _read_districts(path: Path) -> tuple[District, ...]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["district"]
        found = [District(code=str(row["code"]), name=str(row["name"])) for row in rows]
    except FileNotFoundError:
        raise ImproperlyConfigured(f"{path} is missing: it lists the regency's districts.") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as problem:
        raise ImproperlyConfigured(f"{path}: each [[district]] needs code and name ({problem}).") from None
    if len({row.code for row in found}) != len(found):
        raise ImproperlyConfigured(f"{path}: a code stands there twice.")
    return tuple(sorted(found, key=lambda row: row.name))


def suggested_mrz_names(full_name: str) -> tuple[str, str]:
    """A first guess at the two parts of the name in the passport's machine-readable zone; empty without a table."""
    return rules.suggest_mrz_names(full_name)


def account_ref(account_id: UUID) -> Ref:
    """The account as entries and other packages name it."""
    return Ref("account", account_id)
