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
