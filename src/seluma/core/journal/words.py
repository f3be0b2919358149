"""The journal's own events in plain language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Sentence

from . import events

EVENTS: dict[type, Sentence] = {
    events.RecordsViewed: _("Berkas dibaca"),
    events.FactsDestroyed: _("Data dimusnahkan"),
    events.DeliveryRetried: _("Pengantaran dicoba lagi"),
}
