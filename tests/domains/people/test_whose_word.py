"""For which institution somebody speaks."""

from __future__ import annotations

import pytest
from tests.domains.people_at_work import MONDAY

from seluma.core.access.api import SYSTEM
from seluma.domains.people import api as people

pytestmark = pytest.mark.django_db


def test_a_partner_speaks_for_their_institution_and_not_for_one_they_know_otherwise() -> None:
    schools = people.create_organisation(code="schools", name="Schools", kind="agency", by=SYSTEM, at=MONDAY)
    labour = people.create_organisation(code="labour", name="Labour", kind="agency", by=SYSTEM, at=MONDAY)
    fajar = people.register(
        email="fajar@contoh.example", name="Fajar", password="x", language="id", by=SYSTEM, at=MONDAY
    )
    people.grant_role(account=fajar, role="sponsor", organisation=labour, by=SYSTEM, at=MONDAY)
    people.grant_role(account=fajar, role="partner", organisation=schools, by=SYSTEM, at=MONDAY)
    assert people.actor_of(fajar).organisation == schools
