"""What every page of an applicant needs: who asks, where the case lies, the way on when a step is out of order."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.web.ui.pages import render


def actor_of(request: HttpRequest) -> access.Actor:
    """Who asks; the middleware has found out."""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    return actor


def case_url(case: UUID) -> str:
    """The page of an application."""
    return reverse("applicant:case", args=[case])


def elsewhere(
    request: HttpRequest, heading: str, sentence: access.Sentence, *ways: tuple[str, str], status: int = 409
) -> HttpResponse:
    """A step out of order: why it cannot be taken now, and where to go instead."""
    context = {"heading": heading, "sentences": [sentence], "ways": ways}
    return render(request, "ui/message.html", context, status=status)


def closed(request: HttpRequest, case: UUID, sentence: access.Sentence | None = None) -> HttpResponse:
    """Nothing can be changed in this application now."""
    said = sentence or _("Permohonan ini sudah diajukan. Bagiannya hanya terbuka lagi bila petugas memintanya.")
    return elsewhere(request, _("Bagian ini sedang tertutup"), said, (_("Lihat permohonan"), case_url(case)))
