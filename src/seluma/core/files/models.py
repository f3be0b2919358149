"""One row for each stored blob; the bytes lie in the file system under their digest."""

from django.db import models


class StoredBlob(models.Model):
    digest = models.CharField(primary_key=True, max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "files_blob"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="files_blob_digest_is_sha256"
            ),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="files_blob_size_not_negative"),
        ]


PERSONAL: dict[str, frozenset[str]] = {"StoredBlob": frozenset()}
"""Columns that tell something about a person; the bytes themselves lie in the file system."""
