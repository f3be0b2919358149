"""The front page, and the bare address that leads to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from seluma.domains.catalogue import api as catalogue
from seluma.web.public.situations import grouped
from seluma.web.ui.language import language_of
from seluma.web.ui.pages import public, render

PROMISES_SHOWN = 3
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /*/permohonan/\nDisallow: /*/periksa/*\n"


@public
def home(request: HttpRequest) -> HttpResponse:
    """What one can do here, how long it takes, and why it can be trusted."""
    today = timezone.localdate()
    offered = catalogue.services(on=today)
    calendar = catalogue.calendar()
    groups = grouped(offered)
    # One of each situation, so that the promises differ; of those only that are decided here.
    here = [[one for one in group.services if one.handover is None] for group in groups]
    first = [found[0] for found in here if found][:PROMISES_SHOWN]
    promises = [(one, calendar.add(today, one.promise_days)) for one in first]
    return render(request, "public/home.html", {"groups": groups, "promises": promises})


@public
def front(request: HttpRequest) -> HttpResponse:
    """`/` leads to the front page in the language that the browser asks for, Indonesian otherwise."""
    with translation.override(language_of(request)):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@public
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Search engines read the public pages and nothing about a person."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """For programs that ask without reading the page: the mark."""
    return HttpResponseRedirect(static("built/mark.svg"))
