"""Publishing: what the content folder says becomes versions that never change."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from seluma.core.access.api import Actor, Refused
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref, new_id

from . import queries, rules, words
from .events import ServicePublished
from .models import ServiceVersion
from .policies import check_may_publish

_PUBLISHING = 0x5E1C4A7  # one publication at a time: the key of a transaction's advisory lock


class ContentRefused(Refused):
    """The content folder cannot be published; `mistakes` are all that is wrong, `obstacles` their sentences."""

    def __init__(self, mistakes: tuple[rules.Mistake, ...]) -> None:
        super().__init__(
            words.content_mistakes(len(mistakes)),
            code="content",
            obstacles=[words.mistake_line(mistake) for mistake in mistakes],
        )
        self.mistakes = mistakes


def publish(*, by: Actor, at: dt.datetime) -> list[rules.Service]:
    """Publish each service of the content folder that differs from its last version; the new versions.

    All or nothing: ContentRefused, with every mistake, leaves the catalogue as it was. Publishing the same content
    again does nothing. A version applies from its `effective_from` on.
    """
    check_may_publish(by)
    try:
        content = queries.content()
    except rules.ContentMistakes as wrong:
        raise ContentRefused(wrong.mistakes) from None
    with transaction.atomic():
        _lock()
        newest = {row.code: row for row in ServiceVersion.objects.newest().defer("canonical")}
        rows = [_new_version(service, newest.get(service.code), at) for service in content.services]
        published = [row for row in rows if row is not None]
        for row in published:
            row.save(force_insert=True)
            journal.note(
                ServicePublished(
                    version=Ref("service_version", row.id),
                    code=row.code,
                    number=row.number,
                    effective_from=row.effective_from,
                    digest=row.sha256,
                ),
                by=by,
                at=at,
            )
    return [queries.version(row.id) for row in published]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLISHING])


def _new_version(service: rules.Service, last: ServiceVersion | None, at: dt.datetime) -> ServiceVersion | None:
    data = rules.canonical(service)
    digest = rules.digest_of(data)
    if last is not None and last.sha256 == digest:
        return None
    return ServiceVersion(
        id=new_id(),
        code=service.code,
        number=last.number + 1 if last else 1,
        canonical=data,
        sha256=digest,
        effective_from=service.effective_from,
        published_at=at,
    )
