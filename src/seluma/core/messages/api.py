"""The only door of this package."""

from .events import MessagePosted
from .links import Link, address_of, install_links, path_of
from .notices import Letter, Notice, Recipient, install_notices
from .post import SUBSCRIBER, post
from .sending import Posted, letters_about, send_queued
from .words import EVENTS

__all__ = [
    "EVENTS",
    "SUBSCRIBER",
    "Letter",
    "Link",
    "MessagePosted",
    "Notice",
    "Posted",
    "Recipient",
    "address_of",
    "install_links",
    "install_notices",
    "letters_about",
    "path_of",
    "post",
    "send_queued",
]
