"""Finding a case by what a person says at the counter: a name in any script, a number, a passport.

Each case carries numbers (`search_keys`, one index): of every word of its names with each letter left out once, so
that two words that differ by one letter share a number, of the words' beginnings, and of the passport. What shares a
number is compared letter by letter afterwards. Unlike trigrams this keeps its promise for short names and for every
script, and does not depend on the server's locale; see ADR 0012.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db.models import Q
from django.db.models.fields.json import KT

from seluma.core.access.api import Actor, check_may
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.lib import near
from seluma.lib.ids import Ref

from .. import policies, rules, words
from ..models import Case, CaseCounter
from .desk import PAGE, DeskItem, items

_CANDIDATES = 300
"""Rows that are compared letter by letter; a name that more share is found by its exact words, the newest first."""
_NEWEST = ("-submitted_at", "-id")
"""No index has this order: by one that has, the server would walk all cases for a name that nobody bears."""
_NUMBER = re.compile(r"(?:[a-z]+-)?(?:(\d{4})-)?(\d{1,6})")


def search(actor: Actor, sought: str, *, at: dt.datetime) -> list[DeskItem]:
    """Filed cases that fit, exact ones first, then those with one letter wrong; at most `PAGE` + 1."""
    check_may(actor, policies.READ)
    text = rules.fold(sought)[:200]
    rows = [*_by_number(text), *_by_passport(text), *_by_name(text)] if text else []
    found = list({row.id: row for row in rows}.values())[: PAGE + 1]
    if found:
        subjects = [Ref("case", row.id) for row in found]
        journal.note_view(by=actor, at=at, subjects=subjects, purpose=words.VIEWED_SEARCH)
    return items(found, rules.local_day(at, catalogue.office().timezone), reader=actor)


def _by_number(text: str) -> list[Case]:
    asked = _NUMBER.fullmatch(text)
    if asked is None:
        return []
    years = [int(asked[1])] if asked[1] else CaseCounter.objects.order_by("-year").values_list("year", flat=True)[:5]
    prefix = catalogue.office().prefix
    wanted = [rules.number_of(prefix, year, int(asked[2])) for year in years]
    return list(Case.objects.filter(number__in=wanted).defer("answers").order_by("-number"))


def _by_passport(text: str) -> list[Case]:
    key = near.number_key(text)
    if key is None:
        return []
    rows = (
        Case.objects.filter(search_keys__contains=[key], number__isnull=False)
        .defer("answers")
        .order_by(*_NEWEST)[: PAGE + 1]
    )
    plain = near.plain(text)
    return [row for row in rows if near.plain(row.person_key.partition(":")[2]) == plain]


def _by_name(text: str) -> list[Case]:
    asked = near.words(text)[: near.MOST_WORDS]
    if not asked:
        return []
    rows = Case.objects.filter(number__isnull=False).defer("answers")
    begins = rows.filter(search_keys__contains=[near.begin_key(word) for word in asked])
    exact = list(begins.order_by(*_NEWEST)[: PAGE + 1])
    if len(exact) > PAGE or all(len(word) < near.SHORTEST for word in asked):
        return exact
    alike = Q()
    for word in asked:
        alike &= Q(search_keys__overlap=near.keys_of_typed(word))
    names = {"primary": KT("answers__mrz_primary"), "secondary": KT("answers__mrz_secondary")}
    candidates = rows.filter(alike).exclude(id__in=[row.id for row in exact]).annotate(**names).order_by(*_NEWEST)
    found = []
    for row in candidates[:_CANDIDATES]:
        named = " ".join([row.person_name, row.primary or "", row.secondary or ""])
        if near.fits(asked, near.words(rules.fold(named))):
            found.append(row)
    return exact + found


def keys_of(names: Iterable[str], passport: str) -> list[int]:
    """The numbers by which a case is found: every name by which somebody may ask, and the passport."""
    return near.keys(rules.fold(" ".join(names)), passport)
