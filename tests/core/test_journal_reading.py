"""Reading a long journal: timelines and views are found by an index, whatever an entry names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from seluma.core.access.api import Actor
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
CITRA = Actor(kind="account", id=new_id(), name="Citra")
ENTRIES = 100_000

_FILL = """
WITH made AS MATERIALIZED (
    SELECT gen_random_uuid() AS id, gen_random_uuid() AS subject, gen_random_uuid() AS other
    FROM generate_series(1, %s)
), entries AS (
    INSERT INTO journal_entry (id, body) SELECT id, ''::bytea FROM made
)
INSERT INTO journal_facts (entry_id, kind, at, subject_kind, subject_id, actor_kind, actor_id, about, facts, salt)
SELECT id, 'test.Made', now(), 'kettle', subject, 'system', other, ARRAY[subject, other], '{}', ''::bytea FROM made
"""


@pytest.fixture
def long_journal(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [ENTRIES])
        cursor.execute("ANALYZE journal_facts")


def plans_of(read: Callable[[], Any]) -> list[str]:
    """PostgreSQL's plan of each statement that this reading executes."""
    plans: list[str] = []

    def explain(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        with connection.connection.cursor() as cursor:
            plans.append("\n".join(line for (line,) in cursor.execute(f"EXPLAIN {sql}", params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        read()
    return plans


def test_a_long_journal_is_never_read_through(long_journal: None) -> None:
    case, paper = Ref("case", new_id()), Ref("document", new_id())
    journal.note_view(by=CITRA, at=NOON, subjects=[case, paper], purpose="test")
    readings: list[Callable[[], Any]] = [
        lambda: journal.timeline(case),
        lambda: journal.timelines([case, paper]),
        lambda: journal.views_of(case),
        lambda: journal.views_of(paper),
    ]
    for read in readings:
        (plan,) = plans_of(read)
        assert "journal_facts_about" in plan
        assert "Seq Scan on journal_facts" not in plan
    assert len(journal.views_of(paper)) == 1
