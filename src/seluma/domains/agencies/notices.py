"""Letters about questions: to the institution that was asked, and to those who decide when it is late.

The person's data never stand in a letter; they are seen after signing in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from seluma.core.journal.api import Entry
from seluma.core.messages import api as messages
from seluma.domains.people import api as people
from seluma.lib.events import Event

from . import events, queries, rules, words

_Writer = Callable[[rules.AgencyQuestion, str, str, str], tuple[str, str]]
_Announced = (events.AgencyAsked, events.AgencyReminded, events.AgencyEscalated)


def _question_of(entry: Entry) -> rules.AgencyQuestion | None:
    if not isinstance(entry.event, _Announced):
        return None
    question = queries.question(entry.event.question.id)
    # A letter that asks for an answer is not written when the answer is there or no longer wanted.
    return question if question and question.state == rules.OPEN else None


def _partners(entry: Entry) -> Sequence[messages.Recipient]:
    question = _question_of(entry)
    return _recipients(people.accounts_with_role("partner", question.organisation)) if question else []


def _deciders(entry: Entry) -> Sequence[messages.Recipient]:
    return _recipients(people.accounts_with_role("decider")) if _question_of(entry) else []


def _recipients(contacts: Iterable[people.Contact]) -> list[messages.Recipient]:
    return [messages.Recipient(c.account, c.email, c.name, c.language) for c in contacts]


def _to_partners(kind: str, write: _Writer) -> messages.Notice:
    def letter(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
        question = _question_of(entry)
        if question is None:
            raise LookupError("the question of a notice is gone")
        where = messages.address_of(messages.Link("agency_question", str(question.id)), recipient.language)
        subject, body = write(question, recipient.name, where, recipient.language)
        return messages.Letter(subject, body)

    return messages.Notice(kind=kind, recipients=_partners, write=letter)


def _to_office(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    question = _question_of(entry)
    if question is None:
        raise LookupError("the question of a notice is gone")
    agency = people.organisation(question.agency).name
    subject, body = words.office_letter(question, recipient.name, agency, recipient.language)
    return messages.Letter(subject, body)


NOTICES: dict[type[Event], tuple[messages.Notice, ...]] = {
    events.AgencyAsked: (_to_partners("agency_asked", words.asked_letter),),
    events.AgencyReminded: (_to_partners("agency_reminder", words.reminder_letter),),
    events.AgencyEscalated: (
        _to_partners("agency_late", words.late_letter),
        messages.Notice(kind="agency_late_office", recipients=_deciders, write=_to_office),
    ),
}
