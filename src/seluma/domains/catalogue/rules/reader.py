"""Reading tables of a content file so that every mistake is found, not only the first.

Each `take` gives a value of the wanted type whatever stands there: where something is wrong it notes a `Mistake` and
gives a stand-in, and reading goes on. Content with a mistake is never used.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from seluma.lib.money import rupiah
from seluma.lib.text import LANGUAGES, Text

from .model import Figure

KEY = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PREFIX = re.compile(r"[A-Z]{2,6}")
NO_DAY = dt.date.min
LARGEST = 10**12
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BARE_DATE = re.compile(r"(?m)^(\s*[\w.-]+\s*=\s*)(\d{4}-\d{1,2}-\d{1,2})(\s*(?:#.*)?)$")


_WRONG_FORM = {KEY: "bad_key", CODE: "bad_code", PREFIX: "bad_prefix"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a content file. `code` is a key of `words.MISTAKES`, `details` fill its sentence."""

    file: str
    key: str
    code: str
    details: Mapping[str, str | int] = field(default_factory=dict)


class Mistakes:
    """The mistakes found so far, in the order in which they were found, each once."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, str], Mistake] = {}

    def note(self, file: str, key: str, code: str, **details: str | int) -> None:
        """Note one."""
        self.take([Mistake(file, key, code, details)])

    def take(self, mistakes: Iterable[Mistake]) -> None:
        """Note what was found elsewhere."""
        for one in mistakes:
            self.found.setdefault((one.file, one.key, one.code), one)


def parse(file: str, data: bytes, mistakes: Mistakes) -> dict[str, Any] | None:
    """The TOML tables of a file; None, with a mistake noted, where it is not TOML."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        mistakes.note(file, "-", "not_utf8")
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        try:
            # 2026-02-30 makes the whole file unreadable as TOML. Read as text, it is one wrong date among others.
            return tomllib.loads(_BARE_DATE.sub(r'\1"\2"\3', text))
        except tomllib.TOMLDecodeError:
            mistakes.note(file, "-", "not_toml", problem=str(error))
            return None


class Table:
    """One table of a file, its place in it, and the figures that its texts may name in braces.

    Without figures (their file could not be read) no name of a figure is called wrong.
    """

    def __init__(
        self,
        file: str,
        raw: Mapping[str, Any],
        mistakes: Mistakes,
        *,
        path: str = "",
        figures: Mapping[str, Figure] | None = None,
    ) -> None:
        self.file = file
        self.path = path
        self.raw = raw
        self.mistakes = mistakes
        self.figures = figures
        self._known: set[str] = set()

    def at(self, name: str) -> str:
        """The full key of an entry of this table."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, code: str, **details: str | int) -> None:
        """Note a mistake at an entry of this table, or at the table itself for an empty name."""
        self.mistakes.note(self.file, self.at(name) if name else self.path or "-", code, **details)

    def has(self, name: str) -> bool:
        """Whether the entry is there."""
        return name in self.raw

    def finish(self) -> None:
        """Note every entry that nobody asked for."""
        for name in self.raw:
            if name not in self._known:
                self.wrong(name, "unknown_key")

    def string(self, name: str, *, required: bool = True) -> str:
        """A text without translation, trimmed; "" where it is missing."""
        value = self._take(name, required)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, "not_text")
            return ""
        if not value.strip() and required:
            self.wrong(name, "empty")
        return value.strip()

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        """A key or a code; "" where it has another form."""
        value = self.string(name)
        if value and not pattern.fullmatch(value):
            self.wrong(name, _WRONG_FORM[pattern], value=value)
            return ""
        return value

    def one_of(self, name: str, allowed: Collection[str], *, default: str | None = None) -> Any:
        """One of a few words."""
        value = self.string(name, required=default is None) or default or ""
        if value and value not in allowed:
            self.wrong(name, "not_one_of", value=value, allowed=", ".join(sorted(allowed)))
        return value

    def integer(
        self, name: str, *, required: bool = True, least: int = 0, most: int = LARGEST, default: int | None = None
    ) -> int | None:
        """A whole number between two others."""
        value = self._take(name, required and default is None)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(name, "not_a_number")
            return default
        if not least <= value <= most:
            self.wrong(name, "number_range", least=least, most=most)
            return default
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """true or false."""
        value = self._take(name, False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, "not_a_flag")
            return default
        return value

    def date(self, name: str, *, required: bool = True) -> dt.date | None:
        """A day, written 2026-12-31."""
        value = self._take(name, required)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                value = dt.date.fromisoformat(value)
            except ValueError:
                self.wrong(name, "bad_date", value=value)
                return None
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            self.wrong(name, "bad_date", value=str(value))
            return None
        return value

    def day(self, name: str) -> dt.date:
        """A day that must be there."""
        return self.date(name) or NO_DAY

    def strings(self, name: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of words, each once."""
        value = self._take(name, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.wrong(name, "not_a_list")
            return ()
        for item in {item for item in value if value.count(item) > 1}:
            self.wrong(name, "twice", value=item)
        return tuple(value)

    def text(self, name: str) -> Text:
        """A text in both languages, `{figure}` replaced by its value."""
        value = self._take(name, True)
        if value is None:
            return Text("", "")
        if not isinstance(value, dict):
            self.wrong(name, "not_translated")
            return Text("", "")
        inner = self._child(name, value)
        found = {}
        for language in LANGUAGES:
            inner._known.add(language)
            sentence = value.get(language)
            if not isinstance(sentence, str) or not sentence.strip():
                inner.wrong(language, "missing_translation")
                sentence = ""
            found[language] = inner._with_figures(language, _unwrapped(sentence))
        inner.finish()
        return Text(**found)

    def text_or_none(self, name: str) -> Text | None:
        """The same, or None where it is left out."""
        if not self.has(name):
            self._known.add(name)
            return None
        return self.text(name)

    def table(self, name: str, *, required: bool = True) -> Table | None:
        """A table inside this one."""
        value = self._take(name, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(name, "not_a_table")
            return None
        return self._child(name, value)

    def named_tables(self, name: str) -> list[tuple[str, Table]]:
        """The tables `[name.key]`, with their keys."""
        outer = self.table(name, required=False)
        if outer is None:
            return []
        found = []
        for key, value in outer.raw.items():
            if not KEY.fullmatch(key):
                outer.wrong(key, "bad_key", value=key)
            elif not isinstance(value, dict):
                outer.wrong(key, "not_a_table")
            else:
                found.append((key, outer._child(key, value)))
        return found

    def tables(self, name: str, *, label: str = "key") -> list[Table]:
        """The tables `[[name]]`; each is called by its `label` where it has one, else by its place."""
        value = self._take(name, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(name, "not_tables")
            return []
        return [self._child(f"{name}[{item.get(label, place)}]", item) for place, item in enumerate(value, start=1)]

    def _child(self, name: str, raw: Mapping[str, Any]) -> Table:
        return Table(self.file, raw, self.mistakes, path=self.at(name), figures=self.figures)

    def _take(self, name: str, required: bool) -> Any:
        self._known.add(name)
        if name not in self.raw:
            if required:
                self.wrong(name, "missing")
            return None
        return self.raw[name]

    def _with_figures(self, language: str, sentence: str) -> str:
        def value_of(match: re.Match[str]) -> str:
            if self.figures is None:
                return ""
            figure = self.figures.get(match[1].strip())
            if figure is None:
                self.wrong(language, "unknown_figure", value=match[1])
                return ""
            return rupiah(figure.value) if figure.unit == "rupiah" else str(figure.value)

        return _PLACEHOLDER.sub(value_of, sentence)


def _unwrapped(text: str) -> str:
    """Paragraphs as single lines: a content file may break its lines where it likes."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
