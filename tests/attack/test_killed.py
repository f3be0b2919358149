"""Fifty times in the middle of the journey something is killed; it goes on and ends as it would have ended.

Web server, worker and PostgreSQL get SIGKILL at moments spread over four whole cases, on a durable cluster of their
own. SELUMA_KILLS is another number of blows, SELUMA_SEED draws other moments.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seluma.cli import database, setup
from seluma.cli.journey import command
from seluma.cli.journey.scenarios import Told
from seluma.cli.processes import Processes, free_port
from seluma.core.journal.sequencer import subscribers_of
from tests.attack.killing import Books, Killer, drawn_moments, kills_wanted
from tests.cli.waiting import until

STUDENT = {
    "agencies.AgencyAnswered": 1,
    "agencies.AgencyAsked": 1,
    "cases.CaseClaimed": 2,
    "cases.CaseCollected": 1,
    "cases.CaseGranted": 1,
    "cases.CaseIssued": 1,
    "cases.CaseStarted": 1,
    "cases.CaseSubmitted": 1,
    "cases.CaseVerified": 1,
    "documents.DocumentAccepted": 6,
    "documents.DocumentUploaded": 6,
    "documents.DocumentsFrozen": 1,
    "payments.BillAmountSet": 1,
    "payments.BillIssued": 1,
    "payments.BillPaid": 1,
    "payments.BillingCodeIssued": 1,
    "permits.PermitGranted": 1,
    "permits.PermitIssued": 1,
}
ASKED_AND_ANSWERED = ("agencies.AgencyAnswered", "agencies.AgencyAsked", "payments.BillAmountSet")
VISIT = {kind: number for kind, number in STUDENT.items() if kind not in ASKED_AND_ANSWERED} | {
    "documents.DocumentAccepted": 3,
    "documents.DocumentUploaded": 3,
}
CORRECTED = STUDENT | {
    "cases.CaseClaimed": 3,
    "cases.CaseReturned": 1,
    "cases.CaseResubmitted": 1,
    "documents.DocumentUploaded": 7,
    "documents.DocumentsFrozen": 2,
    "documents.DocumentsReopened": 1,
}
REFUSED = {
    "agencies.AgencyAsked": 1,
    "agencies.AgencyQuestionWithdrawn": 1,
    "cases.CaseClaimed": 2,
    "cases.CaseRefused": 1,
    "cases.CaseStarted": 1,
    "cases.CaseSubmitted": 1,
    "cases.CaseVerified": 1,
    "documents.DocumentAccepted": 6,
    "documents.DocumentUploaded": 6,
    "documents.DocumentsFrozen": 1,
    "payments.BillIssued": 1,
    "payments.BillVoided": 1,
    "permits.LetterIssued": 1,
    "permits.LetterWritten": 1,
}
REPEATABLE = ["journal.RecordsViewed", "messages.MessagePosted", "payments.PaymentStarted", "payments.PaymentFailed"]
"""Who was cut off looks again, and tries again to reach the bank; what comes of it, and letters, are counted below."""
MAY_BE_NEEDLESS = {"agency_asked"}
"""Letters that are not written when they would come late: the institution has answered already."""
LETTERS = [
    {"agency_asked", "case_confirm", "case_pay", "bill_paid", "case_granted", "case_ready", "case_collected"},
    {"case_confirm", "bill_paid", "case_granted", "case_ready", "case_collected"},
    {
        "agency_asked",
        "case_confirm",
        "case_your_turn",
        "case_mended",
        "case_pay",
        "bill_paid",
        "case_granted",
        "case_ready",
        "case_collected",
    },
    {"agency_asked", "case_confirm", "case_refused"},
]


@dataclass(frozen=True)
class Aftermath:
    """What the killer and the journey left behind."""

    told: list[Told]
    killer: Killer
    blows: int
    books: Books
    outbox: Path


@pytest.fixture
def aftermath() -> Iterator[Aftermath]:
    parent = Path(tempfile.mkdtemp(prefix="seluma killed "))
    parent.chmod(0o755)
    setup.refresh()
    with pytest.MonkeyPatch.context() as changed:
        changed.delenv("DATABASE_URL", raising=False)
        try:
            yield journey_under_attack(parent)
        finally:
            database.stop(place=parent / "postgres")
    shutil.rmtree(parent, ignore_errors=True)


def journey_under_attack(parent: Path) -> Aftermath:
    environment = {
        "SELUMA_ENV": "demo",
        "SELUMA_FILES": str(parent / "files"),
        "SELUMA_KEYS": str(parent / "keys"),
        "SELUMA_OUTBOX": str(parent / "outbox"),
    }
    place = parent / "postgres"
    portal = Processes(port=free_port(), environment=environment, place=place, logs=parent / "logs")
    portal.set(SELUMA_BASE_URL=portal.base_url)
    command.prepare(portal.environment)
    killer = Killer(portal, place, drawn_moments(kills_wanted(), seed=int(os.environ.get("SELUMA_SEED", "1"))))
    books = Books(portal.environment["DATABASE_URL"])
    with portal:
        portal.wait_until_ready()
        with killer.at_large():
            told = command.tell(portal.base_url, parent)
        until(books.nothing_waits, seconds=90)
    until(database.Cluster(place).answers)
    return Aftermath(told, killer, kills_wanted(), books, parent / "outbox")


def every_blow_hit_something_that_lived(aftermath: Aftermath) -> None:
    assert len(aftermath.killer.killed) == aftermath.blows


def every_case_ends_as_it_would_have_ended(aftermath: Aftermath) -> None:
    assert [case.outcome for case in aftermath.told] == ["granted", "granted", "granted", "refused"]
    assert [case.verification for case in aftermath.told] == ["valid", "valid", "valid", None]
    states = aftermath.books.rows('SELECT state FROM "case" ORDER BY number')
    assert [state for (state,) in states] == ["collected", "collected", "collected", "refused"]


def no_act_is_lost_and_none_is_done_twice(aftermath: Aftermath) -> None:
    for case, acts in zip(aftermath.told, [STUDENT, VISIT, CORRECTED, REFUSED], strict=True):
        noted = aftermath.books.counts(
            'SELECT kind, count(*) FROM journal_facts JOIN "case" c ON c.id = ANY (about)'
            " WHERE c.number = %s AND kind <> ALL (%s) GROUP BY kind",
            case.case,
            REPEATABLE,
        )
        assert noted == acts, case.case


def everybody_is_registered_once(aftermath: Aftermath) -> None:
    noted = aftermath.books.counts("SELECT kind, count(*) FROM journal_facts WHERE kind ~ '^people' GROUP BY kind")
    accounts = aftermath.books.count("people_account")
    assert (noted["people.AccountRegistered"], noted["people.EmailConfirmed"], accounts) == (15, 4, 15)


def the_journal_has_no_gap_and_nothing_waits_for_a_place_in_it(aftermath: Aftermath) -> None:
    entries = aftermath.books.count("journal_entry")
    places = aftermath.books.rows("SELECT count(*), min(position), max(position) FROM journal_position")
    assert places == [(entries, 0, entries - 1)]
    assert aftermath.books.count("journal_facts") == entries
    assert aftermath.books.count("journal_pending") == 0


def everybody_who_is_told_of_an_act_has_been_told(aftermath: Aftermath) -> None:
    due = Counter(
        (str(entry), subscriber)
        for entry, kind in aftermath.books.rows("SELECT entry_id, kind FROM journal_facts")
        for subscriber in subscribers_of(kind)
    )
    made = Counter(
        (str(entry), subscriber)
        for entry, subscriber in aftermath.books.rows(
            "SELECT entry_id, subscriber FROM journal_delivery WHERE state = 'done'"
        )
    )
    assert made == due
    assert aftermath.books.count("journal_delivery WHERE state <> 'done'") == 0
    assert aftermath.books.count("procrastinate_jobs WHERE status = 'failed'") == 0


def no_bill_receipt_permit_or_refusal_is_doubled(aftermath: Aftermath) -> None:
    books = aftermath.books
    assert books.counts("SELECT state, count(*) FROM payments_bill GROUP BY state") == {"paid": 3, "void": 1}
    assert books.count("payments_receipt") == books.count("payments_payment") == books.count("payments_demo_bank") == 3
    assert books.rows("SELECT serial FROM payments_receipt ORDER BY serial") == [(1,), (2,), (3,)]
    assert books.count("permits_permit") == books.count("(SELECT DISTINCT about_id FROM permits_permit) once") == 3
    assert books.count("permits_letter") == 1
    assert books.count("payments_attempt WHERE ended_at IS NULL") == 0
    assert books.counts("SELECT state, count(*) FROM agencies_question GROUP BY state") == {
        "answered": 2,
        "withdrawn": 1,
    }


def every_letter_is_written_once_and_sent_once(aftermath: Aftermath) -> None:
    for case, kinds in zip(aftermath.told, LETTERS, strict=True):
        written = aftermath.books.counts(
            'SELECT kind, count(*) FROM message JOIN "case" c ON c.id = about_id WHERE c.number = %s GROUP BY kind',
            case.case,
        )
        assert set(written.values()) == {1}, case.case
        assert kinds - MAY_BE_NEEDLESS <= set(written) <= kinds, case.case
    assert aftermath.books.count("journal_facts WHERE kind = 'messages.MessagePosted'") == sum(
        aftermath.books.counts("SELECT kind, count(*) FROM message GROUP BY kind").values()
    )
    assert aftermath.books.count("message WHERE state <> 'sent'") == 0


def the_outbox_holds_one_file_for_each_letter(aftermath: Aftermath) -> None:
    written = {f"{message}@seluma.eml" for (message,) in aftermath.books.rows("SELECT id FROM message")}
    found = {path.name for path in aftermath.outbox.glob("*@seluma.eml")}
    assert found == written
    assert not list(aftermath.outbox.glob(".part-*.eml"))


def test_killed_fifty_times_the_journey_ends_as_it_would_have_ended(aftermath: Aftermath) -> None:
    # One test, so that one process drives one journey, however many run the tests.
    every_blow_hit_something_that_lived(aftermath)
    every_case_ends_as_it_would_have_ended(aftermath)
    no_act_is_lost_and_none_is_done_twice(aftermath)
    everybody_is_registered_once(aftermath)
    the_journal_has_no_gap_and_nothing_waits_for_a_place_in_it(aftermath)
    everybody_who_is_told_of_an_act_has_been_told(aftermath)
    no_bill_receipt_permit_or_refusal_is_doubled(aftermath)
    every_letter_is_written_once_and_sent_once(aftermath)
    the_outbox_holds_one_file_for_each_letter(aftermath)
