"""What happens when something was announced: event → subscribers by name, event → letter.

Read from top to bottom this is the list of everything that follows from anything.
"""

from seluma.core.messages.api import Notice
from seluma.domains.agencies import events as agencies
from seluma.domains.agencies import notices as agency_notices
from seluma.domains.cases import events as cases
from seluma.domains.cases import notices as case_notices
from seluma.domains.catalogue import events as catalogue
from seluma.domains.payments import events as payments
from seluma.domains.payments import notices as payment_notices
from seluma.domains.permits import events as permits
from seluma.lib.events import Event

_TURN = "seluma.domains.cases.subscribers.turn_may_change"

SUBSCRIBERS: dict[type[Event], tuple[str, ...]] = {
    payments.BillAmountSet: (_TURN,),
    payments.BillPaid: (_TURN,),
    payments.BillVoided: (_TURN,),
    agencies.AgencyAnswered: (_TURN,),
    agencies.AgencyEscalated: (_TURN,),
    catalogue.ServiceWithdrawn: ("seluma.domains.cases.subscribers.service_withdrawn",),
    cases.CaseReferred: ("seluma.domains.cases.subscribers.case_referred",),
    permits.PermitGranted: ("seluma.domains.permits.subscribers.make_permit_paper",),
    permits.LetterWritten: ("seluma.domains.permits.subscribers.make_letter_paper",),
    permits.PermitIssued: ("seluma.domains.cases.subscribers.permit_issued",),
    permits.PermitRevoked: ("seluma.domains.cases.subscribers.permit_ended",),
    permits.PermitExpired: ("seluma.domains.cases.subscribers.permit_ended",),
}

_TABLES = (payment_notices.NOTICES, agency_notices.NOTICES, case_notices.NOTICES)

NOTICES: dict[type[Event], tuple[Notice, ...]] = {
    event: tuple(notice for table in _TABLES for notice in table.get(event, ()))
    for event in {event: None for table in _TABLES for event in table}
}
"""A question's event may be news to the institution and to the applicant: each package says its part."""
