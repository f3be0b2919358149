"""What messages announce, in plain language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Sentence

from . import events

EVENTS: dict[type, Sentence] = {
    events.MessagePosted: _("Surat dikirim"),
    events.LetterRetried: _("Surat yang gagal dikirim lagi"),
}
FOLLOW_UPS: dict[str, Sentence] = {
    "seluma.core.messages.post.tell": _("menulis surat kepada yang berkepentingan"),
}
"""What a subscriber here should have done, by its name; for the list of what could not be delivered."""
NOT_FAILED = _("Surat ini tidak sedang gagal. Muat ulang halaman untuk melihat keadaannya.")
