"""What an audit can find: a name for each attack, and what it proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PROVES = {
    "checkpoint-malformed": "A checkpoint was damaged or changed after it was signed.",
    "key-replaced": "Somebody else than the log that the policy names made this checkpoint.",
    "quorum-missing": "Too few independent witnesses have seen this state of the log.",
    "cosignature-false": "A signature that stands for a witness is not its own: it was changed or made up.",
    "witness-rolled-back": "The witness's store was replaced by an older one.",
    "act-suppressed": "An act that the log had acknowledged was taken away before it was sealed.",
    "rolled-back": "The log has taken back entries that it once showed to somebody.",
    "forked": "The log showed one history to somebody and shows another one now.",
    "history-rewritten": "Entries and tiles were rewritten after the checkpoint over them was signed.",
    "tile-rewritten": "Hashes were changed; the entries themselves are those that were sealed.",
    "tile-missing": "A part of the published tree was removed.",
    "entry-edited": "This entry is not the one that was sealed.",
    "entry-deleted": "An entry that was sealed was removed.",
    "tail-truncated": "The newest entries that were sealed were removed.",
    "entry-inserted": "This entry was put between older ones after they were sealed.",
    "entries-swapped": "Two entries have changed places after they were sealed.",
    "entries-moved": "Entries stand at other places than where they were sealed.",
    "back-dated": "They were written later than they say.",
    "clock-ahead": "They say a time that had not come yet: the clock was wrong, or somebody post-dated them.",
    "clock-behind": "The clock stood still or was put back, or somebody back-dated them.",
    "fact-edited": "What is shown about this act is not what was written down when it happened.",
    "facts-destroyed": "Facts were destroyed without the act of erasure that the law demands to be noted.",
    "entry-hidden": "An entry was put in or taken out behind the journal's back.",
}
"""Attack → what it proves."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the attack that explains it, where, and what it proves."""

    attack: str
    where: str
    proves: str


def finding(attack: str, where: str, detail: str) -> Finding:
    """A finding with its sentence: what was seen, and what that proves."""
    return Finding(attack, where, f"{detail} {PROVES[attack]}")


def ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in ascending order as "3" or "5 to 9", so that a thousand of them are one line."""
    start = last = None
    for number in [*numbers, None]:
        if start is not None and (number is None or number != (last or 0) + 1):
            yield str(start) if start == last else f"{start} to {last}"
            start = None
        if start is None:
            start = number
        last = number
