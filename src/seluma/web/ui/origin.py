"""The page a request came from, when that was one of ours."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest


def came_from(request: HttpRequest) -> SplitResult | None:
    """The address in the `Referer`, None when there is none or it is another site's."""
    try:
        address = urlsplit(request.headers.get("Referer", ""))
        ours = address.netloc == request.get_host()
    except (DisallowedHost, ValueError):
        return None
    return address if ours and address.path.startswith("/") and not address.path.startswith("//") else None
