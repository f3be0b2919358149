"""Paying through a provider: begin, hear from it, ask it again. It is asked between transactions, never within."""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from django.db import transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal

from .. import events, models, policies, providers, queries, rules, words
from . import codes, money
from .locks import locked_bill

_log = logging.getLogger(__name__)


def start_payment(*, bill: UUID, provider: str, by: access.Actor, at: dt.datetime) -> rules.Outcome:
    """Try to pay an open bill through a provider; a code is made when none lives.

    The outcome is "paid", "waiting" (the payer has to answer on the bank's page) or "failed" with its reason. A bill
    that is paid already, or whose money is found at the provider of an earlier attempt, is "paid" without a second
    payment. NotFound unless the actor is the payer. Refused as `request_code`, and for an unknown provider.
    """
    chosen = queries.provider_named(provider)
    shown = queries.bill(bill)
    policies.check_may_pay(by, shown.payer)
    if shown.state == rules.OPEN:
        for earlier in models.Attempt.objects.filter(bill=bill, ended_at=None).select_related("code"):
            _look_up(earlier, by=by, at=at)
    begun = _begin(bill, provider, by=by, at=at)
    if begun is None:
        return rules.Outcome(state="paid", bill=queries.bill(bill))
    try:
        arrived = chosen.start(_charge(begun, at))
    except providers.ProviderFailed as failed:
        return _fail(begun, failed.reason, permanent=failed.permanent, by=by, at=at)
    return _hear(begun, arrived, by=by, at=at)


def confirm_payment(*, attempt: UUID, by: access.Actor, at: dt.datetime) -> rules.Outcome:
    """Ask the provider what became of an attempt (the payer came back from the bank, a call-back arrived)."""
    row = _attempt_of(attempt, by)
    if row.ended_at is None:
        _look_up(row, by=by, at=at)
    return _outcome(row.id)


def answer_bank_page(*, attempt: UUID, approve: bool, by: access.Actor, at: dt.datetime) -> rules.Outcome:
    """What the payer pressed on a demonstration bank's page. Answering again changes nothing.

    Refused when the attempt's provider has no page that waits.
    """
    row = _attempt_of(attempt, by)
    if row.ended_at is not None:
        return _outcome(row.id)
    chosen = queries.provider_named(row.provider)
    if not isinstance(chosen, providers.HasBankPage):
        raise access.Refused(words.NO_BANK_PAGE, code="no_bank_page")
    if not approve:
        return _fail(row, "declined_at_bank", permanent=False, by=by, at=at)
    return _hear(row, chosen.approve(_charge(row, at)), by=by, at=at)


def reconcile(*, at: dt.datetime, by: access.Actor) -> rules.Reconciled:
    """Ask every provider in use about every code for which no money is known, so that none is missed.

    Also when the bill was paid otherwise or is void: that money is kept as a problem that an officer sees.
    Attempts about which a provider has been silent too long end as failed; the code can still be paid.
    """
    asked = settled = failed = 0
    unpaid = models.BillingCode.objects.filter(valid_until__gt=at - rules.ASK_ABOUT_LAPSED, payments=None)
    for digits in list(unpaid.order_by("issued_at").values_list("digits", flat=True)):
        asked += 1
        settled += any(_ask(name, digits, by=by, at=at) for name in queries.providers_offered())
    silent = models.Attempt.objects.filter(ended_at=None, started_at__lte=at - rules.NO_ANSWER_AFTER)
    for row in list(silent.select_related("code").order_by("started_at")):
        failed += _fail(row, "no_answer", permanent=False, by=by, at=at).state == "failed"
    return rules.Reconciled(asked=asked, settled=settled, failed=failed)


def _begin(bill_id: UUID, provider: str, *, by: access.Actor, at: dt.datetime) -> models.Attempt | None:
    with transaction.atomic():
        row = locked_bill(bill_id)
        if row.state == rules.PAID:
            return None
        codes.check_payable(row)
        code = codes.live_code(row, by=by, at=at)
        attempt = models.Attempt.objects.create(
            bill=row,
            code=code,
            number=row.attempts.count() + 1,
            provider=provider,
            amount=row.amount or 0,
            state=rules.STARTED,
            started_by=by.id,
            started_at=at,
        )
        journal.note(
            events.PaymentStarted(
                about=row.about, bill=row.ref, attempt=attempt.read().ref, number=attempt.number, provider=provider
            ),
            by=by,
            at=at,
        )
        return attempt


def _hear(
    attempt: models.Attempt, arrived: providers.Settlement | None, *, by: access.Actor, at: dt.datetime
) -> rules.Outcome:
    if arrived is None:
        models.Attempt.objects.filter(id=attempt.id, state=rules.STARTED).update(state=rules.WAITING)
        return _outcome(attempt.id)
    bill = money.settle(attempt.code.digits, arrived, by=by, at=at)
    if bill.state != rules.PAID:
        return _fail(attempt, "amount_differs", permanent=True, by=by, at=at)
    return _outcome(attempt.id)


def _fail(attempt: models.Attempt, reason: str, *, permanent: bool, by: access.Actor, at: dt.datetime) -> rules.Outcome:
    with transaction.atomic():
        row = locked_bill(attempt.bill_id)
        unended = models.Attempt.objects.filter(id=attempt.id, ended_at=None)
        if unended.update(state=rules.FAILED, reason=reason, permanent=permanent, ended_at=at):
            journal.note(
                events.PaymentFailed(
                    about=row.about,
                    bill=row.ref,
                    attempt=attempt.read().ref,
                    number=attempt.number,
                    provider=attempt.provider,
                    reason=reason,
                    permanent=permanent,
                ),
                by=by,
                at=at,
            )
    return _outcome(attempt.id)


def _look_up(attempt: models.Attempt, *, by: access.Actor, at: dt.datetime) -> None:
    _ask(attempt.provider, attempt.code.digits, by=by, at=at)


def _ask(provider: str, digits: str, *, by: access.Actor, at: dt.datetime) -> bool:
    """Whether the bill is paid now; what the provider has for the code is written down.

    A provider that cannot be reached is asked again next time, and so is one whose answer cannot be written down.
    """
    known = providers.PROVIDERS.get(provider)
    try:
        arrived = known.look_up(digits) if known else None
    except providers.ProviderFailed:
        return False
    if arrived is None:
        return False
    try:
        return money.settle(digits, arrived, by=by, at=at).state == rules.PAID
    except access.Refused as refusal:
        # One bank's confusion must not keep the others' money from being found.
        _log.warning("a provider's money for a code cannot be written down: %s", refusal.code)
        return False


def _attempt_of(attempt_id: UUID, by: access.Actor) -> models.Attempt:
    row = models.Attempt.objects.select_related("code", "bill").filter(id=attempt_id).first()
    if row is None:
        raise access.NotFound
    policies.check_may_pay(by, row.bill.payer)
    return row


def _outcome(attempt_id: UUID) -> rules.Outcome:
    attempt = models.Attempt.objects.select_related("code").get(id=attempt_id).read()
    bill = queries.bill(attempt.bill)
    if bill.state == rules.PAID:
        return rules.Outcome(state="paid", bill=bill, attempt=attempt)
    state = "failed" if attempt.state == rules.FAILED else "waiting"
    return rules.Outcome(state=state, bill=bill, attempt=attempt, reason=attempt.reason, permanent=attempt.permanent)


def _charge(attempt: models.Attempt, at: dt.datetime) -> providers.Charge:
    return providers.Charge(code=attempt.code.digits, amount=attempt.amount, attempt=attempt.number, at=at)
