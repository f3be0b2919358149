"""Days beyond a permit: how many, what they cost, what the law says, what to do next. Nothing typed here is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.domains.catalogue import api as catalogue
from seluma.lib.money import rupiah
from seluma.web.ui import forms
from seluma.web.ui.jinja import date_long
from seluma.web.ui.pages import public, render

LONGEST_STAY = 3660
"""Days of a stay that can be typed: ten years."""
_EARLIEST = dt.date(2000, 1, 1)


@public
def overstay(request: HttpRequest) -> HttpResponse:
    """Ask for the permit's last day, or the entry and the days given; tell what follows."""
    today = timezone.localdate()
    form = forms.Form(request, _fields(today), {"on": today})
    result = _result(form, today) if form.is_ready() else None
    context = {
        "form": form,
        "result": result,
        "fine": catalogue.figure("overstay_fine"),
        "limit": catalogue.figure("overstay_limit"),
        "laws": _laws(today, ("overstay", "pending")),
        "office": catalogue.office(),
    }
    return render(request, "public/overstay.html", context, status=form.status)


def _fields(today: dt.date) -> list[forms.Field]:
    latest = today + dt.timedelta(days=LONGEST_STAY)
    return [
        forms.Date(
            "ends",
            _("Hari terakhir izin Anda"),
            hint=_("Tertulis di izin tinggal, di e-mail persetujuan, atau di cap paspor. Misalnya 27 3 2026."),
            required=False,
            earliest=_EARLIEST,
            latest=latest,
        ),
        forms.Date(
            "entered",
            _("Hari Anda masuk Indonesia"),
            hint=_("Lihat cap di paspor."),
            required=False,
            earliest=_EARLIEST,
            latest=today,
            too_late=_("Hari masuk tidak boleh sesudah hari ini."),
        ),
        forms.Number(
            "stay",
            _("Lama izin, dalam hari"),
            hint=_("Misalnya 30 untuk visa saat kedatangan."),
            required=False,
            lowest=1,
            highest=LONGEST_STAY,
        ),
        forms.Date(
            "on",
            _("Hitung sampai hari"),
            hint=_("Hari ini, atau hari Anda akan meninggalkan Indonesia."),
            earliest=_EARLIEST,
            latest=latest,
        ),
        forms.Choose(
            "filed",
            _("Apakah Anda mengajukan permohonan sebelum izin itu berakhir?"),
            choices=[("no", _("Tidak, atau saya tidak tahu")), ("yes", _("Ya, dan permohonan itu masih dikerjakan"))],
        ),
    ]


def _result(form: forms.Form, today: dt.date) -> dict[str, Any] | None:
    ends, entered, stay = (form.values.get(name) for name in ("ends", "entered", "stay"))
    if ends is None and (entered is None or stay is None):
        form.refuse(None, _("Isi hari terakhir izin Anda, atau hari masuk bersama lama izinnya."))
        return None
    from_entry = ends is None
    last = ends or entered + dt.timedelta(days=stay - 1)
    on, filed = form.values["on"], form.values["filed"] == "yes"
    counted = catalogue.overstay(permit_expires_on=last, filed_on=last if filed else None, on=on)
    left = (last - on).days
    return {
        "last": last,
        "on": on,
        "from_entry": from_entry,
        "filed": filed,
        "days": counted.days,
        "fine": counted.fine,
        "beyond": counted.beyond_limit,
        "left": left,
        "title": _title(counted, filed=filed, last=last),
        "future": on > today,
    }


def _title(counted: catalogue.Overstay, *, filed: bool, last: dt.date) -> str:
    if filed:
        return _("Tidak ada hari yang dihitung")
    if counted.beyond_limit:
        return _("%(days)s hari: lewat dari yang dapat diselesaikan dengan membayar") % {"days": counted.days}
    if counted.days:
        return _("%(days)s hari, %(amount)s") % {"days": counted.days, "amount": rupiah(counted.fine)}
    return _("Belum lewat: izin berlaku sampai %(day)s") % {"day": date_long(last)}


def _laws(today: dt.date, keys: tuple[str, ...]) -> dict[str, catalogue.LawRef]:
    """Places in the law as the offered services cite them; those that no service cites are absent."""
    found = {law.key: law for service in catalogue.services(on=today) for law in service.law}
    return {key: found[key] for key in keys if key in found}
