"""What must be met before a case can be granted, read from the packages that own it.

No lock is needed beside the case's own: a paid bill and an answered question stay so, and documents are judged
only by verbs that lock the case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from seluma.domains.agencies import api as agencies
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from ..models import Case
from ..rules import Obligation, Owner, local_day


def obligations(
    row: Case,
    service: catalogue.Service,
    today: dt.date,
    *,
    papers: Sequence[documents.Document] | None = None,
    bills: Sequence[payments.Bill] | None = None,
    questions: Sequence[agencies.AgencyQuestion] | None = None,
) -> list[Obligation]:
    """Every obligation of a filed case, met or not. What the caller has read already is not read again."""
    about = Ref("case", row.id)
    papers = documents.documents(about) if papers is None else papers
    bills = payments.bills(about) if bills is None else bills
    questions = agencies.questions(about) if questions is None else questions
    zone = catalogue.office().timezone
    return [
        *_documents(row, service, papers),
        *(_bill(bill, zone) for bill in bills if bill.state != payments.VOID),
        *(_question(question, service, today) for question in questions_that_count(row, service, questions)),
    ]


def questions_that_count(
    row: Case, service: catalogue.Service, questions: Sequence[agencies.AgencyQuestion]
) -> list[agencies.AgencyQuestion]:
    """Of each question that the answers lead to, the last time it was put; `questions` are the oldest first."""
    newest = {question.question_key: question for question in questions}
    wanted = {spec.key for spec in catalogue.agencies_asked(service, row.answers)}
    return [one for key, one in newest.items() if key in wanted and one.state != agencies.WITHDRAWN]


def bill_of(bills: Sequence[payments.Bill]) -> payments.Bill | None:
    """The bill that counts: the newest that is not void."""
    return next((bill for bill in reversed(bills) if bill.state != payments.VOID), None)


def _documents(row: Case, service: catalogue.Service, papers: Sequence[documents.Document]) -> list[Obligation]:
    current: Mapping[str, documents.Document] = {paper.slot: paper for paper in papers}
    wanted = {spec.key for spec in catalogue.required_documents(service, row.answers)}
    found = []
    for spec in service.documents:
        paper = current.get(spec.key)
        if spec.key not in wanted and paper is None:
            continue
        state = paper.state if paper else ""
        owner: Owner = "verifier" if paper and state != documents.REJECTED else "applicant"
        found.append(
            Obligation(
                kind="document",
                key=spec.key,
                title=spec.title,
                met=state == documents.ACCEPTED,
                owner=owner,
                failed=state == documents.REJECTED,
            )
        )
    return found


def _bill(bill: payments.Bill, zone: str) -> Obligation:
    waiting_for_amount = bill.state == payments.AMOUNT_AWAITED
    live = local_day(bill.code.valid_until, zone) if bill.code and bill.code.state == payments.LIVE else None
    return Obligation(
        kind="bill",
        key=str(bill.id),
        title=Text(id=bill.purpose["id"], en=bill.purpose["en"]),
        met=bill.state == payments.PAID,
        owner="cashier" if waiting_for_amount else "applicant",
        until=live,
    )


def _question(question: agencies.AgencyQuestion, service: catalogue.Service, today: dt.date) -> Obligation:
    answered = question.state == agencies.ANSWERED
    # An institution that cannot tell has done its part: an officer asks again or decides.
    unclear = answered and question.answer == agencies.UNCLEAR
    return Obligation(
        kind="agency",
        key=question.agency,
        title=catalogue.agency(question.agency).name,
        met=answered and question.answer == agencies.YES,
        owner="decider" if unclear else "agency",
        until=question.due_on,
        failed=answered and question.answer == agencies.NO,
        excused=not answered and service.decide_without_agency and question.due_on < today,
    )
