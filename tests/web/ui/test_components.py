"""The components speak the page's language: no English default of the package leaks into an Indonesian page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from seluma.core.access import api as access
from seluma.lib.text import Text

GALLERY = Path(__file__).parent / "gallery"
SOURCE = Path(__file__).parents[3] / "src" / "seluma"
ENGLISH = re.compile(
    r"\b(Error|Back|Show|Hide|Password|Warning|Success|Important|Day|Month|Year|Breadcrumb|Page|Previous|Next|Pagination|"
    r"Contents|Characters?|words|enter|remaining|There is a problem|Choose|Change|or)\b"
)


def seen(html: str) -> str:
    """What people see or hear of a page: text, and the attributes that are read aloud or shown by scripts."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.S)
    spoken = re.findall(r'(?:aria-label|data-i18n[\w.-]*|data-too-large|title|alt)="([^"]*)"', html)
    return " ".join([re.sub(r"<[^>]+>", " ", html), *spoken])


def page(name: str, language: str) -> str:
    request = RequestFactory().get(f"/{language}/")
    request.actor = access.VISITOR  # type: ignore[attr-defined]
    with translation.override(language):
        return engines["jinja2"].from_string((GALLERY / f"{name}.html").read_text("utf-8")).render({}, request)


def rendered(source: str, language: str = "id", **context: object) -> str:
    request = RequestFactory().get(f"/{language}/")
    request.actor = access.VISITOR  # type: ignore[attr-defined]
    with translation.override(language):
        template = engines["jinja2"].from_string('{% import "ui/components.html" as c %}' + source)
        return template.render(context, request)


def test_an_indonesian_page_of_all_components_has_no_english_word() -> None:
    words = re.sub(r"\bEnglish\b", "", seen(page("components", "id")))
    assert ENGLISH.findall(words) == []


def test_an_english_page_of_all_components_has_no_indonesian_word() -> None:
    words = seen(page("components", "en"))
    indonesian = (
        "Kembali",
        "Tampilkan",
        "Perbaiki",
        "Perhatian",
        "Tanggal",
        "Bulan",
        "Tahun",
        "Berhasil",
        "Ubah",
        "atau",
    )
    assert [word for word in indonesian if re.search(rf"\b{word}\b", words)] == []
    for word in ("Back", "Show", "Correct", "Take note", "Day", "Month", "Year", "Change", "Previous", "Next", "or"):
        assert re.search(rf"\b{word}\b", words), word


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_says_its_language_and_leads_to_itself_in_the_other(language: str) -> None:
    html = page("components", language)
    other = {"id": "en", "en": "id"}[language]
    assert f'<html lang="{language}"' in html
    assert f'href="/{other}/" lang="{other}" hreflang="{other}"' in html


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = '<script>alert("x")</script>'
    calls = [
        "c.input('a', evil, value=evil, hint=evil, error=evil)",
        "c.textarea('a', evil, value=evil, hint=evil, error=evil, limit=9)",
        "c.radios('a', evil, [(evil, evil, evil)], evil, error=evil)",
        "c.checkboxes('a', evil, [(evil, evil)], [evil])",
        "c.select('a', evil, [(evil, evil)], evil)",
        "c.date_input('a', evil, {'day': evil, 'month': evil, 'year': evil}, error=evil)",
        "c.summary_list([(evil, evil, '#')])",
        "c.table(evil, [evil], [[evil]])",
        "c.task_list([{'title': evil, 'hint': evil, 'status': evil}])",
        "c.notification(evil, evil)",
        "c.details(evil, evil)",
        "c.inset(evil)",
        "c.error_summary([(evil, '#a')])",
        "c.journey([{'title': evil, 'state': 'done', 'lines': [evil]}])",
        "c.gates([{'title': evil, 'state': 'met', 'note': evil}])",
        "c.guarded_button(evil, [evil])",
        "c.guarded_button(evil, evil)",
        "c.button(evil, describedby=evil)",
        "c.fact(evil, evil, evil)",
    ]
    for call in calls:
        html = rendered("{{ " + call + " }}", evil=evil)
        assert "<script>alert" not in html, call
        assert "alert" in html, call


def test_a_text_in_two_languages_is_shown_in_the_language_of_the_page() -> None:
    text = Text("Nama lengkap", "Full name")
    assert "Nama lengkap" in rendered("{{ c.input('a', t) }}", t=text)
    assert "Full name" in rendered("{{ c.input('a', t) }}", "en", t=text)
    assert "Full name" in rendered("{{ t|text }}", "en", t=text.as_dict())


def test_a_text_area_gives_back_exactly_what_was_typed() -> None:
    typed = "\n  satu\n    dua\n"
    html = rendered("{{ c.textarea('a', 'b', value=t) }}", t=typed)
    inside = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)
    assert inside is not None
    assert inside.group(1) == "\n" + typed  # the browser drops the first break


def test_a_misspelt_name_fails_and_a_missing_key_does_not() -> None:
    from jinja2 import UndefinedError

    assert rendered("{{ {}.missing }}").strip() == ""
    with pytest.raises(UndefinedError):
        rendered("{{ mispelt }}")


def test_days_and_money_are_written_as_people_say_them() -> None:
    import datetime as dt

    day = dt.date(2026, 11, 23)
    moment = dt.datetime(2026, 11, 23, 2, 14, tzinfo=dt.UTC)
    late = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)
    assert rendered("{{ d|date_long }}", d=day) == "Senin, 23\u00a0November 2026"
    assert rendered("{{ d|date_long }}", "en", d=day) == "Monday 23\u00a0November 2026"
    assert rendered("{{ d|datetime_long }}", d=moment) == "Senin, 23\u00a0November 2026, pukul\u00a009.14\u00a0WIB"
    assert rendered("{{ d|datetime_long }}", "en", d=moment) == "Monday 23\u00a0November 2026, 09:14\u00a0WIB"
    assert rendered("{{ d|date_long }}", d=late) == "Selasa, 24\u00a0November 2026"
    assert rendered("{{ d|date_short }}", d="1974-08-00") == "Agustus 1974"
    assert rendered("{{ d|date_short }}", d="1974-00-00") == "1974"
    assert rendered("{{ 3000000|rupiah }}") == "Rp\u00a03.000.000"


def test_one_page_of_a_list_shows_no_pagination_and_many_show_the_ends() -> None:
    assert rendered("{{ c.pagination(1, 1, '?p={page}') }}").strip() == ""
    html = rendered("{{ c.pagination(5, 90, '?p={page}') }}")
    assert re.findall(r'href="\?p=(\d+)"', html) == ["4", "1", "4", "5", "6", "90", "6"]


def test_no_template_builds_markup_by_joining_strings() -> None:
    found = []
    for path in SOURCE.rglob("jinja2/**/*.html"):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"[\"']?(\w*[hH]tml)[\"']?\s*:\s*[^,}]*~", line) or "|safe" in line or "| safe" in line:
                found.append(f"{path.relative_to(SOURCE)}:{number}")
            if "govuk_frontend_jinja" in line and path.name != "components.html":
                found.append(f"{path.relative_to(SOURCE)}:{number} imports the package itself")
    assert found == []
