"""The messages between the office and an applicant, on the officers' side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.web.ui import forms, thread
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires

from .asking import actor_of
from .case import context_of
from .papers import sent_bytes
from .starting import start


@requires(cases.READ)
def messages(request: HttpRequest, case: UUID) -> HttpResponse:
    """The thread of a case. Opening it is reading it; the applicant sees when, and by whom."""
    actor, now = actor_of(request), timezone.now()
    page, found = cases.desk_conversation(actor, case, at=now, before=thread.before(request))
    ready = start(request, "message", page, found.language, anchor="tulis")
    form = forms.Form(request, _fields(found), initial={"text": ready.text})
    if form.is_ready():

        def send() -> str:
            files = thread.attachments(form)
            cases.send_message(case=case, text=form.values["text"], attachments=files, by=actor, at=now)
            return f"{reverse('officer:messages', args=[case])}?baru=terkirim#tulis"

        try:
            return post_once(request, send)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    if any(message.new for message in found.messages):
        cases.mark_messages_read(case=case, by=actor, at=now)
    context = context_of(request, page, "messages", now) | {
        "found": found,
        "form": form,
        "ready": ready.offered,
        "lines": [_line(found, message) for message in found.messages],
        "earlier": f"?sebelum={found.earlier}" if found.earlier else None,
    }
    return render(request, "officer/messages.html", context, status=form.status)


@requires(cases.READ)
def attachment(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """The exact bytes of a file that went with a message; always saved, never opened inside our pages."""
    paper, data = cases.attachment_content(actor_of(request), case, document, at=timezone.now())
    return sent_bytes(data, paper.media_type, paper.filename)


def _fields(found: cases.Conversation) -> list[forms.Field]:
    hint = _("Pemohon membacanya apa adanya.")
    if found.language != "id":
        hint = _("Pemohon membaca dalam bahasa Inggris. Tulislah dalam bahasa itu bila Anda dapat.")
    return thread.form_fields(
        _("Pesan kepada pemohon"),
        hint,
        longest=cases.MESSAGE_LONGEST,
        most_files=cases.ATTACHMENTS_MOST,
        types=cases.ATTACHMENT_TYPES,
        max_bytes=cases.ATTACHMENT_BYTES,
    )


def _line(found: cases.Conversation, message: cases.Message) -> thread.Line:
    read = ""
    if message.by_office:
        read = _("Belum dibaca pemohon")
        if message.read_at:
            read = _("Dibaca pemohon, %(when)s") % {"when": datetime_long(message.read_at)}
    who = _("Anda") if message.by_you else message.by
    return thread.Line(
        id=str(message.id),
        who=who if message.by_office else _("Pemohon, %(name)s") % {"name": message.by},
        when=datetime_long(message.sent_at),
        text=message.text,
        read=read,
        mine=message.by_office,
        new=message.new,
        attached=tuple(
            thread.Attached(one.filename, one.size, reverse("officer:attachment", args=[found.case, one.id]))
            for one in message.attachments
        ),
    )
