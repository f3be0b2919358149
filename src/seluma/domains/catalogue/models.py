"""Published versions of services, and that one is not offered any more. Neither ever changes.

Cases point at the version under which they were filed.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef

PERSONAL: dict[str, frozenset[str]] = {"ServiceVersion": frozenset(), "ServiceWithdrawal": frozenset()}
"""Which columns tell something about a person: none."""


class ServiceWithdrawal(models.Model):
    """From a day on, the versions of a service up to a number are not offered. A trigger refuses every change."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=64)
    upto = models.PositiveIntegerField()
    from_on = models.DateField()
    reason_id = models.TextField()
    reason_en = models.TextField()
    stops_filed = models.BooleanField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_service_withdrawal"
        constraints = [
            models.UniqueConstraint(fields=["code", "upto"], name="catalogue_withdrawn_once"),
            models.CheckConstraint(
                condition=~models.Q(reason_id="") & ~models.Q(reason_en=""), name="catalogue_withdrawn_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} up to {self.upto}"


class ServiceVersionQuerySet(models.QuerySet["ServiceVersion"]):
    """Versions by when they apply."""

    def in_force(self, on: dt.date) -> ServiceVersionQuerySet:
        """The newest version of each service that applies on that day and is not withdrawn."""
        withdrawn = ServiceWithdrawal.objects.filter(
            code=OuterRef("code"), upto__gte=OuterRef("number"), from_on__lte=on
        )
        offered = self.filter(~Exists(withdrawn), effective_from__lte=on)
        return offered.order_by("code", "-number").distinct("code")

    def newest(self) -> ServiceVersionQuerySet:
        """The last published version of each service, whether it applies already or not."""
        return self.order_by("code", "-number").distinct("code")


class ServiceVersion(models.Model):
    """The exact content of a service. A trigger refuses UPDATE, DELETE and TRUNCATE."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    canonical = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    effective_from = models.DateField()
    published_at = models.DateTimeField()

    objects = ServiceVersionQuerySet.as_manager()

    class Meta:
        db_table = "catalogue_service_version"
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="catalogue_version_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="catalogue_version_number_positive"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="catalogue_version_sha256_hex"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
