"""Which version of a service binds a case: the one under which it was filed; a draft follows the one in force."""

from __future__ import annotations

import datetime as dt

from seluma.core.access.api import NotFound
from seluma.domains.catalogue import api as catalogue

from .. import rules
from ..models import Case


def binding_version(row: Case, today: dt.date) -> catalogue.Service:
    """The service as it binds the case today.

    A draft that was begun under an earlier version is brought to the one in force, in memory: answers that fit no
    question any more are left out. A verb that saves the draft saves `version_id` and `answers` together.
    """
    if row.state != rules.DRAFT:
        return catalogue.version(row.version_id)
    try:
        service = catalogue.service(row.service_code, on=today)
    except NotFound:
        return catalogue.version(row.version_id)
    if service.version_id is not None and service.version_id != row.version_id:
        row.version_id = service.version_id
        row.answers = catalogue.carried_over(service, row.answers)
    return service


def binding_versions(rows: list[Case], today: dt.date) -> dict[Case, catalogue.Service]:
    """`binding_version` of a list, for its titles and obligations: one statement more when there is a draft."""
    drafts = any(row.state == rules.DRAFT for row in rows)
    current = {service.code: service for service in catalogue.services(on=today)} if drafts else {}
    return {
        row: (current.get(row.service_code) if row.state == rules.DRAFT else None) or catalogue.version(row.version_id)
        for row in rows
    }
