"""Who acts gets a receipt in the same response: the ledger's signed promise that the act will be in it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger

HEADER = "Ledger-Receipt"
"""Receipts in base64, separated by commas, in the order of the acts."""
MOST = 8
"""Receipts of one response, so that no proxy finds its headers too long; the others lie on the case's page."""
_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})

logger = logging.getLogger(__name__)


class ReceiptMiddleware:
    """Puts receipts for what a request noted into its response's header. Stands around whatever may act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _LOOKING:
            return self.get_response(request)
        with journal.collecting() as noted:
            response = self.get_response(request)
        acts = [entry for entry in noted if entry.kind != journal.RecordsViewed.kind()]
        try:
            given = [ledger.receipt(entry.entry_id, entry.body, at=entry.at) for entry in acts[:MOST]]
        except ledger.KeysMissing as reason:
            # Without keys nothing is sealed either, and the worker says so; who acts must not be held up.
            _complain(str(reason))
            return response
        if given:
            response[HEADER] = ",".join(base64.b64encode(receipt).decode() for receipt in given)
        return response


@lru_cache(1)
def _complain(reason: str) -> None:
    logger.error("no receipt is given: %s", reason)
