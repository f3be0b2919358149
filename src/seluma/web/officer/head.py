"""The head of office: where work waits, how promises went. Numbers and case numbers, no names of applicants."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui.jinja import date_long
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from .asking import actor_of


@requires(cases.OVERSEE)
def head(request: HttpRequest) -> HttpResponse:
    """What waits where, oldest first; this week's promises, per service."""
    actor, now = actor_of(request), timezone.now()
    found = cases.overview(actor, at=now)
    reads = access.may(actor, cases.READ)
    today = timezone.localdate(now)

    def waited(since: Any) -> str:
        if since is None:
            return _("belum diketahui")
        days = (today - timezone.localdate(since)).days
        return ngettext("%(count)s hari", "%(count)s hari", days) % {"count": days} if days else _("sejak hari ini")

    context: dict[str, Any] = {
        "monday": date_long(found.monday),
        "kept": sum(one.kept for one in found.promises),
        "missed": sum(one.missed for one in found.promises),
        "late": sum(one.late for one in found.promises),
        "waiting": [(spoken(one.title), owner(one.turn), one.count, waited(one.since)) for one in found.waiting],
        "promises": [(spoken(one.title), one.kept, one.missed, one.late) for one in found.promises],
        "oldest": [
            {
                "number": one.number,
                "href": reverse("officer:case", args=[one.id]) if reads else None,
                "title": spoken(one.title),
                "where": owner(one.turn),
                "holds": one.claimed_by,
                "waited": waited(one.since),
            }
            for one in found.oldest
        ],
    }
    return render(request, "officer/head.html", context)


def owner(turn: str) -> str:
    """Whose turn it is, in a word or two."""
    return {
        "applicant": _("Pemohon"),
        "verifier": _("Pemeriksa"),
        "cashier": _("Kasir (jumlah biaya)"),
        "decider": _("Pejabat pemutus"),
        "reviewer": _("Penilai keberatan"),
        "agency": _("Lembaga lain"),
        "authority": _("Yang memutuskan di tempat lain"),
        "system": _("Dokumen sedang dibuat"),
    }.get(turn, turn)
