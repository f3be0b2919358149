"""Checking a document: anyone, with a photograph, the PDF, or the code; and where a permit's printed link leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from seluma.core.access import api as access
from seluma.domains.permits import api as permits
from seluma.web.ui import errors, forms
from seluma.web.ui.pages import public, render

KINDS = {
    permits.Status.VALID: "good",
    permits.Status.FORGED: "bad",
    permits.Status.UNLOGGED: "bad",
    permits.Status.REVOKED: "bad",
    permits.Status.EXPIRED: "bad",
}
LOGGED = {
    permits.Logged.SEALED: "good",
    permits.Logged.WAITING: "unsure",
    permits.Logged.UNKNOWN: "unsure",
}
NOTHING_GIVEN = _("Pilih foto atau berkas PDF, atau ketik kodenya.")


def fields() -> list[forms.Field]:
    """The two ways on one page; one of them is enough."""
    return [
        forms.File(
            "file",
            _("Foto segel atau berkas PDF"),
            hint=_("Foto kotak hitam putih pada dokumen dari dekat, terang dan lurus."),
            required=False,
            max_bytes=permits.MAX_FILE_BYTES,
        ),
        forms.TextField(
            "code",
            _("Kode pemeriksaan"),
            hint=_("18 huruf dan angka di samping segel, misalnya 7K2QMX-40PZRA-9WHD3T."),
            required=False,
            width=20,
            limit=60,
        ),
    ]


@public
def verification(request: HttpRequest) -> HttpResponse:
    """The page to check a document. A code leads to its own address; a file is answered at once and kept nowhere."""
    form = forms.Form(request, fields())
    if not form.is_ready():
        return _ask(request, form)
    file, code = form.values.get("file"), form.values.get("code")
    if _must_wait(request, is_file=file is not None):
        return errors.too_many(request)
    if file is not None:
        return _answer(request, permits.verify(file=file.read(), on=timezone.localdate()))
    if not code:
        form.refuse(None, NOTHING_GIVEN)
        return _ask(request, form)
    found = permits.verify(code=code, on=timezone.localdate())
    if found.status is permits.Status.UNREADABLE:
        form.refuse("code", f"{found.finding.title}. {found.finding.action}")
        return _ask(request, form)
    return HttpResponseRedirect(reverse("verification_of", kwargs={"code": code}))


@public
def verification_of(request: HttpRequest, code: str) -> HttpResponse:
    """Where the link on a permit leads: what is on record under its code."""
    if _must_wait(request, is_file=False):
        return errors.too_many(request)
    return _answer(request, permits.verify(code=code, on=timezone.localdate()), code=code)


def _must_wait(request: HttpRequest, *, is_file: bool) -> bool:
    return permits.seconds_until_check(access.caller(request.META), is_file=is_file, at=timezone.now()) > 0


def _ask(request: HttpRequest, form: forms.Form) -> HttpResponse:
    return render(request, "public/verification.html", {"form": form}, status=form.status)


def _answer(request: HttpRequest, found: permits.Verification, code: str | None = None) -> HttpResponse:
    context = {
        "found": found,
        "kind": KINDS.get(found.status, "unsure"),
        "ledger": found.ledger,
        "ledger_kind": _kind_of_ledger(found),
        "code": code,
        "early": _begins_later(found),
    }
    response = render(request, "public/verified.html", context)
    # What is shown names a person: no cache and no search engine keeps it.
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _kind_of_ledger(found: permits.Verification) -> str | None:
    if found.ledger is None:
        return None
    # That a revocation is sealed is as it must be, and no good news.
    is_over = found.status is permits.Status.REVOKED and found.ledger.logged is permits.Logged.SEALED
    return "unsure" if is_over else LOGGED.get(found.ledger.logged, "bad")


def _begins_later(found: permits.Verification) -> bool:
    document: dict[str, Any] = found.document or {}
    return (
        found.status is permits.Status.VALID
        and dt.date.fromisoformat(str(document["valid_from"])) > timezone.localdate()
    )


urlpatterns = [
    path("periksa/", verification, name="verification"),
    path("periksa/<str:code>", verification_of, name="verification_of"),
]
