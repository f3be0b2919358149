"""What a witness decides and what a log makes of its answer (C2SP tlog-witness). Pure: no storage, network or clock.

A witness remembers, of every log that it knows, the last checkpoint that it cosigned, and cosigns another one only when
the log proves that nothing it saw was changed or taken away.
"""

from seluma.lib.witness.answers import (
    SIZE_TYPE,
    TEXT_TYPE,
    Answer,
    Behind,
    Declined,
    Finding,
    check_memory,
    read_answer,
    refusal,
)
from seluma.lib.witness.deciding import (
    Evidence,
    Head,
    Refused,
    Status,
    Vouched,
    check_growth,
    cosignatures,
    origin_hash,
    vouch,
)

__all__ = [
    "SIZE_TYPE",
    "TEXT_TYPE",
    "Answer",
    "Behind",
    "Declined",
    "Evidence",
    "Finding",
    "Head",
    "Refused",
    "Status",
    "Vouched",
    "check_growth",
    "check_memory",
    "cosignatures",
    "origin_hash",
    "read_answer",
    "refusal",
    "vouch",
]
