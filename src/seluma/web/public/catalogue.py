"""The services on offer: the list, searching it, and everything about one of them before applying."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.catalogue import api as catalogue
from seluma.web.public import searching
from seluma.web.public.service_page import page_of
from seluma.web.public.situations import grouped
from seluma.web.ui.pages import public, render

LONGEST_SEARCH = 200


@public
def services(request: HttpRequest) -> HttpResponse:
    """Every service, or those that fit what was typed into the search, the best first."""
    typed = " ".join(request.GET.get("cari", "").replace("\x00", " ").split())[:LONGEST_SEARCH]
    offered = catalogue.services(on=timezone.localdate())
    found = searching.find(offered, typed) if typed else searching.Found(tuple(offered), whole=True)
    return render(request, "public/services.html", {"typed": typed, "found": found, "groups": grouped(offered)})


@public
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service as it stands today, with its law and how sure we are of each figure."""
    try:
        found = catalogue.service(code, on=timezone.localdate())
    except access.NotFound as missing:
        ways = [(_("Lihat semua layanan"), reverse("services")), (_("Halaman depan"), reverse("home"))]
        gone = catalogue.withdrawal(code, on=timezone.localdate()) is not None
        heading = _("Layanan ini tidak ditawarkan lagi") if gone else _("Layanan ini tidak ada")
        context = {"heading": heading, "sentences": [str(missing)], "ways": ways}
        return render(request, "ui/message.html", context, status=404)
    return render(request, "public/service.html", {"service": found, "page": page_of(found)})
