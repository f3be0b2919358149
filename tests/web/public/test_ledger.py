"""The ledger for everybody: how it stands, its entries without persons, evidence to keep, and what it is good for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.core.ledger.models import LedgerAlarm, LedgerAnchor
from seluma.lib import tlog
from seluma.lib.ids import Ref, new_id

PERSON = Ref("person", new_id())
OFFICER = Actor("account", new_id(), name="Citra Contoh")
REASON = "Permintaan Ayu Contoh"


@pytest.fixture(autouse=True)
def _sealed(settings: Any, tmp_path: Path) -> None:
    """Thirty entries, sealed; nobody has witnessed them."""
    settings.SELUMA_KEYS = tmp_path / "keys"
    for number in range(30):
        event = journal.FactsDestroyed(of=PERSON, entries=number, reason=REASON)
        journal.note(event, by=OFFICER, at=timezone.now())
    while journal.sequence():
        pass
    while ledger.sequence(at=timezone.now()):
        pass


def page(address: str, *, status: int = 200, language: str = "id") -> str:
    answer = Client().get(f"/{language}/{address}")
    assert answer.status_code == status
    return answer.content.decode()


def last() -> int:
    return ledger.status().size - 1


class TestTheExplorer:
    def test_shows_the_newest_entries_and_leads_to_older_ones(self) -> None:
        first = page("buku-besar/")
        assert f"/id/buku-besar/catatan/{last()}/" in first
        assert f"/id/buku-besar/catatan/{last() - 25}/" not in first
        assert f"sampai={last() - 25}#catatan" in first
        older = page(f"buku-besar/?sampai={last() - 25}")
        assert f"/id/buku-besar/catatan/{last() - 25}/" in older
        assert f"sampai={last()}#catatan" in older

    def test_asks_the_database_little(self, settings: Any, django_assert_max_num_queries: Any) -> None:
        settings.SELUMA_TRUST_POLICY = settings.SELUMA_CONTENT / "trust-policy.txt"
        with django_assert_max_num_queries(9):
            page("buku-besar/")

    def test_names_nobody(self) -> None:
        for address in ("buku-besar/", f"buku-besar/catatan/{last()}/"):
            shown = page(address)
            for secret in (REASON, OFFICER.name, str(OFFICER.id), str(PERSON.id)):
                assert secret not in shown

    def test_finds_an_entry_by_number_and_by_id(self) -> None:
        leaf = ledger.leaves(last(), 1)[0]
        for typed in (str(last()), str(leaf.id)):
            answer = Client().get("/en/buku-besar/", {"catatan": typed})
            assert answer["Location"] == f"/en/buku-besar/catatan/{last()}/"

    def test_says_what_it_does_not_find(self) -> None:
        for typed in ("999999", "Ayu", "-1", "9" * 60, str(new_id()), "<b>"):
            answer = Client().get("/en/buku-besar/", {"catatan": typed})
            assert answer.status_code == 404, typed
            assert "We found no entry" in answer.content.decode()
            assert "<b>”" not in answer.content.decode()

    def test_says_where_the_log_is_anchored_and_what_was_found_out(self) -> None:
        assert "not anchored on any blockchain" in page("buku-besar/", language="en")
        at = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
        LedgerAnchor.objects.create(
            size=9, root=bytes(32), chain_id=736001, contract="0xC0", writer="0xA1", index=0, block=77, at=at
        )
        LedgerAlarm.objects.create(attack="forked", place="kept checkpoint 1", proves="…", at=at)
        shown = page("buku-besar/", language="en")
        assert "736001" in shown
        assert "0xC0" in shown
        assert "once showed another history" in shown


class TestAnEntry:
    def test_has_evidence_that_verifies_without_us(self) -> None:
        shown = page(f"buku-besar/catatan/{last()}/", language="en")
        assert f"/ledger/proof/{last()}" in shown
        answer = Client().get(f"/ledger/proof/{last()}")
        assert answer["Content-Disposition"] == f'attachment; filename="catatan-{last()}.tlog-proof"'
        proof = tlog.read_proof(answer.content)
        assert proof.extra is not None
        proof.verify(tlog.leaf_hash(proof.extra), ledger.policy())
        assert proof.index == last()

    def test_that_is_not_sealed_yet_is_not_there(self) -> None:
        journal.note(journal.FactsDestroyed(of=PERSON, entries=0, reason=REASON), by=SYSTEM, at=timezone.now())
        while journal.sequence():
            pass
        page(f"buku-besar/catatan/{last() + 1}/", status=404)
        assert Client().get(f"/ledger/proof/{last() + 1}").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_explanation_says_only_what_is_so(language: str) -> None:
    assert ("Belum ada saksi" if language == "id" else "no witness outside") in page(
        "buku-besar/penjelasan/", language=language
    )
    deep = page("buku-besar/penjelasan/rinci/", language=language)
    assert ledger.vkey().strip() in deep
    assert f"{ledger.status().size}\n" in deep
