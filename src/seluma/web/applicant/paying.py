"""Paying: the bill, its code, and the demonstration bank's page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.payments import api as payments
from seluma.web.ui import forms
from seluma.web.ui.once import post_once, post_with_outside_party
from seluma.web.ui.pages import render, signed_in

from . import showing
from .asking import actor_of, case_url


@signed_in
def pay(request: HttpRequest, bill: UUID) -> HttpResponse:
    """A bill: how much for what, how to pay it, what became of earlier tries, the receipt."""
    actor, now = actor_of(request), timezone.now()
    found = _own(actor, bill)
    attempts = payments.attempts(bill)
    form = forms.Form(request, [_providers()], {"provider": next(iter(payments.providers_offered()), None)})
    if found.state == payments.OPEN and form.is_ready():

        def begin() -> str:
            outcome = payments.start_payment(bill=bill, provider=form.values["provider"], by=actor, at=now)
            return _next(outcome, found)

        return post_with_outside_party(request, begin)
    if request.method == "POST" and found.state == payments.PAID:
        return HttpResponseRedirect(case_url(found.about.id))
    context = {
        "form": form,
        "bill": found,
        "shown": showing.bill(found, attempts, now),
        "attempts": attempts,
        "offered": payments.providers_offered(),
    }
    return render(request, "applicant/pay.html", context, status=form.status)


@signed_in
def code(request: HttpRequest, bill: UUID) -> HttpResponse:
    """Ask for the code with which a bank takes the money; a live one stays."""
    actor, now = actor_of(request), timezone.now()
    here = reverse("applicant:pay", args=[bill])
    _own(actor, bill)
    if request.method != "POST":
        return HttpResponseRedirect(here)

    def ask() -> str:
        payments.request_code(bill=bill, by=actor, at=now)
        return f"{here}#kode"

    return post_once(request, ask)


@signed_in
def bank(request: HttpRequest, bill: UUID, attempt: UUID) -> HttpResponse:
    """The demonstration bank's own page, on which the payer agrees or goes back. No real money moves."""
    actor, now = actor_of(request), timezone.now()
    going, found = payments.attempt_for(actor, attempt)
    if found.id != bill or found.payer != actor.id:
        raise access.NotFound
    if request.method == "POST":

        def answer() -> str:
            approve = request.POST.get("answer") == "approve"
            return _next(payments.answer_bank_page(attempt=attempt, approve=approve, by=actor, at=now), found)

        return post_with_outside_party(request, answer)
    if going.ended_at is not None:
        return HttpResponseRedirect(reverse("applicant:pay", args=[bill]))
    return render(request, "applicant/bank.html", {"bill": found, "attempt": going})


def _own(actor: access.Actor, bill: UUID) -> payments.Bill:
    """The bill, for its payer only; to everybody else there is none."""
    found = payments.bill_for(actor, bill)
    if found.payer != actor.id:
        raise access.NotFound
    return found


def _next(outcome: payments.Outcome, bill: payments.Bill) -> str:
    """Where a go at paying leads: the bank's page, the application, or back to the bill with what happened."""
    if outcome.state == "waiting" and outcome.attempt is not None:
        return reverse("applicant:bank", args=[bill.id, outcome.attempt.id])
    if outcome.state == "paid" and bill.about.kind == "case":
        return case_url(bill.about.id)
    return reverse("applicant:pay", args=[bill.id])


def _providers() -> forms.Field:
    choices = [(name, payments.PROVIDERS[name]) for name in payments.providers_offered()]
    return forms.Choose("provider", _("Bayar lewat"), choices=choices, missing=_("Pilih cara membayar."))
