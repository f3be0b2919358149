"""What stands in the way of the next verb: all of it at once, each as a sentence. Pages show the same sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from seluma.core.access.api import NotFound, Sentence
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

from .. import rules, words
from ..models import Case
from .papers import holder_of, settable_texts
from .withdrawn import not_offered
from .wording import day, filled, said


def obstacles_to_filing(
    row: Case,
    service: catalogue.Service,
    today: dt.date,
    *,
    again: bool = False,
    papers: Sequence[documents.Document] | None = None,
) -> list[Sentence]:
    """What is missing or not fulfilled. A returned case (`again`) was in time when it was first filed."""
    return [*missing(row, service, papers=papers), *hindrances(row, service, today, again=again)]


def missing(
    row: Case, service: catalogue.Service, *, papers: Sequence[documents.Document] | None = None
) -> list[Sentence]:
    """What is not answered and not handed in yet."""
    found: list[Sentence] = []
    for question in catalogue.unanswered(service, row.answers):
        found.append(filled(words.ANSWER_MISSING, what=said(question.title)))
    handed_in = {paper.slot for paper in (documents.documents(Ref("case", row.id)) if papers is None else papers)}
    for spec in catalogue.required_documents(service, row.answers):
        if spec.key not in handed_in:
            found.append(filled(words.DOCUMENT_MISSING, what=said(spec.title)))
    return found


def hindrances(row: Case, service: catalogue.Service, today: dt.date, *, again: bool = False) -> list[Sentence]:
    """What the answers given so far rule out: conditions of the service, and an open application of the same person."""
    on = rules.local_day(row.submitted_at, catalogue.office().timezone) if again and row.submitted_at else today
    found: list[Sentence] = [
        said(obstacle.sentence) for obstacle in catalogue.obstacles(service, row.answers, on=on, blocks="filing")
    ]
    return [*not_offered(row, today), *found, *_duplicates(row)]


def left_to_mend(
    row: Case, service: catalogue.Service, *, papers: Sequence[documents.Document] | None = None
) -> list[Sentence]:
    """What the officer named and the applicant has not touched yet."""
    papers = documents.documents(Ref("case", row.id)) if papers is None else papers
    fresh = {paper.slot for paper in papers if paper.state == documents.UPLOADED}
    found: list[Sentence] = []
    for slot in row.to_mend.get("documents", {}):
        if slot not in fresh and slot in service.documents_by_key:
            found.append(filled(words.STILL_TO_MEND, what=said(service.documents_by_key[slot].title)))
    # A mended answer may lead past a question that was named: then nobody can answer it, and nobody has to.
    asked = {question.key: question for question in catalogue.asked(service, row.answers)}
    for key in row.to_mend.get("questions", {}):
        if key not in row.to_mend.get("done", []) and key in asked:
            found.append(filled(words.STILL_TO_MEND, what=said(asked[key].title)))
    return found


def obstacles_to_verifying(
    row: Case, service: catalogue.Service, *, papers: Sequence[documents.Document] | None = None
) -> list[Sentence]:
    """Every document judged and accepted."""
    papers = documents.documents(Ref("case", row.id)) if papers is None else papers
    found: list[Sentence] = []
    for paper in papers:
        spec = service.documents_by_key.get(paper.slot)
        what = said(spec.title) if spec else paper.slot
        if paper.state == documents.REJECTED:
            found.append(filled(words.DOCUMENT_REJECTED, what=what))
        elif paper.state != documents.ACCEPTED:
            found.append(filled(words.DOCUMENT_NOT_JUDGED, what=what))
    return found


def obstacles_to_granting(
    row: Case, service: catalogue.Service, known: Sequence[rules.Obligation], today: dt.date
) -> list[Sentence]:
    """Unverified, unmet obligations, conditions of the law, and names that the paper cannot be set in."""
    found: list[Sentence] = [] if row.verified_by else [words.NOT_VERIFIED]
    for obligation in known:
        if not obligation.met and not obligation.excused:
            found.append(_unmet(obligation))
    found += [
        said(obstacle.sentence) for obstacle in catalogue.obstacles(service, row.answers, on=today, blocks="decision")
    ]
    holder = holder_of(row) if service.permit else None
    return [*found, *permits.check_settable(settable_texts(row, service), holder)]


def rejected_slots(about: Ref) -> dict[str, str]:
    """Slots whose document was not accepted, with the reason."""
    return {p.slot: p.reason for p in documents.documents(about) if p.state == documents.REJECTED}


def check_document_of(row: Case, document: UUID) -> None:
    """NotFound unless the document belongs to the case: an address with another's id tells nothing."""
    if documents.document(document).about != Ref("case", row.id):
        raise NotFound


def check_bill_of(row: Case, bill: UUID) -> None:
    """NotFound unless the bill belongs to the case."""
    if bill not in {item.id for item in payments.bills(Ref("case", row.id))}:
        raise NotFound


def _unmet(obligation: rules.Obligation) -> Sentence:
    if obligation.kind == "bill":
        return words.AMOUNT_NOT_SET if obligation.owner == "cashier" else words.BILL_NOT_PAID
    if obligation.kind == "agency":
        name = said(obligation.title)
        if obligation.failed:
            return filled(words.AGENCY_SAID_NO, agency=name)
        if obligation.owner != "agency":
            return filled(words.AGENCY_UNCLEAR, agency=name)
        return filled(words.AGENCY_NOT_ANSWERED, agency=name, until=day(obligation.until) if obligation.until else "")
    sentence = words.DOCUMENT_REJECTED if obligation.failed else words.DOCUMENT_NOT_JUDGED
    return filled(sentence, what=said(obligation.title))


def _duplicates(row: Case) -> list[Sentence]:
    key = rules.person_key(row.answers)
    if not key:
        return []
    others = Case.objects.filter(service_code=row.service_code, person_key=key, state__in=rules.ACTIVE).exclude(
        id=row.id
    )
    found: list[Sentence] = []
    for other in others[:1]:
        own = other.applicant == row.applicant
        found.append(filled(words.DUPLICATE, number=other.number) if own else words.DUPLICATE_OF_OTHERS)
    return found
