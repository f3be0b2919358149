"""Where a thing is shown: link kind → (name of the address, name of its argument)."""

LINKS: dict[str, tuple[str, str]] = {
    "verification": ("verification_of", "code"),
    "case": ("applicant:case", "case"),
    "case_messages": ("applicant:messages", "case"),
    "desk_messages": ("officer:messages", "case"),
    "dates": ("applicant:dates", ""),
    "agency_question": ("partner_question", "question_id"),
}
