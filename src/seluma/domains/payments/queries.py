"""Reads. Who may read the bills about a thing is asked by whoever owns it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from seluma.core.access import api as access
from seluma.lib.ids import Ref

from . import models, policies, providers, rules, words
from .rules import statement


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of a bank's list beside our bills: `verdict` is a key of `words.VERDICTS`."""

    line: statement.Line
    verdict: str
    bill: rules.Bill | None


def bills(about: Ref) -> list[rules.Bill]:
    """The bills about a thing, the oldest first, void ones too."""
    return bills_for_many([about])[about]


def bills_for_many(refs: Iterable[Ref]) -> dict[Ref, list[rules.Bill]]:
    """The bills about each of these, in two statements; every ref has a list."""
    found: dict[Ref, list[rules.Bill]] = {ref: [] for ref in refs}
    rows = models.Bill.objects.with_money().filter(about_id__in=[ref.id for ref in found]).order_by("issued_at", "id")
    for bill in _read(list(rows)):
        if bill.about in found:
            found[bill.about].append(bill)
    return found


def bill(bill_id: UUID) -> rules.Bill:
    """One bill; NotFound when there is none."""
    found = _read(list(models.Bill.objects.with_money().filter(id=bill_id)))
    if not found:
        raise access.NotFound
    return found[0]


def bill_for(actor: access.Actor, bill_id: UUID) -> rules.Bill:
    """One bill for its payer or whoever handles money; NotFound for everybody else."""
    found = bill(bill_id)
    policies.check_may_read(actor, found.payer)
    return found


def attempts(bill_id: UUID) -> list[rules.Attempt]:
    """Every go at paying a bill, the first one first."""
    return [row.read() for row in models.Attempt.objects.filter(bill=bill_id).select_related("code").order_by("number")]


def attempt_for(actor: access.Actor, attempt_id: UUID) -> tuple[rules.Attempt, rules.Bill]:
    """One go at paying with its bill, for the payer or whoever handles money; NotFound for everybody else."""
    row = models.Attempt.objects.select_related("code").filter(id=attempt_id).first()
    if row is None:
        raise access.NotFound
    return row.read(), bill_for(actor, row.bill_id)


def bills_awaiting_amount(actor: access.Actor) -> list[rules.Bill]:
    """The bills whose amount somebody has to find, the oldest first; Refused for who may not set it."""
    access.check_may(actor, policies.SET_AMOUNT)
    return _read(list(models.Bill.objects.with_money().filter(state=rules.AMOUNT_AWAITED).order_by("issued_at", "id")))


def problems(actor: access.Actor) -> list[rules.Problem]:
    """Money that did not fit and that nobody dealt with yet, the oldest first; Refused for who may not see it."""
    access.check_may(actor, policies.RESOLVE)
    rows = list(models.Payment.objects.unsolved().order_by("recorded_at", "id"))
    their_bills = {b.id: b for b in _read(list(models.Bill.objects.with_money().filter(payments__in=rows).distinct()))}
    return [
        rules.Problem(
            id=row.id,
            bill=their_bills[row.bill_id],
            kind=row.outcome,
            amount=row.amount,
            ntpn=row.ntpn,
            ntb=row.ntb,
            paid_at=row.paid_at,
            recorded_at=row.recorded_at,
        )
        for row in rows
    ]


def judge_receipts(actor: access.Actor, lines: Sequence[statement.Line]) -> list[Judged]:
    """What each line of a bank's list would do, in the list's order; Refused for who may not record money.

    Four statements, however long the list.
    """
    access.check_may(actor, policies.RECORD)
    codes = dict(
        models.BillingCode.objects.filter(digits__in={line.code for line in lines}).values_list("digits", "bill_id")
    )
    found = {bill.id: bill for bill in _read(list(models.Bill.objects.with_money().filter(id__in=set(codes.values()))))}
    recorded = {
        ntpn: (bill, amount)
        for ntpn, bill, amount in models.Payment.objects.filter(ntpn__in={line.ntpn for line in lines}).values_list(
            "ntpn", "bill_id", "amount"
        )
    }
    judged: list[Judged] = []
    numbers: set[str] = set()
    settled: set[UUID] = set()
    for line in lines:
        bill = found.get(codes[line.code]) if line.code in codes else None
        verdict = _verdict(line, bill, recorded, own=bill is not None and bill.payer == actor.id)
        if verdict in statement.RECORDABLE and line.ntpn in numbers:
            verdict = statement.TWICE
        elif verdict == statement.FITS and bill is not None and bill.id in settled:
            verdict = statement.NOT_OPEN
        if verdict == statement.FITS and bill is not None:
            settled.add(bill.id)
        numbers.add(line.ntpn)
        judged.append(Judged(line, verdict, bill))
    return judged


def _verdict(line: statement.Line, bill: rules.Bill | None, recorded: dict[str, tuple[UUID, int]], *, own: bool) -> str:
    if bill is None:
        return statement.NO_CODE
    if line.ntpn in recorded:
        return statement.KNOWN if recorded[line.ntpn] == (bill.id, line.amount) else statement.ELSEWHERE
    if own:
        return statement.OWN
    outcome = rules.outcome(bill.state, bill.amount, line.amount)
    return {
        rules.SETTLED: statement.FITS,
        rules.MISMATCHED: statement.OTHER_AMOUNT,
        rules.SURPLUS: statement.NOT_OPEN,
    }[outcome]


def providers_offered() -> list[str]:
    """Names of the providers in use, in the order in which they are offered; `words.PROVIDERS` has their labels."""
    return [name for name in settings.SELUMA_PAYMENT_PROVIDERS if name in providers.PROVIDERS]


def provider_named(name: str) -> providers.Provider:
    """A provider in use; Refused for any other."""
    if name not in providers_offered():
        raise access.Refused(words.UNKNOWN_PROVIDER, code="unknown_provider")
    return providers.PROVIDERS[name]


def _read(rows: list[models.Bill]) -> list[rules.Bill]:
    codes: dict[UUID, models.BillingCode] = {}
    if rows:
        # A used code outranks a live one, a live one a lapsed one, a later lapsed one an earlier.
        rank = {rules.LAPSED: 0, rules.LIVE: 1, rules.USED: 2}
        for code in models.BillingCode.objects.filter(bill__in=[row.id for row in rows]).order_by("issued_at", "id"):
            known = codes.get(code.bill_id)
            if known is None or rank[code.state] >= rank[known.state]:
                codes[code.bill_id] = code
    return [row.read(codes.get(row.id)) for row in rows]
