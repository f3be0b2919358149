"""Every address of the site, and who gets in: by looking, and by sending. Whoever is not named stays outside.

Outside means: led to sign-in, told that it is not for them (403), or that there is no such thing (404), and nothing
was written. An address without a row fails; so does a row without an address.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from tests.attack.doors import (
    ADMINISTRATOR,
    DECIDER,
    EVERYBODY,
    HEAD,
    OFFICERS,
    OTHER_PARTNER,
    OWNER,
    PARTNER,
    SIGN_IN,
    SIGNED_IN,
    STRANGER,
    VERIFIER,
    VISITOR,
    Town,
    address,
    addresses,
)

NOBODY: frozenset[str] = frozenset()
PARTNERS = frozenset({PARTNER, OTHER_PARTNER})


def only(*people: str) -> frozenset[str]:
    return frozenset(people)


# Address → (who gets in by looking, who gets in by sending). All things there are the owner's.
DOORS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # Machines, and what everybody reads.
    "/healthz/live": (EVERYBODY, NOBODY),
    "/healthz/ready": (EVERYBODY, NOBODY),
    "api-1:api-root": (NOBODY, NOBODY),
    "api-1:openapi-json": (EVERYBODY, EVERYBODY),
    "api-1:seal_certificates": (EVERYBODY, NOBODY),
    "api-1:verify": (NOBODY, EVERYBODY),
    "ledger_checkpoint": (EVERYBODY, NOBODY),
    "ledger_tile": (EVERYBODY, NOBODY),
    "ledger_vkey": (EVERYBODY, NOBODY),
    "ledger_vkey_ml_dsa_44": (EVERYBODY, NOBODY),
    "ledger_policy": (EVERYBODY, NOBODY),
    "ledger_verifier": (EVERYBODY, NOBODY),
    "ledger_proof": (EVERYBODY, NOBODY),
    "ledger": (EVERYBODY, EVERYBODY),
    "ledger_entry": (EVERYBODY, EVERYBODY),
    "ledger_explained": (EVERYBODY, EVERYBODY),
    "ledger_in_depth": (EVERYBODY, EVERYBODY),
    "ledger_status": (EVERYBODY, NOBODY),
    "front": (EVERYBODY, EVERYBODY),
    "robots": (EVERYBODY, EVERYBODY),
    "favicon": (EVERYBODY, EVERYBODY),
    "home": (EVERYBODY, EVERYBODY),
    "services": (EVERYBODY, EVERYBODY),
    "service": (EVERYBODY, EVERYBODY),
    "finder": (EVERYBODY, EVERYBODY),
    "finder_again": (EVERYBODY, EVERYBODY),
    "about": (EVERYBODY, EVERYBODY),
    "privacy": (EVERYBODY, EVERYBODY),
    "accessibility": (EVERYBODY, EVERYBODY),
    "office": (EVERYBODY, EVERYBODY),
    "overstay": (EVERYBODY, EVERYBODY),
    "verification": (EVERYBODY, EVERYBODY),
    "verification_of": (EVERYBODY, EVERYBODY),
    # Accounts.
    "account_login": (EVERYBODY, EVERYBODY),
    "account_logout": (EVERYBODY, EVERYBODY),
    "account_signup": (EVERYBODY, EVERYBODY),
    "account_email_verification_sent": (EVERYBODY, NOBODY),
    "account_confirm_email": (EVERYBODY, EVERYBODY),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NOBODY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NOBODY),
    "account_inactive": (EVERYBODY, NOBODY),
    # Everybody with an account may apply, and sees nothing but their own.
    "profile": (SIGNED_IN, SIGNED_IN),
    "applicant:cases": (SIGNED_IN, SIGNED_IN),
    "applicant:dates": (SIGNED_IN, SIGNED_IN),
    "calendar": (EVERYBODY, NOBODY),
    "applicant:start": (SIGNED_IN, SIGNED_IN),
    "applicant:case": (only(OWNER), only(OWNER)),
    "applicant:filed": (only(OWNER), only(OWNER)),
    "applicant:withdraw": (only(OWNER), only(OWNER)),
    "applicant:views": (only(OWNER), only(OWNER)),
    "applicant:collect": (only(OWNER), only(OWNER)),
    "applicant:messages": (only(OWNER), only(OWNER)),
    "applicant:attachment": (only(OWNER) | OFFICERS, only(OWNER) | OFFICERS),
    "applicant:data": (SIGNED_IN, SIGNED_IN),
    "applicant:tasks": (only(OWNER), only(OWNER)),
    "applicant:question": (only(OWNER), only(OWNER)),
    "applicant:check": (only(OWNER), only(OWNER)),
    "applicant:document": (only(OWNER), only(OWNER)),
    "applicant:remove_document": (only(OWNER), only(OWNER)),
    # Officers may read the document anyhow; wherever they do, it is noted.
    "applicant:download": (only(OWNER) | OFFICERS, only(OWNER) | OFFICERS),
    "applicant:evidence": (only(OWNER) | OFFICERS, only(OWNER) | OFFICERS),
    "applicant:permit": (only(OWNER), only(OWNER)),
    "applicant:letter": (only(OWNER), only(OWNER)),
    "applicant:objection": (only(OWNER), only(OWNER)),
    "applicant:withdraw_objection": (only(OWNER), only(OWNER)),
    "applicant:handed_back": (only(OWNER), only(OWNER)),
    "applicant:pay": (only(OWNER), only(OWNER)),
    "applicant:code": (only(OWNER), only(OWNER)),
    "applicant:bank": (only(OWNER), only(OWNER)),
    # The desk. The case at these addresses is not verified yet, where it is not said otherwise.
    "officer:first": (OFFICERS, OFFICERS),
    "officer:desk": (OFFICERS, OFFICERS),
    "officer:search": (OFFICERS, OFFICERS),
    "officer:case": (OFFICERS, OFFICERS),
    "officer:answers": (OFFICERS, OFFICERS),
    "officer:matters": (OFFICERS, OFFICERS),
    "officer:timeline": (OFFICERS, OFFICERS),
    "officer:messages": (OFFICERS, OFFICERS),
    "officer:attachment": (OFFICERS, OFFICERS),
    "officer:document": (OFFICERS, OFFICERS),
    "officer:preview": (OFFICERS, OFFICERS),
    "officer:download": (OFFICERS, OFFICERS),
    "officer:evidence": (OFFICERS, OFFICERS),
    "officer:accept": (OFFICERS, only(VERIFIER)),
    "officer:reject": (OFFICERS, OFFICERS),
    "officer:zone": (OFFICERS, OFFICERS),
    "officer:claim": (OFFICERS, only(VERIFIER)),
    "officer:release": (OFFICERS, OFFICERS),
    "officer:assign": (only(DECIDER), only(DECIDER)),
    "officer:pass_on": (OFFICERS, OFFICERS),
    "officer:notes": (OFFICERS, OFFICERS),
    "officer:deputies": (OFFICERS, OFFICERS),
    "officer:head": (only(HEAD), only(HEAD)),
    "officer:dismiss": (OFFICERS, NOBODY),
    "officer:amount": (only(VERIFIER), only(VERIFIER)),
    "officer:ask_again": (OFFICERS, only(VERIFIER)),
    "officer:return": (OFFICERS, OFFICERS),
    "officer:verify": (only(VERIFIER), only(VERIFIER)),
    # A verified case.
    "officer:grant": (only(DECIDER), only(DECIDER)),
    "officer:refuse": (only(DECIDER), only(DECIDER)),
    # Cases that somebody else decides, and objections.
    "officer:forward": (OFFICERS, OFFICERS),
    "officer:package": (OFFICERS, OFFICERS),
    "officer:reference": (OFFICERS, OFFICERS),
    "officer:try_again": (OFFICERS, OFFICERS),
    "officer:take_back": (OFFICERS, OFFICERS),
    "officer:answer_back": (OFFICERS, OFFICERS),
    "officer:answer_more": (OFFICERS, OFFICERS),
    "officer:handed_back": (OFFICERS, OFFICERS),
    "officer:objection": (only(DECIDER), only(DECIDER)),
    "officer:assign_objection": (only(DECIDER), only(DECIDER)),
    # Decided ones.
    "officer:hand_over": (OFFICERS, OFFICERS),
    "officer:permit": (OFFICERS, OFFICERS),
    "officer:revoke": (only(DECIDER), only(DECIDER)),
    "officer:letter": (OFFICERS, OFFICERS),
    # The administrator sees no applications.
    "officer:deliveries": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "officer:retry": (only(ADMINISTRATOR), NOBODY),
    "officer:publication": (only(ADMINISTRATOR, HEAD), only(ADMINISTRATOR, HEAD)),
    "officer:send_again": (only(ADMINISTRATOR), NOBODY),
    "officer:problems": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "officer:receipts": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "officer:find": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "officer:roles": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    "officer:take_away": (only(ADMINISTRATOR), only(ADMINISTRATOR)),
    # An institution sees what it was asked itself.
    "partner_inbox": (PARTNERS, PARTNERS),
    "partner_question": (only(PARTNER), only(PARTNER)),
}
PROGRAMS = {"api-1:verify", "api-1:openapi-json"}
"""What programs send to, without a session and so without a token of a form."""


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(addresses()) == set(DOORS)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_everybody_gets_in_where_the_table_says_and_nowhere_else(town: Town, method: str) -> None:
    for name, wanted in addresses().items():
        where, allowed = address(town, name, wanted), DOORS[name][method == "POST"]
        inside = {who for who in EVERYBODY if gets_in(town, who, method, where, name)}
        assert inside == allowed, f"{method} {name}"


def test_no_form_of_another_site_is_taken(town: Town) -> None:
    for name, wanted in addresses().items():
        senders = sorted(DOORS[name][1] - {VISITOR})
        if senders and name not in PROGRAMS:
            where, form = address(town, name, wanted), town.form(name)
            answer = town.knocks(senders[0], "POST", where, form, enforce_csrf_checks=True)
            assert answer.status_code == 403, name


def test_what_is_ones_own_is_no_way_to_what_is_somebody_elses(town: Town) -> None:
    mine, paper = town.cases["strangers"], town.paper("filed")
    assert town.knocks(STRANGER, "GET", f"/id/permohonan/{mine}/unduh/{paper.id}/").status_code == 404
    for part in ("", "unduh/", "halaman/1.png"):
        where = f"/id/meja/permohonan/{mine}/berkas/{paper.id}/{part}"
        assert town.knocks(VERIFIER, "GET", where).status_code == 404
    where = f"/id/pembayaran/{town.strangers_bill}/bank/{town.attempt}/"
    assert town.knocks(STRANGER, "GET", where).status_code == 404
    assert town.knocks(STRANGER, "POST", where, town.form("applicant:bank")).status_code == 404


@contextlib.contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def gets_in(town: Town, who: str, method: str, where: str, name: str) -> bool:
    """Whether a request gets beyond the door. Who does not must leave no trace of an act."""
    with undone():
        before = acts()
        answer = town.knocks(who, method, where, town.form(name))
        assert answer.status_code < 500 or name == "/healthz/ready", f"{method} {name} by {who}: {answer.status_code}"
        led_away = answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)
        if not led_away and answer.status_code not in (403, 404, 405):
            return True
        assert acts() == before, f"{method} {name}: {who} was kept out and did something all the same"
        return False


def acts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry")
        return int(cursor.fetchone()[0])
