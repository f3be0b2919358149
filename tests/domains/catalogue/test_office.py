"""The office, its neighbours, its calendar, and the rules for its texts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest

from seluma.core.access.api import NotFound
from seluma.domains.catalogue import api as catalogue
from seluma.domains.catalogue.rules.service import PROFILE_FIELDS
from seluma.domains.people import api as people
from seluma.lib.text import Text

from .offices import append


def texts(value: object, path: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, f"{path}[{getattr(item, 'key', getattr(item, 'code', ''))}]")


def test_the_office_says_that_it_is_a_demonstration():
    office = catalogue.office()
    assert office.demo
    assert office.country == "UTO"
    assert "demonstrasi" in office.name.id
    assert "demonstration" in office.name.en
    here = [service.code for service in catalogue.content().services if service.decided_by == "this_office"]
    assert {office.authority(code).certainty for code in here} == {"uncertain"}


def test_institutions_are_known_by_code():
    assert catalogue.agency("dinas-pendidikan").name.en.startswith("Education")
    with pytest.raises(NotFound):
        catalogue.agency("dinas-sihir")


def test_the_office_rests_on_holidays_and_joint_leave():
    calendar = catalogue.calendar()
    assert not calendar.is_workday(dt.date(2026, 8, 17))
    assert not calendar.is_workday(dt.date(2026, 12, 24))
    assert calendar.add(dt.date(2026, 12, 23), 1) == dt.date(2026, 12, 28)


def test_the_office_may_correct_the_national_calendar(folder):
    common = 'name.id = "x"\nname.en = "x"\nsource = "x"\nchecked_on = 2026-11-24\n'
    append(folder, "holidays.toml", f"[[more]]\ndate = 2027-05-24\n{common}[[less]]\ndate = 2026-12-24\n{common}")
    calendar = catalogue.calendar()
    assert not calendar.is_workday(dt.date(2027, 5, 24))
    assert calendar.is_workday(dt.date(2026, 12, 24))


def test_a_profile_has_the_fields_that_fill_answers_in_advance():
    assert {field.name for field in dataclasses.fields(people.Profile)} >= PROFILE_FIELDS


def test_every_figure_says_where_it_is_from_and_how_sure_we_are():
    for service in catalogue.content().services:
        for figure in (*service.figures, *service.fees, *service.law):
            assert figure.source, figure.key
            assert figure.certainty in ("certain", "uncertain")
            assert figure.checked_on >= dt.date(2026, 1, 1)


def test_texts_are_short_friendly_and_translated():
    unwanted = re.compile(r"\b(error|invalid|submit\w*|tidak valid|kesalahan)\b", re.IGNORECASE)
    for service in catalogue.content().services:
        for path, text in texts(service, service.code):
            for sentence in (text.id, text.en):
                assert not unwanted.search(sentence), path
                assert "{" not in sentence, path
                assert path.endswith("explanation") or len(sentence) < 420, path


def test_a_service_read_back_from_its_bytes_is_the_same():
    from seluma.domains.catalogue import rules

    for service in catalogue.content().services:
        data = rules.canonical(service)
        again = rules.service_from(data, version_id=service.version_id, number=service.number)
        assert dataclasses.replace(again, digest="") == service
        assert rules.canonical(again) == data


class TestCommand:
    @pytest.fixture
    def run(self):
        from typer.testing import CliRunner

        from seluma.cli.catalogue import app

        return lambda *arguments: CliRunner().invoke(app, arguments)

    @pytest.mark.django_db
    def test_check_is_content_with_the_content(self, run):
        assert run("check").exit_code == 0

    def test_check_names_each_mistake_on_a_line_of_its_own(self, run, folder):
        append(folder, "agencies.toml", 'shoe = 1\nhat = "x"\n')
        result = run("check", "--language", "en")
        assert result.exit_code == 1
        assert result.stdout.splitlines() == [
            "agencies.toml: agencies[dinas-tenaga-kerja].shoe: this key is not known; check its spelling",
            "agencies.toml: agencies[dinas-tenaga-kerja].hat: this key is not known; check its spelling",
        ]

    @pytest.mark.django_db
    def test_list_tells_what_is_published(self, run):
        assert run("publish").exit_code == 0
        listed = json.loads(run("list", "--json").stdout)
        offered = {one["code"]: one for one in listed}
        assert list(offered) == sorted(service.code for service in catalogue.content().services)
        student, visit = offered["itas-student-extension"], offered["visit-extension"]
        assert list(student) == ["code", "title", "decided_by", "promise_days", "fees", "version"]
        assert (student["decided_by"], student["promise_days"], student["version"]) == ("this_office", 4, 1)
        assert student["title"]["en"] == "Extension of a student's stay permit"
        assert visit["fees"][0] == {
            "amount": 250000,
            "certainty": "certain",
            "source": "PP 45/2024; imigrasi.go.id/biaya_imigrasi",
        }
