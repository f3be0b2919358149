"""Publishing: what the content folder says becomes versions that never change. And withdrawing what was published."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from seluma.core.access.api import Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref, new_id
from seluma.lib.text import Text

from . import queries, rules, words
from .events import ServicePublished, ServiceWithdrawn
from .models import ServiceVersion, ServiceWithdrawal
from .policies import check_may_publish

_REASON_MAX = 600
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


def withdraw(
    *, code: str, reason: Text, by: Actor, at: dt.datetime, from_on: dt.date | None = None, stops_filed: bool = False
) -> rules.Withdrawal:
    """Offer a service no more, in all its versions so far, from today or from a later day; a later version is offered.

    What was filed goes on under its version, unless `stops_filed`: then it is not granted any more either, because the
    rules were wrong or the power is gone. Withdrawn once, it is withdrawn for good.
    """
    check_may_publish(by)
    today = timezone.localdate(at)
    day = from_on or today
    if day < today:
        raise Refused(words.PAST_DAY, code="past_day")
    if not (reason.id.strip() and reason.en.strip()):
        raise Refused(words.WITHDRAWN_WITHOUT_REASON, code="reason_missing")
    if max(len(reason.id), len(reason.en)) > _REASON_MAX:
        raise Refused(words.reason_too_long(_REASON_MAX), code="reason_too_long")
    with transaction.atomic():
        _lock()
        newest = ServiceVersion.objects.newest().filter(code=code).first()
        if newest is None:
            raise NotFound(words.NO_SUCH_SERVICE)
        if ServiceWithdrawal.objects.filter(code=code, upto=newest.number).exists():
            raise Refused(words.WITHDRAWN_ALREADY, code="withdrawn")
        told = {"reason_id": reason.id.strip(), "reason_en": reason.en.strip(), "stops_filed": stops_filed}
        ServiceWithdrawal.objects.create(
            id=new_id(), code=code, upto=newest.number, from_on=day, withdrawn_at=at, **told
        )
        journal.note(
            ServiceWithdrawn(
                version=Ref("service_version", newest.id), code=code, number=newest.number, from_on=day, **told
            ),
            by=by,
            at=at,
        )
    return rules.Withdrawal(code=code, upto=newest.number, from_on=day, reason=reason, stops_filed=stops_filed)


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
