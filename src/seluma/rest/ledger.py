"""The log as C2SP tlog-tiles serves it: for anybody and any program, the same bytes as in an exported directory."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from seluma.core.ledger import api as ledger
from seluma.domains.catalogue import api as catalogue
from seluma.domains.permits import api as permits
from seluma.lib import tlog, verifier

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
JSON = "application/json"
EVIDENCE = "catatan-{}.tlog-proof"
BYTES = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=2"
"""A checkpoint is out of date within seconds."""


@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """The newest checkpoint that its witnesses have seen, a signed note."""
    head = ledger.published(at=timezone.now())
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
def proof(_request: HttpRequest, position: int) -> HttpResponse:
    """The evidence file of an entry: the entry itself, its path, and the checkpoint over it, to keep."""
    try:
        data = ledger.proof_at(position)
    except ledger.NotSealed:
        return _absent()
    response = _answer(data, TEXT, "no-store")
    response["Content-Disposition"] = f'attachment; filename="{EVIDENCE.format(position)}"'
    return response


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


@require_safe
def verifier_file(_request: HttpRequest) -> HttpResponse:
    """One HTML file that checks seals and evidence without the internet; to be saved, not opened here."""
    office = catalogue.office()
    trusted = verifier.Trusted(
        office=office.name,
        policy=ledger.policy_text(),
        certificates="".join(one.public_bytes(Encoding.PEM).decode() for one in permits.known_seal_certificates()),
        kinds=ledger.all_words(),
        zone=office.timezone,
        is_test=ledger.log_keys().are_test or permits.keys_are_test(),
    )
    response = _answer(verifier.page(trusted, on=timezone.localdate()), HTML, SHORTLY)
    response["Content-Disposition"] = f'attachment; filename="{verifier.FILE_NAME}"'
    return response


@require_safe
def status(_request: HttpRequest) -> HttpResponse:
    """How the log does: what is sealed, who has seen it, which witness is away since when, what was found out."""
    return _answer(json.dumps(_plain(ledger.status()), indent=1).encode() + b"\n", JSON, SHORTLY)


def _plain(state: ledger.Status) -> dict[str, Any]:
    return {
        "size": state.size,
        "sealed_at": _time(state.sealed_at),
        "witnessed_size": state.witnessed_size,
        "unwitnessed_since": _time(state.unwitnessed_since),
        "witnesses": [
            {
                "name": witness.name,
                "label": witness.label,
                "url": witness.url,
                "size": witness.size,
                "seen_at": _time(witness.seen_at),
                "away_since": _time(witness.away_since),
                "trouble": witness.trouble,
                "retired_at": _time(witness.retired_at),
            }
            for witness in state.witnesses
        ],
        "alarms": [
            {"attack": alarm.attack, "where": alarm.where, "proves": alarm.proves, "at": _time(alarm.at)}
            for alarm in state.alarms
        ],
        "audit": _audit(ledger.last_audit()),
        "anchor": _anchor(ledger.anchors(most=1)),
    }


def _anchor(newest: list[ledger.Anchor]) -> dict[str, Any] | None:
    """The newest anchor that the portal knows of; whoever checks asks the network itself."""
    return next(
        (
            {
                "network": one.chain_id,
                "contract": one.contract,
                "writer": one.writer,
                "size": one.size,
                "root": one.root.hex(),
                "block": one.block,
                "at": _time(one.at),
            }
            for one in newest
        ),
        None,
    )


def _audit(found: ledger.SelfAudit | None) -> dict[str, Any] | None:
    return (
        {
            "at": _time(found.at),
            "size": found.size,
            "findings": [dataclasses.asdict(finding) for finding in found.findings],
            "silent": list(found.silent),
        }
        if found
        else None
    )


def _time(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None


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
