"""A witness's answer: written by the witness, read by the log."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from seluma.lib import tlog
from seluma.lib.witness.deciding import Refused, Status

SIZE_TYPE: Final = "text/x.tlog.size"
TEXT_TYPE: Final = "text/plain; charset=utf-8"

_OK: Final = 200
_SIZE: Final = re.compile(r"(0|[1-9][0-9]{0,18})\n", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and content type of an HTTP answer."""

    status: int
    body: bytes
    content_type: str = TEXT_TYPE


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: which attack it is, where, and what it proves."""

    attack: str
    where: str
    proves: str


class Behind(Exception):
    """The witness cosigned another size last, `size`: the log has to prove its checkpoint from there."""

    def __init__(self, size: int) -> None:
        super().__init__(f"The checkpoint that the witness cosigned last has {size} entries.")
        self.size = size


class Declined(Exception):
    """The witness did not cosign; `str()` says why in one sentence, `status` is its answer's."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def refusal(reason: Refused) -> Answer:
    """The answer that tells a log why its checkpoint is not cosigned."""
    if reason.size is not None:
        return Answer(reason.status, f"{reason.size}\n".encode(), SIZE_TYPE)
    return Answer(reason.status, f"{reason}\n".encode())


def read_answer(answer: Answer, text: str, keys: Iterable[tlog.VerifierKey]) -> list[tlog.SignatureLine]:
    """The cosignatures that a witness gave over a checkpoint (the note's text), of the keys that are known.

    Raises Behind for another size, Declined for every other refusal and for an answer without a cosignature that
    verifies and states a time.
    """
    if answer.status == Status.OTHER_SIZE and answer.content_type == SIZE_TYPE:
        size = _SIZE.fullmatch(answer.body.decode("ascii", "replace"))
        if size is None:
            raise Declined(answer.status, "The witness answered a size that is no decimal number.")
        raise Behind(int(size[1]))
    if answer.status != _OK:
        said = answer.body[:300].decode("utf-8", "replace").strip()
        raise Declined(answer.status, f"The witness answered {answer.status}: {' '.join(said.split())}")
    try:
        lines = tlog.read_signatures(answer.body.decode())
    except (UnicodeDecodeError, tlog.Unreadable) as reason:
        raise Declined(answer.status, f"What the witness answered is no cosignature. {reason}") from None
    known = list(keys)
    found = [line for line in tlog.cosignatures_in(lines, text, known) if _states_a_time(line, text, known)]
    if not found:
        raise Declined(answer.status, "The witness answered no cosignature that verifies with its key.")
    return found


def check_memory(witness: str, origin: str, *, cosigned: int, stated: int) -> Finding | None:
    """What it means when a witness states (409, or the address where it shows its last checkpoint) a size.

    `cosigned` is the largest size over which the log holds a cosignature of this witness. A witness persists before it
    answers, so it can only state more: an answer that never arrived.
    """
    if stated >= cosigned:
        return None
    return Finding(
        "witness-rolled-back",
        f"witness {witness}, log {origin}",
        f"The witness cosigned {cosigned} entries and now says that it cosigned {stated} last: its store was replaced "
        "by an older one. Until it has caught up it would accept another history of what came after; it should be "
        "retired, and its cosignatures from now on not be counted.",
    )


def _states_a_time(line: tlog.SignatureLine, text: str, keys: list[tlog.VerifierKey]) -> bool:
    return any(tlog.verify(key, text, line).timestamp for key in keys if key.made(line))
