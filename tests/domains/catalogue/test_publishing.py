"""Publishing makes versions that never change, once each."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db import DatabaseError, connection, transaction

from seluma.core.access.api import SYSTEM, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.catalogue.events import ServicePublished
from seluma.lib.ids import Ref, new_id

from ..people_at_work import MONDAY, person
from .offices import STUDENT, VISIT, change, change_fee

TODAY = MONDAY.date()
pytestmark = pytest.mark.django_db


def publish():
    return catalogue.publish(by=SYSTEM, at=MONDAY)


def published(code):
    return next(service for service in publish() if service.code == code)


def test_the_first_publication_offers_every_service_of_the_folder():
    codes = sorted(service.code for service in catalogue.content().services)
    assert {"itas-student-extension", "visit-extension"} < set(codes)
    assert sorted(service.code for service in publish()) == codes
    assert [service.code for service in catalogue.services(on=TODAY)] == codes


def test_publishing_the_same_content_again_does_nothing():
    publish()
    assert publish() == []
    assert {service.number for service in catalogue.services(on=TODAY)} == {1}


def test_only_a_changed_service_gets_a_new_version(folder):
    publish()
    change_fee(folder, VISIT, 250000, 260000)
    assert [(service.code, service.number) for service in publish()] == [("visit-extension", 2)]


def test_a_case_keeps_the_version_under_which_it_was_filed(folder):
    first = published("visit-extension")
    change_fee(folder, VISIT, 250000, 260000)
    publish()
    filed = catalogue.version(first.version_id)
    assert catalogue.fee_for(filed, {"extension_length": "7d"}).amount == 250_000
    offered = catalogue.service("visit-extension", on=TODAY)
    assert catalogue.fee_for(offered, {"extension_length": "7d"}).amount == 260_000


def test_a_version_that_begins_later_is_not_offered_before(folder):
    publish()
    change(folder, VISIT, "effective_from = 2025-07-01", "effective_from = 2027-01-01")
    publish()
    assert catalogue.service("visit-extension", on=dt.date(2026, 12, 31)).number == 1
    assert catalogue.service("visit-extension", on=dt.date(2027, 1, 1)).number == 2


def test_going_back_to_an_older_content_is_a_new_version(folder):
    publish()
    change_fee(folder, VISIT, 250000, 260000)
    publish()
    change_fee(folder, VISIT, 260000, 250000)
    assert [service.number for service in publish()] == [3]


def test_the_digest_is_of_the_exact_bytes_kept():
    service = publish()[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT canonical FROM catalogue_service_version WHERE id = %s", [service.version_id])
        data = bytes(cursor.fetchone()[0])
    assert hashlib.sha256(data).hexdigest() == service.digest


def test_each_version_leaves_one_entry_with_its_digest():
    service = published("itas-student-extension")
    (entry,) = journal.timeline(Ref("service_version", service.version_id))
    assert isinstance(entry.event, ServicePublished)
    assert entry.event.digest == service.digest
    assert entry.event.code == "itas-student-extension"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_service_version SET effective_from = '2020-01-01'",
        "DELETE FROM catalogue_service_version",
        "TRUNCATE catalogue_service_version",
    ],
)
def test_the_database_refuses_to_change_a_version(statement):
    publish()
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_whoever_may_not_publish_is_told_so():
    with pytest.raises(Refused):
        catalogue.publish(by=person("Ayu", "applicant"), at=MONDAY)
    assert catalogue.services(on=TODAY) == []


def test_an_administrator_may_publish():
    assert len(catalogue.publish(by=person("Fitri", "administrator"), at=MONDAY)) == len(catalogue.content().services)


def test_a_folder_with_a_mistake_publishes_nothing_at_all(folder):
    change(folder, STUDENT, 'title.en = "Extension of a student\'s stay permit"\n', "")
    with pytest.raises(catalogue.ContentRefused) as refused:
        publish()
    assert [str(line) for line in refused.value.obstacles] == [
        f"{STUDENT}: title.en: terjemahannya belum ada",
    ]
    assert catalogue.services(on=TODAY) == []


def test_a_service_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        catalogue.service("golden-visa", on=TODAY)
    with pytest.raises(NotFound):
        catalogue.version(new_id())


def test_a_version_is_read_from_the_database_once(django_assert_num_queries):
    service = publish()[0]
    with django_assert_num_queries(0):
        assert catalogue.version(service.version_id) is catalogue.version(service.version_id)
    with django_assert_num_queries(1):
        catalogue.services(on=TODAY)
