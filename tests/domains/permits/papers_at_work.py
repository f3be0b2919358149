"""Permits for the tests, granted by the real verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from seluma.core.access import api as access
from seluma.core.journal import api as journal
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref, new_id
from seluma.lib.text import Text
from tests.domains.people_at_work import MONDAY, person

ANNA = permits.Holder(
    full_name="Anna Maria Eriksson",
    mrz_primary="ERIKSSON",
    mrz_secondary="ANNA MARIA",
    birth_date="1974-08-12",
    sex="F",
    nationality="UTO",
    passport_number="L898902C3",
)
LAST_DAY = dt.date(2027, 11, 23)
DAY_AFTER = dt.date(2027, 11, 24)
TODAY = dt.date(2026, 11, 24)


def dewi() -> access.Actor:
    return person("Dewi", "decider")


def granted(about: Ref | None = None, **changes: Any) -> permits.Permit:
    """A permit for a year, decided by Dewi; its paper is still to be made."""
    facts: dict[str, Any] = {
        # Not a case: cases would listen, and have none of that name.
        "about": about or Ref("matter", new_id()),
        "kind": "limited_stay",
        "title": Text("Izin Tinggal Terbatas", "Limited Stay Permit"),
        "index": "E30A",
        "holder": ANNA,
        "valid_from": dt.date(2026, 11, 24),
        "valid_until": LAST_DAY,
        "legal_base": "UU 6/2011, Pasal 52",
        "service_title": Text("Perpanjangan izin tinggal pelajar", "Extension of a student's stay permit"),
        "by": dewi(),
        "at": MONDAY,
    }
    return permits.grant(**{**facts, **changes})


def issued(**changes: Any) -> permits.Permit:
    """The same with its paper, made by the subscriber."""
    permit = granted(**changes)
    journal.deliver_all(at=MONDAY)
    return permits.permit(permit.id)


def refusal(**changes: Any) -> dict[str, Any]:
    return {
        "number": "SLM-2026-000417",
        "person": "Anna Maria Eriksson",
        "service": Text("Perpanjangan izin tinggal pelajar", "Extension of a student's stay permit"),
        "reason": Text("Sekolah tidak membenarkan.", "The school does not confirm."),
        "law": {"id": "UU 6/2011, Pasal 52", "en": "Law 6/2011, article 52"},
        "law_title": {"id": "Izin tinggal", "en": "Stay permits"},
        "object_until": dt.date(2026, 12, 7),
        **changes,
    }
