"""The demonstration: about forty cases in every state, and real work for each role."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from seluma.cli import demo_data
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.cases.models import Case
from seluma.domains.people import api as people

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_each_role_opens_to_real_work_and_loading_again_changes_nothing(settings: Any, tmp_path: Path) -> None:
    settings.SELUMA_KEYS = tmp_path / "keys"
    accounts = demo_data.load(at=NOW)
    roles = [account.role for account in accounts]
    assert roles.count("applicant") == 2
    assert set(roles) == {
        "applicant",
        "sponsor",
        "verifier",
        "decider",
        "partner_labour",
        "partner_education",
        "administrator",
        "head",
    }
    assert set(Case.objects.values_list("state", flat=True)) == set(cases.WORKFLOW.states)
    assert Case.objects.count() >= 40

    who = {account.role: people.actor_of(people.find_account(account.email) or UUID(int=0)) for account in accounts}
    assert cases.desk(who["verifier"], "to_verify", at=NOW)
    assert cases.desk(who["verifier"], "mine", at=NOW)
    assert cases.desk(who["decider"], "to_decide", at=NOW)
    assert agencies.inbox_for(who["partner_education"], at=NOW)
    assert agencies.inbox_for(who["partner_labour"], at=NOW)
    assert any(case.turn.who == "applicant" for case in cases.my_cases(who["applicant"], at=NOW))
    assert len(cases.my_cases(who["sponsor"], at=NOW)) == 5

    count = Case.objects.count()
    assert demo_data.load(at=NOW) == accounts
    assert Case.objects.count() == count
    assert journal.failed_deliveries() == []
