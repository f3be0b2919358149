"""From a situation to a service: yes, no with the nearest change, or it depends on the officer."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from seluma.cli import sampling, story
from seluma.domains.catalogue import api as catalogue

from ..people_at_work import MONDAY
from .offices import change

TODAY = MONDAY.date()
WRITTEN = tomllib.loads(Path(__file__).with_name("situations.toml").read_text(encoding="utf-8"))["situations"]
VISITORS = "services.visit-extension"
pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(office_on_monday: Any) -> None:
    """All services are published."""


def day(value: Any) -> Any:
    """`+40` and `-3` are days from today; anything else is itself."""
    if isinstance(value, str) and value[:1] in "+-" and value[1:].isdigit():
        return (TODAY + dt.timedelta(days=int(value))).isoformat()
    return value


def walked(situation: dict[str, str], details: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any], frozenset[str]]:
    """Answer what the finder asks, as a person in this situation would, until it asks no more."""
    known: dict[str, str] = {}
    given: dict[str, Any] = {}
    passed: set[str] = set()
    for _ in range(40):
        step = catalogue.next_step(known, given, frozenset(given) | passed, on=TODAY)
        if step.is_over:
            return known, given, frozenset(given) | passed
        if step.question is not None:
            offered = {choice.key for choice in step.choices}
            answer = situation.get(step.question.key, catalogue.NONE_FITS)
            known[step.question.key] = answer if answer in offered else catalogue.NONE_FITS
        elif step.detail is not None and step.detail.key in details:
            given[step.detail.key] = catalogue.check_answer(step.detail, day(details[step.detail.key]))
        elif step.detail is not None:
            passed.add(step.detail.key)
    raise AssertionError("the finder asks without end")


def found(situation: dict[str, str], details: dict[str, Any]) -> dict[str, catalogue.Verdict]:
    return {one.service.code: one for one in catalogue.verdicts(*walked(situation, details), on=TODAY)}


def details_of(written: dict[str, Any]) -> dict[str, Any]:
    """What the person would answer about the service; `sample`: as in the service's sample, but for what is written."""
    given = sampling.sample(written["service"], story.ANNA, TODAY) if written.get("sample") else {}
    return given | written.get("details", {})


@pytest.mark.parametrize("written", WRITTEN, ids=[one["who"] for one in WRITTEN])
def test_a_written_situation_leads_to_the_right_answer(offered: None, written: dict[str, Any]) -> None:
    verdicts = found(written["situation"], details_of(written))
    verdict = verdicts[written["service"]]
    assert verdict.answer == written["answer"]
    articles = {reason.law.key for reason in verdict.reasons if reason.law} or {verdict.law.key if verdict.law else ""}
    assert written["article"] in articles
    if "change" in written:
        key, value = written["change"]
        change_ = verdict.change
        if change_ is None:
            assert [(s.question.key, s.choice.key) for s in verdict.switches] == [(key, value)]
        else:
            assert (change_.question.key if change_.question else "today", change_.value) == (key, day(value))
    if written["answer"] == "yes":
        assert [code for code, one in verdicts.items() if one.answer == "yes"] == [written["service"]]


def test_there_are_forty_written_situations_and_every_service_is_somebodys(offered: None) -> None:
    assert len(WRITTEN) >= 40
    right = {one["service"] for one in WRITTEN if one["answer"] == "yes"}
    assert right == {service.code for service in catalogue.services(on=TODAY)}


def test_every_kind_of_change_and_of_doubt_is_written(offered: None) -> None:
    """No, and what would make it yes; it depends, and on what."""
    services = {service.code: service for service in catalogue.services(on=TODAY)}
    kinds, doubts = set(), set()
    for one in WRITTEN:
        service = services[one["service"]]
        if "change" in one:
            key = one["change"][0]
            question = service.questions_by_key.get(key)
            kinds.add(question.kind if question else "today" if key == "today" else "situation")
        if one["answer"] == "depends":
            doubts |= {c.blocks for c in service.conditions if c.law and c.law.key == one["article"]} or {"unknown"}
    assert kinds >= {"today", "situation", "date", "number", "choice", "yes_no"}
    assert doubts >= {"filing", "warn"}


def test_only_questions_that_tell_services_apart_are_asked(offered: None) -> None:
    known, given, _ = walked({"person": "foreigner", "stay": "visit", "aim": "longer"}, {"visa_index": "A1"})
    assert set(known) <= {"person", "stay", "aim"}
    assert set(given) == {"visa_index"}


def test_a_choice_without_a_service_behind_it_is_not_offered(offered: None) -> None:
    known: dict[str, str] = {}
    while (step := catalogue.next_step(known, {}, frozenset(), on=TODAY)).question:
        for choice in step.choices:
            further = {**known, step.question.key: choice.key}
            assert any(one.answer != "no" for one in catalogue.verdicts(further, {}, frozenset(), on=TODAY))
        known[step.question.key] = step.choices[0].key


def test_whoever_finds_nothing_that_fits_is_told_no_everywhere_with_what_would_have_to_differ(offered: None) -> None:
    verdicts = found({}, {})
    assert {one.answer for one in verdicts.values()} == {"no"}
    assert all(one.law and one.switches for one in verdicts.values())


def test_what_is_not_known_leaves_it_to_the_officer(offered: None) -> None:
    verdict = found({"person": "foreigner", "stay": "visit", "aim": "longer"}, {"visa_index": "B1"})["visit-extension"]
    assert verdict.answer == "depends"
    assert {question.key for question in verdict.unknown} >= {"permit_expires_on", "passport_expires_on"}


def test_a_yes_is_a_yes_at_filing(offered: None) -> None:
    """What the finder calls possible meets every condition of filing that its answers decide."""
    for written in WRITTEN:
        if written["answer"] != "yes":
            continue
        _, given, _ = walked(written["situation"], details_of(written))
        service = catalogue.service(written["service"], on=TODAY)
        assert catalogue.obstacles(service, given, on=TODAY, blocks="filing") == []


def test_a_service_without_an_entry_is_named(folder: Path) -> None:
    change(folder, "finder.toml", "[services.visit-extension]", "[services.visit-extention]")
    with pytest.raises(catalogue.ContentMistakes) as wrong:
        catalogue.content()
    assert [(m.file, m.key, m.code) for m in wrong.value.mistakes] == [
        ("finder.toml", "services.visit-extension", "not_in_finder")
    ]


@pytest.mark.parametrize(
    ("old", "new", "key", "code"),
    [
        ("stay == 'visit' && aim", "stai == 'visit' && aim", f"{VISITORS}.when", "unknown_situation_question"),
        ("stay == 'visit' && aim", "stay == 'visitor' && aim", f"{VISITORS}.when", "never_true"),
        ("stay == 'visit' && aim", "stay == 'visit' && && aim", f"{VISITORS}.when", "condition_syntax"),
        ("person == 'foreigner' && stay == 'visit'", "person", f"{VISITORS}.when", "finder_when"),
        ('law = "visit_extension"', 'law = "visit_extention"', f"{VISITORS}.law", "unknown_law"),
        ('title.en = "A foreigner"\n', "", "questions[person].choices[foreigner].title.en", "missing_translation"),
        ('key = "citizen"', 'key = "foreigner"', "questions[person].choices[foreigner]", "twice"),
        ('key = "stay"', 'key = "person"', "questions[person]", "twice"),
    ],
)
def test_a_mistake_in_the_finder_is_named(folder: Path, old: str, new: str, key: str, code: str) -> None:
    change(folder, "finder.toml", old, new)
    with pytest.raises(catalogue.ContentMistakes) as wrong:
        catalogue.content()
    assert ("finder.toml", key, code) in {(m.file, m.key, m.code) for m in wrong.value.mistakes}
