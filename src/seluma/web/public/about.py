"""How the service works, what it keeps about people, who can use it, and where the office is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from seluma.domains.catalogue import api as catalogue
from seluma.web.ui.pages import public, render


@public
def about(request: HttpRequest) -> HttpResponse:
    """The way of an application, and what keeps everybody honest."""
    return render(request, "public/about.html", {"office": catalogue.office()})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long as far as that is settled, and who sees it."""
    days = {key: catalogue.figure(key).value for key in ("draft_days", "correction_days")}
    return render(request, "public/privacy.html", {"office": catalogue.office(), "days": days})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tried, what was not, and whom to tell."""
    return render(request, "public/accessibility.html", {"office": catalogue.office()})


@public
def office(request: HttpRequest) -> HttpResponse:
    """Address, hours, telephone."""
    return render(request, "public/office.html", {"office": catalogue.office()})
