"""What can be asked about cases; each module answers one kind of question."""

from .binding import binding_version
from .colleagues import Note, StandIn, deputies, stands_in_for
from .conversation import Conversation, Message, attachment_content, conversation, desk_conversation
from .deadlines import Dates, Deadline, dates, dates_by_secret, dates_of, digest_of_secret, secret_of
from .desk import DeskCase, DeskItem, desk, desk_case, desk_counts, officers
from .filling import Filling, filling, open_questions, open_slots
from .obligations import bill_of, obligations, questions_that_count
from .obstacles import (
    check_bill_of,
    check_document_of,
    left_to_mend,
    obstacles_to_filing,
    obstacles_to_granting,
    obstacles_to_verifying,
    rejected_slots,
)
from .overview import Overview, overview
from .pages import CasePage, CaseSummary, Step, case_page, draft_of, my_cases, views_page
from .papers import facts_on_paper, holder_of, refusal_content, settable_texts, shown_answer
from .reading import document_content, document_preview, letter_pdf, permit_pdf, recipient_of
from .sought import keys_of, search
from .trying import Hurdle, TouchedCase, Trial, TriedService, try_publication
from .turns import turn_of

__all__ = [
    "CasePage",
    "CaseSummary",
    "Conversation",
    "Dates",
    "Deadline",
    "DeskCase",
    "DeskItem",
    "Filling",
    "Hurdle",
    "Message",
    "Note",
    "Overview",
    "StandIn",
    "Step",
    "TouchedCase",
    "Trial",
    "TriedService",
    "attachment_content",
    "bill_of",
    "binding_version",
    "case_page",
    "check_bill_of",
    "check_document_of",
    "conversation",
    "dates",
    "dates_by_secret",
    "dates_of",
    "deputies",
    "desk",
    "desk_case",
    "desk_conversation",
    "desk_counts",
    "digest_of_secret",
    "document_content",
    "document_preview",
    "draft_of",
    "facts_on_paper",
    "filling",
    "holder_of",
    "keys_of",
    "left_to_mend",
    "letter_pdf",
    "my_cases",
    "obligations",
    "obstacles_to_filing",
    "obstacles_to_granting",
    "obstacles_to_verifying",
    "officers",
    "open_questions",
    "open_slots",
    "overview",
    "permit_pdf",
    "questions_that_count",
    "recipient_of",
    "refusal_content",
    "rejected_slots",
    "search",
    "secret_of",
    "settable_texts",
    "shown_answer",
    "stands_in_for",
    "try_publication",
    "turn_of",
    "views_page",
]
