"""What anybody can check of a step without this office: the proof that its entry is in the log, or its promise."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from seluma.core.access.api import Actor, NotFound
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import receipts, tlog
from seluma.lib.ids import Ref

from .pages import steps
from .reading import readable


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """A file to keep. `position` is None for a receipt: the entry waits for its seal."""

    name: str
    data: bytes
    position: int | None


def evidence(actor: Actor, case_id: UUID, entry: UUID) -> EvidenceFile:
    """The evidence file of a step on the case's timeline, as far as the actor sees that step; else NotFound.

    It holds the entry, which names nobody, and its proof; while the entry waits for its seal, the signed receipt.
    """
    row = readable(actor, case_id)
    about = Ref("case", row.id)
    seen = steps(journal.timeline(about), reader=actor, internal=row.applicant != actor.id)
    step = next((step for step in seen if step.entry == entry), None)
    if step is None:
        raise NotFound
    name = row.number or str(row.id)
    try:
        proof = ledger.prove(entry)
    except ledger.NotSealed:
        return EvidenceFile(name=f"{name}{receipts.SUFFIX}", data=ledger.receipt_of(entry), position=None)
    data = tlog.write_proof(proof)
    return EvidenceFile(name=f"{name}-{proof.index}{tlog.SUFFIX}", data=data, position=proof.index)
