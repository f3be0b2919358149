"""What the linter cannot see: strings that import, events without words, permissions nobody holds, silent tables."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from seluma.cli import words as translations
from seluma.config.roles import ROLES
from seluma.config.subscriptions import NOTICES, SUBSCRIBERS
from seluma.core.journal.deliveries import subscriber_named
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.permits import api as permits
from seluma.lib.events import Event, known_events

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "seluma"
FLOORS = ["lib", "core", "domains", "web", "rest", "jobs", "cli", "config"]
ORDER = {
    "people": 0,
    "catalogue": 1,
    "documents": 1,
    "payments": 1,
    "agencies": 1,
    "permits": 1,
    "cases": 2,
}
SAMPLES = Path(__file__).parent / "events"


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def ours(kind: type[Event]) -> bool:
    return kind.__module__.startswith("seluma.")


def our_events() -> list[type[Event]]:
    return [kind for kind in known_events().values() if ours(kind)]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("seluma.")]


def test_no_string_reaches_up_or_sideways() -> None:
    found = []
    for path, tree in modules():
        floor = path.relative_to(SOURCE).parts[0]
        if floor in ("config", "cli"):
            continue
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            match = re.fullmatch(r"seluma\.(\w+)\.(\w+)[\w.]*", node.value)
            if match and not node.value.startswith(".".join(["seluma", *path.relative_to(SOURCE).parts[:2]])):
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}: {node.value}")
    assert found == []


def test_foreign_keys_point_down() -> None:
    found = []
    for model in our_models():
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            here, there = model.__module__.split(".")[1:3], field.related_model.__module__.split(".")[1:3]
            if field.related_model.__module__.startswith("seluma.") and here != there and _rank(here) <= _rank(there):
                found.append(f"{model.__name__}.{field.name} -> {field.related_model.__name__}")
    assert found == []


def _rank(place: list[str]) -> tuple[int, int]:
    return FLOORS.index(place[0]), ORDER.get(place[1], 0)


def test_every_subscriber_that_is_listed_exists() -> None:
    for names in SUBSCRIBERS.values():
        for name in names:
            assert callable(subscriber_named(name)), name


def test_what_every_subscriber_does_has_words_for_the_list_of_what_failed() -> None:
    assert {name for names in SUBSCRIBERS.values() for name in names} | {messages.SUBSCRIBER} == set(
        messages.FOLLOW_UPS | permits.FOLLOW_UPS | cases.FOLLOW_UPS
    )


def test_every_event_is_in_the_past_tense_pure_and_says_what_is_personal() -> None:
    for kind in our_events():
        assert dataclasses.is_dataclass(kind), kind
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
        names = {field.name for field in dataclasses.fields(kind)}
        assert kind.SUBJECT in names, kind
        assert names >= kind.PERSONAL, kind
        assert names >= set(kind.DIGESTS), kind
        assert re.search(r"(ed|Set|Sent|Overdue|Paid|Viewed|Written|Withdrawn|Frozen)$", kind.__name__), kind.__name__
        assert kind.__doc__, kind


def test_every_event_has_words() -> None:
    from seluma.core.journal import words as journal_words
    from seluma.core.ledger import words as ledger_words
    from seluma.core.messages import words as message_words

    worded = {*journal_words.EVENTS, *ledger_words.EVENTS, *message_words.EVENTS}
    for package in (SOURCE / "domains").iterdir():
        if (package / "words.py").exists():
            worded |= set(getattr(importlib.import_module(f"seluma.domains.{package.name}.words"), "EVENTS", {}))
    assert [kind.kind() for kind in our_events() if kind not in worded] == []


def test_a_sample_of_each_event_still_loads() -> None:
    missing = [kind.kind() for kind in our_events() if not (SAMPLES / f"{kind.kind()}.json").exists()]
    assert missing == [], "write a sample: its facts as JSON, once and for ever"
    for path in SAMPLES.glob("*.json"):
        kind = known_events()[path.stem]
        event = kind.from_facts(json.loads(path.read_text()))
        assert event.subject_ref().id, path.name


def test_every_permission_is_held_by_a_role_and_every_role_holds_known_ones() -> None:
    declared = set()
    for path, tree in modules():
        if path.name in ("policies.py", "acts.py"):
            for node in ast.walk(tree):
                if (
                    isinstance(node, ast.Assign)
                    and isinstance(node.value, ast.Constant)
                    and isinstance(node.value.value, str)
                    and re.fullmatch(r"[a-z]+\.[a-z_]+", node.value.value)
                ):
                    declared.add(node.value.value)
    held = set().union(*ROLES.values())
    assert declared - held == set(), "nobody holds these"
    assert held - declared == set(), "nobody declares these"


def test_every_table_says_which_of_its_columns_are_personal() -> None:
    silent, unknown = [], []
    for model in our_models():
        declared = getattr(importlib.import_module(model.__module__), "PERSONAL", None)
        if declared is None or model.__name__ not in declared:
            silent.append(f"{model.__module__}.{model.__name__}")
            continue
        columns = {field.name for field in model._meta.get_fields() if field.concrete}
        unknown += [f"{model.__name__}.{name}" for name in declared[model.__name__] if name not in columns]
    assert silent == []
    assert unknown == []


def test_constraints_have_names_that_say_what_they_promise() -> None:
    for model in our_models():
        for constraint in model._meta.constraints:
            assert not re.search(r"_[0-9a-f]{8}", constraint.name), constraint.name


@pytest.mark.parametrize("word", ["Seluma", "Bengkulu", "Tais"])
def test_no_word_of_one_regency_stands_in_the_code(word: str) -> None:
    found = []
    for path, tree in modules():
        if path.relative_to(SOURCE).parts[0] == "cli":
            continue
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
            if isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            if said and re.search(rf"\b{word}\b", node.value):
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    for path in SOURCE.rglob("*.html"):
        if re.search(rf"\b{word}\b", path.read_text(encoding="utf-8")):
            found.append(str(path.relative_to(SOURCE)))
    assert found == []


def test_nothing_is_saved_outside_the_verbs() -> None:
    found = []
    # rules are pure: what they save is a picture into memory
    allowed = re.compile(r"(actions|core|migrations|kept|subscribers|web/ui|cli|rules\.py)")
    for path, tree in modules():
        if allowed.search(str(path.relative_to(SOURCE))):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in ("save", "bulk_create", "bulk_update"):
                found.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert found == []


def test_every_sentence_is_translated() -> None:
    assert list(translations.mistakes()) == []


def test_no_signals_and_no_admin() -> None:
    found = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in ("django.dispatch", "django.contrib.admin"):
                found.append(str(path.relative_to(SOURCE)))
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
                found.append(str(path.relative_to(SOURCE)))
    assert [path for path in found if "allauth" not in path] == []


def test_every_notice_has_a_subscriber_behind_it() -> None:
    assert all(isinstance(notices, tuple) and notices for notices in NOTICES.values())
