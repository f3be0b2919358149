"""The journal's tables. Triggers of the first migration refuse changes; see ADR 0001."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from seluma.lib.ids import new_id


class JournalEntry(models.Model):
    """What happened, without persons: immutable bytes."""

    id = models.UUIDField(primary_key=True)
    body = models.BinaryField()

    class Meta:
        db_table = "journal_entry"


class JournalFacts(models.Model):
    """What erasure destroys: who, about whom, and the facts, with the salt of their commitment."""

    # No constraint: one statement writes both rows, entries are never deleted, and checking it would be a third of what
    # a note costs the database.
    entry = models.OneToOneField(
        JournalEntry, on_delete=models.PROTECT, primary_key=True, related_name="facts_row", db_constraint=False
    )
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=100)
    at = models.DateTimeField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    actor_kind = models.CharField(max_length=40)
    actor_id = models.UUIDField()
    about = ArrayField(models.UUIDField())
    facts = models.JSONField()
    salt = models.BinaryField()

    class Meta:
        db_table = "journal_facts"
        indexes = [GinIndex(fields=["about"], name="journal_facts_about")]


class JournalPending(models.Model):
    """Committed entries that the sequencer has not yet given a position."""

    seq = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField()

    class Meta:
        db_table = "journal_pending"


class JournalPosition(models.Model):
    """The gapless order of all entries, from 0."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="position_row")

    class Meta:
        db_table = "journal_position"


class JournalDelivery(models.Model):
    """One entry on its way to one subscriber."""

    class State(models.TextChoices):
        PENDING = "pending"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    position = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "journal_delivery"
        constraints = [
            models.UniqueConstraint(fields=["entry", "subscriber"], name="journal_delivery_once_per_subscriber"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "done", "failed"]), name="journal_delivery_state"
            ),
        ]
        indexes = [
            models.Index(fields=["position"], condition=~models.Q(state="done"), name="journal_delivery_open"),
        ]


class JournalKey(models.Model):
    """A form's idempotency key: what the first sending led to."""

    key = models.UUIDField(primary_key=True)
    actor_id = models.UUIDField()
    outcome = models.CharField(max_length=500, blank=True)
    used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "journal_key"


PERSONAL: dict[str, frozenset[str]] = {
    "JournalEntry": frozenset(),
    "JournalFacts": frozenset({"actor_id", "about", "facts"}),
    "JournalPending": frozenset(),
    "JournalPosition": frozenset(),
    "JournalDelivery": frozenset(),
    "JournalKey": frozenset({"actor_id"}),
}
"""Columns that tell something about a person."""
