"""Officers among each other: pass a case on with a note, internal notes, who stands in for whom."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires

from .asking import actor_of, case_url
from .case import context_of
from .closed import closed, is_open


@requires(cases.READ)
def pass_on(request: HttpRequest, case: UUID) -> HttpResponse:
    """Give a case that one holds to a colleague, with what they should know."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not is_open(request, page, "pass_on"):
        return closed(request, page)
    hint = _("Apa yang sudah Anda lihat, dan apa yang masih perlu. Pemohon tidak melihat catatan ini di halamannya.")
    fields = [
        forms.Select("to", _("Siapa yang melanjutkan?"), choices=_colleagues(actor)),
        forms.LongText("note", _("Catatan untuknya"), hint=hint, limit=cases.NOTE_MAX, rows=4),
    ]
    form = forms.Form(request, fields)
    if form.is_ready():

        def perform() -> str:
            cases.pass_on(case=case, to=form.values["to"], text=form.values["note"], by=actor, at=now)
            return f"{case_url(case)}?baru=diserahkan"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "to")
    return render(request, "officer/pass_on.html", {"form": form, "page": page}, status=form.status)


@requires(cases.READ)
def notes(request: HttpRequest, case: UUID) -> HttpResponse:
    """What officers wrote to each other about a case; another note is written here."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    hint = _("Kosongkan bila Anda tidak bertanya kepada siapa pun. Yang ditanya menemukan permohonan ini di mejanya.")
    fields = [
        forms.LongText("note", _("Catatan"), limit=cases.NOTE_MAX, rows=4, missing=_("Tulis catatannya.")),
        forms.Select("to", _("Tanyakan kepada"), hint=hint, choices=_colleagues(actor), required=False),
    ]
    form = forms.Form(request, fields)
    if form.is_ready():

        def perform() -> str:
            cases.write_note(case=case, text=form.values["note"], to=form.values["to"], by=actor, at=now)
            return f"{reverse('officer:notes', args=[case])}?baru=dicatat"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "to" if refusal.code in ("yourself", "not_officer") else None)
    return render(
        request, "officer/notes.html", context_of(request, page, "notes", now) | {"form": form}, status=form.status
    )


@requires(cases.READ)
def deputies(request: HttpRequest) -> HttpResponse:
    """Who is away and who stands in; one's own absence is entered here."""
    actor, now = actor_of(request), timezone.now()
    choices = _colleagues(actor)
    today = timezone.localdate(now)
    fields: list[forms.Field] = [
        forms.Select("deputy", _("Siapa wakilnya?"), choices=choices),
        forms.Date("from_on", _("Hari pertama tidak di kantor")),
        forms.Date("until_on", _("Hari terakhir tidak di kantor"), earliest=today),
    ]
    if access.may(actor, cases.ASSIGN):
        everybody = [(actor.id, _("Saya sendiri")), *choices]
        fields.insert(0, forms.Select("officer", _("Siapa yang tidak di kantor?"), choices=everybody))
    form = forms.Form(request, fields)
    if form.is_ready():
        given = form.values

        def perform() -> str:
            cases.name_deputy(
                officer=given.get("officer", actor.id),
                deputy=given["deputy"],
                from_on=given["from_on"],
                until_on=given["until_on"],
                by=actor,
                at=now,
            )
            return f"{reverse('officer:deputies')}?baru=ditunjuk"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, {"backwards": "until_on", "past": "until_on"}.get(refusal.code, "deputy"))
    done = {"ditunjuk": _("Wakil ditunjuk."), "berhenti": _("Ia tidak mewakili lagi.")}
    context = {
        "form": form,
        "found": cases.deputies(actor, at=now),
        "done": done.get(request.GET.get("baru", ""), ""),
    }
    return render(request, "officer/deputies.html", context, status=form.status)


@requires(cases.READ)
def dismiss(request: HttpRequest, absence: UUID) -> HttpResponse:
    """The officer is back."""
    here = reverse("officer:deputies")
    if request.method != "POST":
        return HttpResponseRedirect(here)
    actor, now = actor_of(request), timezone.now()

    def perform() -> str:
        cases.dismiss_deputy(absence=absence, by=actor, at=now)
        return f"{here}?baru=berhenti"

    return post_once(request, perform)


def _colleagues(actor: access.Actor) -> list[tuple[UUID, str]]:
    return [(one.account, one.name) for one in cases.officers() if one.account != actor.id]
