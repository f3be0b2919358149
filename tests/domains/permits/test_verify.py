"""Checking a document: each status, by seal, code and file; nothing that is handed in does harm."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from seluma.core.access.api import SYSTEM
from seluma.domains.permits import api as permits
from seluma.domains.permits import models, providers, rules, words
from seluma.domains.permits.rules import Status
from seluma.lib import papers, vds
from tests.domains.people_at_work import MONDAY

from .papers_at_work import ANNA, DAY_AFTER, LAST_DAY, TODAY, dewi, granted, issued

pytestmark = pytest.mark.django_db
PUBLISHED = Path(__file__).parents[2] / "lib" / "data" / "vds_examples.json"


def photo(pdf: bytes, dpi: int = 150) -> bytes:
    with papers.PDFIUM:
        image = pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def seal_of(permit: permits.Permit) -> bytes:
    return bytes.fromhex(permit.seal_hex)


def by_seal(permit: permits.Permit, on: dt.date = TODAY) -> permits.Verification:
    return permits.verify(seal=seal_of(permit), on=on)


def test_a_good_permit_is_valid_by_seal_code_photograph_and_pdf() -> None:
    permit = issued()
    pdf = permits.pdf(permit.id)
    assert by_seal(permit).status is Status.VALID
    assert permits.verify(code=permit.code.lower(), on=TODAY).status is Status.VALID
    assert permits.verify(file=pdf, on=TODAY).status is Status.VALID
    assert permits.verify(file=photo(pdf), on=TODAY).status is Status.VALID


def test_the_seal_in_hand_shows_what_the_paper_shows_and_the_code_alone_masks_the_person() -> None:
    permit = issued()
    shown = by_seal(permit).document
    assert shown is not None
    assert shown["number"] == permit.number
    assert shown["valid_until"] == LAST_DAY.isoformat()
    assert shown["test"] is True
    assert shown["holder"]["name"] == ANNA.full_name
    assert shown["holder"]["passport_number"] == ANNA.passport_number
    masked = permits.verify(code=permit.code, on=TODAY).document
    assert masked is not None
    assert masked["holder"] == {"name": "A··· M···· E·······"}
    assert ANNA.passport_number not in json.dumps(masked)


def test_a_permit_is_valid_on_its_last_day_and_expired_on_the_next() -> None:
    permit = issued()
    assert by_seal(permit, LAST_DAY).status is Status.VALID
    assert by_seal(permit, DAY_AFTER).status is Status.EXPIRED
    permits.expire_due(at=dt.datetime(2027, 11, 24, 5, tzinfo=dt.UTC), by=SYSTEM)
    assert by_seal(permit, DAY_AFTER).status is Status.EXPIRED


def test_revoked_comes_before_expired() -> None:
    permit = issued()
    permits.revoke(permit=permit.id, reason="Berhenti sekolah", by=dewi(), at=MONDAY)
    for on in (TODAY, DAY_AFTER):
        assert by_seal(permit, on).status is Status.REVOKED
        assert permits.verify(code=permit.code, on=on).status is Status.REVOKED


def test_why_a_permit_was_revoked_is_not_told_to_strangers() -> None:
    permit = issued()
    permits.revoke(permit=permit.id, reason="Berhenti sekolah", by=dewi(), at=MONDAY)
    assert "Berhenti" not in json.dumps(by_seal(permit).document)


def test_a_good_seal_without_a_record_is_unrecorded() -> None:
    permit = issued()
    models.Permit.objects.all().delete()
    found = by_seal(permit)
    assert found.status is Status.UNRECORDED
    assert found.document is not None
    assert found.document["number"] == permit.number


def test_a_code_that_was_never_given_is_unrecorded_and_a_mistyped_one_unreadable() -> None:
    assert permits.verify(code=rules.code_from(bytes(11)), on=TODAY).status is Status.UNRECORDED
    assert permits.verify(code="7K2QMX-40PZRA", on=TODAY).status is Status.UNREADABLE


def test_a_good_seal_that_differs_from_the_record_is_forged() -> None:
    permit = issued()
    models.Permit.objects.update(valid_until=LAST_DAY + dt.timedelta(days=365))
    found = by_seal(permit)
    assert found.status is Status.FORGED
    assert found.document is None


def test_a_seal_of_somebody_else_is_of_an_unknown_issuer() -> None:
    for vector in json.loads(PUBLISHED.read_text())["vectors"]:
        found = permits.verify(seal=bytes.fromhex(vector["hex"]), on=TODAY)
        assert found.status in (Status.UNKNOWN_ISSUER, Status.UNREADABLE)


def test_our_key_on_another_kind_of_seal_is_unrecorded() -> None:
    keys = providers.keys()
    content = vds.SealToSign(
        country="UTO",
        signer=keys.signer.signer,
        certificate_reference=keys.signer.reference,
        issue_date=TODAY,
        signature_date=TODAY,
        document_type="ee02",
    )
    found = permits.verify(seal=vds.sign(content, keys.seal_key), on=TODAY)
    assert (found.status, found.document) == (Status.UNRECORDED, None)


def test_no_flipped_bit_of_a_seal_is_ever_valid() -> None:
    seal = seal_of(issued())
    for place in range(len(seal)):
        changed = seal[:place] + bytes([seal[place] ^ 1 << place % 8]) + seal[place + 1 :]
        status = permits.verify(seal=changed, on=TODAY).status
        assert status in (Status.UNREADABLE, Status.UNKNOWN_ISSUER, Status.FORGED), (place, status)


def test_a_paper_changed_after_signing_is_forged_though_its_seal_is_good() -> None:
    pdf = permits.pdf(issued().id)
    place = pdf.index(b"/Title") + 12
    changed = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    assert papers.read_codes(changed), "the seal is still read"
    assert permits.verify(file=changed, on=TODAY).status is Status.FORGED
    assert permits.verify(file=pdf + b"\n% more", on=TODAY).status is Status.FORGED


def blank_png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (600, 400), 255).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", blank_png()])
def test_a_file_without_a_readable_seal_is_unreadable_and_says_what_to_do(data: bytes) -> None:
    found = permits.verify(file=data, on=TODAY)
    assert (found.status, found.document) == (Status.UNREADABLE, None)
    assert str(found.finding.action)


def test_a_code_of_something_else_is_unreadable() -> None:
    data = words.permit_on_paper(granted(), link="https://x", decided_on=TODAY, seal_side_mm=20)
    other = papers.data_matrix_svg(b"https://example.org")
    pdf = papers.typeset("stay-permit", data, timestamp=MONDAY, images={"seal": other})
    assert papers.read_codes(pdf) == [b"https://example.org"]
    assert permits.verify(file=pdf, on=TODAY).status is Status.UNREADABLE


def test_a_file_above_the_limit_is_not_even_opened() -> None:
    assert permits.verify(file=bytes(permits.MAX_FILE_BYTES + 1), on=TODAY).status is Status.UNREADABLE


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert permits.verify(seal=data, on=TODAY).status in (Status.UNREADABLE, Status.UNKNOWN_ISSUER)
    assert permits.verify(file=data, on=TODAY).status is Status.UNREADABLE
    assert permits.verify(code=data.decode("latin-1"), on=TODAY).status in (Status.UNREADABLE, Status.UNRECORDED)


def test_exactly_one_thing_is_checked() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        permits.verify(on=TODAY)
    with pytest.raises(ValueError, match="exactly one"):
        permits.verify(seal=b"", code="", on=TODAY)


def test_a_granted_permit_counts_before_its_paper_is_made() -> None:
    assert by_seal(granted()).status is Status.VALID


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_status_says_what_it_is_what_it_means_and_what_to_do(status: Status, language: str) -> None:
    with translation.override(language):
        finding = words.FINDINGS[status]
        assert str(finding.title)
        assert str(finding.meaning)
        assert str(finding.action)
        assert str(words.STATUSES[status])


@pytest.fixture(autouse=True)
def _keys_of_this_test(tmp_path: Path, settings: Any) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"
