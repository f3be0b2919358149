"""What nobody should send, at every address: an answer in the reader's language with a way on, and never our fault."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from tests.attack.doors import OWNER, PARTNER, VERIFIER, VISITOR, Town, address, addresses
from tests.attack.test_wrong_person import DOORS, undone

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "batas"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
FIELDS = (
    *("name", "email", "login", "password", "password1", "code", "full_name", "reason", "remark", "verdict", "amount"),
    *("source", "zone", "law", "role", "organisation", "officer", "to", "digest", "declaration", "provider", "confirm"),
    *("birth_date-day", "birth_date-month", "birth_date-year", "reason_key", "answer"),
    *("question-reason", "document-passport_page"),
)


def every_field(value: str) -> str:
    return urlencode({**dict.fromkeys(FIELDS, value), "_key": "01890a5d-ac96-774b-bcce-b302099a8057"})


BODIES: dict[str, tuple[str, str | bytes]] = {
    "null bytes": (FORM, every_field("a\x00b")),
    "a very long text": (FORM, every_field("z" * 20_000)),
    "numbers beyond all measure": (FORM, every_field("9" * 400)),
    "no letters of any script": (FORM, every_field("\u202e\u0000\ufeff\uffff")),
    "bytes that are no text": (FORM, b"_key=%ff%fe&reason=%80%81&full_name=%c3%28&email=%ff"),
    "a key that is none": (FORM, urlencode({"_key": "x' OR 1=1 --", "reason": "a"})),
    "one field many times": (FORM, "&".join(f"reason={number}&_key={number}" for number in range(50))),
    "more fields than anybody fills in": (FORM, "&".join(f"f{number}=1" for number in range(400))),
    "a multipart form that breaks off": (
        MULTIPART,
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF',
    ),
    "a multipart form without its boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "a multipart form of garbage": (MULTIPART, bytes(range(256)) * 8),
    "a file's name of null bytes and folders": (
        MULTIPART,
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="../../\x00etc/passwd"\r\n'
        f"Content-Type: application/pdf\r\n\r\n\r\n--{BOUNDARY}--\r\n",
    ),
    "JSON where a form belongs": ("application/json", b'{"a": [1, {"b": null}]}'),
    "nothing at all": ("", b""),
}
QUERIES = (
    "halaman=-1&cari=%00&q=%00&tersimpan=%00&baru=%3Cscript%3E&next=//jahat.example&urut=x",
    "halaman=99999999999999999999&cari=%ff%fe&q=" + "z" * 3000 + "&tersimpan=../..&next=https://jahat.example",
    "halaman=x&halaman=2&cari[]=1&=&&;=%",
)


def door_keeper(name: str, method: str) -> str | None:
    """Somebody who gets in there; the visitor where everybody does."""
    inside = DOORS[name][method == "POST"]
    return VISITOR if VISITOR in inside else min(inside, default=None)


def is_answered_well(answer: Any, what: str, *, language: str = "id") -> None:
    assert answer.status_code < 500, f"{what}: {answer.status_code}"
    if answer.status_code >= 400 and answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        assert f'<html lang="{language}"' in page, what
        assert re.search(r"<h1[^>]*>\s*\S", page), what
        assert re.search(r"<main.*<(a|form)\b", page, re.DOTALL), f"{what}: no way on"


def test_whatever_is_sent_is_answered_and_never_our_fault(town: Town) -> None:
    for name, wanted in addresses().items():
        if (who := door_keeper(name, "POST")) is None:
            continue
        where = address(town, name, wanted)
        for sent, (content_type, body) in BODIES.items():
            with undone():
                answer = town.browser(who).post(where, body, content_type=content_type)
                is_answered_well(answer, f"{sent} to {name}")


def test_whatever_stands_behind_the_question_mark_is_answered(town: Town) -> None:
    for name, wanted in addresses().items():
        who = door_keeper(name, "GET")
        if who is None or name == "/healthz/ready":
            continue
        where = address(town, name, wanted)
        for query in QUERIES:
            answer = town.browser(who).get(f"{where}?{query}")
            is_answered_well(answer, f"{name}?{query[:30]}")
            assert "jahat.example" not in answer.headers.get("Location", "")


NOWHERE = (
    (OWNER, "permohonan/00000000-0000-0000-0000-000000000000/"),
    (OWNER, "permohonan/bukan-nomor/"),
    (OWNER, "permohonan/%00/"),
    (OWNER, "permohonan/mulai/tidak-ada/"),
    (OWNER, "permohonan/mulai/..%2f..%2fetc/"),
    (OWNER, "pembayaran/00000000-0000-0000-0000-000000000000/"),
    (VERIFIER, "meja/daftar/tidak-ada/"),
    (VERIFIER, "meja/permohonan/00000000-0000-0000-0000-000000000000/"),
    (PARTNER, "lembaga/pertanyaan/00000000-0000-0000-0000-000000000000/"),
    (VISITOR, "layanan/tidak-ada/"),
    (VISITOR, "layanan/" + "a" * 3000 + "/"),
    (VISITOR, "kata-sandi/baru/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz-x/"),
    (VISITOR, "daftar/pastikan/" + "a" * 3000 + "/"),
    (VISITOR, "tidak/ada/%ff%fe/"),
    (VISITOR, "..%2f..%2f"),
)


def test_an_address_that_leads_nowhere_says_so_in_both_languages(town: Town) -> None:
    for who, where in NOWHERE:
        for language in ("id", "en"):
            answer = town.browser(who).get(f"/{language}/{where}")
            is_answered_well(answer, where, language=language)
            assert answer.status_code in (200, 302, 400, 404), where


def test_a_page_of_a_document_that_it_does_not_have_is_not_there(town: Town) -> None:
    case, paper = town.cases["filed"], town.paper("filed").id
    for number in (0, 2, 99, 10**30):
        answer = town.browser(VERIFIER).get(f"/id/meja/permohonan/{case}/berkas/{paper}/halaman/{number}.png")
        assert answer.status_code == 404, number


def test_more_than_the_portal_takes_is_said_and_nothing_is_read_on(town: Town) -> None:
    body = b"reason=" + b"z" * (7 * 1024 * 1024)
    for language in ("id", "en"):
        where = f"/{language}/permohonan/{town.cases['draft']}/isi/reason/"
        answer = town.browser(OWNER).post(where, body, content_type=FORM)
        is_answered_well(answer, "too large", language=language)
        assert answer.status_code == 413


def test_everybody_is_told_in_their_own_language_what_is_wrong(town: Town) -> None:
    said = {}
    for language in ("id", "en"):
        where = f"/{language}/permohonan/{town.cases['draft']}/isi/permit_expires_on/"
        boxes = {"permit_expires_on-day": "29", "permit_expires_on-month": "2", "permit_expires_on-year": "2027"}
        page = town.knocks(OWNER, "POST", where, {**town.form("applicant:question"), **boxes}).content.decode()
        summary = re.search(r"govuk-error-summary.*?</ul>", page, re.DOTALL)
        assert summary is not None
        assert 'value="29"' in page
        assert 'value="2027"' in page
        said[language] = summary.group(0)
    assert said["id"] != said["en"]
    boxes["permit_expires_on-year"] = "2028"
    assert town.knocks(OWNER, "POST", where, {**town.form("applicant:question"), **boxes}).status_code == 302
