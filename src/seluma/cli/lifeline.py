"""A child process that ends when its parent does, however the parent ended.

The parent keeps the write end of a pipe that nobody writes to. When the parent is gone, killed or not, reading gives
the end of the file, and the child ends its whole process group (the web server has children of its own).
"""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "SELUMA_LIFELINE"
GRACE = 5.0
"""Seconds between asking the group to end and ending it."""


def hold() -> None:
    """Start watching, when a parent gave a pipe; to be called once, early."""
    number = os.environ.pop(VARIABLE, "")
    if number.isdigit():
        threading.Thread(target=_watch, args=(int(number),), name="lifeline", daemon=True).start()


def _watch(number: int) -> None:
    try:
        os.read(number, 1)
    except OSError:
        return
    os.killpg(0, signal.SIGTERM)
    threading.Event().wait(GRACE)
    os.killpg(0, signal.SIGKILL)
