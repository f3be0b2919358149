"""The house's own rules find what they are made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from seluma.cli import diagrams, own_rules

WORKFLOW = """
from seluma.lib.workflow import START, Move, Workflow
WORKFLOW = Workflow(
    owners={"open": "officer", "closed": ""},
    moves=[Move(START, "ask", "open"), Move("open", "end", "closed")]
)
"""


def function(lines: int) -> str:
    return "def long():\n" + "    pass\n" * (lines - 1)


def test_a_function_of_60_lines_is_allowed_and_one_of_61_is_not() -> None:
    assert list(own_rules.too_long(function(60))) == []
    assert list(own_rules.too_long(function(61))) == ["1: long has 61 lines; a function has at most 60"]


def test_a_file_of_500_lines_is_allowed_and_one_of_501_is_not() -> None:
    assert list(own_rules.too_long("\n" * 500)) == []
    assert list(own_rules.too_long("\n" * 501)) == ["1: 501 lines; a file has at most 500: divide it by subject"]


@pytest.mark.parametrize(
    "template",
    [
        "{{ govukInset({ html: '<p>' ~ name ~ '</p>' }) }}",
        '{{ x({"hintHtml": "<b>" ~ name}) }}',
        "a\n{ 'html': a ~ b }",
    ],
)
def test_html_joined_by_hand_is_refused(template: str) -> None:
    assert len(list(own_rules.html_by_hand(template))) == 1


@pytest.mark.parametrize(
    "template", ["{{ x({ text: a ~ b }) }}", "{% set h %}<p>{{ a }}</p>{% endset %}{{ x({html: h}) }}"]
)
def test_text_joined_by_hand_and_captured_html_are_allowed(template: str) -> None:
    assert list(own_rules.html_by_hand(template)) == []


def test_a_diagram_is_written_into_the_readme_once_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    namespace: dict[str, object] = {}
    exec(WORKFLOW, namespace)
    package = tmp_path / "domains" / "questions"
    package.mkdir(parents=True)
    monkeypatch.setattr(diagrams, "workflows", lambda _source: [(package, [namespace["WORKFLOW"]])])
    (package / "README.md").write_text("# Questions\n\nWords.\n")
    assert len(list(diagrams.differences(tmp_path))) == 1
    assert len(list(diagrams.differences(tmp_path, write=True))) == 1
    assert list(diagrams.differences(tmp_path)) == []
    text = (package / "README.md").read_text()
    assert text.startswith("# Questions\n\nWords.\n")
    (package / "README.md").write_text(text.replace("open", "ajar"))
    assert len(list(diagrams.differences(tmp_path, write=True))) == 1
    assert (package / "README.md").read_text() == text
