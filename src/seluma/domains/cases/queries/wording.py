"""Small things that sentences need: content in the reader's language, days as people write them."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django.utils.translation import get_language

from seluma.core.access.api import Sentence
from seluma.lib.text import Text


def said(text: Text) -> str:
    """Content in the language in force."""
    return text.in_(get_language() or "id")


def filled(sentence: Sentence, **values: object) -> str:
    """A sentence with its values, in the language in force."""
    return str(sentence) % values


def day(value: dt.date) -> str:
    """A day as a sentence names it, with its weekday: `Senin, 30 November 2026`."""
    language = get_language() or "id"
    return format_date(value, "EEEE, d MMMM yyyy" if language == "id" else "EEEE d MMMM yyyy", locale=language)
