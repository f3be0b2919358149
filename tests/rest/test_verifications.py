"""`POST /api/v1/verifications`: the fixed interface, and a clear word for every wrong request."""

from __future__ import annotations

import io
import json
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.permits import api as permits
from seluma.lib import papers, vds
from tests.domains.people_at_work import MONDAY
from tests.domains.permits.papers_at_work import ANNA, dewi, granted, issued

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/verifications"


@pytest.fixture(autouse=True)
def _on_the_day_of_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def post(body: Any, content_type: str = "application/json") -> Any:
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(ADDRESS, data, content_type=content_type)


def post_file(data: bytes, name: str = "izin.pdf", field: str = "file") -> Any:
    return Client(enforce_csrf_checks=True).post(ADDRESS, {field: SimpleUploadedFile(name, data)})


def picture(pdf: bytes, kind: str) -> bytes:
    with papers.PDFIUM:
        image = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def test_a_seal_is_answered_with_the_status_and_what_the_paper_shows() -> None:
    permit = issued()
    answer = post({"seal": permit.seal_hex})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json() == {
        "status": "valid",
        "ledger": {"logged": "waiting", "position": None, "seen_by": []},
        "document": {
            "number": permit.number,
            "kind": "limited_stay",
            "title": {"id": "Izin Tinggal Terbatas", "en": "Limited Stay Permit"},
            "index": "E30A",
            "valid_from": "2026-11-24",
            "valid_until": "2027-11-23",
            "issued_by": {"id": permit.office.name.id, "en": permit.office.name.en},
            "country": "UTO",
            "test": True,
            "holder": {
                "name": ANNA.full_name,
                "nationality": "UTO",
                "nationality_name": {"id": "Utopia (contoh)", "en": "Utopia (specimen)"},
                "birth_date": "1974-08-12",
                "passport_number": "L898902C3",
            },
        },
    }


def test_a_code_is_answered_with_a_masked_name() -> None:
    answer = post({"code": issued().code}).json()
    assert answer["status"] == "valid"
    assert answer["document"]["holder"] == {"name": "A··· M···· E·······"}


@pytest.mark.parametrize("kind", ["PDF", "PNG", "JPEG"])
def test_a_file_is_looked_at_whatever_it_is_called(kind: str) -> None:
    pdf = permits.pdf(issued().id)
    data = pdf if kind == "PDF" else picture(pdf, kind)
    assert post_file(data, "x.txt").json()["status"] == "valid"


def test_a_revoked_permit_says_so() -> None:
    permit = granted()
    permits.revoke(permit=permit.id, reason="Salah orang", by=dewi(), at=MONDAY)
    assert post({"seal": permit.seal_hex}).json()["status"] == "revoked"


@pytest.mark.parametrize("body", [{"seal": "zz"}, {"seal": ""}, {"seal": "dc03"}, {"code": ""}, {"code": "x" * 5000}])
def test_what_cannot_be_read_is_an_answer_not_a_mistake(body: dict[str, str]) -> None:
    answer = post(body)
    assert (answer.status_code, answer.json()) == (200, {"status": "unreadable", "document": None, "ledger": None})


def test_a_file_that_is_no_picture_is_unreadable() -> None:
    assert post_file(b"hello").json() == {"status": "unreadable", "document": None, "ledger": None}
    assert post_file(b"").json()["status"] == "unreadable"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        ("[" * 100_000, "application/json", 413),
        ("[" * 50_000, "application/json", 400),
        ("[]", "application/json", 422),
        ("{}", "application/json", 422),
        ('{"seal": "00", "code": "x"}', "application/json", 422),
        ('{"seal": 1}', "application/json", 422),
        ('{"code": null}', "application/json", 422),
        ('{"number": "SL2600001"}', "application/json", 422),
        ("seal=00", "application/x-www-form-urlencoded", 415),
        ("x", "text/plain", 415),
        ("x", "multipart/form-data", 400),
        ("x", "multipart/form-data; boundary=x", 422),
    ],
)
def test_a_wrong_request_gets_a_problem_that_says_what_to_change(body: Any, content_type: str, status: int) -> None:
    answer = post(body, content_type)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith(".")


def test_a_file_in_another_field_or_two_files_are_named() -> None:
    assert post_file(b"x", field="photo").status_code == 422
    two = {"file": [SimpleUploadedFile("a.png", b"x"), SimpleUploadedFile("b.png", b"x")]}
    assert Client().post(ADDRESS, two).status_code == 422


def test_a_file_above_the_limit_is_refused() -> None:
    assert post_file(bytes(permits.MAX_FILE_BYTES + 1)).status_code == 413


def test_other_methods_are_not_offered() -> None:
    assert Client().get(ADDRESS).status_code == 405


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nowhere", "/api/v2/verifications"])
def test_an_address_that_is_not_there_is_answered_in_the_machines_way(address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "There is nothing at this address."


def test_a_check_asks_the_database_little(django_assert_max_num_queries: Any) -> None:
    """The record once; the ledger for the acts, the checkpoint, the entries, their tiles, and who has seen them."""
    seal = granted().seal_hex
    while journal.sequence():
        pass
    ledger.sequence(at=MONDAY)
    with django_assert_max_num_queries(6):
        assert post({"seal": seal}).json()["ledger"]["logged"] == "sealed"


def test_the_description_is_openapi_3_1_and_names_every_status() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    operation = described["paths"][ADDRESS]["post"]
    assert set(operation["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    statuses = described["components"]["schemas"]["Verification"]["properties"]["status"]["enum"]
    assert statuses == [status.value for status in permits.Status]


def test_the_certificates_of_our_seals_are_there_for_whoever_checks_offline() -> None:
    permit = issued()
    (certificate,) = Client().get("/api/v1/seal-certificates").json()
    seal = vds.decode(bytes.fromhex(permit.seal_hex))
    assert (seal.signer, seal.certificate_reference) == (certificate["signer"], certificate["reference"])
    assert vds.verify(seal, [vds.load_certificate(certificate["pem"].encode())]) == "valid"
