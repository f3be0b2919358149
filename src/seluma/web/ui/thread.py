"""A thread of messages on a page: its lines, the form below it. Who writes and reads is known by whoever shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from . import forms


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a message, to be downloaded."""

    name: str
    size: int
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One message in words. `read`: what is known about its being read, or empty."""

    id: str
    who: str
    when: str
    text: str
    read: str
    mine: bool
    new: bool
    attached: tuple[Attached, ...]


def form_fields(
    label: forms.Words, hint: forms.Words, *, longest: int, most_files: int, types: Sequence[str], max_bytes: int
) -> list[forms.Field]:
    """The text and as many files as may go with it."""
    text = forms.LongText("text", label, hint=hint, missing=_("Tulis pesan Anda."), limit=longest, rows=4)
    files = [
        forms.File(name, _("Lampiran") if number == 1 else _("Lampiran %(number)s") % {"number": number}, **limits)
        for number, name in enumerate(file_names(most_files), start=1)
        for limits in [{"required": False, "types": types, "max_bytes": max_bytes}]
    ]
    return [text, *files]


def before(request: HttpRequest) -> UUID | None:
    """The message before which earlier ones are asked for; None for none, and for what is no message's id."""
    try:
        return UUID(request.GET.get("sebelum", ""))
    except ValueError:
        return None


def file_names(most: int) -> list[str]:
    """The names of the files' fields."""
    return [f"file_{number}" for number in range(1, most + 1)]


def attachments(form: forms.Form) -> list[tuple[str, bytes]]:
    """The files that were chosen: name and bytes."""
    chosen = [value for name, value in form.values.items() if name.startswith("file_") and value is not None]
    return [(forms.file_name(file), file.read()) for file in chosen]
