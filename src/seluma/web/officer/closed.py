"""A step that cannot be taken now: why, and the way back. Whose doing it was is said by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.pages import render

from . import showing
from .asking import actor_of, case_url


def is_open(request: HttpRequest, page: cases.DeskCase, verb: str) -> bool:
    """Whether the form of a verb can be shown. What was confirmed already is left to the verb, which knows best."""
    return verb in page.verbs or request.POST.get("confirm") == "yes" or (verb == "assign" and request.method == "POST")


def closed(request: HttpRequest, page: cases.DeskCase, sentence: access.Sentence | None = None) -> HttpResponse:
    """The page that says so."""
    context = {
        "heading": _("Belum bisa dilakukan"),
        "sentences": [sentence or _why(request, page)],
        "ways": [(_("Kembali ke permohonan"), case_url(page.id))],
    }
    return render(request, "ui/message.html", context, status=409)


def _why(request: HttpRequest, page: cases.DeskCase) -> str:
    if page.decided_at is not None:
        words = _("%(name)s sudah memutuskan permohonan ini: %(when)s.")
        return words % {"name": page.decided_name, "when": datetime_long(page.decided_at)}
    if page.state not in (cases.SUBMITTED, cases.IN_REVIEW):
        state = showing.case_state(page.state, page.verified_at is not None)
        return _("Permohonan ini sedang tidak di meja petugas: %(state)s.") % {"state": state.lower()}
    if page.claimed_by is not None and page.claimed_by != actor_of(request).id:
        return _("Permohonan ini dipegang %(name)s.") % {"name": page.claimed_name}
    if page.claimed_by is None:
        return _("Permohonan ini belum diambil. Ambil dahulu, lalu kerjakan.")
    return _("Langkah ini bukan giliran Anda sekarang.")
