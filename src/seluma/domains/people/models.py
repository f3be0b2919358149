"""Accounts, profiles, organisations and the roles people hold. Rows are written by `actions` only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from seluma.domains.people import rules
from seluma.lib.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime


class AccountManager(BaseUserManager["Account"]):
    """Only what signing in needs; accounts are made by the verb `register`."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of this e-mail address in any case of letters."""
        return self.get(email=rules.normal_email(username or ""))


class Account(AbstractBaseUser):
    """A person who signs in with an e-mail address. What they may do is in `RoleGrant`, never here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=rules.NAME_MAX)
    language = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
    last_login = None  # the journal tells when somebody signed in; Django would write this by a signal

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        db_table = "people_account"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], name="people_account_one_per_email"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="people_account_email_in_lower_case"),
            models.CheckConstraint(condition=~Q(email=""), name="people_account_has_email"),
            models.CheckConstraint(condition=~Q(name=""), name="people_account_has_name"),
            models.CheckConstraint(condition=~Q(language=""), name="people_account_has_language"),
        ]


class Profile(models.Model):
    """Who the person is by their passport, and where to reach them; fills every later form.

    The full name and the language stand in `Account`, once.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="profile")
    mrz_primary = models.CharField(max_length=rules.MRZ_NAME_MAX, blank=True)
    mrz_secondary = models.CharField(max_length=rules.MRZ_NAME_MAX, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    birth_place = models.CharField(max_length=rules.PLACE_MAX, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    passport_number = models.CharField(max_length=rules.PASSPORT_NUMBER_MAX, blank=True)
    passport_issuer = models.CharField(max_length=3, blank=True)
    passport_issued_on = models.DateField(null=True, blank=True)
    passport_expires_on = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=rules.ADDRESS_MAX, blank=True)
    district = models.CharField(max_length=16, blank=True)
    phone = models.CharField(max_length=16, blank=True)

    class Meta:
        db_table = "people_profile"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mrz_primary__regex=rules.MRZ_NAME_PATTERN) | Q(mrz_primary=""),
                name="people_profile_mrz_primary_letters",
            ),
            models.CheckConstraint(
                condition=Q(mrz_secondary="") | (Q(mrz_secondary__regex=rules.MRZ_NAME_PATTERN) & ~Q(mrz_primary="")),
                name="people_profile_mrz_secondary_after_primary",
            ),
            models.CheckConstraint(
                condition=Q(birth_date="") | Q(birth_date__regex=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
                name="people_profile_birth_date_form",
            ),
            models.CheckConstraint(condition=Q(sex__in=["", *rules.SEXES]), name="people_profile_sex_known"),
            models.CheckConstraint(
                condition=Q(nationality="") | Q(nationality__regex=r"^[A-Z]{1,3}$"),
                name="people_profile_nationality_form",
            ),
            models.CheckConstraint(
                condition=Q(passport_issuer="") | Q(passport_issuer__regex=r"^[A-Z]{1,3}$"),
                name="people_profile_passport_issuer_form",
            ),
            models.CheckConstraint(
                condition=Q(passport_number="") | Q(passport_number__regex=r"^[A-Z0-9]+$"),
                name="people_profile_passport_number_letters",
            ),
            models.CheckConstraint(
                condition=Q(passport_issued_on__isnull=True)
                | Q(passport_expires_on__isnull=True)
                | Q(passport_expires_on__gt=F("passport_issued_on")),
                name="people_profile_passport_expires_after_issue",
            ),
        ]


class Organisation(models.Model):
    """An institution asked for its word, a sponsor, a school or a company; known everywhere by its code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=rules.CODE_MAX)
    name = models.CharField(max_length=rules.NAME_MAX)
    kind = models.CharField(max_length=16)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_organisation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="people_organisation_one_per_code"),
            models.CheckConstraint(condition=Q(code__regex=rules.CODE_PATTERN), name="people_organisation_code_form"),
            models.CheckConstraint(condition=~Q(name=""), name="people_organisation_has_name"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.ORGANISATION_KINDS)), name="people_organisation_kind_known"
            ),
        ]


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def in_force(self) -> RoleGrantQuerySet:
        """Grants that nobody has taken back."""
        return self.filter(until__isnull=True)

    def open_at(self, at: datetime) -> RoleGrantQuerySet:
        """Grants that held at this moment."""
        return self.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


class RoleGrant(models.Model):
    """An account holds a role since a moment, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        db_table = "people_role_grant"
        indexes: ClassVar = [
            models.Index(fields=["role", "organisation"], condition=Q(until__isnull=True), name="people_role_in_force"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="people_role_held_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_role_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(role=""), name="people_role_named"),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(rules.ROLES_OF_ORGANISATIONS)) | Q(organisation__isnull=False),
                name="people_role_partner_has_organisation",
            ),
        ]


PERSONAL: dict[str, frozenset[str]] = {
    "Account": frozenset({"email", "name", "language"}),
    "Profile": frozenset(rules.PROFILE_FIELDS) - {"full_name", "language"},
    "Organisation": frozenset(),
    "RoleGrant": frozenset({"role", "organisation", "since", "until"}),
}
"""Columns by table that tell something about a person beyond their identifier."""
