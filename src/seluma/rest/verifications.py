"""`POST /api/v1/verifications`: is this document of ours genuine, and does it still count?

The answer says the first that applies: unreadable, unknown_issuer, forged, unrecorded, unlogged, revoked,
expired, valid. What the ledger says of a permit on record stands beside it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from http import HTTPStatus
from typing import Any, Literal

from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from seluma.core.access import api as access
from seluma.domains.permits import api as permits
from seluma.lib import vds
from seluma.rest.problems import Problem, ProblemDetails

MAX_JSON_BYTES = 64 * 1024
ROOM_FOR_FORM = 64 * 1024

router = Router(tags=["verifications"])


class Both(Schema):
    """The same words in Indonesian and English."""

    id: str
    en: str


class Holder(Schema):
    """The person. With only a code the name is masked and the rest is left out."""

    name: str | None = None
    nationality: str | None = Field(None, description="Code of ICAO Doc 9303-3")
    nationality_name: Both | None = None
    birth_date: str | None = Field(None, description="ISO 8601; 00 for an unknown month or day")
    passport_number: str | None = None


class Line(Schema):
    """One line of a statement: what it is about, and what is stated."""

    label: Both
    value: Both


class Document(Schema):
    """What may be known of the document: no more than it shows itself."""

    number: str
    kind: str | None = None
    title: Both | None = None
    index: str = Field(description="Index of the stay; empty for a statement of the office")
    valid_from: dt.date
    valid_until: dt.date | None = Field(None, description="null: without end")
    issued_by: Both | None = None
    country: str = Field(description="Issuing state; UTO is a specimen")
    test: bool = Field(description="Made with TEST keys: not a real document")
    holder: Holder | None = None
    statement: Both | None = Field(None, description="What a statement of the office says; only with its seal")
    facts: list[Line] | None = None


class InLedger(Schema):
    """What the ledger says of a permit: `/ledger/proof/{position}` is the evidence file."""

    logged: Literal["sealed", "waiting", "absent", "broken", "revoked_there", "revoked_here", "unknown"]
    position: int | None = None
    seen_by: list[str] = Field(default_factory=list, description="The witnesses that have seen the entry")


class Verification(Schema):
    """What a check found."""

    status: Literal["unreadable", "unknown_issuer", "forged", "unrecorded", "unlogged", "revoked", "expired", "valid"]
    document: Document | None
    ledger: InLedger | None = Field(None, description="What the ledger says of a permit on record")


class SealCertificate(Schema):
    """A signer of our seals; with it anyone checks a seal without asking us."""

    signer: str
    reference: str
    pem: str


_REQUEST = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {
                            "type": "object",
                            "title": "Seal",
                            "description": "The bytes of the Data Matrix, in hexadecimal",
                            "required": ["seal"],
                            "properties": {"seal": {"type": "string", "examples": ["dc03d9c5"]}},
                            "additionalProperties": False,
                        },
                        {
                            "type": "object",
                            "title": "Code",
                            "description": "The code printed beside the seal, with or without hyphens",
                            "required": ["code"],
                            "properties": {"code": {"type": "string", "examples": ["7K2QMX-40PZRA-9WHD3T"]}},
                            "additionalProperties": False,
                        },
                    ]
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "additionalProperties": False,
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A picture (PNG, JPEG) or PDF of the document, at most 10 MB",
                        }
                    },
                }
            },
        },
    }
}


@router.post(
    "/verifications",
    response={200: Verification, frozenset({400, 413, 415, 422, 429}): ProblemDetails},
    exclude_unset=True,
    openapi_extra=_REQUEST,
    operation_id="verify",
    summary="Check a document by its seal, its code, or a picture or PDF of it",
)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Nothing that is sent is kept."""
    given = _given(request)
    wait = permits.seconds_until_check(access.caller(request.META), is_file="file" in given, at=timezone.now())
    if wait:
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, f"Too many at once. Try again in {wait} seconds.", wait=wait)
    found = permits.verify(**given, on=timezone.localdate())
    there = dataclasses.asdict(found.ledger) if found.ledger else None
    return {"status": found.status.value, "document": found.document, "ledger": there}


@router.get(
    "/seal-certificates",
    response=list[SealCertificate],
    operation_id="seal_certificates",
    summary="The certificates under which our seals are signed, the one in use first",
)
def seal_certificates(request: HttpRequest) -> list[SealCertificate]:  # noqa: ARG001
    """Retired signers stay in the list: papers that they sealed are still checked with them."""
    found = []
    for certificate in permits.known_seal_certificates():
        identity = vds.identity(certificate)
        if identity is not None:
            pem = certificate.public_bytes(Encoding.PEM).decode()
            found.append(SealCertificate(signer=identity.signer, reference=identity.reference, pem=pem))
    return found


def _given(request: HttpRequest) -> dict[str, Any]:
    """The one thing that was sent, as `permits.verify` takes it."""
    if request.content_type == "application/json":
        return _from_json(request)
    if request.content_type == "multipart/form-data":
        return _from_form(request)
    raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json, or multipart/form-data with a file.")


def _from_json(request: HttpRequest) -> dict[str, Any]:
    _check_size(request, MAX_JSON_BYTES)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError, SuspiciousOperation) as reason:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not JSON.") from reason
    if not isinstance(body, dict) or set(body) not in ({"seal"}, {"code"}):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, 'Send an object with exactly one of "seal" and "code".')
    ((name, value),) = body.items()
    if not isinstance(value, str):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f'"{name}" must be text.')
    return {"code": value} if name == "code" else {"seal": _bytes(value)}


def _bytes(hexadecimal: str) -> bytes:
    """The seal's bytes; what is not hexadecimal is not readable as a seal either, and is answered so."""
    try:
        return bytes.fromhex(hexadecimal)
    except ValueError:
        return b""


def _from_form(request: HttpRequest) -> dict[str, Any]:
    _check_size(request, permits.MAX_FILE_BYTES + ROOM_FOR_FORM)
    try:
        files = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation, BadRequest) as reason:
        raise Problem(HTTPStatus.BAD_REQUEST, "The form cannot be read.") from reason
    if len(files) != 1 or len(request.FILES) != 1 or request.POST:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, 'Send exactly one file, in the field "file".')
    file = files[0]
    if (file.size or 0) > permits.MAX_FILE_BYTES:
        raise _too_large(permits.MAX_FILE_BYTES)
    return {"file": file.read()}


def _check_size(request: HttpRequest, most: int) -> None:
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as reason:
        raise Problem(HTTPStatus.BAD_REQUEST, "Content-Length is not a number.") from reason
    if size > most:
        raise _too_large(most)


def _too_large(most: int) -> Problem:
    return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {most:,} bytes are taken.")
