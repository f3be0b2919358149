"""What every kind of entry is called: the tables of all packages, for the ledger's pages."""

from __future__ import annotations

from seluma.core.journal import words as journal
from seluma.core.ledger import words as ledger
from seluma.core.messages import words as messages
from seluma.domains.agencies import words as agencies
from seluma.domains.cases import words as cases
from seluma.domains.catalogue import words as catalogue
from seluma.domains.documents import words as documents
from seluma.domains.payments import words as payments
from seluma.domains.people import words as people
from seluma.domains.permits import words as permits

WORDS = tuple(
    package.EVENTS
    for package in (journal, ledger, messages, people, catalogue, documents, payments, agencies, permits, cases)
)
