"""Published versions of services. They never change: cases point at the version under which they were filed."""

from __future__ import annotations

import datetime as dt

from django.db import models

PERSONAL: dict[str, frozenset[str]] = {"ServiceVersion": frozenset()}
"""Which columns tell something about a person: none."""


class ServiceVersionQuerySet(models.QuerySet["ServiceVersion"]):
    """Versions by when they apply."""

    def in_force(self, on: dt.date) -> ServiceVersionQuerySet:
        """The newest version of each service that applies on that day."""
        return self.filter(effective_from__lte=on).order_by("code", "-number").distinct("code")

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
