"""What all the formats share: canonical base64 (RFC 4648, section 4) and decimal numbers without leading zeros."""

import base64
import binascii
import re
from typing import Final

from seluma.lib.tlog.errors import Unreadable

LARGEST: Final = 2**63 - 1
"""The largest tree size, index and POSIX timestamp."""

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def text_of(data: bytes) -> str:
    """Bytes in base64."""
    return base64.b64encode(data).decode("ascii")


def bytes_of(text: str, what: str) -> bytes:
    """The bytes that a base64 text stands for.

    Raises Unreadable, naming `what`, for anything that `text_of` would not have written: other characters, missing
    padding, spare bits that are set.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Unreadable(f"{what} is not in base64.") from None
    if text_of(data) != text:
        raise Unreadable(f"{what} is not in canonical base64.")
    return data


def number_of(text: str, what: str) -> int:
    """The number that a decimal text stands for, 0 to 2^63 - 1; raises Unreadable, naming `what`, for anything else."""
    if _DECIMAL.fullmatch(text) is None or int(text) > LARGEST:
        raise Unreadable(f"{what} is no decimal number from 0 to 2^63 - 1 without leading zeros.")
    return int(text)
