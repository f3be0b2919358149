"""Who may do what with bills. Issuing and voiding are asked of whoever owns the thing that a bill is about."""

from __future__ import annotations

from uuid import UUID

from seluma.core.access import api as access

from . import words

SET_AMOUNT = "payments.set_amount"
"""Enter the amount of a bill whose fee is not certain, with its source."""
RECORD = "payments.record"
"""Record money that arrived, from a bank's statement."""
RESOLVE = "payments.resolve"
"""See money that did not fit and say how it was dealt with."""


def check_may_pay(actor: access.Actor, payer: UUID) -> None:
    """The payer pays, and the system for them; to anybody else the bill does not exist."""
    if actor.kind != "system" and actor.id != payer:
        raise access.NotFound


def check_not_own(actor: access.Actor, payer: UUID) -> None:
    """Whoever owes a bill neither says how much it is nor that it was paid."""
    if actor.id == payer:
        raise access.Refused(words.OWN_BILL, code="own_bill")


def check_may_read(actor: access.Actor, payer: UUID) -> None:
    """The payer, and whoever handles money, may read a bill by its number."""
    if not any(access.may(actor, permission) for permission in (SET_AMOUNT, RECORD, RESOLVE)):
        check_may_pay(actor, payer)
