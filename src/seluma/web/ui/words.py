"""How the pages speak: the language of this request, and sentences that come in two languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from seluma.lib.text import Text


def current_language() -> str:
    """`id`, `en`: the language in which this page is written."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def spoken(value: Any) -> str:
    """A bilingual text (`Text`, or a mapping of `id` and `en`) in the page's language; anything else as it is."""
    if isinstance(value, Text):
        return value.in_(current_language())
    if isinstance(value, dict) and set(value) == {"id", "en"}:
        return str(value.get(current_language(), value["id"]))
    return "" if value is None else str(value)


def file_size(size: int) -> str:
    """ "3,2 MB" or "3.2 MB"; bytes in, decimal units as people know them from their telephone."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    number = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{number.replace('.', ',') if current_language() == 'id' else number} MB"
