"""A check asks the ledger as well: what is on record without the office's acts is found, and which of the two fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.permits import api as permits
from seluma.domains.permits import models
from seluma.domains.permits.events import PermitGranted
from seluma.domains.permits.rules import Logged, Status
from seluma.lib.ids import Ref
from tests.domains.people_at_work import MONDAY

from .papers_at_work import TODAY, dewi, issued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"


def seal() -> None:
    while journal.sequence():
        pass
    while ledger.sequence(at=MONDAY):
        pass


def check(permit: permits.Permit) -> tuple[Status, Logged]:
    by_code = permits.verify(code=permit.code, on=TODAY)
    by_seal = permits.verify(seal=bytes.fromhex(permit.seal_hex), on=TODAY)
    assert by_code.ledger == by_seal.ledger is not None
    assert by_code.status is by_seal.status
    assert by_seal.ledger is not None
    return by_seal.status, by_seal.ledger.logged


def superuser(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def entry_of(kind: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM journal_facts WHERE kind = %s", [kind])
        return str(cursor.fetchone()[0])


def test_a_permit_is_in_the_ledger_as_soon_as_it_is_sealed() -> None:
    permit = issued()
    assert check(permit) == (Status.VALID, Logged.WAITING)
    seal()
    assert check(permit) == (Status.VALID, Logged.SEALED)
    permits.revoke(permit=permit.id, reason="Berhenti sekolah", by=dewi(), at=MONDAY)
    assert check(permit) == (Status.REVOKED, Logged.WAITING)
    seal()
    assert check(permit) == (Status.REVOKED, Logged.SEALED)


def test_a_permit_that_somebody_put_into_the_records_is_not_accepted() -> None:
    permit = issued()
    seal()
    superuser("UPDATE permits_permit SET id = gen_random_uuid()")
    assert check(permit) == (Status.UNLOGGED, Logged.ABSENT)


def test_a_seal_that_was_exchanged_in_the_records_is_not_accepted() -> None:
    permit = issued()
    seal()
    # With the seal's key a second seal can be made for the same record: the ledger holds the first one.
    models.Permit.objects.update(seal=bytes.fromhex(permit.seal_hex)[::-1])
    found = permits.verify(code=permit.code, on=TODAY)
    assert found.ledger is not None
    assert (found.status, found.ledger.logged) == (Status.UNLOGGED, Logged.BROKEN)


def test_a_grant_that_was_changed_after_it_was_sealed_is_not_accepted() -> None:
    permit = issued()
    seal()
    superuser(
        "UPDATE journal_facts SET facts = jsonb_set(facts, '{index}', '\"E33\"') WHERE entry_id = %s",
        entry_of("permits.PermitGranted"),
    )
    assert check(permit) == (Status.UNLOGGED, Logged.BROKEN)


def test_a_revocation_that_was_taken_out_of_the_records_still_counts() -> None:
    permit = issued()
    permits.revoke(permit=permit.id, reason="Berhenti sekolah", by=dewi(), at=MONDAY)
    seal()
    models.Permit.objects.update(state="issued", ended_at=None, revoked_reason="")
    assert check(permit) == (Status.REVOKED, Logged.REVOKED_THERE)


def test_a_revocation_that_nobody_noted_is_told() -> None:
    permit = issued()
    seal()
    superuser("UPDATE permits_permit SET state = 'revoked', ended_at = granted_at, revoked_reason = 'x'")
    assert check(permit) == (Status.REVOKED, Logged.REVOKED_HERE)


def test_after_erasure_the_entries_alone_are_enough() -> None:
    permit = issued()
    seal()
    thing = Ref("permit", permit.id)
    entries = [act.id for act in journal.timeline(thing)]
    journal.destroy_facts(entries, of=thing, reason="Permintaan", by=dewi(), at=MONDAY)
    assert not journal.timeline(thing, kinds=(PermitGranted,))
    assert check(permit) == (Status.VALID, Logged.SEALED)


def test_the_page_says_which_of_the_two_fails() -> None:
    permit = issued()
    seal()
    shown = Client().get(f"/en/periksa/{permit.code}").content.decode()
    assert "It is in the ledger" in shown
    place = permits.verify(code=permit.code, on=TODAY).ledger
    assert place is not None
    assert f"/ledger/proof/{place.position}" in shown
    models.Permit.objects.update(seal=b"\x00")
    shown = Client().get(f"/en/periksa/{permit.code}").content.decode()
    assert "The seal fits, the ledger does not" in shown
    assert "It does not fit the ledger" in shown
