"""Pure decisions about permits: states, numbers and codes, seals, what a check finds."""

from .letters import whole_letter
from .numbers import (
    LAST_NUMBER,
    NumbersExhausted,
    code_from,
    grouped,
    letter_number,
    normal_code,
    permit_number,
)
from .papers import Holder, Letter, Office, Permit, masked
from .seals import (
    DOCUMENT_TYPE,
    SealFacts,
    compose_mrz,
    facts_in,
    plain_number,
    seal_content,
    tells_the_same,
)
from .states import (
    EXPIRED,
    GRANTED,
    ISSUED,
    LETTERS,
    PERMITS,
    REFUSAL,
    REVOKED,
    WRITTEN,
)
from .verdicts import Evidence, Status, judge

__all__ = [
    "DOCUMENT_TYPE",
    "EXPIRED",
    "GRANTED",
    "ISSUED",
    "LAST_NUMBER",
    "LETTERS",
    "PERMITS",
    "REFUSAL",
    "REVOKED",
    "WRITTEN",
    "Evidence",
    "Holder",
    "Letter",
    "NumbersExhausted",
    "Office",
    "Permit",
    "SealFacts",
    "Status",
    "code_from",
    "compose_mrz",
    "facts_in",
    "grouped",
    "judge",
    "letter_number",
    "masked",
    "normal_code",
    "permit_number",
    "plain_number",
    "seal_content",
    "tells_the_same",
    "whole_letter",
]
