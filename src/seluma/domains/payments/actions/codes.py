"""Billing codes: asking for one, and letting them lapse."""

from __future__ import annotations

import datetime as dt
import secrets
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from .. import events, models, policies, queries, rules, words
from ..providers.terms import code_life
from .locks import locked_bill

_TRIES = 8
"""Drawing a code that was given before is as good as impossible; drawing eight is impossible."""


def request_code(
    *, bill: UUID, by: access.Actor, at: dt.datetime, valid_for: dt.timedelta | None = None
) -> rules.BillingCode:
    """The code with which the bill can be paid now: the live one, else a new one that lives for
    `valid_for`, or as long as the office's figure says.

    NotFound unless the actor is the payer. Refused when the amount is awaited, or the bill is paid or void.
    """
    with transaction.atomic():
        row = locked_bill(bill)
        policies.check_may_pay(by, row.payer)
        check_payable(row)
        return live_code(row, by=by, at=at, valid_for=valid_for).read()


def check_payable(row: models.Bill) -> None:
    """Raise `Refused` unless the bill waits for money."""
    if row.state == rules.AMOUNT_AWAITED:
        raise access.Refused(words.AMOUNT_AWAITED, code="amount_awaited")
    if row.state == rules.VOID:
        raise access.Refused(words.VOID, code="void")
    if row.state == rules.PAID:
        receipt = queries.bill(row.id).receipt
        if receipt is not None:
            raise access.Refused(words.already_paid(receipt), code="paid")


def live_code(
    row: models.Bill, *, by: access.Actor, at: dt.datetime, valid_for: dt.timedelta | None = None
) -> models.BillingCode:
    """For verbs here: the code of a locked, open bill that lives at `at`; a new one when none does."""
    standing = row.codes.filter(state=rules.LIVE).first()
    if standing is not None and standing.valid_until > at:
        return standing
    if standing is not None:
        _lapse(row, standing, by=by, at=at)
    life = code_life() if valid_for is None else valid_for
    code = _new_code(row, at=at, valid_until=at + life)
    journal.note(
        events.BillingCodeIssued(about=row.about, bill=row.ref, code=code.digits, valid_until=code.valid_until),
        by=by,
        at=at,
    )
    return code


def lapse_codes(*, at: dt.datetime, by: access.Actor) -> int:
    """Let every code lapse whose time is over; how many did. Each in a transaction of its own."""
    over = models.BillingCode.objects.filter(state=rules.LIVE, valid_until__lte=at).order_by("valid_until")
    lapsed = 0
    for code_id, bill_id in list(over.values_list("id", "bill_id")):
        with transaction.atomic():
            row = locked_bill(bill_id)
            code = row.codes.filter(id=code_id, state=rules.LIVE).first()
            if code is not None:
                _lapse(row, code, by=by, at=at)
                lapsed += 1
    return lapsed


def _lapse(row: models.Bill, code: models.BillingCode, *, by: access.Actor, at: dt.datetime) -> None:
    code.state = rules.CODES.to(code.state, "lapse") or rules.LAPSED
    code.save(update_fields=["state"])
    journal.note(
        events.BillingCodeLapsed(about=row.about, bill=row.ref, payer=Ref("account", row.payer), code=code.digits),
        by=by,
        at=at,
    )


def _new_code(row: models.Bill, *, at: dt.datetime, valid_until: dt.datetime) -> models.BillingCode:
    for _try in range(_TRIES):
        code = models.BillingCode(
            bill=row, digits=draw_digits(), state=rules.LIVE, issued_at=at, valid_until=valid_until
        )
        try:
            with transaction.atomic():
                code.save(force_insert=True)
        except IntegrityError as clash:
            if "payments_code_never_twice" not in str(clash):
                raise
        else:
            return code
    raise RuntimeError("no free billing code was drawn")


def draw_digits() -> str:
    """Fifteen digits that nobody can guess, behind the office's prefix."""
    prefix: str = settings.SELUMA_BILLING_PREFIX
    rest = rules.CODE_LENGTH - len(prefix)
    return f"{prefix}{secrets.randbelow(10**rest):0{rest}d}"
