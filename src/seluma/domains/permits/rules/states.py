"""The states of a permit and of a letter, each a table."""

from __future__ import annotations

from typing import Final

from seluma.lib.workflow import START, Move, Workflow

GRANTED: Final = "granted"
ISSUED: Final = "issued"
REVOKED: Final = "revoked"
EXPIRED: Final = "expired"
WRITTEN: Final = "written"

REFUSAL: Final = "refusal"
"""The kind of letter that tells a refusal."""

PERMITS: Final = Workflow(
    owners={GRANTED: "system", ISSUED: "holder", REVOKED: "", EXPIRED: ""},
    moves=(
        Move(START, "grant", GRANTED),
        Move(GRANTED, "issue", ISSUED),
        Move(GRANTED, "revoke", REVOKED),
        Move(GRANTED, "expire", EXPIRED),
        Move(ISSUED, "revoke", REVOKED),
        Move(ISSUED, "expire", EXPIRED),
    ),
)
"""A permit counts from the decision on; `issued` says that its paper is made too."""

LETTERS: Final = Workflow(
    owners={WRITTEN: "system", ISSUED: ""},
    moves=(Move(START, "write", WRITTEN), Move(WRITTEN, "issue", ISSUED)),
)
