"""What was handed out. Rows are written by `actions` only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from seluma.lib.ids import Ref, new_id
from seluma.lib.text import Text

from . import rules

PERSONAL: dict[str, frozenset[str]] = {
    "Sequence": frozenset(),
    "Permit": frozenset(
        {
            "number",
            "code",
            "full_name",
            "mrz_primary",
            "mrz_secondary",
            "birth_date",
            "sex",
            "nationality",
            "passport_number",
            "index",
            "valid_from",
            "valid_until",
            "mrz_1",
            "mrz_2",
            "seal",
            "facts",
            "revoked_reason",
        }
    ),
    "Letter": frozenset({"number", "content"}),
}
"""Columns that tell something about a person, by table."""


class Sequence(models.Model):
    """The last number given in a sequence; locked by whoever takes the next one, so none is missing or given twice."""

    name = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "permits_sequence"


class PermitQuerySet(models.QuerySet["Permit"]):
    """Rows by business words."""

    def about(self, *things: Ref) -> PermitQuerySet:
        """Permits about any of these."""
        wanted = Q(pk__in=[])
        for thing in things:
            wanted |= Q(about_kind=thing.kind, about_id=thing.id)
        return self.filter(wanted)

    def running(self) -> PermitQuerySet:
        """Neither revoked nor marked as expired."""
        return self.filter(state__in=(rules.GRANTED, rules.ISSUED))


class Permit(models.Model):
    """A permit or statement, with everything that its paper says: nothing printed is looked up elsewhere later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    number = models.CharField(max_length=9)
    code = models.CharField(max_length=18)
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    title = models.JSONField()
    service_title = models.JSONField()
    index = models.CharField(max_length=12, blank=True)
    full_name = models.CharField(max_length=200)
    mrz_primary = models.CharField(max_length=200, blank=True)
    mrz_secondary = models.CharField(max_length=200, blank=True)
    birth_date = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    passport_number = models.CharField(max_length=24, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    statement = models.JSONField(null=True)
    facts = models.JSONField(default=list)
    legal_base = models.JSONField()
    country = models.CharField(max_length=3)
    office = models.JSONField()
    mrz_1 = models.CharField(max_length=36, blank=True)
    mrz_2 = models.CharField(max_length=36, blank=True)
    seal = models.BinaryField()
    certificate_pem = models.TextField()
    granted_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    revoked_reason = models.TextField(blank=True)
    pdf_digest = models.CharField(max_length=64, null=True)

    objects = PermitQuerySet.as_manager()

    class Meta:
        db_table = "permits_permit"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="permits_permit_number_once"),
            models.UniqueConstraint(fields=["code"], name="permits_permit_code_once"),
            models.UniqueConstraint(
                fields=["about_id", "about_kind"],
                condition=~Q(state=rules.REVOKED),
                name="permits_permit_one_unrevoked_per_thing",
            ),
            models.CheckConstraint(condition=Q(state__in=rules.PERMITS.states), name="permits_permit_state_known"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="permits_permit_ends_after_it_begins"
            ),
            models.CheckConstraint(
                # A permit has all of it; a statement of the office has its text, and no zone.
                condition=Q(statement__isnull=False, mrz_1="", mrz_2="")
                | (
                    Q(statement__isnull=True, valid_until__isnull=False)
                    & ~Q(mrz_1="")
                    & ~Q(mrz_2="")
                    & ~Q(index="")
                    & ~Q(passport_number="")
                ),
                name="permits_permit_zone_or_statement",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{18}$"), name="permits_permit_code_form"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[A-Z]{2}[0-9]{7}$"), name="permits_permit_number_form"),
            models.CheckConstraint(
                condition=Q(pdf_digest__isnull=True, issued_at__isnull=True)
                | Q(pdf_digest__regex=r"^[0-9a-f]{64}$", issued_at__isnull=False),
                name="permits_permit_issued_with_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.ISSUED) | Q(issued_at__isnull=False), name="permits_permit_issued_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(rules.GRANTED, rules.ISSUED), ended_at__isnull=True)
                | Q(state__in=(rules.REVOKED, rules.EXPIRED), ended_at__isnull=False),
                name="permits_permit_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.REVOKED) ^ Q(revoked_reason=""), name="permits_permit_revoked_with_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["valid_until"],
                condition=Q(state__in=(rules.GRANTED, rules.ISSUED)),
                name="permits_permit_running",
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("permit", self.id)

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_id)

    def read(self) -> rules.Permit:
        """The permit as others see it."""
        return rules.Permit(
            id=self.id,
            about=self.about,
            number=self.number,
            code=rules.grouped(self.code),
            state=self.state,
            kind=self.kind,
            title=Text(**self.title),
            index=self.index,
            holder=rules.Holder(
                full_name=self.full_name,
                mrz_primary=self.mrz_primary,
                mrz_secondary=self.mrz_secondary,
                birth_date=self.birth_date,
                sex=self.sex,
                nationality=self.nationality,
                passport_number=self.passport_number,
            ),
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            legal_base=Text(**self.legal_base),
            service_title=Text(**self.service_title),
            country=self.country,
            office=office_read(self.office),
            mrz=(self.mrz_1, self.mrz_2),
            seal_hex=bytes(self.seal).hex(),
            certificate_pem=self.certificate_pem,
            granted_at=self.granted_at,
            issued_at=self.issued_at,
            ended_at=self.ended_at,
            revoked_reason=self.revoked_reason,
            pdf_digest=self.pdf_digest,
            statement=Text(**self.statement) if self.statement else None,
            facts=rules.facts_read(self.facts),
        )


class LetterQuerySet(models.QuerySet["Letter"]):
    """Rows by business words."""

    def about(self, *things: Ref) -> LetterQuerySet:
        """Letters about any of these."""
        wanted = Q(pk__in=[])
        for thing in things:
            wanted |= Q(about_kind=thing.kind, about_id=thing.id)
        return self.filter(wanted)


class Letter(models.Model):
    """A letter, with everything that its paper says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    content = models.JSONField()
    office = models.JSONField()
    country = models.CharField(max_length=3)
    written_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    pdf_digest = models.CharField(max_length=64, null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        db_table = "permits_letter"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="permits_letter_number_once"),
            models.UniqueConstraint(fields=["about_id", "about_kind", "kind"], name="permits_letter_one_of_a_kind"),
            models.CheckConstraint(condition=Q(state__in=rules.LETTERS.states), name="permits_letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=rules.WRITTEN, pdf_digest__isnull=True, issued_at__isnull=True)
                | Q(state=rules.ISSUED, pdf_digest__regex=r"^[0-9a-f]{64}$", issued_at__isnull=False),
                name="permits_letter_issued_with_its_paper",
            ),
        ]

    @property
    def ref(self) -> Ref:
        return Ref("letter", self.id)

    @property
    def about(self) -> Ref:
        return Ref(self.about_kind, self.about_id)

    def read(self) -> rules.Letter:
        """The letter as others see it."""
        return rules.Letter(
            id=self.id,
            about=self.about,
            kind=self.kind,
            number=self.number,
            state=self.state,
            content=self.content,
            office=office_read(self.office),
            written_at=self.written_at,
            issued_at=self.issued_at,
            pdf_digest=self.pdf_digest,
        )


def office_read(stored: dict[str, Any]) -> rules.Office:
    """The office as it was when the paper was decided."""
    return rules.Office(
        name=Text(**stored["name"]),
        tagline=Text(**stored["tagline"]),
        address=Text(**stored["address"]),
        letters=stored["letters"],
    )


def office_stored(office: rules.Office) -> dict[str, Any]:
    """The office as JSON; `office_read` reads it back."""
    return {
        "name": office.name.as_dict(),
        "tagline": office.tagline.as_dict(),
        "address": office.address.as_dict(),
        "letters": office.letters,
    }
