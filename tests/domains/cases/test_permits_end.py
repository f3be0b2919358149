"""A permit that is revoked or runs out before it was handed over: the case comes to an end, too."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor, Refused
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.domains.cases import api as cases
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

pytestmark = pytest.mark.django_db


def granted(people: dict[str, Actor], at: dt.datetime) -> UUID:
    case = story.filed(people["applicant"], story.VISIT, at=at)
    story.verified(case, people["verifier"], at=at)
    story.paid(case, people["applicant"], people["verifier"], at=at)
    cases.grant(case=case, by=people["decider"], at=at)
    return case


def permit_of(case: UUID) -> permits.Permit:
    (found,) = permits.permits(Ref("case", case))
    return found


def test_revoked_before_its_paper_was_made(people: dict[str, Actor], at: dt.datetime) -> None:
    case = granted(people, at)
    permits.revoke(permit=permit_of(case).id, reason="Paspor palsu.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    page = cases.case_page(people["applicant"], case, at=at)
    assert page.state == "lapsed"
    assert page.turn.who == "nobody"
    story.filed(people["applicant"], story.VISIT, at=at)  # no open case stands in the way of another


def test_a_revoked_permit_is_not_handed_over(people: dict[str, Actor], at: dt.datetime) -> None:
    case = granted(people, at)
    journal.deliver_all(at=at)
    permits.revoke(permit=permit_of(case).id, reason="Paspor palsu.", by=people["decider"], at=at)
    with pytest.raises(Refused, match="tidak berlaku"):
        cases.collect(case=case, by=people["verifier"], at=at)
    journal.deliver_all(at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == "lapsed"


def test_the_holder_is_told_why(people: dict[str, Actor], at: dt.datetime) -> None:
    case = granted(people, at)
    journal.deliver_all(at=at)
    permits.revoke(permit=permit_of(case).id, reason="Paspor palsu.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    letters = {letter.kind: letter for letter in messages.letters_about(Ref("permit", permit_of(case).id))}
    assert "Paspor palsu." in letters["permit_revoked"].body


def test_run_out_before_anybody_came(people: dict[str, Actor], at: dt.datetime) -> None:
    case = granted(people, at)
    journal.deliver_all(at=at)
    after = dt.datetime.combine(permit_of(case).valid_until + dt.timedelta(days=1), dt.time(1), tzinfo=dt.UTC)
    permits.expire_due(at=after, by=SYSTEM)
    journal.deliver_all(at=after)
    assert cases.desk(people["verifier"], "to_collect", at=after) == []


def test_what_was_handed_over_stays_handed_over(people: dict[str, Actor], at: dt.datetime) -> None:
    case = granted(people, at)
    journal.deliver_all(at=at)
    cases.collect(case=case, by=people["verifier"], at=at)
    permits.revoke(permit=permit_of(case).id, reason="Paspor palsu.", by=people["decider"], at=at)
    journal.deliver_all(at=at)
    assert cases.case_page(people["applicant"], case, at=at).state == "collected"
