"""A dry run of a publication over 10,000 open cases, with its progress bar, beside asking case after case.

All of them are drafts: a filed case keeps its version and costs nothing. A figure that all services share changes, and
a fee, so that no draft is passed over. The naive way asks each question about each draft alone, under both versions.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from seluma.cli import sampling, story
from seluma.cli.catalogue import tried
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM, Actor
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.lib.ids import Ref

BAR_SECONDS = 20
NAIVE = 500
"""Drafts that the naive way is tried on; it is said for all of them."""

_COPIES = """
CREATE TABLE bench_copy AS SELECT gen_random_uuid() AS id, one.id AS like_id FROM "case" AS one, generate_series(2, %s);
INSERT INTO "case" SELECT (jsonb_populate_record(one, jsonb_build_object('id', copy.id, 'applicant', copy.id))).*
FROM bench_copy AS copy JOIN "case" AS one ON one.id = copy.like_id;
INSERT INTO documents_document
SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'about_id', copy.id))).*
FROM bench_copy AS copy JOIN documents_document AS one ON one.about_id = copy.like_id;
VACUUM ANALYZE "case"; VACUUM ANALYZE documents_document;
"""


def measure(*, count: int = 10_000) -> dict[str, Any]:
    """All of it, as plain values."""
    now = timezone.now()
    catalogue.publish(by=SYSTEM, at=now)
    with step(f"Making {count} drafts"):
        _make(count, story.cast(at=now), now)
    with override_settings(SELUMA_CONTENT=_changed()):
        began = time.perf_counter()
        trial = tried(None)
        seconds = time.perf_counter() - began
        with step("The naive way"):
            naive = _naive(now, trial)
    drafts = sum(one.drafts for one in trial.services)
    return {
        "open_cases": trial.open_cases,
        "services": len(trial.services),
        "drafts": drafts,
        "touched": sum(len(one.touched) for one in trial.services),
        "seconds": round(seconds, 2),
        "naive_seconds": round(naive / NAIVE * drafts, 2),
        "bar_seconds": BAR_SECONDS,
    }


def _make(count: int, cast: dict[str, Actor], now: dt.datetime) -> None:
    """One draft of every service as people make it, with its papers; the others are its copies."""
    codes = [one.code for one in catalogue.services(on=timezone.localdate(now))]
    for code in codes:
        answers = sampling.answers_at(code, story.ANNA, now)
        story.draft(cast["applicant"], code, answers, story.ANNA, at=now)
    with connection.cursor() as cursor:
        for statement in _COPIES.split(";")[:-1]:
            cursor.execute(statement, [-(-count // len(codes))] if "%s" in statement else None)
        cursor.execute(
            'DELETE FROM "case" WHERE id IN (SELECT id FROM bench_copy LIMIT (SELECT count(*) - %s FROM "case"))',
            [count],
        )


def _changed() -> Path:
    folder = Path(shutil.copytree(settings.SELUMA_CONTENT, Path(settings.VAR) / "bench" / "content"))
    _replace(folder / "figures.toml", "[passport_months]\nvalue = 6", "[passport_months]\nvalue = 48")
    visit = folder / "services" / "visit-extension.toml"
    _replace(visit, "amount = 500000", "amount = 510000")
    _replace(visit, 'source = "PP', 'source = "Bench: PP')
    return folder


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    file.write_text(text.replace(old, new), "utf-8")


def _naive(now: dt.datetime, trial: cases.Trial) -> float:
    day = timezone.localdate(now)
    after = {one.service.code: one.service for one in trial.services}
    with connection.cursor() as cursor:
        cursor.execute('SELECT id FROM "case" ORDER BY id LIMIT %s', [NAIVE])
        rows: list[UUID] = [row for (row,) in cursor.fetchall()]
    began = time.perf_counter()
    for case in rows:
        code, answers = _read(case)
        for service in (catalogue.service(code, on=day), after.get(code)):
            if service is not None:
                kept = catalogue.carried_over(service, answers)
                documents.documents(Ref("case", case))
                catalogue.unanswered(service, kept)
                catalogue.required_documents(service, kept)
                catalogue.fee_for(service, kept)
                catalogue.obstacles(service, kept, on=day, blocks="filing")
    return time.perf_counter() - began


def _read(case: UUID) -> tuple[str, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute('SELECT service_code, answers FROM "case" WHERE id = %s', [case])
        code, answers = cursor.fetchone()
    return code, json.loads(answers)
