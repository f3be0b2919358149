"""Reads. Who may read is asked by whoever owns the thing that the documents are about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from uuid import UUID

from seluma.core.access import api as access
from seluma.core.files import api as files
from seluma.lib.ids import Ref

from . import models, rules, words


def check_file(data: bytes, *, types: Collection[str], max_bytes: int, max_pages: int | None = None) -> None:
    """Refused, with what to do, unless the bytes are what is asked for; as `upload` judges them."""
    try:
        rules.examine(data, types=types, max_bytes=max_bytes, max_pages=max_pages)
    except rules.Unfit as unfit:
        raise access.Refused(words.unfit(unfit.why, unfit.facts), code=unfit.why) from unfit


def documents(about: Ref) -> list[rules.Document]:
    """The current version in each slot, by slot."""
    return documents_for_many([about])[about]


def documents_for_many(refs: Iterable[Ref]) -> dict[Ref, list[rules.Document]]:
    """The current versions about each of these, in one statement; every ref has a list."""
    found: dict[Ref, list[rules.Document]] = {ref: [] for ref in refs}
    rows = models.Document.objects.current().filter(about_id__in=[ref.id for ref in found]).order_by("slot")
    for document in (row.read() for row in rows):
        if document.about in found:
            found[document.about].append(document)
    return found


def versions(about: Ref, slot: str) -> list[rules.Document]:
    """All versions that stood in the slot, the newest first; what was taken back is not among them."""
    rows = models.Document.objects.about(about).filter(slot=slot).exclude(state=rules.REMOVED)
    return [row.read() for row in rows.order_by("-version")]


def every_version(about: Ref) -> list[rules.Document]:
    """All that was ever handed in about it, what was replaced or taken back too, in the order of the uploads."""
    return [row.read() for row in models.Document.objects.about(about).order_by("uploaded_at", "id")]


def document(document_id: UUID) -> rules.Document:
    """One version; NotFound when there is none, or when it was taken back."""
    row = models.Document.objects.filter(id=document_id).exclude(state=rules.REMOVED).first()
    if row is None:
        raise access.NotFound
    return row.read()


def folder(about: Ref) -> rules.Folder:
    """What is open; a thing about which nothing was handed in yet has every slot open."""
    row = models.Folder.objects.filter(about_kind=about.kind, about_id=about.id).first()
    return row.read() if row else rules.Folder(about=about)


def content(document_id: UUID) -> tuple[rules.Document, bytes]:
    """The document and its exact bytes, checked against the digest."""
    found = document(document_id)
    return found, files.read(found.digest)


def preview(document_id: UUID, page: int = 0, *, scale: float = 2.0) -> bytes:
    """A page, counted from 0, as PNG; `scale` as in `rules.preview`. NotFound past the last page."""
    found = document(document_id)
    try:
        return _picture(found.digest, found.media_type, page, scale)
    except IndexError as beyond:
        raise access.NotFound(words.NO_SUCH_PAGE) from beyond
    except rules.Unfit as broken:
        raise access.Refused(words.unfit(broken.why, broken.facts), code=broken.why) from broken


@lru_cache(maxsize=64)
def _picture(digest: str, media_type: str, page: int, scale: float) -> bytes:
    # The same bytes give the same picture. In memory only: what is erased must not lie about in a second place.
    return rules.preview(files.read(digest), media_type, page=page, scale=scale)


def page_count(document_id: UUID) -> int:
    """How many pages there are; an image has one."""
    return document(document_id).pages
