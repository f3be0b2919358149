"""The addresses of the tests in this folder: the portal's own, and one that breaks, for the page that says so."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from seluma.config import urls
from seluma.web.ui.pages import public

handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler429, handler500 = urls.handler429, urls.handler500


@public
def breaks(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    raise RuntimeError("the page that breaks, on purpose")


urlpatterns = [*i18n_patterns(path("rusak/", breaks)), *urls.urlpatterns]
