"""The services on offer under what people are about to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from seluma.domains.catalogue import api as catalogue
from seluma.web.ui.words import spoken


@dataclass(frozen=True, slots=True)
class Group:
    """A situation and the services that fit it. `key` is the heading's anchor."""

    key: str
    title: str
    services: tuple[catalogue.Service, ...]


def grouped(offered: Sequence[catalogue.Service]) -> list[Group]:
    """The situations of the office in its order, each with its services; those that name none come last."""
    known = {situation.key: spoken(situation.title) for situation in catalogue.situations()}
    others = tuple(service for service in offered if service.situation not in known)
    groups = [
        Group(key, title, tuple(service for service in offered if service.situation == key))
        for key, title in known.items()
    ]
    return [group for group in [*groups, Group("lain", _("Layanan lain"), others)] if group.services]
