"""Files made to keep us busy, and people who ask without end: given up in time, with an answer, and others go on."""

from __future__ import annotations

import random
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from seluma.domains.documents import rules
from seluma.domains.permits import api as permits
from seluma.lib import papers
from seluma.lib.papers import drawing

ADDRESS = "/api/v1/verifications"
SIDE = 14_400
"""Points: the largest page that PDF allows, five metres wide."""


def laborious(lines: int) -> bytes:
    """A small PDF whose huge page is crossed by very many lines."""
    dice = random.Random(1)
    strokes = "".join(f"{dice.randrange(SIDE)} 0 m {dice.randrange(SIDE)} {SIDE} l S\n" for _ in range(lines))
    content = zlib.compress(strokes.encode())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R>>" % (SIDE, SIDE),
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


@pytest.fixture
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(rules, "LONGEST_SECONDS", 0.2)


def check(body: Any, **more: Any) -> Any:
    return Client(**more).post(ADDRESS, body, content_type="application/json")


@pytest.mark.usefixtures("little_patience")
class TestLaboriousPages:
    def test_a_page_that_takes_too_long_is_given_up(self) -> None:
        with pytest.raises(papers.Unscannable, match="too_large"):
            papers.read_codes(laborious(100_000))

    def test_whoever_sends_one_for_a_check_gets_an_answer(self) -> None:
        file = SimpleUploadedFile("izin.pdf", laborious(100_000))
        answer = Client().post(ADDRESS, {"file": file})
        assert (answer.status_code, answer.json()["status"]) == (200, "unreadable")

    def test_an_officer_who_opens_one_is_told_that_it_cannot_be_shown(self) -> None:
        with pytest.raises(rules.Unfit):
            rules.preview(laborious(100_000), rules.PDF, page=0, scale=2.0)


@pytest.mark.django_db
class TestOneWhoAsksWithoutEnd:
    SEAL = {"seal": "dc03"}

    def exhaust(self, address: str = "127.0.0.1") -> None:
        for _ in range(permits.CHECKS_A_MINUTE):
            assert check(self.SEAL, REMOTE_ADDR=address).status_code == 200

    def test_is_asked_to_wait_and_told_how_long(self) -> None:
        self.exhaust()
        refused = check(self.SEAL)
        assert refused.status_code == 429
        assert refused["Content-Type"] == "application/problem+json"
        assert 0 < int(refused["Retry-After"]) <= 60

    def test_is_told_so_on_the_page_too_in_the_readers_language(self) -> None:
        self.exhaust()
        said = {language: Client().post(f"/{language}/periksa/", {"code": "7K2QMX"}) for language in ("id", "en")}
        assert {answer.status_code for answer in said.values()} == {429}
        assert "Tunggu" in said["id"].content.decode()
        assert "Tunggu" not in said["en"].content.decode()

    def test_does_not_keep_others_from_asking(self) -> None:
        self.exhaust()
        assert check(self.SEAL, REMOTE_ADDR="203.0.113.9").status_code == 200

    def test_gets_no_further_with_the_other_addresses_of_the_house(self) -> None:
        self.exhaust("2001:db8::1")
        assert check(self.SEAL, REMOTE_ADDR="2001:db8::2").status_code == 429
        assert check(self.SEAL, REMOTE_ADDR="2001:db8:0:1::2").status_code == 200

    def test_cannot_make_up_an_address(self, settings: Any) -> None:
        self.exhaust()
        assert check(self.SEAL, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert check(self.SEAL, HTTP_X_FORWARDED_FOR="127.0.0.1, 203.0.113.9").status_code == 200

    def test_pays_more_for_a_file(self) -> None:
        for _ in range(permits.CHECKS_A_MINUTE // permits.COST_OF_FILE):
            assert Client().post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-")}).status_code == 200
        assert Client().post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-")}).status_code == 429
