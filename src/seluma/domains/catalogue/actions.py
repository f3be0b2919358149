"""Publishing: what the content folder says becomes versions that never change."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

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


def publish(*, by: Actor, at: dt.datetime, effective_from: dt.date | None = None) -> list[rules.Service]:
    """Publish each service of the content folder that differs from its last version; the new versions.

    All or nothing: ContentRefused, with every mistake, leaves the catalogue as it was. Publishing the same content
    again does nothing. A version applies from its `effective_from` on, or from the day given here, which must not be
    past.
    """
    check_may_publish(by)
    today = timezone.localdate(at)
    if effective_from is not None and effective_from < today:
        raise Refused(words.PAST_DAY, code="past_day")
    with transaction.atomic():
        _lock()
        try:
            services = queries.proposed(on=today, effective_from=effective_from)
        except rules.ContentMistakes as wrong:
            raise ContentRefused(wrong.mistakes) from None
        numbers = dict(ServiceVersion.objects.newest().values_list("code", "number"))
        published = [_new_version(service, numbers.get(service.code, 0) + 1, at) for service in services]
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


def _new_version(service: rules.Service, number: int, at: dt.datetime) -> ServiceVersion:
    data = rules.canonical(service)
    return ServiceVersion(
        id=new_id(),
        code=service.code,
        number=number,
        canonical=data,
        sha256=rules.digest_of(data),
        effective_from=service.effective_from,
        published_at=at,
    )
