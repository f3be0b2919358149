"""The ledger's tables. Triggers refuse every change but growing at the right edge; see ADR 0008."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LedgerTile(models.Model):
    """A tile of the Merkle tree. A partial one grows in place: every narrower one is its beginning."""

    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "ledger_tile"
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "number"], name="ledger_tile_once")]


class LedgerCheckpoint(models.Model):
    """A head of the log as it was signed: the whole note, byte for byte."""

    size = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"


class LedgerCosignature(models.Model):
    """What a witness gave over a checkpoint: its line, as it stands below the note, and the time that it states."""

    size = models.BigIntegerField()
    witness = models.CharField(max_length=300)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_cosignature"
        constraints: ClassVar = [models.UniqueConstraint(fields=["size", "witness"], name="ledger_cosignature_once")]
        indexes: ClassVar = [models.Index(fields=["witness", "size"], name="ledger_cosignature_of")]


class LedgerWitness(models.Model):
    """How a witness behaves: what it says that it saw last, since when it is away and why. Witnesses are their keys."""

    witness = models.CharField(primary_key=True, max_length=300)
    size = models.BigIntegerField(default=0)
    away_since = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_witness"


class LedgerAlarm(models.Model):
    """What was found out about this log or its witnesses while they spoke, with the note that shows it."""

    attack = models.CharField(max_length=40)
    place = models.TextField()
    proves = models.TextField()
    evidence = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_alarm"
        constraints: ClassVar = [models.UniqueConstraint(fields=["attack", "place"], name="ledger_alarm_once")]


class LedgerAnchor(models.Model):
    """A copy of what a network's registry holds of this log, for the pages; whoever checks asks the network."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    chain_id = models.BigIntegerField()
    contract = models.CharField(max_length=42)
    writer = models.CharField(max_length=42)
    index = models.BigIntegerField()
    block = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_anchor"


class LedgerAudit(models.Model):
    """What the portal found when it read and checked its whole log, as it is published."""

    size = models.BigIntegerField()
    findings = models.JSONField()
    silent = ArrayField(models.TextField())
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_audit"


PERSONAL: dict[str, frozenset[str]] = {
    "LedgerTile": frozenset(),
    "LedgerCheckpoint": frozenset(),
    "LedgerCosignature": frozenset(),
    "LedgerWitness": frozenset(),
    "LedgerAlarm": frozenset(),
    "LedgerAudit": frozenset(),
    "LedgerAnchor": frozenset(),
}
"""Columns that tell something about a person: none. Leaves are entries' bodies, which name nobody."""
