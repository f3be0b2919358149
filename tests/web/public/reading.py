"""Reading pages as people do: their words, and where their links lead."""

from __future__ import annotations

import html
import re
from typing import Any


def words(response: Any) -> str:
    """What stands on the page, without markup."""
    body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", response.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def links(response: Any) -> list[str]:
    """Every address that the page leads to on this site, without what stands after `#`."""
    found = re.findall(r'<a [^>]*href="([^"]*)"', response.content.decode())
    return [html.unescape(address).partition("#")[0] for address in found if address.startswith("/")]
