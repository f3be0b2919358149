"""A state machine is a table: what may follow what, by which verb, and whose turn it is in each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

START = ""
"""The state before there is anything; verbs that make the thing leave from here."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: in `state`, `verb` leads to `to`."""

    state: str
    verb: str
    to: str


@dataclass(frozen=True, slots=True)
class Workflow:
    """The whole table. `owners` names every state with whose turn it is; "" means that nobody has to do anything.

    ValueError when the table does not hold together: a state without owner, an owner without state, the same verb
    twice from one state, a state that is never reached, or one with an owner and no way out.
    """

    owners: Mapping[str, str]
    moves: Sequence[Move]
    _table: dict[tuple[str, str], str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for move in self.moves:
            if (move.state, move.verb) in self._table:
                raise ValueError(f"{move.verb!r} leads to two places from {move.state!r}")
            self._table[move.state, move.verb] = move.to
        named = {move.state for move in self.moves} | {move.to for move in self.moves}
        if unowned := named - {START} - set(self.owners):
            raise ValueError(f"nobody owns {sorted(unowned)}")
        if unreached := set(self.owners) - {move.to for move in self.moves}:
            raise ValueError(f"never reached: {sorted(unreached)}")
        for state, owner in self.owners.items():
            if owner and not self.verbs(state):
                raise ValueError(f"{owner!r} has no way out of {state!r}")

    @property
    def states(self) -> tuple[str, ...]:
        """All states, in the order of `owners`."""
        return tuple(self.owners)

    def to(self, state: str, verb: str) -> str | None:
        """Where the verb leads from this state, or None when it may not be done there."""
        return self._table.get((state, verb))

    def verbs(self, state: str) -> tuple[str, ...]:
        """What may be done in this state, in the order of the table."""
        return tuple(move.verb for move in self.moves if move.state == state)

    def sources(self, verb: str) -> tuple[str, ...]:
        """The states in which the verb may be done."""
        return tuple(move.state for move in self.moves if move.verb == verb)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the package's README; `check` compares the two."""
        lines = ["stateDiagram-v2"]
        lines += [f"    {state}: {state} ({owner})" for state, owner in self.owners.items() if owner]
        lines += [f"    {move.state or '[*]'} --> {move.to}: {move.verb}" for move in self.moves]
        lines += [f"    {state} --> [*]" for state in self.owners if not self.verbs(state)]
        return "\n".join(lines) + "\n"
