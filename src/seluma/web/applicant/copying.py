"""A person's copy of everything that the portal keeps about them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.domains.cases import api as cases
from seluma.web.ui.pages import render, signed_in

from .asking import actor_of


@signed_in
def data(request: HttpRequest) -> HttpResponse | HttpResponseBase:
    """What the copy holds, and the button that makes it. Pressed twice it is made twice: nothing changes by it."""
    if request.method != "POST":
        return render(request, "applicant/data.html")
    now = timezone.localtime()
    name = f"{_('data-saya')}-{now:%Y-%m-%d}.zip"
    response = FileResponse(cases.take_copy(by=actor_of(request), at=now), as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["Cache-Control"] = "no-store"
    return response
