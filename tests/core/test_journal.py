"""The journal: one entry a verb, unchangeable, in order, delivered at least once and never forgotten."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import rfc8785
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone

from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal
from seluma.lib.events import Event
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
AYU = Actor(kind="account", id=new_id(), name="Ayu")
ADMIN = Actor(kind="account", id=new_id(), permissions=frozenset({journal.RETRY}))


@dataclass(frozen=True, slots=True, kw_only=True)
class KettleBoiled(Event):
    SUBJECT = "kettle"
    PERSONAL = frozenset({"remark"})
    DIGESTS = ("seen",)

    kettle: Ref
    cups: tuple[Ref, ...] = ()
    remark: str = ""
    seen: str | None = None
    on: dt.date | None = None


heard: list[tuple[str, Any]] = []


def listens(entry: journal.Entry, *, at: dt.datetime) -> None:
    heard.append((str(entry.subject), entry.event))


def stumbles(entry: journal.Entry, *, at: dt.datetime) -> None:
    raise ValueError("the name of a person must not get into the list")


@pytest.fixture
def subscribers() -> Any:
    from seluma.core.journal import sequencer

    before = dict(sequencer._subscribers)
    heard.clear()

    def install(*names: str) -> None:
        journal.install_subscribers({KettleBoiled: [f"{__name__}.{name}" for name in names]})

    yield install
    sequencer._subscribers.clear()
    sequencer._subscribers.update(before)


def kettle() -> Ref:
    return Ref("kettle", new_id())


def body_of(entry_id: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM journal_entry WHERE id = %s", [entry_id])
        return json.loads(bytes(cursor.fetchone()[0]))


@pytest.mark.django_db
class TestNote:
    def test_an_entry_comes_back_as_the_event_that_was_noted(self) -> None:
        event = KettleBoiled(kettle=kettle(), cups=(kettle(),), remark="panas", on=dt.date(2026, 2, 28))
        journal.note(event, by=AYU, at=NOON)
        (entry,) = journal.timeline(event.kettle)
        assert entry.event == event
        assert (entry.by, entry.at, entry.position) == (AYU.ref, NOON, None)

    def test_an_entry_stands_on_the_timeline_of_everything_it_names(self) -> None:
        event = KettleBoiled(kettle=kettle(), cups=(kettle(), kettle()))
        journal.note(event, by=AYU, at=NOON)
        assert [entry.event for entry in journal.timeline(event.cups[1])] == [event]

    def test_noting_is_one_statement(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            journal.note(KettleBoiled(kettle=kettle()), by=AYU, at=NOON)

    def test_the_body_names_nobody_and_holds_the_digests(self) -> None:
        event = KettleBoiled(kettle=kettle(), remark="Ayu minum teh", seen="ab" * 32)
        receipt = journal.note(event, by=AYU, at=NOON)
        body = body_of(receipt.entry_id)
        text = json.dumps(body)
        assert "Ayu" not in text
        assert str(AYU.id) not in text
        assert str(event.kettle.id) not in text
        assert body["digests"] == ["ab" * 32]
        assert body["at"] == "2026-11-24T05:00:00.000000Z"
        assert body["kind"] == KettleBoiled.kind()

    def test_the_commitment_is_over_who_about_what_and_the_facts(self) -> None:
        event = KettleBoiled(kettle=kettle(), remark="x")
        receipt = journal.note(event, by=AYU, at=NOON)
        with connection.cursor() as cursor:
            cursor.execute("SELECT salt, facts, about FROM journal_facts WHERE entry_id = %s", [receipt.entry_id])
            salt, facts, _about = cursor.fetchone()
        facts = json.loads(facts) if isinstance(facts, str) else facts
        sealed = body_of(receipt.entry_id)["commitment"]
        assert journal.commitment(bytes(salt), actor=AYU.ref, about=event.all_refs(), facts=facts) == sealed
        assert journal.commitment(bytes(salt), actor=SYSTEM.ref, about=event.all_refs(), facts=facts) != sealed
        committed = {"actor": str(AYU.ref), "about": [str(ref.id) for ref in event.all_refs()], "facts": facts}
        assert hashlib.sha256(bytes(salt) + rfc8785.dumps(committed)).hexdigest() == sealed

    def test_a_time_without_zone_is_not_accepted(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            journal.note(KettleBoiled(kettle=kettle()), by=AYU, at=dt.datetime(2026, 1, 1))

    def test_nothing_is_noted_when_the_verb_fails(self) -> None:
        event = KettleBoiled(kettle=kettle())

        def verb() -> None:
            with transaction.atomic():
                journal.note(event, by=AYU, at=NOON)
                raise Refused("no")

        with pytest.raises(Refused):
            verb()
        assert journal.timeline(event.kettle) == []

    def test_who_looked_is_one_entry_for_all_that_a_request_showed(self) -> None:
        first, second = kettle(), kettle()
        journal.note_view(by=AYU, at=NOON, subjects=[first, second, first], purpose="desk list")
        (view,) = journal.views_of(second)
        assert view.by == AYU.ref
        assert isinstance(view.event, journal.RecordsViewed)
        assert view.event.purpose == "desk list"
        assert journal.timeline(first) == []


@pytest.mark.django_db
class TestTheDatabaseRefuses:
    @pytest.mark.parametrize("table", ["journal_entry", "journal_facts", "journal_position"])
    @pytest.mark.parametrize("command", ["UPDATE", "DELETE", "TRUNCATE"])
    def test_changes_to_what_was_noted(self, table: str, command: str) -> None:
        journal.note(KettleBoiled(kettle=kettle()), by=AYU, at=NOON)
        journal.sequence()
        column = {"journal_entry": "body", "journal_facts": "kind", "journal_position": "position"}[table]
        sql = {
            "UPDATE": f"UPDATE {table} SET {column} = {column}",
            "DELETE": f"DELETE FROM {table}",
            "TRUNCATE": f"TRUNCATE {table} CASCADE",
        }[command]
        with pytest.raises((IntegrityError, DatabaseError), match="refused"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(sql)

    def test_but_facts_can_be_destroyed_on_purpose_and_the_entry_stays(self) -> None:
        event = KettleBoiled(kettle=kettle(), remark="secret")
        receipt = journal.note(event, by=AYU, at=NOON)
        gone = journal.destroy_facts([receipt.entry_id], of=event.kettle, reason="erasure", by=ADMIN, at=NOON)
        assert gone == 1
        assert body_of(receipt.entry_id)["kind"] == KettleBoiled.kind()
        assert [entry.kind for entry in journal.timeline(event.kettle)] == ["journal.FactsDestroyed"]
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM journal_facts")


@pytest.mark.django_db
class TestSequencerAndDeliveries:
    def test_positions_are_gapless_and_in_order(self) -> None:
        things = [kettle() for _ in range(5)]
        for thing in things:
            journal.note(KettleBoiled(kettle=thing), by=AYU, at=NOON)
        assert journal.sequence(limit=3) == 3
        assert journal.sequence() == 2
        positions = [journal.timeline(thing)[0].position for thing in things]
        assert positions == list(range(positions[0], positions[0] + 5))

    def test_a_subscriber_hears_of_each_entry_once(self, subscribers: Any) -> None:
        subscribers("listens")
        event = KettleBoiled(kettle=kettle())
        journal.note(event, by=AYU, at=NOON)
        assert journal.deliver_all(at=NOON) == 1
        assert journal.deliver_all(at=NOON) == 0
        assert heard == [(str(event.kettle), event)]

    def test_what_finally_failed_is_listed_without_personal_words_and_can_be_tried_again(
        self, subscribers: Any
    ) -> None:
        from seluma.core.journal.deliveries import attempt
        from seluma.core.journal.models import JournalDelivery

        subscribers("stumbles")
        event = KettleBoiled(kettle=kettle(), remark="Ayu")
        journal.note(event, by=AYU, at=NOON)
        journal.sequence()
        delivery = JournalDelivery.objects.get()
        with pytest.raises(ValueError):
            attempt(delivery.id, at=NOON)
        assert journal.failed_deliveries() == []
        with pytest.raises(ValueError):
            attempt(delivery.id, at=NOON, last=True)
        (failed,) = journal.failed_deliveries()
        assert (failed.attempts, failed.kind) == (2, KettleBoiled.kind())
        assert failed.last_error.startswith("ValueError")
        assert "person" not in failed.last_error

        with pytest.raises(Refused):
            journal.retry_delivery(failed.id, by=AYU, at=NOON)
        journal.retry_delivery(failed.id, by=ADMIN, at=NOON)
        assert journal.failed_deliveries() == []
        with pytest.raises(Refused):
            journal.retry_delivery(failed.id, by=ADMIN, at=NOON)


@pytest.mark.django_db
class TestOnce:
    def test_the_second_sending_of_a_form_gets_the_first_ones_outcome(self) -> None:
        key = uuid4()
        assert journal.once(key, by=AYU) is None
        journal.remember(key, outcome="/id/permohonan/1")
        assert journal.once(key, by=AYU) == "/id/permohonan/1"

    def test_another_persons_key_is_refused(self) -> None:
        key = uuid4()
        journal.once(key, by=AYU)
        with pytest.raises(Refused):
            journal.once(key, by=ADMIN)

    def test_keys_are_forgotten_when_no_form_can_hold_them_any_more(self) -> None:
        journal.once(uuid4(), by=AYU)
        assert journal.forget_keys(at=timezone.now() + dt.timedelta(days=29)) == 0
        assert journal.forget_keys(at=timezone.now() + dt.timedelta(days=31)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_clients_note_at_once_and_every_entry_gets_one_position() -> None:
    threads, each = 8, 25

    def work() -> None:
        for _ in range(each):
            with transaction.atomic():
                journal.note(KettleBoiled(kettle=kettle()), by=AYU, at=NOON)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        journal.sequence(limit=50)
    while journal.sequence():
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(position), max(position), count(DISTINCT entry_id) FROM journal_position")
        assert cursor.fetchone() == (threads * each, 0, threads * each - 1, threads * each)
