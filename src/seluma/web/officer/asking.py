"""What every page of an officer needs: who asks, where a case lies, forms beside the one that was sent."""

from __future__ import annotations

import copy
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from seluma.core.access import api as access


def actor_of(request: HttpRequest) -> access.Actor:
    """Who asks; the middleware has found out."""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    return actor


def case_url(case: UUID) -> str:
    """The page of a case."""
    return reverse("officer:case", args=[case])


def unsent(request: HttpRequest) -> HttpRequest:
    """The request as if the page had only been opened: for a form that stands beside the one that was sent."""
    if request.method != "POST":
        return request
    opened = copy.copy(request)
    opened.method = "GET"
    return opened
