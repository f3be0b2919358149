"""Addresses in letters: a link's kind and id → a full address in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation

_links: dict[str, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """A thing that has a page. The configuration knows which; `id` is what stands in its address."""

    kind: str
    id: str = ""


def install_links(table: Mapping[str, tuple[str, str]]) -> None:
    """Hand down link kind → (name of the address, name of its argument or ""). Called once, by the configuration."""
    _links.clear()
    _links.update(table)


def path_of(link: Link, language: str) -> str:
    """The address on this site, beginning with the language. KeyError for an unknown kind."""
    name, argument = _links[link.kind]
    with translation.override(language):
        return reverse(name, kwargs={argument: link.id} if argument else None)


def address_of(link: Link, language: str) -> str:
    """The full address, for letters and papers."""
    return settings.SELUMA_BASE_URL + path_of(link, language)
