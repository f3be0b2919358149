"""No page asks the database much, and no page asks more because there is more to show.

Every address that answers GET is opened by everybody who might, with little to show and with five times as much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone, translation

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

LIST_OR_FORM = 12
A_CASE = 20
TRANSACTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")
"""In production a request's transactions are the outermost, which begin and end without a statement of ours."""

NOT_OPENED = {
    "account_confirm_email": "needs a letter's secret",
    "account_reset_password_from_key": "needs a letter's secret",
    "api-1:openapi-json": "describes the API, no data",
    "api-1:api-root": "describes the API, no data",
    "api-1:verify": "takes POST only",
    "applicant:bank": "stands at the demonstration's bank, after a POST",
    "officer:dismiss": "takes POST only",
    "officer:send_again": "takes POST only",
    "officer:retry": "takes POST only",
}
"""Addresses that cannot be opened here, each with why."""

Count = dict[tuple[str, str], int]


def names_of_all_pages() -> list[str]:
    def walk(patterns: Any, space: str) -> Iterator[str]:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name:
                yield space + pattern.name

    return sorted(set(walk(get_resolver().url_patterns, "")) - set(NOT_OPENED))


class World:
    """Some cases in every state that has a page of its own; `grow` adds others beside them, of the same applicant."""

    def __init__(self) -> None:
        self.now = timezone.now()
        catalogue.publish(by=SYSTEM, at=self.now)
        self.cast = story.cast(at=self.now)
        self.number = 0
        self.waiting, self.decidable, self.granted, self.refused, self.draft = self.grow()
        self.elsewhere = self._elsewhere()
        (self.bill,) = payments.bills(Ref("case", self.waiting))
        cases.renew_calendar(by=self.cast["applicant"], at=self.now)
        self.secret = cases.dates(self.cast["applicant"], at=self.now).secret
        self.paper = documents.documents(Ref("case", self.waiting))[0]
        thread = cases.conversation(self.cast["applicant"], self.waiting, at=self.now).messages
        self.attachment = thread[0].attachments[0].id
        self.question = agencies.questions(Ref("case", self.waiting))[0]
        self.entry = journal.timeline(Ref("case", self.waiting))[0].id

    def grow(self) -> tuple[UUID, UUID, UUID, UUID, UUID]:
        ayu, citra, dewi = self.cast["applicant"], self.cast["verifier"], self.cast["decider"]
        waiting = self._filed(story.STUDENT)
        cases.claim(case=waiting, by=citra, at=self.now)
        self._filed(story.VISIT)
        decidable, granted, refused = (self._filed(story.VISIT) for _ in range(3))
        for case in (decidable, granted, refused):
            story.verified(case, citra, at=self.now)
        story.paid(granted, ayu, citra, at=self.now)
        cases.grant(case=granted, by=dewi, at=self.now)
        law = cases.desk_case(dewi, refused, at=self.now).service.law[0].key
        cases.refuse(case=refused, law=law, reason="Contoh.", by=dewi, at=self.now)
        cases.claim(case=decidable, by=dewi, at=self.now)
        for case in {waiting, *([self.waiting] if hasattr(self, "waiting") else [])}:
            story.wrote(case, ayu, at=self.now, attached=True)
            story.wrote(case, citra, at=self.now)
            # Reading for the first time leaves its marks; every later look asks the same, however long the thread.
            for reader in (ayu, citra, dewi, self.cast["verifier_2"]):
                cases.mark_messages_read(case=case, by=reader, at=self.now)
        journal.deliver_all(at=self.now)
        ledger.sequence(at=self.now)
        # Budi's, for one may have one draft of a service, and Ayu files more.
        draft = cases.draft_of(self.cast["applicant_2"], story.VISIT) or self._draft(self.cast["applicant_2"])
        return waiting, decidable, granted, refused, draft

    def _elsewhere(self) -> tuple[UUID, ...]:
        """One to be handed over, one that is, one that was answered, and one that is objected to."""
        ayu, citra, dewi = self.cast["applicant"], self.cast["verifier"], self.cast["decider"]
        found = [self._filed(story.VISA) for _ in range(3)]
        objected = self._filed(story.VISIT)
        for case in (*found, objected):
            story.verified(case, citra, at=self.now)
            story.paid(case, ayu, citra, at=self.now)
        for case in found[1:]:
            cases.hand_over(case=case, adapter="manual", by=dewi, at=self.now)
        story.answered_back(found[2], citra, at=self.now)
        law = cases.desk_case(dewi, objected, at=self.now).service.law[0].key
        cases.refuse(case=objected, law=law, reason="Contoh.", by=dewi, at=self.now)
        cases.object_to(case=objected, text="Contoh.", by=ayu, at=self.now)
        return (*found, objected)

    def _draft(self, actor: Actor) -> UUID:
        person = self._person()
        return story.draft(actor, story.VISIT, story.visit_answers(person, self.now), person, at=self.now)

    def _filed(self, service: str) -> UUID:
        return story.filed(self.cast["applicant"], service, self._person(), at=self.now, seed=self.number)

    def _person(self) -> story.Person:
        self.number += 1
        return story.Person(
            f"Orang Contoh {self.number}", "CONTOH", "ORANG", "1990-01-02", "F", f"P{7000000 + self.number}"
        )

    def addresses(self, name: str) -> set[str]:
        """Where the page stands, for each of the cases that it might be about."""
        draft = catalogue.service(story.VISIT, on=self.now.date())
        given = {
            "code": story.STUDENT,
            "service": story.STUDENT,
            "key": draft.questions[0].key,
            "slot": draft.documents[0].key,
            "name": "giliran-saya",
            "document": self.attachment if name.endswith(":attachment") else self.paper.id,
            "number": 1,
            "bill": self.bill.id,
            "account": self.cast["decider"].id,
            "role": "decider",
            "question": self.question.id,
            "question_id": self.question.id,
            "secret": self.secret,
            "place": "0/000.p/1",
            "position": 0,
            "entry": self.entry,
        }
        found = set()
        for case in (self.waiting, self.decidable, self.granted, self.refused, self.draft, *self.elsewhere):
            for wanted in parameters_of(name):
                found.add(reverse(name, kwargs={key: {**given, "case": case}[key] for key in wanted}))
        return found


def parameters_of(name: str) -> list[list[str]]:
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return [names for possibilities, *_ in resolver.reverse_dict.getlist(last) for _path, names in possibilities]


def counted(browser: Client, address: str) -> int:
    count = 0

    def one_more(execute: Callable[..., Any], sql: str, *what: Any) -> Any:
        nonlocal count
        count += not sql.startswith(TRANSACTION)
        return execute(sql, *what)

    with connection.execute_wrapper(one_more):
        answer = browser.get(address)
    assert answer.status_code < 500, address
    return count


def walk(world: World, browsers: dict[str, Client]) -> Count:
    return {
        (name, who): max(counted(browser, address) for address in world.addresses(name))
        for name in names_of_all_pages()
        for who, browser in browsers.items()
        if might_open(name, who)
    }


def might_open(name: str, who: str) -> bool:
    first = name.partition(":")[0].partition("_")[0]
    return {
        "officer": who in ("verifier", "decider", "administrator", "head"),
        "applicant": who in ("applicant", "applicant_2"),
        "partner": who == "partner_education",
    }.get(first, who in ("visitor", "applicant"))


@pytest.fixture(scope="module")
def both(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Count, Count]:
    places = {f"SELUMA_{name.upper()}": tmp_path_factory.mktemp(name) for name in ("files", "outbox", "keys")}
    hasher = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with ExitStack() as around:
        around.enter_context(django_db_blocker.unblock())
        around.enter_context(override_settings(**places, PASSWORD_HASHERS=hasher))
        around.enter_context(translation.override("id"))
        around.enter_context(transaction.atomic())
        cache.clear()
        world = World()
        browsers = {"visitor": Client()}
        for who in ("applicant", "applicant_2", "verifier", "decider", "administrator", "head", "partner_education"):
            browsers[who] = Client()
            browsers[who].force_login(get_user_model().objects.get(pk=world.cast[who].id))
        # The first look fills caches and leaves marks of what was read; it is not counted.
        walk(world, {who: browsers[who] for who in ("visitor", "applicant", "verifier", "partner_education")})
        little = walk(world, browsers)
        for _ in range(4):
            world.grow()
        walk(world, {"verifier": browsers["verifier"]})
        much = walk(world, browsers)
        transaction.set_rollback(True)
    cache.clear()
    return little, much


@pytest.mark.django_db
@pytest.mark.parametrize("name", names_of_all_pages())
def test_a_page_asks_the_database_little_however_much_there_is(name: str, both: tuple[Count, Count]) -> None:
    little, much = both
    about_a_case = name.startswith(("applicant:", "officer:")) and any("case" in names for names in parameters_of(name))
    most = A_CASE if about_a_case else LIST_OR_FORM
    asked = {who: count for (page, who), count in much.items() if page == name}
    assert asked, f"nobody opened {name}"
    assert max(asked.values()) <= most, asked
    assert asked == {who: count for (page, who), count in little.items() if page == name}
