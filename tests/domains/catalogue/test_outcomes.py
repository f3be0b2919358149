"""What a service leads to: a permit, a paper of this office, or a case that is handed over; exactly one of them."""

from __future__ import annotations

import datetime as dt

import pytest

from seluma.domains.catalogue import api as catalogue

from .offices import HANDOVER, PAPER, PERMIT, STUDENT, change, lead_to
from .test_mistakes import mistakes

CENTRAL = ('decided_by = "this_office"', 'decided_by = "directorate_general"')


def student() -> catalogue.Service:
    (found,) = [one for one in catalogue.content().services if one.code == "itas-student-extension"]
    return found


def test_a_service_may_lead_to_a_paper_of_this_office(folder):
    lead_to(folder, PAPER)
    assert mistakes() == []
    paper = student().paper
    assert (paper.kind, paper.fields) == ("STATEMENT", ("full_name", "school_name"))
    assert student().permit is None
    # Ninety days, the first of them included.
    assert catalogue.paper_until(student(), dt.date(2026, 11, 23)) == dt.date(2027, 2, 20)


def test_a_paper_without_a_period_counts_without_end(folder):
    lead_to(folder, PAPER.replace('valid = "window_opens"\n', ""))
    assert mistakes() == []
    assert catalogue.paper_until(student(), dt.date(2026, 11, 23)) is None


def test_what_the_directorate_general_decides_may_be_handed_over(folder):
    lead_to(folder, HANDOVER)
    change(folder, STUDENT, *CENTRAL)
    assert mistakes() == []


def test_what_a_case_handed_over_needs_is_read(folder):
    lead_to(folder, HANDOVER)
    assert mistakes() == []
    handover = student().handover
    assert (handover.to, handover.days, handover.returns) == ("ditjen-imigrasi", 3, "file")
    assert [item.en for item in handover.checklist] == ["The passport can be read"]


def test_an_older_version_without_the_new_outcomes_is_still_read(student):
    assert (student.paper, student.handover) == (None, None)
    assert student.permit.starts_question == ""


def test_a_permit_may_begin_on_a_day_that_is_asked(folder):
    change(folder, STUDENT, 'expires_question = "permit_expires_on"', 'starts_question = "permit_expires_on"')
    assert mistakes() == []
    answers = {"permit_expires_on": "2027-03-01", "extension_length": "1y"}
    assert catalogue.period_for(student(), answers).valid_from == dt.date(2027, 3, 1)
    assert catalogue.period_for(student(), answers).valid_until == dt.date(2028, 2, 28)


SPOILED = [
    ("", f"{STUDENT}: permit: outcome_missing"),
    (PERMIT + "\n" + PAPER, f"{STUDENT}: paper: outcome_twice"),
    (PAPER + "\n" + HANDOVER, f"{STUDENT}: handover: outcome_twice"),
    (HANDOVER.replace("ditjen-imigrasi", "ditjen"), f"{STUDENT}: handover.to: unknown_agency"),
    (HANDOVER.replace('"agency_days"', '"agency_weeks"'), f"{STUDENT}: handover.days: unknown_figure"),
    (HANDOVER.replace('"agency_days"', '"window_opens"'), f"{STUDENT}: handover.days: wrong_unit"),
    (HANDOVER.replace('"file"', '"fax"'), f"{STUDENT}: handover.returns: not_one_of"),
    (HANDOVER.split("[[", maxsplit=1)[0], f"{STUDENT}: handover.checklist: missing"),
    (HANDOVER.replace('reason.en = "The', 'raeson.en = "The'), f"{STUDENT}: handover.reason.en: missing_translation"),
    (PAPER.replace("school_name", "shoe_size"), f"{STUDENT}: paper.fields: unknown_question"),
    (PAPER.replace('"window_opens"', '"agency_days"'), f"{STUDENT}: paper.valid: wrong_unit"),
    (PAPER.replace("Kantor ini", "Kantor ini " * 60), f"{STUDENT}: paper.statement: too_long"),
    (PAPER.replace('"study_permit"', '"study"'), f"{STUDENT}: paper.legal_base: unknown_law"),
    (
        PERMIT.replace("expires_question", 'starts_question = "permit_expires_on"\nexpires_question'),
        f"{STUDENT}: permit.starts_question: start_twice",
    ),
]


@pytest.mark.parametrize(("outcome", "mistake"), SPOILED, ids=[mistake for _, mistake in SPOILED])
def test_a_mistake_in_what_a_service_leads_to_is_named(folder, outcome, mistake):
    if outcome.startswith("[permit]"):
        change(folder, STUDENT, PERMIT, outcome)
    else:
        lead_to(folder, outcome)
    assert mistake in mistakes()


@pytest.mark.parametrize("outcome", [PERMIT, PAPER], ids=["permit", "paper"])
def test_what_the_directorate_general_decides_must_be_handed_over(folder, outcome):
    if outcome == PAPER:
        lead_to(folder, outcome)
    change(folder, STUDENT, *CENTRAL)
    assert f"{STUDENT}: handover: handover_missing" in mistakes()
