"""A made-up application for every service, as the content folder's `samples/answers.toml` has it. No Django here."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from seluma.cli.characters import STUDENT, VISIT, Person, about
from seluma.cli.refusals import CannotRun

FOLDER = Path(__file__).resolve().parents[3] / "content" / "seluma"
_OFFICE = ZoneInfo("Asia/Jakarta")
_FILE = Path("samples") / "answers.toml"


def services(folder: Path = FOLDER) -> list[str]:
    """The codes of the services that have a sample, in the order of the file."""
    return list(_read(folder)["services"])


def sample(service: str, person: Person, today: dt.date, *, folder: Path = FOLDER) -> dict[str, Any]:
    """Complete answers to every question of a service about a person, filed on that day; CannotRun without a sample."""
    samples = _read(folder)
    if service not in samples["services"]:
        raise CannotRun(
            f"There is no sample for {service!r} in {folder / _FILE}; there are {', '.join(services(folder))}."
        )
    answers = {key: _value(value, today) for key, value in samples["services"][service].items()}
    person_says = about(person, today)
    wanted = samples["about"][answers.pop("about", "foreigner")]
    return answers | {key: person_says[key] for key in wanted if key not in answers}


def passport_end(answers: Mapping[str, Any], today: dt.date) -> dt.date:
    """The day on which the passport of these answers ends; for who has none, a day for the picture of one."""
    written = answers.get("passport_expires_on")
    return dt.date.fromisoformat(written) if written else today + dt.timedelta(days=1500)


def answers_at(service: str, person: Person, at: dt.datetime, **changes: Any) -> dict[str, Any]:
    """The sample of a service on the office's day, with changes."""
    return {**sample(service, person, at.astimezone(_OFFICE).date()), **changes}


def student_answers(person: Person, at: dt.datetime, **changes: Any) -> dict[str, Any]:
    """Complete answers for a pupil whose permit ends in forty days."""
    return answers_at(STUDENT, person, at, **changes)


def visit_answers(person: Person, at: dt.datetime, **changes: Any) -> dict[str, Any]:
    """Complete answers for a visitor with a visa on arrival that ends in ten days."""
    return answers_at(VISIT, person, at, **changes)


def _value(value: Any, today: dt.date) -> Any:
    return (today + dt.timedelta(days=value["days"])).isoformat() if isinstance(value, Mapping) else value


@cache
def _read(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / _FILE).read_text("utf-8"))
