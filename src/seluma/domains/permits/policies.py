"""Who may do what with permits and letters. Whose permit it is, whoever owns the thing it is about knows and asks."""

from __future__ import annotations

import datetime as dt

from seluma.core.access import api as access

from . import words

GRANT = "permits.grant"
"""Give a permit its number and seal: part of deciding."""
REVOKE = "permits.revoke"
"""Say that a permit counts no longer."""
WRITE_LETTERS = "permits.write_letters"
"""Let the office write a letter: part of deciding."""
CHECKS_A_MINUTE = 120
"""Verifications that one address may ask for in a minute: a queue at a counter, not a machine that guesses."""
COST_OF_FILE = 6
"""A picture or PDF is searched for its seal, which takes seconds: it counts for as many."""


def seconds_until_check(who: str, *, is_file: bool, at: dt.datetime) -> int:
    """0 when this address (`access.caller`) may have another document checked, else how long to wait."""
    cost = COST_OF_FILE if is_file else 1
    return access.seconds_to_wait("verify", who=who, cost=cost, most=CHECKS_A_MINUTE, at=at)


def check_may_grant(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor decides."""
    access.check_may(actor, GRANT)


def check_may_revoke(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor revokes permits."""
    access.check_may(actor, REVOKE)


def check_may_write_letters(actor: access.Actor) -> None:
    """Raise `Refused` unless the actor's decisions become letters."""
    access.check_may(actor, WRITE_LETTERS)


def check_may_issue(actor: access.Actor) -> None:
    """Raise `Refused` unless it is the system: papers are made and permits expire by themselves, nobody does it."""
    if actor.kind != "system":
        raise access.Refused(words.ONLY_THE_SYSTEM, code="not_permitted")
