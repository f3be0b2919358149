"""Addresses for the tests of the look: a gallery of pages, and views behind every kind of gate."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from seluma.core.access import api as access
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import public, render, requires, signed_in

GALLERY = Path(__file__).parent / "gallery"
EFFECTS: list[str] = []


@public
def gallery(request: HttpRequest, name: str) -> HttpResponse:
    template = engines["jinja2"].from_string((GALLERY / f"{name}.html").read_text("utf-8"))
    return HttpResponse(template.render({}, request))


def fields() -> list[forms.Field]:
    return [
        forms.Name("full_name", "Nama lengkap", "Seperti di paspor. Satu kata juga boleh.", autocomplete="name"),
        forms.PartialDate("birth_date", "Tanggal lahir", latest=dt.date(2026, 11, 24)),
        forms.YesNo("school", "Apakah Anda masih bersekolah di sini?"),
        forms.LongText("story", "Cerita", required=False, limit=500),
        forms.File("passport", "Halaman paspor", required=False),
        forms.Password("password", "Kata sandi", required=False),
    ]


@signed_in
def form(request: HttpRequest) -> HttpResponse:
    shown = forms.Form(request, fields())
    if shown.is_ready():
        return post_once(request, lambda: _do(shown.values["full_name"]))
    context = {"form": shown, "heading": "Tentang Anda", "caption": "Perpanjangan"}
    return render(request, "ui/question.html", context, status=shown.status)


def _do(name: str) -> str:
    if name == "Ditolak":
        raise access.Refused("Belum bisa.", obstacles=["Syarat satu.", "Syarat dua."])
    EFFECTS.append(name)
    return f"/id/selesai/?n={len(EFFECTS)}"


@requires("tests.decide")
def decide(request: HttpRequest) -> HttpResponse:
    return HttpResponse("decided")


@public
def fails(request: HttpRequest, kind: str) -> HttpResponse:
    if kind == "refused":
        raise access.Refused("Belum bisa.", obstacles=["Syarat satu.", "Syarat dua."])
    if kind == "not-permitted":
        raise access.Refused("Bukan peran Anda.", code="not_permitted")
    if kind == "not-found":
        raise access.NotFound
    if kind == "denied":
        raise PermissionDenied
    if kind == "suspicious":
        raise SuspiciousOperation
    raise RuntimeError(kind)


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sign in")


@public
def done(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@public
def leave(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/id/")


urlpatterns = i18n_patterns(
    path("gallery/<str:name>/", gallery, name="gallery"),
    path("form/", form, name="form"),
    path("decide/", decide, name="decide"),
    path("fails/<str:kind>/", fails, name="fails"),
    path("masuk/", sign_in, name="sign_in"),
    path("keluar/", leave, name="sign_out"),
    path("selesai/", done, name="done"),
)

handler400 = "seluma.web.ui.errors.bad_request"
handler403 = "seluma.web.ui.errors.forbidden"
handler404 = "seluma.web.ui.errors.not_found"
handler500 = "seluma.web.ui.errors.broken"
