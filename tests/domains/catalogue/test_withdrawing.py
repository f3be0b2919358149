"""A service is not offered any more from a day on; what was published stays, and a later version is offered again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from seluma.core.access.api import SYSTEM, VISITOR, NotFound, Refused
from seluma.domains.catalogue import api as catalogue
from seluma.lib.text import Text

from .offices import VISIT, change, copy_of_the_office

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 23)
CODE = "visit-extension"
WHY = Text(id="Wewenangnya beralih.", en="The power went elsewhere.")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    catalogue.publish(by=SYSTEM, at=AT)
    return Path(settings.SELUMA_CONTENT)


def codes(on: dt.date) -> set[str]:
    return {service.code for service in catalogue.services(on=on)}


def test_it_is_offered_until_the_day_and_a_changed_version_is_offered_again(folder: Path) -> None:
    before = catalogue.service(CODE, on=TODAY)
    day = TODAY + dt.timedelta(days=7)
    catalogue.withdraw(code=CODE, reason=WHY, from_on=day, by=SYSTEM, at=AT)
    assert CODE in codes(TODAY)
    assert CODE not in codes(day)
    with pytest.raises(NotFound, match=r"30 November 2026\. Wewenangnya beralih\."):
        catalogue.service(CODE, on=day)
    assert catalogue.version(before.version_id) == before
    assert catalogue.publish(by=SYSTEM, at=AT) == []
    change(folder, VISIT, 'title.en = "Extension of a visit stay permit"', 'title.en = "A longer visit"')
    catalogue.publish(by=SYSTEM, at=AT)
    assert catalogue.service(CODE, on=day).title.en == "A longer visit"
    assert catalogue.withdrawal(CODE, on=day) is None
    held = catalogue.withdrawal_of(before, on=day)
    assert held is not None
    assert held.reason == WHY


def test_what_cannot_be_withdrawn_is_said(folder: Path) -> None:
    with pytest.raises(Refused):
        catalogue.withdraw(code=CODE, reason=WHY, by=VISITOR, at=AT)
    with pytest.raises(Refused, match="dua bahasa"):
        catalogue.withdraw(code=CODE, reason=Text(id="Sebab.", en=" "), by=SYSTEM, at=AT)
    with pytest.raises(Refused, match="berlaku mundur"):
        catalogue.withdraw(code=CODE, reason=WHY, from_on=TODAY - dt.timedelta(days=1), by=SYSTEM, at=AT)
    with pytest.raises(NotFound):
        catalogue.withdraw(code="tidak-ada", reason=WHY, by=SYSTEM, at=AT)
    catalogue.withdraw(code=CODE, reason=WHY, by=SYSTEM, at=AT)
    with pytest.raises(Refused, match="sudah ditarik"):
        catalogue.withdraw(code=CODE, reason=WHY, by=SYSTEM, at=AT)


def test_a_withdrawal_never_changes(folder: Path) -> None:
    catalogue.withdraw(code=CODE, reason=WHY, by=SYSTEM, at=AT)
    for statement in (
        "UPDATE catalogue_service_withdrawal SET from_on = '2030-01-01'",
        "DELETE FROM catalogue_service_withdrawal",
    ):
        with transaction.atomic(), connection.cursor() as cursor, pytest.raises(DatabaseError):
            try:
                cursor.execute(statement)
            finally:
                transaction.set_rollback(True)
