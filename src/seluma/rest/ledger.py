"""The log as C2SP tlog-tiles serves it: for anybody and any program, the same bytes as in an exported directory."""

from __future__ import annotations

import gzip

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from seluma.core.ledger import api as ledger
from seluma.lib import tlog

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=2"
"""A checkpoint is out of date within seconds."""


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint, a signed note."""
    head = ledger.head()
    return _absent() if head is None else _answer(head.note, TEXT, SHORTLY)


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile or an entry bundle. What was once there never changes."""
    try:
        wanted = tlog.at_path(f"tile/{place}")
    except tlog.Unreadable:
        return _absent()
    data = ledger.resource(wanted)
    if data is None:
        return _absent()
    if isinstance(wanted, tlog.Tile):
        return _answer(data, BYTES, FOR_EVER)
    return _compressed(request, data)


@require_safe
def vkey(_request: HttpRequest) -> HttpResponse:
    """The log's verifier key (Ed25519)."""
    return _answer(ledger.vkey().encode(), TEXT, SHORTLY)


@require_safe
def vkey_ml_dsa_44(_request: HttpRequest) -> HttpResponse:
    """The log's verifier key for its ML-DSA-44 signatures."""
    return _answer(ledger.vkey_ml_dsa_44().encode(), TEXT, SHORTLY)


@require_safe
def policy(_request: HttpRequest) -> HttpResponse:
    """The trust policy: this log and its witnesses."""
    return _answer(ledger.policy_text().encode(), TEXT, SHORTLY)


def _compressed(request: HttpRequest, data: bytes) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = _answer(gzip.compress(data, 6, mtime=0) if packed else data, BYTES, FOR_EVER)
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _answer(data: bytes, kind: str, kept: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = kept
    return _for_everybody(response)


def _absent() -> HttpResponse:
    response = HttpResponse("There is no such part of the log.\n", content_type=TEXT, status=404)
    response["Cache-Control"] = "no-store"
    return _for_everybody(response)


def _for_everybody(response: HttpResponse) -> HttpResponse:
    """A verifier on any other site may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
