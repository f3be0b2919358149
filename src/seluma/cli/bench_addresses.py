"""The portal's addresses and two more, for the baselines of `bench pages`: a bare view and an empty page."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

# Read before `bench pages` puts this module in its place.
_portal = import_module(settings.ROOT_URLCONF)

handler400, handler403, handler404, handler429, handler500 = (
    _portal.handler400,
    _portal.handler403,
    _portal.handler404,
    _portal.handler429,
    _portal.handler500,
)


def bare(_request: HttpRequest) -> HttpResponse:
    """A view that does nothing."""
    return HttpResponse("bench")


def empty(request: HttpRequest) -> HttpResponse:
    """The layout around a heading."""
    return render(request, "ui/message.html", {"heading": "bench"}, using="jinja2")


urlpatterns = [
    path("bench/bare", bare),
    *i18n_patterns(path("bench/empty/", empty)),
    *_portal.urlpatterns,
]
