"""Where a thing is shown: link kind → (name of the address, name of its argument)."""

LINKS: dict[str, tuple[str, str]] = {
    "verification": ("verification_of", "code"),
    "case": ("applicant:case", "case"),
    "agency_question": ("partner_question", "question_id"),
}
