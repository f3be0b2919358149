"""Issuing, setting the amount, voiding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from .. import events, models, policies, queries, rules, words
from .locks import locked_bill


def issue_bill(
    *,
    about: Ref,
    purpose: Mapping[str, str],
    amount: int | None,
    source: str,
    certainty: str,
    payer: UUID,
    by: access.Actor,
    at: dt.datetime,
    key: str = "fee",
) -> rules.Bill:
    """Say that the payer owes a fee of `amount` rupiah for `purpose` (`{"id": …, "en": …}`).

    Only a certain amount can be paid; any other is kept as what is expected, and an officer enters the certain one.
    One bill for a `key` about a thing: asking again returns the one that is there. Refused when that one is for
    another amount. ValueError when an amount is not above zero: where nothing is owed there is no bill.
    """
    if amount is not None and amount <= 0:
        raise ValueError("a bill is for an amount above zero")
    state = rules.BILLS.to("", rules.first_verb(amount, certainty)) or rules.AMOUNT_AWAITED
    certain = state == rules.OPEN
    row = models.Bill(
        about_kind=about.kind,
        about_id=about.id,
        key=key,
        purpose_id=purpose["id"],
        purpose_en=purpose["en"],
        payer=payer,
        amount=amount if certain else None,
        expected_amount=None if certain else amount,
        certainty=rules.CERTAIN if certain else rules.UNCERTAIN,
        source=source,
        state=state,
        issued_at=at,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            return _same_bill(row, clash)
        journal.note(
            events.BillIssued(
                about=about,
                bill=row.ref,
                payer=Ref("account", payer),
                key=key,
                purpose_id=row.purpose_id,
                purpose_en=row.purpose_en,
                amount=row.amount,
                certainty=row.certainty,
                source=source,
            ),
            by=by,
            at=at,
        )
        return queries.bill(row.id)


def _same_bill(wanted: models.Bill, clash: IntegrityError) -> rules.Bill:
    standing = (
        models.Bill.objects.filter(about_kind=wanted.about_kind, about_id=wanted.about_id, key=wanted.key)
        .exclude(state=rules.VOID)
        .first()
    )
    if standing is None:
        raise clash
    if wanted.amount is not None and standing.amount not in (None, wanted.amount):
        raise access.Refused(words.OTHER_AMOUNT, code="other_amount") from None
    return queries.bill(standing.id)


def set_amount(*, bill: UUID, amount: int, source: str, by: access.Actor, at: dt.datetime) -> rules.Bill:
    """Enter the certain amount in rupiah and where it is written; from now on the bill can be paid.

    Refused without the permission, without a source, and when the amount is already set.
    """
    access.check_may(by, policies.SET_AMOUNT)
    if amount <= 0:
        raise access.Refused(words.AMOUNT_NOT_POSITIVE, code="amount_not_positive")
    source = _checked_source(source)
    with transaction.atomic():
        row, state = _awaiting_amount(bill, by)
        row.state, row.amount, row.source, row.certainty = state, amount, source, rules.CERTAIN
        row.amount_set_by = by.id
        row.save(update_fields=["state", "amount", "source", "certainty", "amount_set_by"])
        journal.note(
            events.BillAmountSet(
                about=row.about, bill=row.ref, payer=Ref("account", row.payer), amount=amount, source=source
            ),
            by=by,
            at=at,
        )
        return queries.bill(bill)


def waive(*, bill: UUID, source: str, by: access.Actor, at: dt.datetime) -> rules.Bill:
    """State that nothing is owed, and where that is written: the tariff turned out to be zero.

    Refused as `set_amount` is.
    """
    access.check_may(by, policies.SET_AMOUNT)
    source = _checked_source(source)
    with transaction.atomic():
        row, _state = _awaiting_amount(bill, by)
        row.state, row.source, row.certainty, row.amount_set_by = rules.VOID, source, rules.CERTAIN, by.id
        row.save(update_fields=["state", "source", "certainty", "amount_set_by"])
        journal.note(events.BillWaived(about=row.about, bill=row.ref, source=source), by=by, at=at)
        return queries.bill(bill)


def _checked_source(source: str) -> str:
    source = source.strip()
    if not source:
        raise access.Refused(words.SOURCE_MISSING, code="source_missing")
    if len(source) > rules.SOURCE_MAX:
        raise access.Refused(words.SOURCE_TOO_LONG, code="source_too_long")
    return source


def _awaiting_amount(bill: UUID, by: access.Actor) -> tuple[models.Bill, str]:
    """The locked bill whose amount is to be set, and the state that it gets then."""
    row = locked_bill(bill)
    policies.check_not_own(by, row.payer)
    state = rules.BILLS.to(row.state, "set_amount")
    if state is None:
        raise access.Refused(
            words.VOID if row.state == rules.VOID else words.AMOUNT_ALREADY_SET, code="amount_already_set"
        )
    return row, state


def void(*, about: Ref, by: access.Actor, at: dt.datetime) -> list[rules.Bill]:
    """Nobody owes anything about this thing any more; what is paid stays paid. Returns the bills voided now.

    Money that still arrives for them is kept in sight as surplus.
    """
    with transaction.atomic():
        voided = []
        waiting = models.Bill.objects.filter(
            about_kind=about.kind, about_id=about.id, state__in=rules.BILLS.sources("void")
        )
        # In one order, so that two who void at once do not wait for each other.
        for row in waiting.order_by("id").select_for_update():
            row.state = rules.BILLS.to(row.state, "void") or rules.VOID
            row.save(update_fields=["state"])
            row.codes.filter(state=rules.LIVE).update(state=rules.LAPSED)
            row.attempts.filter(ended_at=None).update(state=rules.FAILED, reason="bill_void", ended_at=at)
            journal.note(events.BillVoided(about=about, bill=row.ref), by=by, at=at)
            voided.append(row.id)
        return [bill for bill in queries.bills(about) if bill.id in voided]
