"""What a command says when it cannot run."""

from __future__ import annotations


class CannotRun(Exception):
    """The command cannot go on; the text is one sentence, shown without a traceback: what is it, and what to do."""
