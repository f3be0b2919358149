"""A publication that is tried says what will happen; then it is made, and that happens."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as portal
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

from ..catalogue.offices import VISIT, change, change_fee, copy_of_the_office

pytestmark = pytest.mark.django_db

CHANGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "a fee": ((VISIT, "500000", "510000"),),
    "another fee": ((VISIT, "250000", "260000"),),
    "a document for everybody": (
        (VISIT, "required_when = \"!(visa_index in ['B1', 'C1', 'D1'])\"\n", ""),
        (VISIT, 'only_for.id = "Tidak untuk visa wisata (B1, C1, D1)."\n', ""),
        (VISIT, 'only_for.en = "Not for tourist visas (B1, C1, D1)."\n', ""),
    ),
    "a document less": (
        (VISIT, 'key = "return_ticket"\n', 'key = "return_ticket"\nrequired_when = "size(reason) > 499"\n'),
    ),
    "a shorter window": ((VISIT, "value = 30\nunit", "value = 5\nunit"),),
    "a longer stay": ((VISIT, "value = 60\nunit", "value = 90\nunit"),),
    "a longer passport": (("figures.toml", "value = 6\nunit", "value = 48\nunit"),),
    "an answer less": (
        (VISIT, '{ key = "30d", days = 30 }', '{ key = "31d", days = 31 }'),
        (VISIT, 'key = "30d"', 'key = "31d"'),
        (VISIT, "extension_length == '30d'", "extension_length == '31d'"),
    ),
    "a question that may not be left out": (
        (VISIT, 'use = "permit_number"\nrequired = false', 'use = "permit_number"'),
    ),
}
ANSWERS: dict[str, dict[str, Any]] = {
    "as usual": {},
    "a week": {"extension_length": "7d"},
    "too long on arrival": {"entered_on": "2026-10-01"},
    "a business visa": {"visa_index": "C2", "extension_length": "60d"},
    "no length yet": {"extension_length": None},
    "a number": {"permit_number": "2C11JE0001"},
}


def changed(folder: Path, names: set[str]) -> None:
    for name in sorted(names):
        for file, old, new in CHANGES[name]:
            if old.isdigit():
                change_fee(folder, file, int(old), int(new))
            else:
                change(folder, file, old, new)


def said(hurdle: cases.Hurdle) -> str:
    """The sentence that the applicant reads."""
    if hurdle.kind == "condition":
        return hurdle.text.id
    return f"{'Belum dijawab' if hurdle.kind == 'question' else 'Belum diunggah'}: {hurdle.text.id}."


@given(
    names=st.sets(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4),
    answers=st.sampled_from(sorted(ANSWERS)),
    later=st.integers(min_value=0, max_value=4),
)
@example(names={"a longer stay"}, answers="too long on arrival", later=0)
@limits(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_a_trial_says_is_what_happens(
    people: dict[str, Actor], at: dt.datetime, names: set[str], answers: str, later: int
) -> None:
    ayu = people["applicant"]
    content = Path(portal.SELUMA_CONTENT)
    with TemporaryDirectory() as place, transaction.atomic():
        folder = Path(shutil.copytree(content, Path(place) / "content"))
        with override_settings(SELUMA_CONTENT=folder):
            given_ = {**story.visit_answers(story.ANNA, at), **ANSWERS[answers]}
            draft = drafted(ayu, given_, at)
            changed(folder, names)
            day = at.date() + dt.timedelta(days=later)
            trial = cases.try_publication(by=SYSTEM, at=at, effective_from=day)
            then = at + dt.timedelta(days=later)
            before = set(cases.filling(ayu, draft, at=then).obstacles)
            catalogue.publish(by=SYSTEM, at=at, effective_from=day)
            happens(trial, ayu, draft, before, then)
        transaction.set_rollback(True)


def drafted(actor: Actor, answers: dict[str, Any], at: dt.datetime) -> UUID:
    """A draft with these answers and every paper that the answers ask for, as far as they go."""
    return story.draft(actor, story.VISIT, answers, story.ANNA, at=at)


def happens(trial: cases.Trial, ayu: Actor, draft: UUID, before: set[Any], then: dt.datetime) -> None:
    service = next(one for one in trial.services if one.service.code == story.VISIT)
    touched = {case.case: case for case in service.touched}.get(draft)
    after = cases.filling(ayu, draft, at=then)
    obstacles = {str(sentence) for sentence in after.obstacles}
    known = {str(sentence) for sentence in before}
    assert {said(hurdle) for hurdle in touched.appear} == obstacles - known if touched else obstacles == known
    assert {said(hurdle) for hurdle in touched.disappear} == known - obstacles if touched else True
    if obstacles:
        with pytest.raises(Refused):
            cases.submit(case=draft, by=ayu, at=then)
        return
    cases.submit(case=draft, by=ayu, at=then)
    (bill,) = payments.bills(Ref("case", draft))
    fee = touched.fee_after if touched else catalogue.fee_for(after.service, after.answers)
    assert fee is not None
    assert (bill.key, bill.amount) == (fee.key, fee.amount)


@pytest.fixture
def folder(tmp_path: Path, people: dict[str, Actor], settings: Any) -> Path:
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    return Path(settings.SELUMA_CONTENT)


def test_a_trial_names_the_draft_and_counts_who_keeps_the_old_rules(
    folder: Path, people: dict[str, Actor], ayu: Actor, budi: Actor, at: dt.datetime
) -> None:
    draft = drafted(ayu, story.visit_answers(story.ANNA, at), at)
    filed = story.filed(budi, story.VISIT, at=at)
    changed(folder, {"a fee"})
    trial = cases.try_publication(by=people["administrator"], at=at)
    (service,) = trial.services
    assert (trial.open_cases, service.drafts, service.keep_theirs) == (2, 1, {"submitted": 1})
    (touched,) = service.touched
    assert touched.case == draft
    assert touched.fee_before
    assert touched.fee_after
    assert (touched.fee_before.amount, touched.fee_after.amount) == (500_000, 510_000)
    catalogue.publish(by=SYSTEM, at=at)
    assert cases.case_page(budi, filed, at=at).service.number == 1


def test_a_trial_changes_nothing(folder: Path, ayu: Actor, at: dt.datetime) -> None:
    changed(folder, {"a fee"})
    cases.try_publication(by=SYSTEM, at=at)
    assert catalogue.service(story.VISIT, on=at.date()).number == 1


def test_nothing_to_publish_is_an_empty_trial(people: dict[str, Actor], at: dt.datetime) -> None:
    assert cases.try_publication(by=SYSTEM, at=at).services == ()


def test_an_applicant_tries_nothing(ayu: Actor, at: dt.datetime) -> None:
    with pytest.raises(Refused):
        cases.try_publication(by=ayu, at=at)


def test_what_was_published_from_a_day_stays_so_when_the_folder_is_published_again(
    folder: Path, at: dt.datetime
) -> None:
    changed(folder, {"a fee"})
    day = at.date() + dt.timedelta(days=30)
    assert [one.effective_from for one in catalogue.publish(by=SYSTEM, at=at, effective_from=day)] == [day]
    assert catalogue.publish(by=SYSTEM, at=at) == []
    assert catalogue.service(story.VISIT, on=day - dt.timedelta(days=1)).number == 1
    assert catalogue.service(story.VISIT, on=day).number == 2


def test_a_day_can_be_brought_forward_until_it_has_come(folder: Path, at: dt.datetime) -> None:
    changed(folder, {"a fee"})
    catalogue.publish(by=SYSTEM, at=at, effective_from=at.date() + dt.timedelta(days=30))
    sooner = at.date() + dt.timedelta(days=3)
    assert [one.effective_from for one in catalogue.publish(by=SYSTEM, at=at, effective_from=sooner)] == [sooner]
    assert catalogue.publish(by=SYSTEM, at=at, effective_from=sooner) == []


def test_nothing_is_published_from_a_day_that_is_past(people: dict[str, Actor], at: dt.datetime) -> None:
    with pytest.raises(Refused) as refused:
        catalogue.publish(by=SYSTEM, at=at, effective_from=at.date() - dt.timedelta(days=1))
    assert refused.value.code == "past_day"
