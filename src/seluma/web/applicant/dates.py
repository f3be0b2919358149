"""What ends when: the person's page, the letters that remind, and the calendar for other programs."""

from __future__ import annotations

import datetime as dt

import icalendar
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.web.ui import errors
from seluma.web.ui.jinja import date_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import public, render, signed_in
from seluma.web.ui.words import spoken

from .asking import actor_of, case_url

REFRESHED = dt.timedelta(hours=12)
"""How often a calendar program is asked to look again."""


@signed_in
def dates(request: HttpRequest) -> HttpResponse:
    """Everything that ends, the next first; whether letters remind of it; the calendar's secret address."""
    actor, now = actor_of(request), timezone.now()
    if request.method == "POST":
        return post_once(request, lambda: _do(request, now))
    known = cases.dates(actor, at=now)
    context = {
        "known": known,
        "rows": [_row(one, timezone.localdate(now)) for one in known.deadlines],
        "calendar": request.build_absolute_uri(_calendar_path(known.secret)) if known.secret else None,
        "done": _done(request),
    }
    return render(request, "applicant/dates.html", context)


def _do(request: HttpRequest, now: dt.datetime) -> str:
    """The one act that was chosen, and where it leads."""
    actor, here, act = actor_of(request), reverse("applicant:dates"), request.POST.get("act", "")
    if act in ("reminders_on", "reminders_off"):
        cases.set_reminders(on=act == "reminders_on", by=actor, at=now)
        return f"{here}?baru={'ingat' if act == 'reminders_on' else 'diam'}"
    if act == "renew":
        cases.renew_calendar(by=actor, at=now)
        return f"{here}?baru=alamat#kalender"
    if act == "close":
        cases.close_calendar(by=actor, at=now)
        return f"{here}?baru=tutup"
    return here


def _done(request: HttpRequest) -> str:
    return {
        "ingat": _("Kami mengingatkan Anda lewat e-mail."),
        "diam": _("Kami tidak mengingatkan Anda lewat e-mail lagi."),
        "alamat": _("Kalender Anda punya alamat baru. Alamat sebelumnya, bila ada, tidak berlaku lagi."),
        "tutup": _("Alamat kalender Anda diakhiri."),
    }.get(request.GET.get("baru", ""), "")


def _row(one: cases.Deadline, today: dt.date) -> dict[str, object]:
    left = (one.day - today).days
    when = (
        _("hari ini") if left == 0 else ngettext("%(count)s hari lagi", "%(count)s hari lagi", left) % {"count": left}
    )
    about = [part for part in (spoken(one.title) if one.title else "", one.person, one.number or "") if part]
    return {
        "what": str(cases.DEADLINES[one.kind]),
        "day": date_long(one.day),
        "left": when,
        "soon": left <= 7 and not one.in_hand,
        "about": " · ".join(about),
        "href": case_url(one.case) if one.case else reverse("profile"),
        "then": _("Permohonan Anda sedang kami kerjakan.") if one.in_hand else str(cases.WHAT_THEN[one.kind]),
    }


@public
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines for a calendar program. Whoever has the address reads it, so no name and no number stands in it."""
    if request.method not in ("GET", "HEAD"):
        return errors.not_found(request)
    now = timezone.now()
    known = cases.dates_by_secret(secret, at=now)
    with translation.override(known.language):
        body = _feed(known, now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _feed(known: cases.Dates, now: dt.datetime) -> bytes:
    office = catalogue.office()
    feed = icalendar.Calendar()
    feed.add("prodid", f"-//{office.prefix}//what ends when//{known.language.upper()}")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", _("Batas waktu imigrasi"))
    feed.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", icalendar.vDuration(REFRESHED))
    for one in known.deadlines:
        feed.add_component(_event(one, known.language, now))
    return feed.to_ical()


def _event(one: cases.Deadline, language: str, now: dt.datetime) -> icalendar.Event:
    link = messages.Link("case", str(one.case)) if one.case else messages.Link("dates")
    event = icalendar.Event()
    event.add("uid", f"{one.kind}-{one.about}")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", one.day)
    event.add("dtend", one.day + dt.timedelta(days=1))
    event.add("summary", str(cases.DEADLINES[one.kind]))
    event.add(
        "description", _("Permohonan Anda sedang kami kerjakan.") if one.in_hand else str(cases.WHAT_THEN[one.kind])
    )
    event.add("url", messages.address_of(link, language))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _calendar_path(secret: str) -> str:
    return reverse("calendar", args=[secret])


machine_urlpatterns = [path("kalender/<str:secret>.ics", calendar, name="calendar")]
"""Above the languages: the calendar speaks its owner's."""
