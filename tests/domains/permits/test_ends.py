"""How a permit ends: revoked with a reason, or expired after its last day. The whole table is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from seluma.core.access.api import SYSTEM, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.permits import api as permits
from seluma.domains.permits import events
from seluma.lib.ids import new_id
from tests.domains.people_at_work import MONDAY, at_once, person

from .papers_at_work import dewi, granted, issued

pytestmark = pytest.mark.django_db

ON_THE_LAST_EVENING = dt.datetime(2027, 11, 23, 16, 0, tzinfo=dt.UTC)
AFTER_MIDNIGHT = dt.datetime(2027, 11, 23, 17, 30, tzinfo=dt.UTC)


def expired() -> permits.Permit:
    permit = issued()
    permits.expire_due(at=AFTER_MIDNIGHT, by=SYSTEM)
    return permits.permit(permit.id)


def revoked() -> permits.Permit:
    return permits.revoke(permit=issued().id, reason="Dicabut", by=dewi(), at=MONDAY)


STATES: dict[str, Callable[[], permits.Permit]] = {
    permits.GRANTED: granted,
    permits.ISSUED: issued,
    permits.REVOKED: revoked,
    permits.EXPIRED: expired,
}


def test_a_revoked_permit_says_why_and_when() -> None:
    permit = permits.revoke(permit=issued().id, reason="  Berhenti sekolah ", by=dewi(), at=MONDAY)
    assert (permit.state, permit.revoked_reason, permit.ended_at) == (permits.REVOKED, "Berhenti sekolah", MONDAY)
    assert isinstance(journal.timeline(permit.about)[-1].event, events.PermitRevoked)


def test_revoking_needs_a_reason_a_right_and_a_permit() -> None:
    permit = issued()
    with pytest.raises(Refused, match="alasan"):
        permits.revoke(permit=permit.id, reason=" ", by=dewi(), at=MONDAY)
    with pytest.raises(Refused):
        permits.revoke(permit=permit.id, reason="x", by=person("Ayu", "applicant"), at=MONDAY)
    with pytest.raises(NotFound):
        permits.revoke(permit=new_id(), reason="x", by=dewi(), at=MONDAY)


def test_a_permit_is_good_through_its_last_day_at_the_office() -> None:
    permit = issued()
    assert permits.expire_due(at=ON_THE_LAST_EVENING, by=SYSTEM) == 0
    assert permits.expire_due(at=AFTER_MIDNIGHT, by=SYSTEM) == 1
    assert permits.expire_due(at=AFTER_MIDNIGHT, by=SYSTEM) == 0
    assert permits.permit(permit.id).state == permits.EXPIRED


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", ["issue", "revoke", "expire"])
def test_every_verb_in_every_state_does_what_the_table_says(state: str, verb: str) -> None:
    permit = STATES[state]()
    assert permit.state == state
    before = len(journal.timeline(permit.ref))
    verbs = {
        "issue": lambda: permits.issue(permit=permit.id, by=SYSTEM, at=MONDAY),
        "revoke": lambda: permits.revoke(permit=permit.id, reason="x", by=dewi(), at=MONDAY),
        "expire": lambda: permits.expire_due(at=AFTER_MIDNIGHT, by=SYSTEM),
    }
    leads_to = {
        ("granted", "issue"): "issued",
        ("granted", "revoke"): "revoked",
        ("granted", "expire"): "expired",
        ("issued", "revoke"): "revoked",
        ("issued", "expire"): "expired",
    }.get((state, verb))
    if leads_to is None and verb == "revoke":
        with pytest.raises(Refused, match="tidak dapat dicabut"):
            verbs[verb]()
    else:
        verbs[verb]()
    after = permits.permit(permit.id)
    assert after.state == (leads_to or state)
    assert len(journal.timeline(permit.ref)) - before == (1 if leads_to else 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_revoke_at_once_one_is_told() -> None:
    permit = issued()
    found = at_once(lambda number: permits.revoke(permit=permit.id, reason=f"{number}", by=dewi(), at=MONDAY), 2)
    assert sorted(type(one).__name__ for one in found) == ["Permit", "Refused"]
