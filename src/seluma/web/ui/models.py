"""The one table of the look: what somebody typed when the session ended."""

from __future__ import annotations

from django.db import models

from seluma.lib.ids import new_id

PERSONAL = {"KeptForm": ("account", "path", "nonce", "sealed", "kept_at")}


class KeptForm(models.Model):
    """Typed text, encrypted, for one person and one page, for a day. See `kept.py`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.UUIDField()
    path = models.CharField(max_length=500)
    nonce = models.BinaryField()
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "ui_kept_form"
        constraints = [models.UniqueConstraint(fields=["account", "path"], name="ui_kept_form_one_per_page")]
        indexes = [models.Index(fields=["kept_at"], name="ui_kept_form_age")]
