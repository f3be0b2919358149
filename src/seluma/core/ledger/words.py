"""What the kinds of entries are called; the configuration hands the sentences of all packages down."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from seluma.lib.events import Event
from seluma.lib.text import LANGUAGES, Text

from . import events

Sentence = str | Promise

EVENTS: dict[type[Event], Sentence] = {events.LogAudited: _("Catatan diperiksa seluruhnya")}
"""The ledger's own events in plain language."""

_words: dict[str, Sentence] = {}


def install_words(*tables: Mapping[type[Event], Sentence]) -> None:
    """The sentences for every kind of event; handed down once by the configuration."""
    _words.clear()
    for table in tables:
        _words.update({event.kind(): words for event, words in table.items()})


def words_of(kind: str) -> Sentence:
    """What happened, in the reader's language; the bare kind when it is no longer known."""
    return _words.get(kind, kind)


def all_words() -> dict[str, Text]:
    """Kind → what happened, in every language."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with override(language):
            for kind, words in sorted(_words.items()):
                found.setdefault(kind, {})[language] = str(words)
    return {kind: Text(**words) for kind, words in found.items()}
