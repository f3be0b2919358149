"""`./seluma journey`: whole cases through HTTP in every role, from sign-up to a permit that a stranger verifies."""

from .command import app

__all__ = ["app"]
