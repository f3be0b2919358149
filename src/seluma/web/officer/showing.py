"""How the desk and a case are put into words: lists, days, what stands in the way, answers, the timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seluma.core.access import api as access
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.web.ui.jinja import date_long, date_short, datetime_long, time_short
from seluma.web.ui.words import current_language, spoken


def lists(actor: access.Actor) -> dict[str, str]:
    """The lists of the desk that are for this officer, by name, in the order in which they are shown."""
    found = {
        "mine": _("Giliran saya"),
        "asked": _("Ditanyakan kepada saya"),
        "to_verify": _("Perlu diperiksa"),
        "to_decide": _("Perlu diputuskan"),
        "team": _("Tim saya"),
        "late": _("Terlambat"),
        "waiting": _("Menunggu pihak lain"),
        "to_follow_up": _("Perlu ditindaklanjuti"),
        "to_collect": _("Siap diambil"),
        "everything": pgettext("daftar", "Semua"),
        "closed": pgettext("daftar", "Selesai"),
    }
    needs = {"to_verify": cases.VERIFY, "to_decide": cases.DECIDE}
    return {which: title for which, title in found.items() if which not in needs or access.may(actor, needs[which])}


def nothing_in(which: str) -> str:
    """What an empty list means."""
    return {
        "mine": _("Tidak ada yang menunggu Anda. Ambil satu dari daftar yang menunggu."),
        "asked": _("Tidak ada pertanyaan rekan yang menunggu jawaban Anda."),
        "to_verify": _("Tidak ada permohonan yang menunggu diperiksa."),
        "to_decide": _("Tidak ada permohonan yang menunggu keputusan Anda."),
        "team": _("Tidak ada permohonan yang menunggu tim Anda."),
        "everything": _("Tidak ada permohonan yang belum selesai."),
        "late": _("Tidak ada yang terlambat: semua janji waktu ditepati."),
        "waiting": _("Tidak ada permohonan yang menunggu pemohon atau lembaga lain."),
        "to_follow_up": _("Tidak ada penyerahan yang perlu dibawa, dikirim ulang, atau ditanyakan."),
        "to_collect": _("Tidak ada dokumen yang menunggu diambil."),
        "closed": _("Belum ada permohonan yang selesai."),
    }[which]


def line(item: cases.DeskItem) -> dict[str, Any]:
    """One case in a list: who, what, how it stands, by when."""
    return {
        "id": item.id,
        "href": reverse("officer:case", args=[item.id]),
        "person": item.person or item.number,
        "number": item.number,
        "title": spoken(item.title),
        "state": _state(item),
        "unread": unread(item.unread),
        "due": days(item.days),
        "day": date_long(item.due_on) if item.days is not None else "",
        "late": item.days is not None and item.days < 0,
    }


def queue(items: Sequence[cases.DeskItem], current: UUID) -> list[dict[str, Any]]:
    """My turn beside a case, with the one that comes next after it marked."""
    ids = [item.id for item in items]
    place = ids.index(current) + 1 if current in ids else 0
    return [line(item) | {"is_next": number == place} for number, item in enumerate(items)]


def _state(item: cases.DeskItem) -> str:
    if item.state in (cases.SUBMITTED, cases.IN_REVIEW):
        waits = {"applicant": _("Menunggu pemohon membayar"), "agency": _("Menunggu jawaban lembaga")}.get(item.turn)
        held = _("Dipegang %(name)s") % {"name": item.claimed_by} if item.claimed_by else ""
        if waits or held:
            return ". ".join(part for part in (waits, held) if part)
        if item.turn == "cashier":
            return _("Menunggu jumlah biaya dipastikan")
    if item.state == cases.OBJECTED and not item.claimed_by:
        return _("Keberatan menunggu penilai")
    return case_state(item.state, item.verified, ours=item.turn == "verifier")


def case_state(state: str, verified: bool, *, ours: bool = False) -> str:
    """How a case stands, as officers say it. `ours`: it is elsewhere, and yet an officer has to do something."""
    words = {
        cases.SUBMITTED: _("Menunggu diperiksa"),
        cases.IN_REVIEW: _("Menunggu diputuskan") if verified else _("Menunggu diperiksa"),
        cases.RETURNED: _("Diperbaiki pemohon"),
        cases.HANDED_OVER: _("Diserahkan, perlu ditindaklanjuti") if ours else _("Diserahkan, menunggu jawaban"),
        cases.OBJECTED: _("Keberatan dinilai"),
        cases.GRANTED: _("Dikabulkan, dokumen sedang dibuat"),
        cases.REFUSED: _("Ditolak"),
        cases.ISSUED: _("Dokumen siap diambil"),
        cases.COLLECTED: _("Dokumen sudah diserahkan"),
        cases.WITHDRAWN: _("Dicabut pemohon"),
        cases.LAPSED: _("Berakhir sebelum selesai"),
    }
    return words.get(state, state)


def unread(count: int) -> str:
    """`2 pesan baru`; empty when there is none."""
    return ngettext("%(count)s pesan baru", "%(count)s pesan baru", count) % {"count": count} if count else ""


def days(left: int | None) -> str:
    """`2 hari`, `hari ini`, `lewat 1 hari`: days to the promised day."""
    if left is None:
        return ""
    if left < 0:
        return ngettext("lewat %(count)s hari", "lewat %(count)s hari", -left) % {"count": -left}
    if left == 0:
        return _("hari ini")
    return ngettext("%(count)s hari lagi", "%(count)s hari lagi", left) % {"count": left}


# ---- One case ------------------------------------------------------------------------------------------------------


def title_of(page: cases.DeskCase, slot: str) -> str:
    """What a document is called."""
    spec = page.service.documents_by_key.get(slot)
    return spoken(spec.title) if spec else slot


def answers(page: cases.DeskCase) -> list[dict[str, Any]]:
    """What the applicant wrote, by section; what was asked to be mended is marked."""
    named = page.to_mend.get("questions", {})
    found = []
    for section in page.service.sections:
        rows = [
            {
                "key": question.key,
                "label": spoken(question.title),
                "value": shown(question, page.answers.get(question.key)) or _("Tidak diisi"),
                "note": str(named.get(question.key, "")),
            }
            for question in catalogue.asked(page.service, page.answers)
            if question.section == section.key
        ]
        if rows:
            found.append({"key": section.key, "title": spoken(section.title), "rows": rows})
    return found


_BESIDE = {
    "passport_page": (
        *("full_name", "mrz_primary", "mrz_secondary", "birth_date", "sex"),
        *("nationality", "passport_number", "passport_expires_on"),
    ),
    "photo": ("full_name", "birth_date", "sex"),
    **dict.fromkeys(
        ("current_permit", "entry_stamp", "visa"),
        ("visa_index", "permit_number", "permit_expires_on", "entered_on", "first_granted_on", "full_name"),
    ),
    **dict.fromkeys(
        ("guarantor_letter", "guarantor_id", "sponsor_permit"),
        ("guarantor_kind", "guarantor_name", "guarantor_phone", "full_name", "passport_number"),
    ),
    **dict.fromkeys(
        ("school_letter", "study_permit"),
        ("school_name", "student_number", "study_until", "full_name", "passport_number"),
    ),
    "domicile_letter": ("address", "district", "full_name"),
}
_BESIDE_ANY = ("full_name", "birth_date", "passport_number")
"""Which answers stand beside which document: those that can be read in it."""


def beside(page: cases.DeskCase, slot: str) -> list[tuple[str, str]]:
    """What the applicant wrote that can be read in this document, too: (question, answer)."""
    wanted = _BESIDE.get(slot, _BESIDE_ANY)
    asked = {question.key: question for question in catalogue.asked(page.service, page.answers)}
    return [
        (spoken(asked[key].title), shown(asked[key], page.answers.get(key)) or _("Tidak diisi"))
        for key in wanted
        if key in asked
    ]


def shown(question: catalogue.Question, value: Any) -> str:
    """An answer in the page's language; empty where there is none."""
    if value is None or value == "":
        return ""
    if question.kind in ("date", "partial_date"):
        return date_short(str(value))
    if question.kind == "country":
        name = dict(people.countries(current_language())).get(str(value))
        return f"{name} ({value})" if name else str(value)
    if question.key == "district":
        return next((one.name for one in people.districts() if one.code == value), str(value))
    return spoken(cases.shown_answer(question, value))


def gates(page: cases.DeskCase, actor: access.Actor) -> list[dict[str, Any]]:
    """What must be met before a decision, each with its owner: first the papers, then the others."""
    papers = [one for one in page.obligations if one.kind == "document"]
    found = [_papers(papers)] if papers and all(one.met for one in papers) else [_paper(page, one) for one in papers]
    for one in page.obligations:
        if one.kind == "bill":
            found.append(_bill(page, one, actor))
        elif one.kind == "agency":
            found.append(_agency(page, one))
    return [*found, _verification(page)]


def _papers(papers: Sequence[cases.Obligation]) -> dict[str, Any]:
    return {
        "title": _("Berkas lengkap"),
        "state": "met",
        "note": _("%(count)s dokumen diterima") % {"count": len(papers)},
    }


def _paper(page: cases.DeskCase, one: cases.Obligation) -> dict[str, Any]:
    paper = next((paper for paper in page.documents if paper.slot == one.key), None)
    href = reverse("officer:document", args=[page.id, paper.id]) if paper else None
    if one.met:
        return {"title": spoken(one.title), "state": "met", "note": "", "href": href}
    if one.failed:
        return {
            "title": spoken(one.title),
            "state": "blocked",
            "note": _("tidak diterima, giliran pemohon"),
            "href": href,
        }
    note = _("pemeriksa, belum dinilai") if paper else _("pemohon, belum diunggah")
    return {"title": spoken(one.title), "state": "open", "note": note, "href": href}


def _bill(page: cases.DeskCase, one: cases.Obligation, actor: access.Actor) -> dict[str, Any]:
    bill = page.bill
    if bill is None or bill.state == payments.PAID:
        receipt = bill.receipt if bill else None
        note = _("kuitansi %(number)s, %(day)s") % _receipt(receipt) if receipt else ""
        return {"title": _("Biaya dibayar"), "state": "met", "note": note}
    if bill.state == payments.AMOUNT_AWAITED:
        href = reverse("officer:amount", args=[page.id, bill.id]) if can_set_amount(page, actor) else None
        return {"title": _("Jumlah biaya"), "state": "open", "note": _("kasir, belum dipastikan"), "href": href}
    note = (
        _("pemohon, kode berlaku sampai %(day)s") % {"day": date_long(one.until)}
        if one.until
        else _("pemohon, belum meminta kode")
    )
    return {"title": _("Pembayaran"), "state": "open", "note": note}


def _receipt(receipt: payments.Receipt) -> dict[str, str]:
    return {"number": receipt.number, "day": moment(receipt.paid_at)}


def can_set_amount(page: cases.DeskCase, actor: access.Actor) -> bool:
    """Whether this officer can enter the amount now."""
    awaited = page.bill is not None and page.bill.state == payments.AMOUNT_AWAITED
    return awaited and page.state in (cases.SUBMITTED, cases.IN_REVIEW) and access.may(actor, payments.SET_AMOUNT)


def _agency(page: cases.DeskCase, one: cases.Obligation) -> dict[str, Any]:
    name = spoken(one.title)
    question = next(
        (asked for asked in reversed(page.questions) if asked.agency == one.key and asked.state != agencies.WITHDRAWN),
        None,
    )
    href = reverse("officer:matters", args=[page.id])
    if question is None or question.state == agencies.OPEN:
        until = {"day": date_long(one.until) if one.until else ""}
        if one.excused:
            note = _("tidak menjawab sampai %(day)s; boleh diputus tanpa jawabannya") % until
            return {"title": name, "state": "met", "note": note, "href": href}
        late = one.until is not None and one.until < timezone.localdate()
        note = _("terlambat menjawab, batasnya %(day)s") if late else _("belum menjawab, batasnya %(day)s")
        return {"title": name, "state": "blocked" if late else "open", "note": note % until, "href": href}
    verdict = str(agencies.VERDICTS.get(question.answer, question.answer)).lower()
    note = _("menjawab: %(verdict)s, %(when)s") % {"verdict": verdict, "when": moment(question.answered_at)}
    return {"title": name, "state": "met" if one.met else "blocked", "note": note, "href": href}


def _verification(page: cases.DeskCase) -> dict[str, Any]:
    if page.verified_at is None:
        return {"title": _("Pemeriksaan"), "state": "open", "note": _("pemeriksa, belum selesai")}
    note = _("oleh %(name)s, %(when)s") % {"name": page.verified_name, "when": moment(page.verified_at)}
    return {"title": _("Diperiksa"), "state": "met", "note": note}


def moment(at: dt.datetime | None) -> str:
    """`24 November 2026, 08.40`, where room is scarce."""
    return f"{date_short(at)}, {time_short(at)}" if at else ""


def steps(page: cases.DeskCase) -> list[dict[str, str]]:
    """The timeline: what happened, when, by whom, and where that is recorded."""
    return [
        {
            "title": str(step.title),
            "when": datetime_long(step.at),
            "who": _who(step),
            "place": _("catatan nomor %(position)s") % {"position": step.position} if step.position is not None else "",
            "seen": _("Dilihat %(witnesses)s") % {"witnesses": ", ".join(step.seen_by)} if step.seen_by else "",
            "evidence": reverse("officer:evidence", args=[page.id, step.entry]),
        }
        for step in reversed(page.steps)
    ]


def _who(step: cases.Step) -> str:
    if step.by_kind == "you":
        return _("oleh Anda")
    if step.by_kind == "system":
        return _("oleh sistem")
    return _("oleh %(name)s") % {"name": step.by} if step.by else ""


def asked(page: cases.DeskCase) -> list[dict[str, Any]]:
    """Questions to other institutions with what they were shown and what they answered."""
    found = []
    newest = {question.question_key: question.id for question in page.questions}
    for question in page.questions:
        answered = question.state == agencies.ANSWERED
        again = answered and question.answer != agencies.YES and question.id == newest[question.question_key]
        found.append(
            {
                "again": reverse("officer:ask_again", args=[page.id, question.id]) if again else None,
                "name": spoken(catalogue.agency(question.agency).name),
                "text": spoken(question.text),
                "law": spoken(question.legal_base),
                "fields": [(spoken(field["label"]), spoken(field["value"])) for field in question.fields.values()],
                "state": str(agencies.STATES[question.state]),
                "due": date_long(question.due_on),
                "late": question.is_late(timezone.localdate()),
                "answer": str(agencies.VERDICTS.get(question.answer, "")) if answered else "",
                "remark": question.remark,
                "when": datetime_long(question.answered_at) if answered else "",
                "escalated": datetime_long(question.escalated_at) if question.escalated_at else "",
            }
        )
    return found


def tabs(page: cases.DeskCase, current: str) -> list[dict[str, Any]]:
    """The papers, then what was written, what is owed and asked, what happened. `current`: a slot or a tab's name."""
    signs = {documents.ACCEPTED: "✓", documents.REJECTED: "!"}
    spoken_states = {documents.ACCEPTED: _("diterima"), documents.REJECTED: _("tidak diterima")}
    found: list[dict[str, Any]] = [
        {
            "label": title_of(page, paper.slot),
            "href": reverse("officer:document", args=[page.id, paper.id]),
            "current": paper.slot == current,
            "sign": signs.get(paper.state, ""),
            "state": spoken_states.get(paper.state, _("belum dinilai")),
        }
        for paper in page.documents
    ]
    notes = _("Catatan (%(count)s)") % {"count": len(page.notes)} if page.notes else _("Catatan")
    others = [
        ("answers", _("Isian")),
        ("matters", _("Biaya dan lembaga")),
        ("messages", _("Pesan")),
        ("notes", notes),
        ("timeline", _("Riwayat")),
    ]
    for name, label in others:
        found.append({"label": label, "href": reverse(f"officer:{name}", args=[page.id]), "current": name == current})
        if name == "messages" and page.unread:
            found[-1] |= {"count": page.unread, "state": unread(page.unread)}
    return _with_keys(found)


def _with_keys(tabs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """J and K go to the next and the previous tab."""
    here = next((place for place, tab in enumerate(tabs) if tab["current"]), None)
    if here is not None:
        for place, key, does in ((here + 1, "j", _("Bagian berikutnya")), (here - 1, "k", _("Bagian sebelumnya"))):
            if 0 <= place < len(tabs):
                tabs[place] |= {"key": key, "does": does}
    return tabs
