"""People, an office and the gallery's addresses for the tests of the look."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.http import HttpRequest

from seluma.core.access import api as access
from seluma.lib.text import Text
from seluma.web.ui import middleware, site

AYU = access.Actor(kind="account", id=UUID(int=1), name="Ayu Lestari")
BUDI = access.Actor(kind="account", id=UUID(int=2), name="Budi Santoso")
DEWI = access.Actor(kind="account", id=UUID(int=4), name="Dewi Anggraini", permissions=frozenset({"tests.decide"}))
PEOPLE = {"ayu": AYU, "budi": BUDI, "dewi": DEWI}

OFFICE = site.Site(
    name=Text("Imigrasi Seluma", "Seluma Immigration"),
    tagline=Text("Pelayanan satu pintu", "One-stop service"),
    sign_in="sign_in",
    sign_out="sign_out",
    navigation=(
        site.Item(Text("Layanan", "Services"), "form"),
        site.Item(Text("Periksa dokumen", "Check a document"), "done"),
        site.Item(Text("Putusan", "Decisions"), "decide", needs="tests.decide"),
        site.Item(Text("Kelak", "Later"), "not_routed_yet"),
    ),
    footer=(site.Item(Text("Aksesibilitas", "Accessibility"), "done"),),
    colophon=Text("Kantor contoh, Jalan Contoh 1, Tais", "Sample office, Jalan Contoh 1, Tais"),
)


def by_cookie(request: HttpRequest) -> access.Actor:
    return PEOPLE.get(request.COOKIES.get("who", ""), access.VISITOR)


@pytest.fixture(autouse=True)
def _furnished(settings: object) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.web.ui.urls"  # type: ignore[attr-defined]
    before = site.site()
    resolver = middleware._resolvers[0]
    site.install_site(OFFICE)
    middleware.install_actor_resolver(by_cookie)
    yield
    site.install_site(before)
    middleware.install_actor_resolver(resolver)
