"""What happens to the files that people hand in. Every event names the exact bytes by their digest."""

from __future__ import annotations

from dataclasses import dataclass

from seluma.lib.events import Event
from seluma.lib.ids import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentUploaded(Event):
    """Somebody handed in a file; `replaces` is the version that it takes the place of."""

    SUBJECT = "about"
    PERSONAL = frozenset({"filename"})
    DIGESTS = ("digest",)

    about: Ref
    document: Ref
    slot: str
    version: int
    filename: str
    media_type: str
    digest: str
    size: int
    pages: int
    replaces: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRemoved(Event):
    """A file that was not yet handed over was taken back."""

    SUBJECT = "about"
    DIGESTS = ("digest",)

    about: Ref
    document: Ref
    slot: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsFrozen(Event):
    """The files were handed over: from now on nobody can replace them unasked. Current versions, in one order."""

    SUBJECT = "about"
    DIGESTS = ("digests",)

    about: Ref
    documents: tuple[Ref, ...]
    slots: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAccepted(Event):
    """An officer saw exactly these bytes and takes them."""

    SUBJECT = "about"
    DIGESTS = ("digest",)

    about: Ref
    document: Ref
    slot: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRejected(Event):
    """An officer saw exactly these bytes and does not take them; the reason is written for the applicant."""

    SUBJECT = "about"
    PERSONAL = frozenset({"reason"})
    DIGESTS = ("digest",)

    about: Ref
    document: Ref
    slot: str
    digest: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsReopened(Event):
    """These slots, and only these, take new files again. The documents are those that stand in them now."""

    SUBJECT = "about"
    DIGESTS = ("digests",)

    about: Ref
    slots: tuple[str, ...]
    documents: tuple[Ref, ...]
    digests: tuple[str, ...]
