"""The promise at once: who acts gets a receipt in the same response, and a broken promise can be proved."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import receipts, tlog
from seluma.lib.ids import Ref, new_id
from seluma.web.ui.promised import HEADER, MOST, ReceiptMiddleware
from tests.core.ledger.world import HOUR, NOON, noted, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"


def kept(data: bytes, source: ledger.Source | None = None) -> ledger.Promise:
    return ledger.kept(data, source or ledger.Database(), ledger.policy())


class TestInTheSameResponse:
    @pytest.fixture
    def send(self, django_capture_on_commit_callbacks: Any) -> Any:
        def send(view: Any, method: str = "POST") -> list[bytes]:
            def answered(request: HttpRequest) -> HttpResponse:
                with django_capture_on_commit_callbacks(execute=True):
                    view(request)
                return HttpResponse()

            answer = ReceiptMiddleware(answered)(RequestFactory().generic(method, "/"))
            given = answer.headers.get(HEADER, "")
            return [base64.b64decode(one) for one in given.split(",") if one]

        return send

    def test_each_act_of_the_request_is_acknowledged_before_it_is_sealed(self, send: Any) -> None:
        entries = []
        given = send(lambda _request: entries.extend([noted(), noted()]))
        assert [receipts.verify_receipt(one, ledger.policy()).entry_id for one in given] == entries
        promise = kept_later = receipts.verify_receipt(given[0], ledger.policy())
        assert promise.deadline - promise.at == ledger.PROMISE
        sealed(0)
        assert [kept(one).index for one in given] == [0, 1]
        assert kept_later.leaf == tlog.leaf_hash(journal.bodies(0, 1)[0][1])

    def test_what_was_rolled_back_was_never_promised(self, send: Any) -> None:
        def view(_request: HttpRequest) -> None:
            noted()
            try:
                with transaction.atomic():
                    noted()
                    raise ValueError
            except ValueError:
                return

        assert len(send(view)) == 1

    def test_looking_is_not_acknowledged_and_nothing_is_without_keys(self, send: Any, settings: Any) -> None:
        def look(_request: HttpRequest) -> None:
            journal.note_view(by=SYSTEM, at=NOON, subjects=[Ref("case", new_id())], purpose="x")

        assert send(look) == []
        assert send(lambda _request: noted(), "GET") == []
        settings.SELUMA_ENV, settings.SELUMA_KEYS = "production", Path("/nowhere")
        assert send(lambda _request: noted()) == []

    def test_the_header_does_not_grow_without_end(self, send: Any) -> None:
        given = send(lambda _request: [noted() for _ in range(30)])
        assert len(given) == MOST
        assert sum(len(one) for one in given) < 5000


class TestWhetherItWasKept:
    def test_before_the_deadline_an_entry_may_be_on_its_way(self) -> None:
        sealed(1)
        promise = kept(ledger.receipt_of(noted()))
        assert promise.index is None
        assert not promise.is_broken(at=NOON + dt.timedelta(minutes=9))
        assert promise.is_broken(at=NOON + HOUR)

    def test_it_is_looked_up_in_a_directory_too(self, tmp_path: Path) -> None:
        entries = sealed(300)
        ledger.export(tmp_path, at=NOON, done=lambda _count: None)
        assert kept(ledger.receipt_of(entries[7]), ledger.Directory(tmp_path)).index == 7
        assert kept(ledger.receipt_of(noted()), ledger.Directory(tmp_path)).index is None

    def test_an_entry_that_is_not_there_has_no_receipt(self) -> None:
        with pytest.raises(ledger.NotSealed):
            ledger.receipt_of(new_id())
