"""How a page is made and who may see it. Every view stands behind one of three gates; a test reads `gate_of`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as django_render
from django.shortcuts import resolve_url

from seluma.core.access import api as access

from . import kept
from .site import address, site

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Gate:
    """Who passes: everyone, those signed in, or those who hold the permission."""

    kind: Literal["public", "signed_in", "requires"]
    permission: str | None = None


PUBLIC: set[str] = set()
"""Names of the views that anyone may see, `package.module.view`; filled by `public`."""


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page of a Jinja2 template."""
    return django_render(request, template, context, status=status, using="jinja2")


def public(view: View) -> View:
    """Anyone may see this page."""
    PUBLIC.add(f"{view.__module__}.{getattr(view, '__qualname__', type(view).__qualname__)}")
    return _gated(view, Gate("public"), view)


def signed_in(view: View) -> View:
    """Only for people who are signed in; the others are led to sign-in and back. What they had typed is kept."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.actor.is_signed_in:  # type: ignore[attr-defined]
            return _to_sign_in(request)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code < 400:
            kept.forget(request)
        kept.recognise_later(request, response)
        return response

    return _gated(guarded, Gate("signed_in"), view)


def requires(permission: str) -> Callable[[View], View]:
    """Only for signed-in people who hold this permission; the others are told so."""

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            access.check_may(request.actor, permission)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return _gated(signed_in(permitted), Gate("requires", permission), view)

    return decorate


def gate_of(callback: Any) -> Gate | None:
    """The gate of a routed view; None means that it was forgotten."""
    return getattr(callback, "gate", None)


def _gated(view: View, gate: Gate, original: View) -> View:
    if view is original:

        @wraps(original)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return original(request, *args, **kwargs)

    view.gate = gate  # type: ignore[attr-defined]
    return view


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        kept.keep(request)
    back = request.get_full_path() if request.method == "GET" else kept.form_path(request)
    sign_in = address(site().sign_in) or resolve_url(settings.LOGIN_URL)
    target = f"{sign_in}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return HttpResponseRedirect(target)
