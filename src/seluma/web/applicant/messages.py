"""The messages between an applicant and the office, on the applicant's side."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.web.ui import forms, thread
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, signed_in

from .asking import actor_of
from .files import sent_file


@signed_in
def messages(request: HttpRequest, case: UUID) -> HttpResponse:
    """The thread of one's own case. Opening it is reading it; the office sees when."""
    actor, now = actor_of(request), timezone.now()
    found = cases.conversation(actor, case, at=now, before=thread.before(request), as_applicant=True)
    form = forms.Form(request, _fields())
    if form.is_ready():

        def send() -> str:
            files = thread.attachments(form)
            cases.send_message(case=case, text=form.values["text"], attachments=files, by=actor, at=now)
            return f"{reverse('applicant:messages', args=[case])}?terkirim=1#tulis"

        try:
            return post_once(request, send)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    if any(message.new for message in found.messages):
        cases.mark_messages_read(case=case, by=actor, at=now)
    context = {
        "found": found,
        "form": form,
        "lines": [_line(found, message) for message in found.messages],
        "earlier": f"?sebelum={found.earlier}" if found.earlier else None,
        "sent": "terkirim" in request.GET and not form.posted,
        "office": catalogue.office(),
    }
    return render(request, "applicant/messages.html", context, status=form.status)


@signed_in
def attachment(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """The exact bytes of a file that went with a message."""
    paper, data = cases.attachment_content(actor_of(request), case, document, at=timezone.now())
    return sent_file(data, paper.filename, paper.media_type)


def _fields() -> list[forms.Field]:
    return thread.form_fields(
        _("Pesan Anda kepada petugas"),
        _("Petugas membacanya pada hari dan jam kerja. Jangan menulis kata sandi."),
        longest=cases.MESSAGE_LONGEST,
        most_files=cases.ATTACHMENTS_MOST,
        types=cases.ATTACHMENT_TYPES,
        max_bytes=cases.ATTACHMENT_BYTES,
    )


def _line(found: cases.Conversation, message: cases.Message) -> thread.Line:
    read = ""
    if not message.by_office:
        read = _("Belum dibaca petugas")
        if message.read_at:
            read = _("Dibaca %(name)s, %(when)s") % {"name": message.read_by, "when": datetime_long(message.read_at)}
    return thread.Line(
        id=str(message.id),
        who=_("Petugas %(name)s") % {"name": message.by} if message.by_office else _("Anda"),
        when=datetime_long(message.sent_at),
        text=message.text,
        read=read,
        mine=not message.by_office,
        new=message.new,
        attached=tuple(
            thread.Attached(one.filename, one.size, reverse("applicant:attachment", args=[found.case, one.id]))
            for one in message.attachments
        ),
    )
