"""Every service leads from its first question to its outcome, through the pages of everybody whose turn it is.

The robots are those of `./seluma journey`; here their requests go to the portal in this process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone, translation
from requests.adapters import BaseAdapter

from seluma.cli import characters, story
from seluma.cli.journey import applying
from seluma.cli.journey.any_service import any_service
from seluma.cli.journey.command import OFFICIALS
from seluma.cli.journey.robot import Robot
from seluma.cli.journey.scenarios import World
from seluma.core.access.api import SYSTEM
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue

from .states import Watch

PORTAL = "http://testserver"


class InThisProcess(BaseAdapter):
    """Carries a robot's requests to the portal, and does at once what the worker would do."""

    def __init__(self, session: requests.Session, outbox: Path, watch: Watch) -> None:
        super().__init__()
        self.session = session
        self.outbox = outbox
        self.watch = watch
        # One for all requests: making one puts the whole chain of middleware together.
        self.portal = Client(enforce_csrf_checks=True)

    def send(self, request: requests.PreparedRequest, **_more: Any) -> requests.Response:  # type: ignore[override]
        where = urlsplit(str(request.url))
        self.portal.cookies.clear()
        # A portal in one process answers several people, each in their own language.
        with translation.override(translation.get_language()):
            answer = self.portal.generic(
                str(request.method),
                f"{where.path}?{where.query}",
                request.body or b"",
                content_type=request.headers.get("Content-Type", ""),
                headers={"cookie": request.headers.get("Cookie", "")},
            )
        for name, morsel in answer.cookies.items():
            self.session.cookies.set(name, morsel.value, domain="testserver.local", path="/")
        if request.method == "POST":
            self.watch.look()
            journal.deliver_all()
            self.watch.look()
            self._letters_leave()
        found = requests.Response()
        found.status_code, found.url, found.request = answer.status_code, str(request.url), request
        found.headers.update(dict(answer.headers))
        found.encoding = "utf-8"
        found._content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return found

    def close(self) -> None:
        """Nothing is held open."""

    def _letters_leave(self) -> None:
        self.outbox.mkdir(exist_ok=True)
        while mail.outbox:
            number = len(list(self.outbox.iterdir()))
            (self.outbox / f"{number}.eml").write_bytes(mail.outbox.pop(0).message().as_bytes())


@dataclass
class Here(World):
    """A portal whose people are all in this process."""

    watch: Watch

    def somebody(self, role: str = "applicant", language: str = "id") -> Robot:
        robot = Robot(self.base_url, role=role, language=language)
        session = robot._browser.session
        session.mount(PORTAL, InThisProcess(session, self.outbox, self.watch))
        return robot


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    folder = tmp_path_factory.mktemp("portal")
    changes: dict[str, Any] = {f"SELUMA_{name.upper()}": folder / name for name in ("files", "outbox", "keys")}
    changes["PASSWORD_HASHERS"] = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    changes["STORAGES"] = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with ExitStack() as around:
        around.enter_context(django_db_blocker.unblock())
        around.enter_context(override_settings(**changes))
        around.enter_context(transaction.atomic())
        cache.clear()
        catalogue.publish(by=SYSTEM, at=timezone.now())
        watch = Watch(story.cast(at=timezone.now()))
        here = Here(PORTAL, {}, folder / "outbox", folder, lambda _name, _role: None, watch)
        for role in OFFICIALS:
            here.robots[role] = here.somebody(role)
            applying.sign_in(here.robots[role], characters.ROLES[role][1], characters.PASSWORD)
        yield here
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("service", [service.code for service in catalogue.content().services])
def test_a_service_leads_from_its_first_question_to_its_outcome(service: str, world: Here) -> None:
    told = any_service(world, service)
    assert told.outcome == "granted"
    # What this office makes anybody can check; what is made elsewhere comes back from there.
    offered = catalogue.service(service, on=timezone.localdate())
    assert told.verification == (None if offered.handover else "valid")
    assert ("answer from there" in [step.name for step in told.steps]) == (offered.handover is not None)
    assert world.watch.wrong(offered) == []
