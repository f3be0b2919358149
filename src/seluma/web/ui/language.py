"""The language of a page is the first word of its address, `/id/…` or `/en/…`."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


def codes() -> list[str]:
    """The languages there are, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def language_of(request: HttpRequest) -> str:
    """The address' language; where the address has none, the browser's, else the service's own."""
    first = request.path_info.lstrip("/").partition("/")[0]
    if first in codes():
        return first
    return translation.get_language_from_request(request)


def language_url(request: HttpRequest, language: str) -> str:
    """This same page in another language, query included. Works for pages that do not exist, too."""
    first, _slash, rest = request.path.lstrip("/").partition("/")
    path = f"/{language}/{rest}" if first in codes() else f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query and first in codes() and request.method == "GET" else path


def languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The other languages: code, name in itself, address of this page there."""
    now = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return [(code, str(name), language_url(request, code)) for code, name in settings.LANGUAGES if code != now]
