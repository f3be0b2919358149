"""Whose pages these are and what stands in the navigation: handed down by the configuration, by `install_site`.

No office's name stands in the templates. Only what exists is shown: an item whose address is not routed is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.lib.text import Text

Sentence = str | Promise | Text


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the navigation or the footer.

    `who`: everyone, only visitors, only signed-in people, or only those who hold the permission `needs`.
    """

    label: Sentence
    name: str
    """The address' name, `applicant:cases`."""
    who: Literal["everyone", "visitor", "signed_in"] = "everyone"
    needs: str | None = None
    unless: tuple[str, ...] = ()
    """Permissions of those whose work lies elsewhere: their header has no room for it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What differs from office to office, and from version to version."""

    name: Sentence = "Imigrasi"
    tagline: Sentence = ""
    notice: Sentence | None = None
    """A line under the band on every page. None: outside production it says that all data are examples."""
    home: str = ""
    """The name of the front page's address; empty: the language's root, `/id/`."""
    sign_in: str = ""
    sign_out: str = ""
    account: str = ""
    """Name of the page behind a signed-in person's name."""
    navigation: tuple[Item, ...] = ()
    footer: tuple[Item, ...] = ()
    colophon: Sentence | None = None
    """The last line of every page: whose service this is."""


@dataclass(slots=True)
class _Installed:
    site: Site = field(default_factory=Site)


_installed = _Installed()


def install_site(site: Site) -> None:
    """Called once, by the configuration."""
    _installed.site = site


def site() -> Site:
    """What was handed down."""
    return _installed.site


def notice() -> Sentence | None:
    """The line under the band."""
    if site().notice is None and getattr(settings, "SELUMA_ENV", "production") != "production":
        return _("Data contoh. Bukan dokumen resmi.")
    return site().notice


@dataclass(frozen=True, slots=True)
class Link:
    label: Sentence
    href: str
    current: bool = False


def address(name: str) -> str | None:
    """The address of that name, None when it is not routed (yet)."""
    if not name:
        return None
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def navigation(request: HttpRequest) -> list[Link]:
    """The links of the header that this person can use."""
    return _links(request, site().navigation)


def footer(request: HttpRequest) -> list[Link]:
    """The links of the footer that this person can use."""
    return _links(request, site().footer)


def _links(request: HttpRequest, items: tuple[Item, ...]) -> list[Link]:
    shown = []
    for item in items:
        href = address(item.name)
        if href is not None and _is_for(request, item):
            shown.append(Link(item.label, href, current=_is_current(request.path, href)))
    return shown


def _is_for(request: HttpRequest, item: Item) -> bool:
    if item.who == "everyone" and item.needs is None and not item.unless:
        return True
    actor = getattr(request, "actor", access.VISITOR)
    if any(access.may(actor, permission) for permission in item.unless):
        return False
    if item.who == "everyone" and item.needs is None:
        return True
    if item.needs is not None:
        return actor.is_signed_in and access.may(actor, item.needs)
    return actor.is_signed_in == (item.who == "signed_in")


def _is_current(path: str, href: str) -> bool:
    """Below an address counts as there, except below a language's root."""
    return path == href or (href.count("/") > 2 and path.startswith(href))
