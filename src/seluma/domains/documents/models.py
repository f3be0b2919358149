"""Files handed in, by version. Rows are written by `actions` only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from seluma.lib.ids import Ref, new_id

from . import rules

PERSONAL: dict[str, frozenset[str]] = {
    "Folder": frozenset(),
    "Document": frozenset({"filename", "digest", "reason", "uploaded_by_kind", "uploaded_by", "judged_by"}),
}
"""Which columns of each table tell something about a person beyond identifiers of other things."""


class Folder(models.Model):
    """All slots about one thing: what is locked first, and what is open.

    `frozen_at` is the last hand-over; from then on only `open_slots` take files.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    frozen_at = models.DateTimeField(null=True)
    open_slots = ArrayField(models.CharField(max_length=100), default=list)

    class Meta:
        db_table = "documents_folder"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_id", "about_kind"], name="documents_folder_one_per_thing"),
            models.CheckConstraint(
                condition=Q(frozen_at__isnull=False) | Q(open_slots=[]), name="documents_folder_opens_only_when_frozen"
            ),
        ]

    def read(self) -> rules.Folder:
        """The folder as others see it."""
        return rules.Folder(
            about=Ref(self.about_kind, self.about_id),
            frozen=self.frozen_at is not None,
            open_slots=frozenset(self.open_slots),
        )


class DocumentQuerySet(models.QuerySet["Document"]):
    """Rows by business words."""

    def about(self, about: Ref) -> DocumentQuerySet:
        """Everything that was handed in about this thing."""
        return self.filter(about_kind=about.kind, about_id=about.id)

    def current(self) -> DocumentQuerySet:
        """The one version that stands in each slot."""
        return self.filter(state__in=rules.CURRENT)


class Document(models.Model):
    """One version of one file. The bytes lie in core/files under `digest`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    slot = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    filename = models.CharField(max_length=rules.FILENAME_MAX)
    media_type = models.CharField(max_length=40)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=rules.REASON_MAX, blank=True)
    uploaded_by_kind = models.CharField(max_length=40)
    uploaded_by = models.UUIDField()
    uploaded_at = models.DateTimeField()
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        db_table = "documents_document"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_id", "about_kind", "slot"],
                condition=Q(state__in=rules.CURRENT),
                name="documents_document_one_current_per_slot",
            ),
            models.UniqueConstraint(
                fields=["about_id", "about_kind", "slot", "version"], name="documents_document_one_per_version"
            ),
            models.CheckConstraint(
                condition=Q(state__in=rules.WORKFLOW.states), name="documents_document_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=list(rules.MEDIA_TYPES)), name="documents_document_media_type_is_read"
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="documents_document_digest_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, pages__gt=0, version__gt=0), name="documents_document_is_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state=rules.REJECTED) | ~Q(reason=""), name="documents_document_rejected_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[rules.ACCEPTED, rules.REJECTED])
                | Q(judged_by__isnull=False, judged_at__isnull=False),
                name="documents_document_judged_by_somebody",
            ),
        ]

    def read(self) -> rules.Document:
        """The document as others see it."""
        return rules.Document(
            id=self.id,
            about=Ref(self.about_kind, self.about_id),
            slot=self.slot,
            version=self.version,
            filename=self.filename,
            media_type=self.media_type,
            size=self.size,
            digest=self.digest,
            pages=self.pages,
            state=self.state,
            reason=self.reason,
            uploaded_at=self.uploaded_at,
        )
