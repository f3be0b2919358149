"""Letters to the payer: the money came, a code's time is over. That an amount is set, the owner of the bill says."""

from __future__ import annotations

from collections.abc import Sequence

from seluma.core.journal.api import Entry
from seluma.core.messages import api as messages
from seluma.domains.people import api as people
from seluma.lib.events import Event

from . import events, queries, rules, words


def _payer(entry: Entry) -> Sequence[messages.Recipient]:
    event = entry.event
    if not isinstance(event, events.BillPaid | events.BillingCodeLapsed):
        return []
    if isinstance(event, events.BillingCodeLapsed) and queries.bill(event.bill.id).state != rules.OPEN:
        return []
    known = people.contacts([event.payer.id]).values()
    return [messages.Recipient(c.account, c.email, c.name, c.language) for c in known]


def _paid(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    bill, where = _of(entry, recipient)
    if bill.receipt is None:
        raise LookupError("a paid bill has a receipt")
    return messages.Letter(*words.paid_letter(bill, bill.receipt, recipient.name, where, recipient.language))


def _lapsed(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    bill, where = _of(entry, recipient)
    return messages.Letter(*words.lapsed_letter(bill, recipient.name, where, recipient.language))


def _of(entry: Entry, recipient: messages.Recipient) -> tuple[rules.Bill, str]:
    event = entry.event
    if not isinstance(event, events.BillPaid | events.BillingCodeLapsed):
        raise TypeError(entry.kind)
    link = messages.Link(event.about.kind, str(event.about.id))
    return queries.bill(event.bill.id), messages.address_of(link, recipient.language)


NOTICES: dict[type[Event], tuple[messages.Notice, ...]] = {
    events.BillPaid: (messages.Notice(kind="bill_paid", recipients=_payer, write=_paid),),
    events.BillingCodeLapsed: (messages.Notice(kind="billing_code_lapsed", recipients=_payer, write=_lapsed),),
}
