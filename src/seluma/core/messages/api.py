"""The only door of this package."""

from .events import LetterRetried, MessagePosted
from .links import Link, address_of, install_links, path_of
from .notices import Letter, Notice, Recipient, install_notices
from .post import SUBSCRIBER, post, send_again
from .sending import Posted, Unsent, failed_letters, letters_about, letters_to, send_queued
from .words import EVENTS, FOLLOW_UPS

__all__ = [
    "EVENTS",
    "FOLLOW_UPS",
    "SUBSCRIBER",
    "Letter",
    "LetterRetried",
    "Link",
    "MessagePosted",
    "Notice",
    "Posted",
    "Recipient",
    "Unsent",
    "address_of",
    "failed_letters",
    "install_links",
    "install_notices",
    "letters_about",
    "letters_to",
    "path_of",
    "post",
    "send_again",
    "send_queued",
]
