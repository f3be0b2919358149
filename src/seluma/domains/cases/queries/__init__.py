"""What can be asked about cases; each module answers one kind of question."""

from .binding import binding_version
from .colleagues import Note, StandIn, deputies, stands_in_for
from .conversation import Conversation, Message, attachment_content, conversation, desk_conversation
from .copies import write_copy
from .deadlines import Dates, Deadline, dates, dates_by_secret, dates_of, digest_of_secret, secret_of
from .desk import DeskCase, DeskItem, desk, desk_case, desk_counts, officers
from .elsewhere import (
    file_handed_back,
    handover_of,
    may_answer,
    objection_of,
    obstacle_to_objecting,
    verbs_elsewhere,
    ways_offered,
)
from .evidence import EvidenceFile, evidence
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
from .packages import handover_package, newest_handover, package_of
from .pages import CasePage, CaseSummary, Step, case_page, draft_of, my_cases, views_page
from .papers import (
    facts_on_paper,
    holder_of,
    objection_content,
    passed_on_content,
    refusal_content,
    settable_texts,
    shown_answer,
)
from .reading import document_content, document_preview, letter_pdf, permit_pdf, recipient_of
from .sought import keys_of, search
from .trying import Hurdle, TouchedCase, Trial, TriedService, try_publication
from .turns import turn_of
from .withdrawn import check_still_granted

__all__ = [
    "CasePage",
    "CaseSummary",
    "Conversation",
    "Dates",
    "Deadline",
    "DeskCase",
    "DeskItem",
    "EvidenceFile",
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
    "check_still_granted",
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
    "evidence",
    "facts_on_paper",
    "file_handed_back",
    "filling",
    "handover_of",
    "handover_package",
    "holder_of",
    "keys_of",
    "left_to_mend",
    "letter_pdf",
    "may_answer",
    "my_cases",
    "newest_handover",
    "objection_content",
    "objection_of",
    "obligations",
    "obstacle_to_objecting",
    "obstacles_to_filing",
    "obstacles_to_granting",
    "obstacles_to_verifying",
    "officers",
    "open_questions",
    "open_slots",
    "overview",
    "package_of",
    "passed_on_content",
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
    "verbs_elsewhere",
    "views_page",
    "ways_offered",
    "write_copy",
]
