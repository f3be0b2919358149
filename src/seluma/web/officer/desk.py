"""The desk: what waits, whose it is, the most urgent first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui import reading
from seluma.web.ui.pages import render, requires

from . import showing
from .asking import actor_of

SLUGS = {
    "mine": "giliran-saya",
    "asked": "ditanyakan-kepada-saya",
    "to_verify": "perlu-diperiksa",
    "to_decide": "perlu-diputuskan",
    "team": "tim-saya",
    "everything": "semua",
    "late": "terlambat",
    "waiting": "menunggu-pihak-lain",
    "to_follow_up": "perlu-ditindaklanjuti",
    "to_collect": "siap-diambil",
    "closed": "selesai",
}
"""Each list of the desk with the last part of its address."""

_LISTS = {slug: which for which, slug in SLUGS.items()}
MOST_COUNTED = 99


@requires(cases.READ)
def first(request: HttpRequest) -> HttpResponse:
    """Where the day begins: what the officer holds, else what waits for somebody of that role."""
    actor = actor_of(request)
    counts = cases.desk_counts(actor, at=timezone.now(), limit=1)
    waiting = "to_decide" if access.may(actor, cases.DECIDE) else "to_verify"
    which = "mine" if counts["mine"] or not counts[waiting] else waiting
    return HttpResponseRedirect(reverse("officer:desk", args=[SLUGS[which]]))


@requires(cases.READ)
def desk(request: HttpRequest, name: str) -> HttpResponse:
    """One list of the desk."""
    which = _LISTS.get(name)
    if which is None:
        raise access.NotFound
    actor, now = actor_of(request), timezone.now()
    titles = showing.lists(actor)
    found = cases.desk(actor, which, at=now, after=_after(request))
    items, more = found[: cases.PAGE], len(found) > cases.PAGE
    counts = cases.desk_counts(actor, at=now, limit=MOST_COUNTED + 1)
    context: dict[str, Any] = {
        "which": which,
        "title": titles.get(which, _("Meja petugas")),
        "nothing": showing.nothing_in(which),
        "tabs": [
            {"label": label, "href": reverse("officer:desk", args=[SLUGS[key]]), "current": key == which, "count": said}
            for key, label in titles.items()
            for said in [_count(counts.get(key))]
        ],
        "items": [showing.line(item) for item in items],
        "later": f"?sesudah={items[-1].id}" if more else None,
        "begun": "sesudah" in request.GET,
    }
    return render(request, "officer/desk.html", context)


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("sesudah", ""))
    except ValueError:
        return None


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED}+"


@requires(cases.READ)
def search(request: HttpRequest) -> HttpResponse:
    """Cases by name, number or passport: the exact ones, then those with one letter wrong."""
    actor, now = actor_of(request), timezone.now()
    try:
        sought = reading.clean(request.GET.get("cari", ""))[:200]
    except reading.Mistake:
        sought = ""
    found = cases.search(actor, sought, at=now) if sought else []
    context: dict[str, Any] = {
        "sought": sought,
        "items": [showing.line(item) for item in found[: cases.PAGE]],
        "more": len(found) > cases.PAGE,
    }
    return render(request, "officer/search.html", context)
