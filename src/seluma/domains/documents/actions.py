"""Verbs on documents.

Locks: the folder's row first, always; it stands for every row about the same thing. Whoever also locks the thing itself
(a case) locks that before calling here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from seluma.core.access import api as access
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.lib.ids import Ref

from . import events, models, policies, rules, words


def upload(
    *,
    about: Ref,
    slot: str,
    filename: str,
    data: bytes,
    types: Collection[str],
    max_bytes: int,
    by: access.Actor,
    at: dt.datetime,
    min_pixels: tuple[int, int] | None = None,
    max_pages: int | None = None,
) -> rules.Document:
    """Hand in a file for a slot; it takes the place of the version that stands there, which stays readable.

    `types` are the media types that are taken, `max_bytes` the largest size, `min_pixels` the least width and height
    of an image, `max_pages` the most of a PDF. Sending the same bytes again changes nothing. Refused when the bytes are
    not what is asked for (judged by content), or when the slot was handed over and is not open.
    """
    policies.check_may_upload(by)
    try:
        content = rules.examine(data, types=types, max_bytes=max_bytes, min_pixels=min_pixels, max_pages=max_pages)
    except rules.Unfit as unfit:
        raise access.Refused(words.unfit(unfit.why, unfit.facts), code=unfit.why) from unfit
    with transaction.atomic():
        folder = _locked_folder(about)
        if not folder.read().is_open(slot):
            raise access.Refused(words.CLOSED, code="closed")
        blob = files.keep(data, media_type=content.media_type)
        old = models.Document.objects.about(about).current().filter(slot=slot).first()
        if old is not None and old.digest == blob.digest and old.state == rules.UPLOADED:
            return old.read()
        if old is not None:
            _move(old, "replace")
        row = models.Document.objects.create(
            about_kind=about.kind,
            about_id=about.id,
            slot=slot,
            version=_next_version(about, slot),
            filename=rules.shown_name(filename, content.media_type),
            media_type=content.media_type,
            size=blob.size,
            digest=blob.digest,
            pages=content.pages,
            state=rules.UPLOADED,
            uploaded_by_kind=by.kind,
            uploaded_by=by.id,
            uploaded_at=at,
        )
        journal.note(_uploaded(row.read(), old), by=by, at=at)
        return row.read()


def _uploaded(new: rules.Document, old: models.Document | None) -> events.DocumentUploaded:
    return events.DocumentUploaded(
        about=new.about,
        document=new.ref,
        slot=new.slot,
        version=new.version,
        filename=new.filename,
        media_type=new.media_type,
        digest=new.digest,
        size=new.size,
        pages=new.pages,
        replaces=old.read().ref if old else None,
    )


def remove(*, document: UUID, by: access.Actor, at: dt.datetime) -> None:
    """Take back a file that was not yet handed over. Refused afterwards."""
    policies.check_may_upload(by)
    with transaction.atomic():
        row = _locked_document(document)
        if row.state == rules.REMOVED:
            return
        if rules.WORKFLOW.to(row.state, "remove") is None:
            raise access.Refused(words.NOT_REMOVABLE, code="closed")
        _move(row, "remove")
        shown = row.read()
        journal.note(
            events.DocumentRemoved(about=shown.about, document=shown.ref, slot=shown.slot, digest=shown.digest),
            by=by,
            at=at,
        )


def freeze(*, about: Ref, by: access.Actor, at: dt.datetime) -> list[rules.Document]:
    """Hand everything over: no slot takes files any more. Returns the current versions, by slot.

    What was judged before stays judged; what is new waits to be judged.
    """
    policies.check_may_upload(by)
    with transaction.atomic():
        folder = _locked_folder(about)
        models.Folder.objects.filter(id=folder.id).update(frozen_at=at, open_slots=[])
        current = models.Document.objects.about(about).current()
        current.filter(state=rules.UPLOADED).update(state=rules.FROZEN)
        handed_over = [row.read() for row in current.order_by("slot")]
        journal.note(
            events.DocumentsFrozen(
                about=about,
                documents=tuple(document.ref for document in handed_over),
                slots=tuple(document.slot for document in handed_over),
                digests=tuple(document.digest for document in handed_over),
            ),
            by=by,
            at=at,
        )
        return handed_over


def accept(*, document: UUID, digest: str, by: access.Actor, at: dt.datetime) -> rules.Document:
    """Take the file whose bytes the officer saw; `digest` names them. Accepting again changes nothing.

    Refused when other bytes stand in the slot by now, or when the file was not handed over.
    """
    policies.check_may_judge(by)
    with transaction.atomic():
        row = _seen_document(document, digest)
        if row.state == rules.ACCEPTED:
            return row.read()
        if rules.WORKFLOW.to(row.state, "accept") is None:
            raise access.Refused(words.NOT_YET_HANDED_OVER, code="not_handed_over")
        _judge(row, "accept", reason="", by=by, at=at)
        shown = row.read()
        journal.note(
            events.DocumentAccepted(about=shown.about, document=shown.ref, slot=shown.slot, digest=shown.digest),
            by=by,
            at=at,
        )
        return shown


def reject(*, document: UUID, digest: str, reason: str, by: access.Actor, at: dt.datetime) -> rules.Document:
    """Do not take the file whose bytes the officer saw; `reason` tells the applicant what to do.

    Refused when other bytes stand in the slot by now, when the file was not handed over, or without a reason.
    """
    policies.check_may_judge(by)
    reason = reason.strip()
    if not reason:
        raise access.Refused(words.REASON_MISSING, code="reason_missing")
    if len(reason) > rules.REASON_MAX:
        raise access.Refused(words.REASON_TOO_LONG, code="reason_too_long")
    with transaction.atomic():
        row = _seen_document(document, digest)
        if row.state == rules.REJECTED and row.reason == reason:
            return row.read()
        if rules.WORKFLOW.to(row.state, "reject") is None:
            raise access.Refused(words.NOT_YET_HANDED_OVER, code="not_handed_over")
        _judge(row, "reject", reason=reason, by=by, at=at)
        shown = row.read()
        journal.note(
            events.DocumentRejected(
                about=shown.about, document=shown.ref, slot=shown.slot, digest=shown.digest, reason=reason
            ),
            by=by,
            at=at,
        )
        return shown


def reopen(*, about: Ref, slots: Collection[str], by: access.Actor, at: dt.datetime) -> None:
    """Let these slots, and only these, take new files again, filled or not; without slots nothing happens.

    Refused when nothing was handed over yet.
    """
    policies.check_may_judge(by)
    if not slots:
        return
    wanted = sorted(set(slots))
    with transaction.atomic():
        folder = _locked_folder(about)
        if folder.frozen_at is None:
            raise access.Refused(words.NOT_HANDED_OVER, code="not_handed_over")
        models.Folder.objects.filter(id=folder.id).update(open_slots=wanted)
        standing = models.Document.objects.about(about).current().filter(slot__in=wanted).order_by("slot")
        shown = [row.read() for row in standing]
        journal.note(
            events.DocumentsReopened(
                about=about,
                slots=tuple(wanted),
                documents=tuple(document.ref for document in shown),
                digests=tuple(document.digest for document in shown),
            ),
            by=by,
            at=at,
        )


def _locked_folder(about: Ref) -> models.Folder:
    models.Folder.objects.bulk_create([models.Folder(about_kind=about.kind, about_id=about.id)], ignore_conflicts=True)
    return models.Folder.objects.select_for_update().get(about_kind=about.kind, about_id=about.id)


def _locked_document(document_id: UUID) -> models.Document:
    about = models.Document.objects.filter(id=document_id).values_list("about_kind", "about_id").first()
    if about is None:
        raise access.NotFound
    _locked_folder(Ref(*about))
    return models.Document.objects.get(id=document_id)


def _seen_document(document_id: UUID, digest: str) -> models.Document:
    row = _locked_document(document_id)
    if row.state not in rules.CURRENT or row.digest != digest:
        raise access.Refused(words.REPLACED, code="replaced")
    return row


def _move(row: models.Document, verb: str) -> None:
    state = rules.WORKFLOW.to(row.state, verb)
    if state is None:
        raise ValueError(f"{verb} from {row.state}")
    row.state = state
    row.save(update_fields=["state"])


def _judge(row: models.Document, verb: str, *, reason: str, by: access.Actor, at: dt.datetime) -> None:
    row.state = rules.WORKFLOW.to(row.state, verb) or row.state
    row.reason, row.judged_by, row.judged_at = reason, by.id, at
    row.save(update_fields=["state", "reason", "judged_by", "judged_at"])


def _next_version(about: Ref, slot: str) -> int:
    last = models.Document.objects.about(about).filter(slot=slot).aggregate(last=Max("version"))["last"]
    return int(last or 0) + 1
