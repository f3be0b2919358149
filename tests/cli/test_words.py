"""What the check of the translations finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from seluma.cli import words


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one sentence of each kind; its translations are still to be written."""
    (tmp_path / "pages.py").write_text(
        'def f(_, ngettext, n):\n    _("Sampai %(day)s, %(name)s.")\n    ngettext("%(n)s hari", "%(n)s hari", n)\n'
    )
    monkeypatch.setattr(words, "SOURCE", tmp_path.parent)
    monkeypatch.setattr(words, "packages", lambda: [tmp_path])
    return tmp_path


def translate(package: Path, sentence: str, days: tuple[str, str]) -> list[str]:
    path = words.po_path(package, "en")
    path.parent.mkdir(parents=True)
    path.write_text(
        f'msgid "Sampai %(day)s, %(name)s."\nmsgstr "{sentence}"\n\n'
        f'msgid "%(n)s hari"\nmsgid_plural "%(n)s hari"\nmsgstr[0] "{days[0]}"\nmsgstr[1] "{days[1]}"\n'
    )
    return list(words.mistakes())


def test_a_translation_with_the_same_blanks_in_any_order_is_right(package: Path) -> None:
    assert translate(package, "%(name)s, until %(day)s.", ("%(n)s day", "%(n)s days")) == []


def test_one_day_may_be_a_word(package: Path) -> None:
    assert translate(package, "%(name)s, until %(day)s.", ("one day", "%(n)s days")) == []


@pytest.mark.parametrize("sentence", ["Until %(date)s, %(name)s.", "Until %(day)s.", "Until %(day), %(name)s."])
def test_a_blank_that_is_missing_or_misspelt_is_named(package: Path, sentence: str) -> None:
    """It would break the page, or leave the reader without the day."""
    found = translate(package, sentence, ("%(n)s day", "%(n)s days"))
    assert len(found) == 1
    assert "other blanks" in found[0]
