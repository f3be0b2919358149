"""The demonstration's authority: takes every package, and grants it when it is next asked. Its papers say so."""

from __future__ import annotations

import datetime as dt
import hashlib

from seluma.lib import papers

from .base import Answer, Package

DELAY = dt.timedelta(minutes=2)
"""How long it takes to decide."""


class Demo:
    """Takes the package and grants."""

    name = "demo"
    by_hand = False

    def send(self, package: Package) -> str:
        """A reference that follows from the package's id, so that a second sending is the first."""
        return f"DEMO-{hashlib.sha256(package.id.bytes).hexdigest()[:10].upper()}"

    def look_up(self, reference: str, *, sent_at: dt.datetime, at: dt.datetime) -> Answer | None:
        """Granted, with a paper that is plainly a specimen."""
        if at - sent_at < DELAY:
            return None
        data = {
            "title": {"id": "Persetujuan contoh", "en": "Specimen approval"},
            "number": reference,
            "statement": {
                "id": "Dokumen contoh untuk demonstrasi. Tidak dibuat oleh pemerintah dan tidak berlaku.",
                "en": "Specimen for the demonstration. Not made by any government and not valid.",
            },
        }
        return Answer("granted", "", f"{reference}.pdf", papers.typeset("specimen", data, timestamp=sent_at))
