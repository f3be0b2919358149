"""What people read about questions to other institutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import events, rules

EVENTS: dict[type, Promise] = {
    events.AgencyAsked: _("Lembaga lain ditanya"),
    events.AgencyAnswered: _("Lembaga lain menjawab"),
    events.AgencyReminded: _("Lembaga lain diingatkan"),
    events.AgencyEscalated: _("Jawaban lembaga lain terlambat"),
    events.AgencyQuestionWithdrawn: _("Pertanyaan kepada lembaga lain ditarik"),
}
STATES = {
    rules.OPEN: _("Menunggu jawaban"),
    rules.ANSWERED: _("Sudah dijawab"),
    rules.WITHDRAWN: _("Ditarik, tidak perlu dijawab"),
}
VERDICTS = {
    rules.YES: _("Ya"),
    rules.NO: _("Tidak"),
    rules.UNCLEAR: _("Tidak dapat dipastikan"),
}

WITHDRAWN = _("Pertanyaan ini sudah ditarik dan tidak perlu dijawab lagi. Terima kasih.")
UNKNOWN_VERDICT = _("Pilih salah satu jawaban: ya, tidak, atau tidak dapat dipastikan.")
REMARK_MISSING = _("Tuliskan alasan jawaban Anda, supaya petugas dapat menindaklanjuti.")
REMARK_TOO_LONG = _("Alasan terlalu panjang. Ringkas menjadi paling banyak 2.000 huruf.")


def already_answered(name: str, at: dt.datetime) -> str:
    """That somebody answered before, who and when."""
    return gettext("Pertanyaan ini sudah dijawab oleh %(name)s pada %(when)s.") % {
        "name": name or gettext("rekan Anda"),
        "when": moment(at),
    }


def asked_letter(question: rules.AgencyQuestion, name: str, where: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter to the institution: somebody waits for its answer."""
    body = gettext(
        "%(name)s, kami memerlukan jawaban lembaga Anda.\n\n"
        "Pertanyaan: %(text)s\nDasar hukum: %(law)s\nJawab paling lambat: %(due)s\n\n"
        "Data orangnya hanya terlihat setelah Anda masuk:\n%(where)s"
    )
    subject = gettext("Mohon jawaban paling lambat %(due)s")
    return _letter(subject, body, question, name, where, language)


def reminder_letter(question: rules.AgencyQuestion, name: str, where: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter to the institution: the day comes near."""
    body = gettext(
        "%(name)s, pertanyaan ini masih menunggu jawaban lembaga Anda.\n\n"
        "Pertanyaan: %(text)s\nDasar hukum: %(law)s\nJawab paling lambat: %(due)s\n\n"
        "Buka pertanyaannya:\n%(where)s"
    )
    return _letter(gettext("Pengingat: jawab paling lambat %(due)s"), body, question, name, where, language)


def late_letter(question: rules.AgencyQuestion, name: str, where: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter to the institution: the day is over."""
    body = gettext(
        "%(name)s, jawaban lembaga Anda seharusnya sudah kami terima paling lambat %(due)s.\n\n"
        "Pertanyaan: %(text)s\nDasar hukum: %(law)s\n\n"
        "Seseorang menunggu keputusan karena jawaban ini. Jawab sekarang:\n%(where)s"
    )
    return _letter(gettext("Terlambat: jawaban Anda ditunggu sejak %(due)s"), body, question, name, where, language)


def office_letter(question: rules.AgencyQuestion, name: str, agency: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter to those who decide: an institution is late."""
    facts = {"agency": agency, "text": _said(question.text, language), "due": day(question.due_on), "name": name}
    body = gettext(
        "%(name)s, %(agency)s belum menjawab pertanyaan kami; waktunya habis %(due)s.\n\n"
        "Pertanyaan: %(text)s\n\n"
        "Hubungi lembaga itu, atau putuskan tanpa jawabannya jika layanannya membolehkan."
    )
    return gettext("%(agency)s belum menjawab") % facts, body % facts


def _letter(
    subject: str, body: str, question: rules.AgencyQuestion, name: str, where: str, language: str
) -> tuple[str, str]:
    facts = {
        "name": name,
        "text": _said(question.text, language),
        "law": _said(question.legal_base, language),
        "due": day(question.due_on),
        "where": where,
    }
    return subject % facts, body % facts


def day(on: dt.date) -> str:
    """A day with its weekday: "Senin, 7 Desember 2026"."""
    return date_format(on, "l, j F Y")


def moment(at: dt.datetime) -> str:
    """A time with its weekday, in the office's zone: "Senin, 23 November 2026 09.00"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'l, j F Y')} {date_format(local, 'H.i')}"


def _said(text: Mapping[str, str], language: str) -> str:
    return text.get(language, text["id"])


VIEWED_LIST = "agency_list"
VIEWED_QUESTION = "agency_question"
"""Why a person's data were read, as entries have it; whoever owns the thing says it in words."""
