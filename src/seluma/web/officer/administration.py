"""The administrator's pages: what could not be delivered, and who holds which role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires

from .asking import actor_of, unsent

EVERYBODY = "applicant"
_HERE = "officer:deliveries"


@requires(journal.RETRY)
def deliveries(request: HttpRequest) -> HttpResponse:
    """What finally failed, the oldest first, each with a second chance."""
    follow_ups = messages.FOLLOW_UPS | permits.FOLLOW_UPS | cases.FOLLOW_UPS
    found = [
        {
            "id": one.id,
            "title": str(ledger.words_of(one.kind)),
            "subscriber": str(follow_ups.get(one.subscriber, one.subscriber)),
            "attempts": one.attempts,
            "reason": one.last_error,
            "at": one.changed_at,
        }
        for one in journal.failed_deliveries()
    ]
    context = {"found": found, "letters": messages.failed_letters(), "again": "baru" in request.GET}
    return render(request, "officer/deliveries.html", context)


@requires(journal.RETRY)
def retry(request: HttpRequest, delivery: UUID) -> HttpResponse:
    """Try one of them again."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse(_HERE))
    actor, now = actor_of(request), timezone.now()

    def perform() -> str:
        journal.retry_delivery(delivery, by=actor, at=now)
        return f"{reverse(_HERE)}?baru=dicoba"

    return post_once(request, perform)


@requires(journal.RETRY)
def send_again(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Send a letter again that could not be sent."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse(_HERE))
    actor, now = actor_of(request), timezone.now()

    def perform() -> str:
        messages.send_again(letter, by=actor, at=now)
        return f"{reverse(_HERE)}?baru=dicoba"

    return post_once(request, perform)


@requires(people.GRANT_ROLES)
def find(request: HttpRequest) -> HttpResponse:
    """Find an account by its e-mail address."""
    form = forms.Form(request, [forms.Email("email", _("Alamat e-mail akunnya"))])
    if form.is_ready():
        account = people.find_account(form.values["email"])
        if account is not None:
            return HttpResponseRedirect(reverse("officer:roles", args=[account]))
        form.refuse("email", _("Tidak ada akun dengan alamat ini. Orangnya mendaftar dahulu, lalu Anda memberi peran."))
    return render(request, "officer/find.html", {"form": form}, status=form.status)


@requires(people.GRANT_ROLES)
def roles(request: HttpRequest, account: UUID) -> HttpResponse:
    """The roles of an account; another is given here."""
    actor, now = actor_of(request), timezone.now()
    holder, contact = people.actor_of(account), people.contact(account)
    form = _role_form(request, holder)
    if form.is_ready():

        def perform() -> str:
            people.grant_role(
                account=account,
                role=form.values["role"],
                organisation=form.values["organisation"],
                by=actor,
                at=now,
            )
            return f"{reverse('officer:roles', args=[account])}?baru=diberikan"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal, "organisation" if refusal.code == "organisation_missing" else None)
    return _show_roles(request, holder, contact, form)


@requires(people.GRANT_ROLES)
def take_away(request: HttpRequest, account: UUID, role: str) -> HttpResponse:
    """The account no longer acts in this role."""
    here = reverse("officer:roles", args=[account])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    actor, now = actor_of(request), timezone.now()
    holder = people.actor_of(account)
    organisation = holder.organisation if role == "partner" else None

    def perform() -> str:
        people.revoke_role(account=account, role=role, organisation=organisation, by=actor, at=now)
        return f"{here}?baru=dicabut"

    try:
        return post_once(request, perform)
    except access.Refused as refusal:
        form = _role_form(unsent(request), holder)
        form.refuse_all(refusal)
        return _show_roles(request, holder, people.contact(account), form)


def _role_form(request: HttpRequest, holder: access.Actor) -> forms.Form:
    open_roles = [(role, title) for role, title in people.ROLES.items() if role not in holder.roles]
    institutions = [(one.id, one.name) for one in people.organisations().values()]
    hint = _("Hanya untuk peran lembaga mitra.")
    fields = [
        forms.Choose("role", _("Peran yang diberikan"), choices=open_roles),
        forms.Select("organisation", _("Lembaganya"), hint=hint, choices=institutions, required=False),
    ]
    return forms.Form(request, fields)


def _show_roles(request: HttpRequest, holder: access.Actor, contact: people.Contact, form: forms.Form) -> HttpResponse:
    institution = people.organisations([holder.organisation]).get(holder.organisation) if holder.organisation else None
    held: list[dict[str, Any]] = [
        {"role": role, "title": title, "where": institution.name if institution and role == "partner" else ""}
        for role, title in people.ROLES.items()
        if role in holder.roles and role != EVERYBODY
    ]
    done = {"diberikan": _("Peran diberikan."), "dicabut": _("Peran dicabut.")}
    context = {"contact": contact, "held": held, "form": form, "done": done.get(request.GET.get("baru", ""), "")}
    return render(request, "officer/roles.html", context, status=form.status)
