"""Answers that somebody gave before there was an application: kept in the session, taken along when one begins.

A session of a visitor becomes the session of whoever signs in with it, so they survive sign-up and sign-in.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

_PLACE = "brought"
MOST = 60
"""Answers kept at most; nobody fills a session without end."""


def answers(request: HttpRequest) -> dict[str, Any]:
    """The answers by their question's key; what was passed over for not knowing is None."""
    found = request.session.get(_PLACE)
    return dict(found) if isinstance(found, dict) else {}


def keep(request: HttpRequest, key: str, value: Any) -> None:
    """Keep one answer; None: the person does not know."""
    kept = {name: one for name, one in answers(request).items() if name != key}
    request.session[_PLACE] = {**dict(list(kept.items())[-MOST:]), key: value}


def forget(request: HttpRequest) -> None:
    """All of them are done with."""
    request.session.pop(_PLACE, None)
