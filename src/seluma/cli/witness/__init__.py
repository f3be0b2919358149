"""`./seluma witness`: an independent witness of transparency logs (C2SP tlog-witness); no Django, no PostgreSQL."""

from .command import app

__all__ = ["app"]
