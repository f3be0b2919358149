"""A mail backend for the demonstration: each letter is a file in the outbox folder, named by its Message-ID."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class OutboxBackend(BaseEmailBackend):
    """Writes `<outbox>/<message-id>.eml`; the same letter sent twice is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each letter; how many."""
        folder = Path(settings.SELUMA_OUTBOX)
        folder.mkdir(parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            name = re.sub(r"[^A-Za-z0-9@.-]", "", str(message["Message-ID"]))
            handle, part = tempfile.mkstemp(dir=folder, prefix=".part-")
            with os.fdopen(handle, "wb") as file:
                file.write(message.as_bytes())
            Path(part).replace(folder / f"{name}.eml")
        return len(email_messages)
