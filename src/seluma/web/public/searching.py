"""Finding a service by what people type: own words, either language, with or without accents, a slip of the finger.

The services are few, so every word of each is compared; no index is kept in the database.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from seluma.domains.catalogue import api as catalogue
from seluma.lib.text import Text

SHORTEST_STEM = 4
SHARED_BEGINNING = 5
ALIKE = 0.8
"""Least likeness (difflib's ratio) of two words of five letters or more that count as a slip."""

_FILLERS = frozenset(
    re.findall(
        r"\w+",
        "saya aku kami kita ingin mau minta mohon tolong untuk dan atau di ke dari yang dengan bagaimana cara apa"
        " apakah bisa boleh dapat"
        " i me my we want would like to the a an for of in at and or how do can what is please need",
    )
)
_BEFORE = re.compile(r"^(?:memper|diper|mem|men|meng|meny|peng|peny|pem|pen|per|pel|ber|bel|ter|me|di|pe)(?=\w{4})")
_AFTER = re.compile(r"(?<=\w{4})(?:kannya|annya|kan|nya|an|i|ing|ion|ed|es|s)$")


@dataclass(frozen=True, slots=True)
class Found:
    """The services that fit, the best first. `whole`: each holds every word that was typed."""

    services: tuple[catalogue.Service, ...]
    whole: bool


Words = dict[str, int]
_known: dict[UUID, Words] = {}


def find(services: Sequence[catalogue.Service], typed: str) -> Found:
    """The services that hold all words; where there is none, those that hold most of them."""
    wanted = [word for word in _words(typed) if word not in _FILLERS] or _words(typed)
    scored = []
    for service in services:
        hits = [score for word in wanted if (score := _best(word, _index(service)))]
        if hits:
            scored.append((len(hits), sum(hits), service))
    # Among equals the shorter title is about less else.
    scored.sort(key=lambda one: (*one[:2], -len(_words(one[2].title.id))), reverse=True)
    most = scored[0][0] if scored else 0
    best = tuple(service for count, _, service in scored if count == most)
    return Found(best, whole=bool(wanted) and most == len(wanted))


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"\w+", plain)


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    """The word without the endings and beginnings of Indonesian and English that do not change what is looked for."""
    short = _AFTER.sub("", _BEFORE.sub("", word))
    return short if len(short) >= SHORTEST_STEM else word


def _best(word: str, index: Words) -> float:
    stem = _stem(word)
    return max((weight * _alike(word, stem, other) for other, weight in index.items()), default=0)


def _alike(word: str, stem: str, other: str) -> float:
    if word == other:
        return 1
    theirs = _stem(other)
    if stem == theirs or (len(word) >= 3 and other.startswith(word)):
        return 0.9
    if len(word) < SHARED_BEGINNING or len(other) < SHARED_BEGINNING:
        return 0
    if word[:SHARED_BEGINNING] == other[:SHARED_BEGINNING]:
        return 0.6
    pair = difflib.SequenceMatcher(None, word, other)
    # The two quick ratios are never too low, and spare the slow one nearly always.
    return 0.5 if min(pair.real_quick_ratio(), pair.quick_ratio()) >= ALIKE and pair.ratio() >= ALIKE else 0


def _index(service: catalogue.Service) -> Words:
    """Every word of a service with the weight of the best place where it stands."""
    if service.version_id not in _known:
        found: Words = {}
        for text, weight in _texts(service):
            for word in [*_words(text.id), *_words(text.en)]:
                if word not in _FILLERS:
                    found[word] = max(weight, found.get(word, 0))
        _known[service.version_id] = found
    return _known[service.version_id]


def _texts(service: catalogue.Service) -> Iterator[tuple[Text, int]]:
    yield service.title, 8
    for text in (service.wish, service.keywords):
        if text is not None:
            yield text, 7
    for term in service.terms:
        yield term.term, 6
        yield term.meaning, 2
    yield service.summary, 4
    for question in service.questions:
        for choice in question.choices if question.key == "visa_index" else ():
            yield choice.title, 3
    yield service.explanation, 1
