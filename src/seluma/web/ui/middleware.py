"""Who asks, and what a refusal looks like."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject

from seluma.core.access import api as access

from . import errors

Answer = Callable[[HttpRequest], HttpResponse]
Resolver = Callable[[HttpRequest], access.Actor]


def _nobody(_request: HttpRequest) -> access.Actor:
    return access.VISITOR


_resolvers: list[Resolver] = [_nobody]


def install_actor_resolver(resolver: Resolver) -> None:
    """How to know the actor from a request (session, account); handed down once by the configuration.

    It returns `access.VISITOR` for those who are not signed in and is called at most once a request, when first needed.
    """
    _resolvers[:] = [resolver]


class ActorMiddleware:
    """Gives each request its `actor`, lazily. Stands after Django's AuthenticationMiddleware.

    An answer for which the person was asked for may name them (the header does, on pages about mistakes too), so no
    cache keeps it: after signing out, the browser's way back shows nothing of theirs.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: list[access.Actor] = []

        def resolve() -> access.Actor:
            asked.append(_resolvers[0](request))
            return asked[0]

        request.actor = SimpleLazyObject(resolve)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if asked and asked[0].is_signed_in:
            patch_cache_control(response, private=True, no_store=True)
        return response


class RefusalMiddleware:
    """Turns what a domain refuses into a page with its sentences, and what is not there into the page for that."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, access.Refused):
            return errors.refused(request, exception)
        if isinstance(exception, access.NotFound):
            return errors.not_found(request, exception)
        return None


class SizeMiddleware:
    """A request larger than the service takes gets a page that says so. Stands before anything reads the body."""

    DRAIN = 64 * 1024 * 1024
    """Bytes read and thrown away, so that the browser hears the answer instead of a broken line."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = getattr(settings, "SELUMA_MAX_REQUEST_BYTES", 32 * 1024 * 1024)
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdigit() else 0
        if size <= limit:
            return self.get_response(request)
        left = min(size, self.DRAIN)
        while left > 0:
            piece = request.read(min(left, 1 << 16))
            if not piece:
                break
            left -= len(piece)
        return errors.too_large(request)
