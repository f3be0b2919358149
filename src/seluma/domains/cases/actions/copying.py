"""Taking a copy of one's own data."""

from __future__ import annotations

import datetime as dt
import tempfile
from typing import IO

from django.db import transaction

from seluma.core.access.api import Actor
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from .. import events, queries
from .moves import checked_actor

_IN_MEMORY = 8_000_000
"""Bytes up to which a copy is held in memory; a larger one lies in a file without a name."""


def take_copy(*, by: Actor, at: dt.datetime) -> IO[bytes]:
    """A ZIP with everything that is kept about who asks, ready to be read; the person is told by letter.

    Refused for who is not signed in. Source: UU 27/2022 Pasal 7 and 13.
    """
    checked_actor(by)
    found: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    with transaction.atomic():
        queries.write_copy(by, found, at=at)
        journal.note(events.DataCopied(account=Ref("account", by.id)), by=by, at=at)
    found.seek(0)
    return found
