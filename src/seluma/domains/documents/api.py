"""The only door of this package."""

from .actions import accept, freeze, reject, remove, reopen, upload
from .policies import CHECK, UPLOAD
from .queries import check_file, content, document, documents, documents_for_many, folder, page_count, preview, versions
from .rules import (
    ACCEPTED,
    FROZEN,
    JPEG,
    PDF,
    PNG,
    REJECTED,
    REMOVED,
    REPLACED,
    UPLOADED,
    Document,
    Folder,
    shown_name,
)
from .words import EVENTS, STATES, limits, size

__all__ = [
    "ACCEPTED",
    "CHECK",
    "EVENTS",
    "FROZEN",
    "JPEG",
    "PDF",
    "PNG",
    "REJECTED",
    "REMOVED",
    "REPLACED",
    "STATES",
    "UPLOAD",
    "UPLOADED",
    "Document",
    "Folder",
    "accept",
    "check_file",
    "content",
    "document",
    "documents",
    "documents_for_many",
    "folder",
    "freeze",
    "limits",
    "page_count",
    "preview",
    "reject",
    "remove",
    "reopen",
    "shown_name",
    "size",
    "upload",
    "versions",
]
