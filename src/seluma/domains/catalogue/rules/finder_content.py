"""Reading `finder.toml`: the shared questions, and for each service in which situations it is the right one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from seluma.lib.conditions import ConditionMistake, compiled

from .finder import when_is_broken
from .model import Choice, Finder, FinderEntry, FinderQuestion, LawRef, Service
from .reader import CODE, KEY, Mistakes, Table

FINDER = "finder.toml"


def read_finder(table: Table | None, law: Mapping[str, LawRef] | None) -> Finder:
    """The finder; empty where its file could not be read. An entry for a service that is not there does no harm."""
    if table is None:
        return Finder(questions=(), entries=())
    questions = tuple(_question(inner) for inner in table.tables("questions"))
    for key in sorted({q.key for q in questions if [other.key for other in questions].count(q.key) > 1}):
        table.wrong(f"questions[{key}]", "twice", value=key)
    entries = []
    services = table.table("services")
    for code in services.raw if services else ():
        inner = services.table(code) if services else None
        if inner is None or services is None:
            continue
        if not CODE.fullmatch(code):
            services.wrong(code, "bad_code", value=code)
            continue
        entry = _entry(inner, code, questions, law)
        if entry is not None:
            entries.append(entry)
    table.finish()
    return Finder(questions=questions, entries=tuple(entries))


def check_finder(services: Sequence[Service], table: Table | None, mistakes: Mistakes) -> None:
    """Every service of the folder must be found: one without an entry is named."""
    if table is None:
        return
    written = table.raw.get("services", {})
    for service in services:
        if service.code and isinstance(written, Mapping) and service.code not in written:
            mistakes.note(FINDER, f"services.{service.code}", "not_in_finder")


def _question(table: Table) -> FinderQuestion:
    choices = []
    for inner in table.tables("choices"):
        choices.append(
            Choice(key=inner.matching("key", KEY), title=inner.text("title"), hint=inner.text_or_none("hint"))
        )
        inner.finish()
    keys = [choice.key for choice in choices]
    for key in sorted({key for key in keys if key and keys.count(key) > 1}):
        table.wrong(f"choices[{key}]", "twice", value=key)
    if len(choices) < 2:
        table.wrong("choices", "choices_missing")
    question = FinderQuestion(
        key=table.matching("key", KEY),
        label=table.text("label"),
        hint=table.text_or_none("hint"),
        choices=tuple(choices),
    )
    table.finish()
    return question


def _entry(
    table: Table, code: str, questions: Sequence[FinderQuestion], law: Mapping[str, LawRef] | None
) -> FinderEntry | None:
    when, key = table.string("when"), table.string("law")
    table.finish()
    if law is not None and key and key not in law:
        table.wrong("law", "unknown_law", value=key)
    # The stand-in is never used: without the place in the law a mistake has been noted, or law.toml was unreadable.
    found: Any = (law or {}).get(key)
    entry = FinderEntry(service=code, when=when, law=found)
    return entry if _is_usable(table, entry, questions) else None


def _is_usable(table: Table, entry: FinderEntry, questions: Sequence[FinderQuestion]) -> bool:
    if not entry.when:
        return False
    try:
        condition = compiled(entry.when)
    except ConditionMistake as mistake:
        table.wrong("when", f"condition_{mistake.code}", problem=mistake.detail)
        return False
    unknown = sorted(condition.variables - {question.key for question in questions})
    for name in unknown:
        table.wrong("when", "unknown_situation_question", value=name)
    if unknown:
        return False
    broken = when_is_broken(entry, questions)
    if broken:
        table.wrong("when", broken)
    return broken is None
