"""Letters and what became of them."""

from django.db import models

from seluma.lib.ids import new_id


class Message(models.Model):
    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=60)
    account = models.UUIDField(null=True)
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    cause = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    posted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind", "address"], name="message_once_per_cause"),
            models.CheckConstraint(condition=models.Q(state__in=["queued", "sent", "failed"]), name="message_state"),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False) | ~models.Q(state="sent"),
                name="message_sent_has_time",
            ),
        ]
        indexes = [models.Index(fields=["about_id"], name="message_about")]


PERSONAL: dict[str, frozenset[str]] = {"Message": frozenset({"account", "address", "name", "subject", "body"})}
"""Columns that tell something about a person."""
