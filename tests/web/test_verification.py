"""The page to check a document, in both languages: what it says for each status and each way of getting it wrong."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seluma.core.access.api import SYSTEM
from seluma.domains.permits import api as permits
from tests.domains.people_at_work import MONDAY
from tests.domains.permits.papers_at_work import ANNA, dewi, granted, issued

pytestmark = pytest.mark.django_db
PAGE = "/id/periksa/"


@pytest.fixture(autouse=True)
def _on_the_day_of_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def send(**fields: Any) -> Any:
    return Client().post(PAGE, fields)


def upload(data: bytes) -> Any:
    return send(file=SimpleUploadedFile("izin.pdf", data))


def test_the_page_offers_both_ways_and_says_the_limits() -> None:
    page = text(Client().get(PAGE))
    assert 'type="file"' in page
    assert 'name="code"' in page
    assert "PDF, JPEG atau PNG, paling besar" in page
    assert "Check a document" in text(Client().get("/en/periksa/"))


def test_a_good_pdf_shows_who_and_until_when() -> None:
    answer = upload(permits.pdf(issued().id))
    assert answer.status_code == 200
    page = text(answer)
    for wanted in (
        "Izin ini asli dan berlaku",
        ANNA.full_name,
        ANNA.passport_number,
        "Selasa, 23 November 2027",
        "Utopia (contoh)",
        "Dokumen contoh (UTO)",
    ):
        assert wanted in page, wanted
    assert "no-store" in answer["Cache-Control"]


def test_a_code_leads_to_its_own_page_and_masks_the_name() -> None:
    permit = issued()
    answer = send(code=permit.code.lower().replace("-", " "))
    assert answer.status_code == 302
    page = text(Client().get(answer["Location"]))
    assert "Izin ini tercatat dan berlaku" in page
    assert "A··· M···· E·······" in page
    assert ANNA.full_name not in page
    assert ANNA.passport_number not in page


def test_the_link_on_the_paper_leads_to_the_permit() -> None:
    permit = issued()
    assert permit.number in text(Client().get(f"/id/periksa/{permit.code}"))
    english = text(Client().get(f"/en/periksa/{permit.code}"))
    assert "This permit is on record and valid" in english
    assert "Tuesday 23 November 2027" in english


def test_a_permit_that_begins_later_says_so() -> None:
    assert "baru mulai berlaku" in text(Client().get(f"/id/periksa/{granted().code}"))


def test_a_revoked_and_an_expired_permit_say_so_and_what_to_do() -> None:
    revoked = granted()
    permits.revoke(permit=revoked.id, reason="Rahasia", by=dewi(), at=MONDAY)
    page = text(Client().get(f"/id/periksa/{revoked.code}"))
    assert "Izin ini sudah dicabut" in page
    assert "Rahasia" not in page
    old = granted(valid_from=MONDAY.date().replace(year=2025), valid_until=MONDAY.date().replace(day=1))
    permits.expire_due(at=MONDAY, by=SYSTEM)
    assert "Masa berlaku izin ini sudah habis" in text(Client().get(f"/id/periksa/{old.code}"))


def test_a_mistyped_code_stays_in_its_field_with_what_to_do() -> None:
    answer = send(code="7K2QMX-40PZRA-9WHD3")
    assert answer.status_code == 422
    page = text(answer)
    assert 'value="7K2QMX-40PZRA-9WHD3"' in page
    assert "govuk-error-summary" in page
    assert "Ketik lagi kodenya" in page


def test_nothing_given_is_said_on_top() -> None:
    answer = send(code="")
    assert answer.status_code == 422
    assert "Pilih foto atau berkas PDF, atau ketik kodenya." in text(answer)


@pytest.mark.parametrize("data", [b"hello", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_a_file_without_a_seal_says_what_to_do(data: bytes) -> None:
    answer = upload(data)
    assert answer.status_code == 200
    assert "Foto" in text(answer)
    assert "Ini belum berarti" in text(answer) or "tidak dapat kami buka" in text(answer)


def test_a_changed_pdf_is_called_forged_and_shows_nothing() -> None:
    page = text(upload(permits.pdf(issued().id) + b"\n"))
    assert "palsu atau sudah diubah" in page
    assert ANNA.full_name not in page


@pytest.mark.parametrize("code", ["x", "<script>", "%00", "a" * 300, "🙂"])
def test_any_address_below_is_answered(code: str) -> None:
    answer = Client().get(f"/id/periksa/{code}")
    assert answer.status_code == 200
    assert "<script>x" not in text(answer)


def test_the_page_asks_little_of_the_database(django_assert_max_num_queries: Any) -> None:
    code = granted().code
    with django_assert_max_num_queries(3):
        Client().get(f"/id/periksa/{code}")
