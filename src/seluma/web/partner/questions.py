"""What an institution was asked: the inbox, and one question with its answer."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seluma.core.access import api as access
from seluma.domains.agencies import api as agencies
from seluma.domains.people import api as people
from seluma.web.ui import forms
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken


@requires(agencies.ANSWER)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the most urgent first; then what was answered."""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "waiting": [_line(question, today) for question in agencies.inbox_for(actor, at=now)],
        "answered": [_line(question, today) for question in agencies.answered_for(actor)],
    }
    return render(request, "partner/inbox.html", context)


@requires(agencies.ANSWER)
def question(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """One question: what we need to know and why, and nothing of the person beyond that. Answered once."""
    actor: access.Actor = request.actor  # type: ignore[attr-defined]
    now = timezone.now()
    found = agencies.question_for(actor, question_id, at=now)
    form = _form(request)
    if request.method == "POST" and (found.state != agencies.OPEN or _is_complete(form)):

        def perform() -> str:
            verdict, remark = form.values.get("verdict") or "", form.values.get("remark") or ""
            agencies.answer(question=question_id, verdict=verdict, remark=remark, by=actor, at=now)
            return f"{reverse('partner_question', args=[question_id])}?baru=dijawab"

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    today = timezone.localdate(now)
    context: dict[str, Any] = {
        "question": found,
        "form": form,
        "fields": [(spoken(field["label"]), spoken(field["value"])) for field in found.fields.values()],
        "late": found.is_late(today),
        "due": _days((found.due_on - today).days),
        "is_open": found.state == agencies.OPEN,
        "answer": str(agencies.VERDICTS.get(found.answer, "")),
        "state": str(agencies.STATES[found.state]),
        "who": _who(found),
        "thanks": "baru" in request.GET,
    }
    return render(request, "partner/question.html", context, status=_status(form, found))


def _form(request: HttpRequest) -> forms.Form:
    hints = {
        agencies.YES: _("Keterangannya benar menurut catatan Anda."),
        agencies.NO: _("Keterangannya tidak benar, atau tidak tercatat."),
        agencies.UNCLEAR: _("Anda tidak dapat memastikannya."),
    }
    choices = [(key, label, hints[key]) for key, label in agencies.VERDICTS.items()]
    hint = _("Perlu jika jawabannya bukan ya: apa yang tidak cocok, atau apa yang menghalangi.")
    fields = [
        forms.Choose("verdict", _("Jawaban lembaga Anda"), choices=choices),
        forms.LongText("remark", _("Penjelasan"), hint=hint, required=False, limit=2000, rows=4),
    ]
    return forms.Form(request, fields)


def _is_complete(form: forms.Form) -> bool:
    """Nothing is left to mend; a no or an unclear without a word is told beside the field."""
    plain = form.values.get("verdict") in (None, agencies.YES)
    if not plain and not form.values.get("remark") and "remark" not in form.errors:
        form.refuse("remark", _("Tuliskan alasan jawaban Anda, supaya petugas dapat menindaklanjuti."))
    return form.is_ready()


def _status(form: forms.Form, found: agencies.AgencyQuestion) -> int:
    return 409 if form.posted and found.state != agencies.OPEN else form.status


def _who(found: agencies.AgencyQuestion) -> str:
    if found.answered_by is None or found.answered_at is None:
        return ""
    name = people.names([found.answered_by]).get(found.answered_by, _("rekan Anda"))
    return _("%(name)s, %(when)s") % {"name": name, "when": datetime_long(found.answered_at)}


def _line(found: agencies.AgencyQuestion, today: dt.date) -> dict[str, Any]:
    return {
        "href": reverse("partner_question", args=[found.id]),
        "text": spoken(found.text),
        "about": ", ".join(spoken(field["value"]) for field in list(found.fields.values())[:2]),
        "due_on": found.due_on,
        "due": _days((found.due_on - today).days),
        "late": found.is_late(today),
        "asked_at": found.asked_at,
        "answer": str(agencies.VERDICTS.get(found.answer, "")),
        "answered_at": found.answered_at,
    }


def _days(left: int) -> str:
    if left < 0:
        return ngettext("lewat %(count)s hari", "lewat %(count)s hari", -left) % {"count": -left}
    if left == 0:
        return _("hari ini")
    return ngettext("%(count)s hari lagi", "%(count)s hari lagi", left) % {"count": left}
