"""The same form sent twice has one effect and leads to the same page."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from seluma.core.journal import api as journal

from . import errors
from .keys import FIELD, key_of


def post_once(request: HttpRequest, perform: Callable[[], str]) -> HttpResponse:
    """Call `perform` unless this form (its `_key`) was performed before; go where it led.

    `perform` does one domain verb and returns the address of the next page. What it raises passes through and leaves
    the key unused, so the mended form counts. A second sending that arrives meanwhile waits for the first.
    """
    key = key_of(request.POST.get(FIELD))
    if key is None:
        return errors.stale_form(request)
    with transaction.atomic():
        outcome = journal.once(key, by=request.actor)  # type: ignore[attr-defined]
        if outcome is None:
            outcome = perform()
            journal.remember(key, outcome=outcome)
    return HttpResponseRedirect(outcome)


def post_with_outside_party(request: HttpRequest, perform: Callable[[], str]) -> HttpResponse:
    """`post_once` for a verb that talks to somebody outside, such as a bank.

    It commits its steps by itself: what was begun must be known here when we are cut off while waiting. The verb does
    no harm when it is called twice, so two sendings in the same moment may both come through; a later one does not.
    """
    key = key_of(request.POST.get(FIELD))
    if key is None:
        return errors.stale_form(request)
    outcome = journal.outcome_of(key, by=request.actor)  # type: ignore[attr-defined]
    if outcome is None:
        outcome = perform()
        with transaction.atomic():
            if journal.once(key, by=request.actor) is None:  # type: ignore[attr-defined]
                journal.remember(key, outcome=outcome)
    return HttpResponseRedirect(outcome)
