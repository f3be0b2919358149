"""Every address of the site with real ids, and everybody who may knock there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
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
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref, new_id

VISITOR = "visitor"
STRANGER = "stranger"
OWNER = "owner"
SPONSOR = "sponsor"
VERIFIER = "verifier"
DECIDER = "decider"
OTHER_PARTNER = "partner of another institution"
PARTNER = "partner"
ADMINISTRATOR = "administrator"
HEAD = "head"

IN_THE_STORY = {
    STRANGER: "applicant_2",
    OWNER: "applicant",
    SPONSOR: "sponsor",
    VERIFIER: "verifier",
    DECIDER: "decider",
    OTHER_PARTNER: "partner_labour",
    PARTNER: "partner_education",
    ADMINISTRATOR: "administrator",
    HEAD: "head",
}
EVERYBODY = frozenset({VISITOR, *IN_THE_STORY})
SIGNED_IN = EVERYBODY - {VISITOR}
OFFICERS = frozenset({VERIFIER, DECIDER})

SIGN_IN = "/id/masuk/"
NOT_YET = UUID(int=0)


@dataclass
class Town:
    """Everybody of the story at a browser, and the owner's cases in every kind of state."""

    actors: dict[str, Actor] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    bill: UUID = NOT_YET
    strangers_bill: UUID = NOT_YET
    attempt: UUID = NOT_YET
    question: UUID = NOT_YET
    code: str = ""
    attachment: UUID = NOT_YET
    secret: str = ""

    def knocks(self, who: str, method: str, where: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        """One request of a person, in a copy of their browser: nobody is signed out by knocking at every door."""
        browser = self.browser(who, **more)
        return browser.get(where) if method == "GET" else browser.post(where, form or {})

    def browser(self, who: str, **more: Any) -> Client:
        """A copy of a person's browser, which takes a page about our own fault for an answer like any other."""
        browser = Client(raise_request_exception=False, **more)
        browser.cookies.update(self.browsers[who].cookies)
        return browser

    def paper(self, case: str) -> documents.Document:
        return documents.documents(Ref("case", self.cases[case]))[0]

    def given(self, name: str) -> dict[str, Any]:
        """What the address's place-holders may stand for."""
        case = _CASE_OF.get(name, "filed")
        return {
            "case": self.cases[case],
            "document": self.attachment if name.endswith(":attachment") else self.paper(case).id,
            "bill": self.bill,
            "attempt": self.attempt,
            "question_id": self.question,
            "question": self.question,
            "account": self.actors[STRANGER].id,
            "delivery": new_id(),
            "letter": new_id(),
            "absence": new_id(),
            "role": "sponsor",
            "service": story.STUDENT,
            "secret": self.secret,
            "code": self.code if name.startswith("verification") else story.VISIT,
            "key": "reason" if name.startswith("applicant") else "abc-def",
            "slot": "passport_page",
            "name": "perlu-diperiksa",
            "number": 1,
            "uidb36": "1",
            "place": "0/000.p/1",
            "position": 0,
            "entry": journal.timeline(Ref("case", self.cases[case]))[0].id,
        }

    def form(self, name: str) -> dict[str, Any]:
        """A form that could be any of the site's: a refusal must not wait for a mistake to be found in it."""
        return {
            "_key": str(new_id()),
            "declaration": "yes",
            "provider": "demo",
            "answer": "approve",
            "verdict": "yes",
            "amount": "3000000",
            "source": "Contoh",
            "reason_key": "own",
            "reason": "Alasan contoh.",
            "law": catalogue.version(_version_of(self.cases["filed"])).law[0].key,
            "confirm": "yes",
            "note": "Catatan contoh.",
            "digest": self.paper(_CASE_OF.get(name, "filed")).digest,
            "to": str(self.actors[VERIFIER].id),
            "officer": str(self.actors[VERIFIER].id),
            "role": "sponsor",
            "email": "budi@contoh.example",
            "text": "Pesan contoh.",
        }


_CASE_OF = {
    **dict.fromkeys(
        (
            "applicant:tasks",
            "applicant:question",
            "applicant:check",
            "applicant:document",
            "applicant:remove_document",
            "applicant:withdraw",
        ),
        "draft",
    ),
    **dict.fromkeys(
        (
            "applicant:permit",
            "applicant:collect",
            "officer:permit",
            "officer:revoke",
            "officer:hand_over",
        ),
        "issued",
    ),
    **dict.fromkeys(
        ("officer:package", "officer:reference", "officer:try_again", "officer:take_back"),
        "handed_over",
    ),
    **dict.fromkeys(("officer:answer_back", "officer:answer_more", "officer:forward"), "handed_over"),
    **dict.fromkeys(("officer:handed_back", "applicant:handed_back"), "answered"),
    **dict.fromkeys(("officer:objection", "officer:assign_objection", "applicant:withdraw_objection"), "objected"),
    **dict.fromkeys(("applicant:objection",), "refused"),
    **dict.fromkeys(("applicant:letter", "officer:letter"), "refused"),
    **dict.fromkeys(("officer:grant", "officer:refuse"), "verified"),
}


def addresses() -> dict[str, set[str]]:
    """Every name that is routed, with the place-holders of its address."""
    return {name: set(pattern.pattern.regex.groupindex) for name, pattern in _walk(get_resolver().url_patterns, "")}


def _walk(patterns: list[Any], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield space + (pattern.name or f"/{pattern.pattern}"), pattern


def address(town: Town, name: str, wanted: set[str]) -> str:
    """The address with ids of the owner's things. KeyError when nothing is known for a place-holder."""
    if name.startswith("/"):
        return name
    given = town.given(name)
    with translation.override("id"):
        try:
            return reverse(name, kwargs={key: given[key] for key in wanted})
        except NoReverseMatch as reason:
            raise KeyError(f"no id for {name}") from reason


def told(*, at: Any = None) -> Town:
    """The story: a draft, a filed case at work, one for the decision, one issued, one refused; all of one owner."""
    now = at or timezone.now()
    town = Town()
    catalogue.publish(by=SYSTEM, at=now)
    cast = story.cast(at=now)
    town.actors = {who: cast[key] for who, key in IN_THE_STORY.items()}
    for who, actor in town.actors.items():
        town.browsers[who] = browser_of(actor)
    town.browsers[VISITOR] = Client()
    owner, verifier, decider = town.actors[OWNER], town.actors[VERIFIER], town.actors[DECIDER]
    answers = story.visit_answers(story.ANNA, now)
    town.cases["draft"] = story.draft(owner, story.VISIT, answers, story.ANNA, at=now)
    for number, name in enumerate(("filed", "verified", "issued", "refused", "objected")):
        town.cases[name] = story.filed(owner, story.STUDENT, _somebody(number), at=now)
    town.cases["strangers"] = story.filed(town.actors[STRANGER], story.VISIT, _somebody(9), at=now)
    town.strangers_bill = payments.bills(Ref("case", town.cases["strangers"]))[0].id
    cases.claim(case=town.cases["filed"], by=verifier, at=now)
    town.attachment = story.wrote(town.cases["filed"], owner, at=now, attached=True)
    bill = story.priced(town.cases["filed"], verifier, at=now)
    outcome = payments.start_payment(bill=bill.id, provider="demo_bank", by=owner, at=now)
    assert outcome.attempt is not None
    town.bill, town.attempt = bill.id, outcome.attempt.id
    town.question = agencies.questions(Ref("case", town.cases["filed"]))[0].id
    for number, name in enumerate(("handed_over", "answered"), start=20):
        town.cases[name] = story.filed(owner, story.VISA, _somebody(number), at=now)
    for name in ("verified", "issued", "refused", "objected", "handed_over", "answered"):
        story.verified(town.cases[name], verifier, at=now)
        story.answered(town.cases[name], town.actors[PARTNER], at=now)
        story.paid(town.cases[name], owner, verifier, at=now)
    cases.grant(case=town.cases["issued"], by=decider, at=now)
    law = catalogue.version(_version_of(town.cases["refused"])).law[0].key
    for name in ("refused", "objected"):
        cases.refuse(case=town.cases[name], law=law, reason="Contoh.", by=decider, at=now)
    cases.object_to(case=town.cases["objected"], text="Contoh.", by=owner, at=now)
    for name in ("handed_over", "answered"):
        cases.hand_over(case=town.cases[name], adapter="manual", by=decider, at=now)
    story.answered_back(town.cases["answered"], verifier, at=now)
    journal.deliver_all(at=now)
    cases.renew_calendar(by=owner, at=now)
    town.secret = cases.dates(owner, at=now).secret or ""
    ledger.sequence(at=now)
    town.code = permits.permits(Ref("case", town.cases["issued"]))[0].code
    return town


def browser_of(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    browser = Client()
    browser.force_login(get_user_model().objects.get(pk=actor.id))
    return browser


def _somebody(number: int) -> story.Person:
    return story.Person(f"Orang Contoh {number}", "CONTOH", "ORANG", "1990-01-02", "F", f"P{number:07}")


def _version_of(case: UUID) -> UUID:
    from seluma.domains.cases.models import Case

    return Case.objects.get(id=case).version_id
