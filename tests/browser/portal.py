"""A portal with one case in every state, in a database of its own, served to a real browser."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import zxingcpp
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from django.utils import timezone
from PIL import Image
from psycopg import sql

from seluma.cli import story
from seluma.core.access.api import SYSTEM, Actor
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref

CROPPED = "Dua baris huruf di bawah foto terpotong. Unggah halaman yang utuh."
AS_IN_LETTER = "Tulis nama sekolah persis seperti di surat sekolah."
WELL = "Bagian lain sudah baik."
NOT_THEIRS = "Surat penjamin yang dilampirkan bukan untuk orang yang mengajukan (contoh)."
HOLDS = "Surat penjamin itu atas nama saya; nomor paspornya sama (contoh)."
NO_LONGER = "Berhenti sekolah (contoh)."
ASKED = "Apakah surat sekolah harus asli? Salinannya saya lampirkan."
TOLD = "Cukup salinannya, asalkan terbaca. Terima kasih."
TYPED = (
    ASKED,
    TOLD,
    CROPPED,
    AS_IN_LETTER,
    WELL,
    NOT_THEIRS,
    HOLDS,
    NO_LONGER,
    "Tidak ada murid dengan nomor induk ini.",
    "Ingin melihat pantai dan kebun kopi lebih lama.",
    story.TARIFF,
)
"""What people of the story wrote: it stays in their own language."""


@dataclass
class Portal:
    """Where it is, who is there (by role), and which case stands where (by name)."""

    url: str
    cast: dict[str, Actor]
    cases: dict[str, UUID] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Ids that pages' addresses are made of, by name."""
    files: dict[str, Path] = field(default_factory=dict)
    """Files to hand in, by name."""
    sessions: dict[str | None, str | None] = field(default_factory=lambda: {None: None})
    """The session of everybody who is signed in, by role; a visitor has none."""


@contextmanager
def served(folder: Path) -> Iterator[Portal]:
    """Tell the story in a copy of the tests' database and serve it until the tests are done."""
    changes: dict[str, Any] = {
        "ROOT_URLCONF": "tests.browser.addresses",
        "SELUMA_FILES": folder / "files",
        "SELUMA_OUTBOX": folder / "outbox",
        "SELUMA_KEYS": folder / "keys",
        "STORAGES": {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with override_settings(**changes), own_database():
        cache.clear()
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        portal = Portal("", {})
        tell(portal, folder)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        portal.url = f"http://127.0.0.1:{server.port}"
        yield portal
        server.terminate()
        logging.getLogger("django.request").setLevel(logging.NOTSET)
        cache.clear()


@contextmanager
def own_database() -> Iterator[None]:
    """A copy of the empty tests' database, so that what is told here is seen by no other test."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_browser"
    connection.close()
    given = connection.get_connection_params() | {"dbname": "postgres"}
    keep = {key: given[key] for key in ("host", "port", "user", "password", "dbname") if given.get(key)}
    with psycopg.connect(**keep, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(original)))
        connection.settings_dict["NAME"] = copy
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = original
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy)))


def tell(portal: Portal, folder: Path) -> None:
    """Cases in every state, by the real verbs."""
    now = timezone.now()
    catalogue.publish(by=SYSTEM, at=now - dt.timedelta(days=120))
    portal.cast = story.cast(at=now - dt.timedelta(days=120))
    teller = Teller(portal, now)
    teller.ended()
    teller.under_way()
    teller.elsewhere()
    journal.deliver_all(at=now)
    teller.at_the_end()
    journal.sequence()
    ledger.sequence(at=now)
    portal.files = papers(portal, folder)
    for role, actor in portal.cast.items():
        browser = Client()
        browser.force_login(get_user_model().objects.get(pk=actor.id))
        portal.sessions[role] = browser.cookies[settings.SESSION_COOKIE_NAME].value


class Teller:
    """Tells the story; each case's person has a passport of their own."""

    def __init__(self, portal: Portal, now: dt.datetime) -> None:
        self.portal, self.now, self.made = portal, now, 0
        self.anna, self.citra = portal.cast["applicant"], portal.cast["verifier"]
        self.dewi, self.education = portal.cast["decider"], portal.cast["partner_education"]

    def ago(self, days: int) -> dt.datetime:
        return self.now - dt.timedelta(days=days)

    def person(self) -> story.Person:
        self.made += 1
        return replace(story.ANNA, number=f"L{8989020 + self.made}")

    def filed(self, name: str, days: int, service: str = story.STUDENT, who: Actor | None = None) -> UUID:
        case = story.filed(who or self.anna, service, self.person(), at=self.ago(days), seed=self.made)
        self.portal.cases[name] = case
        journal.deliver_all(at=self.ago(days))
        return case

    def drafts(self) -> None:
        anna, person = self.anna, self.person()
        self.portal.cases["empty"] = cases.start(service=story.VISIT, by=anna, at=self.now)
        answers = story.student_answers(person, self.now)
        self.portal.cases["complete"] = story.draft(anna, story.STUDENT, answers, person, at=self.now)

    def under_way(self) -> None:
        self.filed("submitted", 0)
        self.filed("for_the_keyboard", 0)
        self.filed("for_the_keys", 0)
        self.filed("for_the_reasons", 0)
        claimed = self.filed("claimed", 1)
        cases.claim(case=claimed, by=self.citra, at=self.ago(1))
        story.wrote(claimed, self.anna, ASKED, at=self.ago(1), attached=True)
        story.wrote(claimed, self.citra, TOLD, at=self.now)
        late = self.filed("late", 30, story.VISIT)
        cases.claim(case=late, by=self.citra, at=self.ago(29))
        checked = self.filed("checked", 1)
        cases.claim(case=checked, by=self.citra, at=self.ago(1))
        for paper in documents.documents(Ref("case", checked)):
            cases.accept_document(case=checked, document=paper.id, digest=paper.digest, by=self.citra, at=self.now)
        unpriced = self.filed("unpriced", 3)
        story.verified(unpriced, self.citra, at=self.ago(2))
        unpaid = self.filed("unpaid", 3)
        story.verified(unpaid, self.citra, at=self.ago(2))
        story.answered(unpaid, self.education, at=self.ago(1))
        bill = story.priced(unpaid, self.citra, at=self.ago(1))
        story.coded(unpaid, self.anna, at=self.now)
        payments.start_payment(bill=bill.id, provider="failing_demo", by=self.anna, at=self.now)
        going = payments.start_payment(bill=bill.id, provider="demo_bank", by=self.anna, at=self.now)
        assert going.attempt is not None
        self.portal.places["attempt"] = str(going.attempt.id)
        self.ready("ready", 3)
        self.ready("doubtful", 4, verdict="no")
        returned = self.filed("returned", 2)
        cases.claim(case=returned, by=self.citra, at=self.ago(2))
        page = next(p for p in documents.documents(Ref("case", returned)) if p.slot == "passport_page")
        cases.reject_document(
            case=returned, document=page.id, digest=page.digest, reason=CROPPED, by=self.citra, at=self.ago(1)
        )
        cases.return_case(
            case=returned,
            questions={"school_name": AS_IN_LETTER},
            slots={},
            remark=WELL,
            by=self.citra,
            at=self.ago(1),
        )

    def ready(self, name: str, days: int, service: str = story.STUDENT, verdict: str = "yes") -> UUID:
        case = self.filed(name, days, service)
        story.verified(case, self.citra, at=self.ago(max(days - 1, 0)))
        story.answered(case, self.education, at=self.ago(max(days - 1, 0)), verdict=verdict)
        story.paid(case, self.anna, self.citra, at=self.ago(max(days - 1, 0)))
        return case

    def issued(self, name: str, days: int, service: str = story.STUDENT) -> UUID:
        case = self.ready(name, days, service)
        cases.grant(case=case, by=self.dewi, at=self.ago(max(days - 2, 0)))
        journal.deliver_all(at=self.ago(max(days - 2, 0)))
        return case

    def ended(self) -> None:
        self.issued("issued", 5)
        collected = self.issued("collected", 70, story.VISIT)
        cases.collect(case=collected, by=self.citra, at=self.ago(60))
        revoked = self.issued("revoked", 10)
        permit = permits.permits(Ref("case", revoked))[0]
        permits.revoke(permit=permit.id, reason=NO_LONGER, by=self.dewi, at=self.now)
        refused = self.filed("refused", 6)
        story.verified(refused, self.citra, at=self.ago(5))
        version = cases.desk_case(self.dewi, refused, at=self.ago(4)).service
        cases.refuse(
            case=refused,
            law=version.law[0].key,
            reason=NOT_THEIRS,
            by=self.dewi,
            at=self.ago(4),
        )
        withdrawn = self.filed("withdrawn", 8)
        cases.withdraw(case=withdrawn, by=self.anna, at=self.ago(7))

    def elsewhere(self) -> None:
        """What somebody else decides: to be handed over, there, not taken, answered; and a refusal objected to."""
        self.ready("to_hand_over", 3, story.VISA)
        for name, adapter in (("handed_over", "manual"), ("not_taken", "refusing_demo"), ("answered_back", "manual")):
            case = self.ready(name, 3, story.VISA)
            cases.hand_over(case=case, adapter=adapter, by=self.dewi, at=self.ago(1))
            journal.deliver_all(at=self.ago(1))
        story.answered_back(case, self.citra, at=self.now)
        objected = self.ready("objected", 6, story.VISIT)
        law = cases.desk_case(self.dewi, objected, at=self.ago(4)).service.law[0].key
        cases.refuse(case=objected, law=law, reason=NOT_THEIRS, by=self.dewi, at=self.ago(4))
        cases.object_to(case=objected, text=HOLDS, by=self.anna, at=self.ago(2))

    def at_the_end(self) -> None:
        """Granted a moment ago: the paper is still being made. Last come the drafts: one of a service at a time."""
        granted = self.ready("granted", 2, story.VISIT)
        journal.deliver_all(at=self.now)
        cases.grant(case=granted, by=self.dewi, at=self.now)
        self.drafts()


def papers(portal: Portal, folder: Path) -> dict[str, Path]:
    """Files that a stranger may bring to be checked."""
    given = {}
    for name in ("issued", "collected", "revoked"):
        permit = permits.permits(Ref("case", portal.cases[name]))[0]
        portal.places[f"code_of_{name}"] = permit.code
        given[name] = folder / f"{name}.pdf"
        given[name].write_bytes(permits.pdf(permit.id))
    given["forged"] = folder / "forged.pdf"
    given["forged"].write_bytes(given["issued"].read_bytes().replace(b"/Title", b"/Titel", 1))
    given["unreadable"] = folder / "foto.png"
    _name, picture = story.paper("passport_page", story.ANNA, dt.date(2030, 1, 1))
    given["unreadable"].write_bytes(picture)
    given["foreign"] = folder / "asing.png"
    given["foreign"].write_bytes(foreign_seal())
    return given


def foreign_seal() -> bytes:
    """A photograph of a published seal of another state."""
    vectors = json.loads((Path(__file__).parents[1] / "lib" / "data" / "vds_examples.json").read_text())["vectors"]
    code = zxingcpp.create_barcode(bytes.fromhex(vectors[0]["hex"]), zxingcpp.BarcodeFormat.DataMatrix)
    image = zxingcpp.write_barcode_to_image(code, scale=8)
    out = io.BytesIO()
    Image.fromarray(image).save(out, "PNG")
    return out.getvalue()
