"""Money that arrived: never lost, never counted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from .. import events, models, policies, providers, queries, rules, words
from ..rules import statement
from .locks import locked_bill


def record_payment(
    *, code: str, ntpn: str, ntb: str, amount: int, paid_at: dt.datetime, by: access.Actor, at: dt.datetime
) -> rules.Bill:
    """Record that money arrived for a billing code, as a bank or the treasury says it.

    Recording the same NTPN again changes nothing. The whole amount settles the bill, also when the code has lapsed;
    another amount, and money for a bill that is not open, are kept as problems that an officer sees.
    Refused for an unknown code, and for an NTPN that stands for other money.
    """
    access.check_may(by, policies.RECORD)
    arrived = providers.Settlement(ntpn=ntpn.strip().upper(), ntb=ntb.strip().upper(), amount=amount, paid_at=paid_at)
    if not arrived.ntpn:
        raise access.Refused(words.NTPN_MISSING, code="ntpn_missing")
    if max(len(arrived.ntpn), len(arrived.ntb)) > 32:
        raise access.Refused(words.NTPN_TOO_LONG, code="ntpn_too_long")
    if amount <= 0:
        raise access.Refused(words.AMOUNT_NOT_POSITIVE, code="amount_not_positive")
    digits = "".join(code.split())
    payer = models.BillingCode.objects.filter(digits=digits).values_list("bill__payer", flat=True).first()
    if payer is not None:
        policies.check_not_own(by, payer)
    return settle(digits, arrived, by=by, at=at)


def accept_receipts(
    *, lines: Sequence[statement.Line], chosen: Collection[int], by: access.Actor, at: dt.datetime
) -> list[queries.Judged]:
    """Record the chosen lines (by number) of a bank's list, all or none; returns what each became.

    A chosen line that has meanwhile been recorded changes nothing. Refused for a line that cannot be recorded (no
    such code, an NTPN of other money, one's own bill), and for a list that is too long.
    """
    access.check_may(by, policies.RECORD)
    if len(lines) > statement.LINES_MAX:
        raise access.Refused(words.TOO_MANY_LINES, code="too_many_lines")
    with transaction.atomic():
        wanted = [one for one in queries.judge_receipts(by, lines) if one.line.number in chosen]
        for one in wanted:
            if one.verdict in statement.RECORDABLE or one.verdict == statement.KNOWN:
                continue
            facts = {"number": one.line.number, "why": words.VERDICTS[one.verdict]}
            raise access.Refused(words.line_refused(**facts), code="line_refused")
        # Bills are locked in one order, whatever the list's: two lists at once must not wait for each other.
        for one in sorted(wanted, key=lambda judged: (str(judged.bill.id if judged.bill else ""), judged.line.number)):
            line = one.line
            arrived = providers.Settlement(ntpn=line.ntpn, ntb=line.ntb, amount=line.amount, paid_at=line.paid_at)
            settle(line.code, arrived, by=by, at=at)
        return wanted


def settle(code: str, arrived: providers.Settlement, *, by: access.Actor, at: dt.datetime) -> rules.Bill:
    """For verbs here, after they asked who may: write down money that a bank has for a code."""
    with transaction.atomic():
        bill_id = models.BillingCode.objects.filter(digits=code).values_list("bill_id", flat=True).first()
        if bill_id is None:
            raise access.Refused(words.UNKNOWN_CODE, code="unknown_code")
        row = locked_bill(bill_id)
        if not _is_known(row, arrived):
            _write(row, row.codes.get(digits=code), arrived, by=by, at=at)
        return queries.bill(bill_id)


def _is_known(row: models.Bill, arrived: providers.Settlement) -> bool:
    known = models.Payment.objects.filter(ntpn=arrived.ntpn).first()
    if known is None:
        return False
    if known.bill_id != row.id or known.amount != arrived.amount:
        raise access.Refused(words.NTPN_ELSEWHERE, code="ntpn_elsewhere")
    return True


def _write(
    row: models.Bill, code: models.BillingCode, arrived: providers.Settlement, *, by: access.Actor, at: dt.datetime
) -> None:
    outcome = rules.outcome(row.state, row.amount, arrived.amount)
    payment = models.Payment(
        bill=row,
        code=code,
        ntpn=arrived.ntpn,
        ntb=arrived.ntb,
        amount=arrived.amount,
        paid_at=arrived.paid_at,
        recorded_at=at,
        outcome=outcome,
    )
    try:
        with transaction.atomic():
            payment.save(force_insert=True)
    except IntegrityError as clash:
        # The same number was recorded for another bill in the same moment: their lock is not ours.
        if "payments_payment_once_per_ntpn" in str(clash):
            raise access.Refused(words.NTPN_ELSEWHERE, code="ntpn_elsewhere") from clash
        raise
    event = _pay(row, code, payment, at=at) if outcome == rules.SETTLED else _problem(row, payment)
    journal.note(event, by=by, at=at)


def _pay(row: models.Bill, code: models.BillingCode, payment: models.Payment, *, at: dt.datetime) -> events.BillPaid:
    late = rules.is_late(code.state, code.valid_until, payment.paid_at)
    row.state = rules.BILLS.to(row.state, "pay") or rules.PAID
    row.save(update_fields=["state"])
    # A newer code than the one that was paid must not be paid as well.
    row.codes.filter(state=rules.LIVE).exclude(id=code.id).update(state=rules.LAPSED)
    code.state = rules.CODES.to(code.state, "pay") or rules.USED
    code.save(update_fields=["state"])
    unended = row.attempts.filter(ended_at=None)
    last = unended.filter(code=code).order_by("-number").first()
    if last is not None:
        models.Attempt.objects.filter(id=last.id).update(state=rules.SUCCEEDED, ended_at=at)
    unended.update(state=rules.FAILED, reason="paid_otherwise", ended_at=at)
    return events.BillPaid(
        about=row.about,
        bill=row.ref,
        payer=Ref("account", row.payer),
        amount=payment.amount,
        receipt=_next_receipt(row, payment, at=at).read().number,
        ntpn=payment.ntpn,
        paid_at=payment.paid_at,
        late=late,
    )


def _problem(row: models.Bill, payment: models.Payment) -> events.PaymentMismatched | events.SurplusReceived:
    if payment.code.state == rules.LIVE:
        # A bank takes money for a code once; the payer needs a new one for what is still owed.
        models.BillingCode.objects.filter(id=payment.code_id).update(state=rules.CODES.to(rules.LIVE, "lapse"))
    what = {"about": row.about, "bill": row.ref, "payment": Ref("payment", payment.id)}
    if payment.outcome == rules.MISMATCHED:
        return events.PaymentMismatched(**what, amount=payment.amount, expected=row.amount or 0, ntpn=payment.ntpn)
    return events.SurplusReceived(**what, amount=payment.amount, ntpn=payment.ntpn)


def _next_receipt(row: models.Bill, payment: models.Payment, *, at: dt.datetime) -> models.Receipt:
    year = rules.receipt_year(at, settings.TIME_ZONE)
    models.ReceiptSeries.objects.bulk_create([models.ReceiptSeries(year=year)], ignore_conflicts=True)
    series = models.ReceiptSeries.objects.select_for_update().get(year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return models.Receipt.objects.create(bill=row, payment=payment, year=year, serial=series.last)


def close_problem(*, payment: UUID, remark: str, by: access.Actor, at: dt.datetime) -> None:
    """Say how money that did not fit was dealt with (paid back, booked elsewhere). Closing again changes nothing."""
    access.check_may(by, policies.RESOLVE)
    remark = remark.strip()
    if not remark:
        raise access.Refused(words.REMARK_MISSING, code="remark_missing")
    if len(remark) > rules.REMARK_MAX:
        raise access.Refused(words.REMARK_TOO_LONG, code="remark_too_long")
    with transaction.atomic():
        bill_id = (
            models.Payment.objects.exclude(outcome=rules.SETTLED).filter(id=payment).values_list("bill_id").first()
        )
        if bill_id is None:
            raise access.NotFound
        row = locked_bill(bill_id[0])
        if models.Payment.objects.filter(id=payment, closed_at=None).update(
            closed_at=at, closed_by=by.id, remark=remark
        ):
            journal.note(
                events.PaymentProblemClosed(
                    about=row.about, bill=row.ref, payment=Ref("payment", payment), remark=remark
                ),
                by=by,
                at=at,
            )
