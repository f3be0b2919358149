"""The ledger's tables. Triggers refuse every change but growing at the right edge; see ADR 0008."""

from django.db import models


class LedgerTile(models.Model):
    """A tile of the Merkle tree. A partial one grows in place: every narrower one is its beginning."""

    level = models.SmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "ledger_tile"
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="ledger_tile_once")]


class LedgerCheckpoint(models.Model):
    """A head of the log as it was signed: the whole note, byte for byte."""

    size = models.BigIntegerField(primary_key=True)
    note = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"


PERSONAL: dict[str, frozenset[str]] = {"LedgerTile": frozenset(), "LedgerCheckpoint": frozenset()}
"""Columns that tell something about a person: none. Leaves are entries' bodies, which name nobody."""
