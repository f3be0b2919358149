"""The administrator's pages about money: receipts from a bank's list, and money that did not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seluma.core.access import api as access
from seluma.domains.payments import api as payments
from seluma.lib.money import rupiah
from seluma.web.ui import forms
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from .asking import actor_of, unsent

_LINE_LENGTH = 200


@requires(payments.RESOLVE)
def problems(request: HttpRequest) -> HttpResponse:
    """Money that arrived and did not fit, the oldest first; what was done about it is written here."""
    actor, now = actor_of(request), timezone.now()
    found = payments.problems(actor)
    fields = [
        forms.Choose("payment", _("Uang yang mana?"), choices=[(one.id, *_told(one)) for one in found]),
        forms.LongText(
            "remark",
            _("Bagaimana diselesaikan?"),
            hint=_("Misalnya: dikembalikan ke rekening pembayar, nomor dan tanggalnya."),
            limit=2000,
            rows=3,
        ),
    ]
    form = forms.Form(request, fields)
    if form.is_ready():

        def perform() -> str:
            payments.close_problem(payment=form.values["payment"], remark=form.values["remark"], by=actor, at=now)
            return f"{reverse('officer:problems')}?baru=selesai"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "remark")
    done = {"selesai": _("Penyelesaiannya dicatat."), "diterima": _("Bukti bayar dicatat.")}
    context = {"form": form, "found": found, "done": done.get(request.GET.get("baru", ""), "")}
    return render(request, "officer/problems.html", context, status=form.status)


@requires(payments.RECORD)
def receipts(request: HttpRequest) -> HttpResponse:
    """Receipts from a bank's list: read beside our bills, looked at, then recorded together."""
    actor, now = actor_of(request), timezone.now()
    form = forms.Form(request, [_list_field()])
    if not form.is_ready() or request.POST.get("confirm") == "no":
        return render(request, "officer/receipts.html", {"form": form}, status=form.status)
    lines, unread = payments.read_statement(form.values["list"], settings.TIME_ZONE)
    _refuse_unread(form, lines, unread)
    if form.errors:
        return render(request, "officer/receipts.html", {"form": form}, status=form.status)
    return _look(request, actor, form, lines, now)


def _refuse_unread(
    form: forms.Form, lines: Sequence[payments.StatementLine], unread: Sequence[payments.UnreadLine]
) -> None:
    """Say what stops the list: each line that could not be read, up to twenty, and a list that is empty or too long."""
    for place, one in enumerate(unread[:20]):
        facts = {"number": one.number, "why": payments.UNREAD[one.column], "text": one.text}
        form.refuse(None if place else "list", _("Baris %(number)s (%(text)s): %(why)s.") % facts)
    if not lines and not unread:
        form.refuse("list", _("Tidak ada baris yang dapat dibaca. Tempel paling sedikit satu baris bukti bayar."))
    if len(lines) > payments.LINES_MAX:
        form.refuse("list", payments.TOO_MANY_LINES)


def _look(
    request: HttpRequest,
    actor: access.Actor,
    form: forms.Form,
    lines: Sequence[payments.StatementLine],
    now: dt.datetime,
) -> HttpResponse:
    """The last look: fitting lines are ticked, others that can be written down are not, the rest say why not."""
    judged = payments.judge_receipts(actor, lines)
    can = [one for one in judged if one.verdict in payments.RECORDABLE]
    field = forms.ChooseSeveral(
        "line",
        _("Bukti bayar yang dicatat"),
        choices=[(one.line.number, _named(one), _beside(one)) for one in can],
        missing=_("Pilih paling sedikit satu bukti bayar."),
    )
    confirmed = request.POST.get("confirm") == "yes"
    chosen = forms.Form(request if confirmed else unsent(request), [field], initial={"line": _fitting(can)})
    if confirmed and chosen.is_ready():
        wanted = {int(number) for number in chosen.values["line"]}

        def perform() -> str:
            payments.accept_receipts(lines=lines, chosen=wanted, by=actor, at=now)
            return f"{reverse('officer:problems')}?baru=diterima"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            chosen.refuse_all(refusal, "line")
    rest = [(_named(one), _beside(one)) for one in judged if one.verdict not in payments.RECORDABLE]
    total = sum(one.line.amount for one in can if one.verdict == payments.FITS)
    fits = len(_fitting(can))
    context = {
        "form": chosen,
        "list": form.values["list"],
        "can": can,
        "rest": rest,
        "summary": ngettext("%(count)s bukti cocok, %(total)s.", "%(count)s bukti cocok, %(total)s.", fits)
        % {"count": fits, "total": rupiah(total)},
    }
    return render(request, "officer/receipts_look.html", context, status=chosen.status)


def _list_field() -> forms.LongText:
    return forms.LongText(
        "list",
        _("Daftar bukti bayar dari bank"),
        hint=_(
            "Tempel dari lembar kerja: kode billing, NTPN, NTB, jumlah, dan waktu, satu pembayaran sebaris, "
            "paling banyak 500 baris."
        ),
        limit=payments.LINES_MAX * _LINE_LENGTH,
        rows=10,
        missing=_("Tempel daftarnya."),
    )


def _fitting(judged: Sequence[payments.Judged]) -> list[int]:
    return [one.line.number for one in judged if one.verdict == payments.FITS]


def _named(one: payments.Judged) -> str:
    return f"{rupiah(one.line.amount)} · NTPN {one.line.ntpn}"


def _beside(one: payments.Judged) -> str:
    """What the line would do, with the bill it is for."""
    told = str(payments.VERDICTS[one.verdict])
    if one.bill is None:
        return f"{told}: {one.line.code}."
    owed = rupiah(one.bill.amount) if one.bill.amount else _("jumlah belum dipastikan")
    return f"{told}. {spoken(one.bill.purpose)}, {owed}. {datetime_long(one.line.paid_at)}."


def _told(one: payments.Problem) -> tuple[str, str]:
    """Label and hint of money that did not fit."""
    owed = rupiah(one.bill.amount) if one.bill.amount else _("jumlah belum dipastikan")
    facts = {
        "what": payments.PROBLEMS[one.kind],
        "purpose": spoken(one.bill.purpose),
        "owed": owed,
        "when": datetime_long(one.paid_at),
    }
    hint = _("%(what)s. Tagihan: %(purpose)s, %(owed)s. Dibayar %(when)s.") % facts
    return f"{rupiah(one.amount)} · NTPN {one.ntpn}", hint
