"""The table of a state machine holds together or is refused."""

import pytest

from seluma.lib.workflow import START, Move, Workflow

OWNERS = {"open": "applicant", "done": ""}
MOVES = [Move(START, "begin", "open"), Move("open", "end", "done")]


def test_a_verb_leads_somewhere_or_nowhere() -> None:
    table = Workflow(OWNERS, MOVES)
    assert table.to("open", "end") == "done"
    assert table.to("done", "end") is None
    assert table.verbs("open") == ("end",)
    assert table.sources("end") == ("open",)
    assert table.states == ("open", "done")


def test_the_diagram_shows_every_row() -> None:
    assert Workflow(OWNERS, MOVES).mermaid() == (
        "stateDiagram-v2\n    open: open (applicant)\n    [*] --> open: begin\n"
        "    open --> done: end\n    done --> [*]\n"
    )


@pytest.mark.parametrize(
    ("owners", "moves", "said"),
    [
        ({"open": "applicant"}, MOVES, "nobody owns"),
        ({**OWNERS, "lost": ""}, MOVES, "never reached"),
        ({"open": "applicant", "done": "officer"}, MOVES, "no way out"),
        (OWNERS, [*MOVES, Move("open", "end", "open")], "two places"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(owners: dict[str, str], moves: list[Move], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Workflow(owners, moves)
