"""A case as an officer works on it: the paper large, what was written, what still stands in the way."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.permits import api as permits
from seluma.web.ui import forms
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from . import reasons, showing, zone
from .asking import actor_of, unsent

_ZONES = "officer_zones"
_ZONES_KEPT = 10


@requires(cases.READ)
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """A case at the first paper that nobody has judged yet."""
    now = timezone.now()
    page = cases.desk_case(actor_of(request), case, at=now)
    waiting = [paper for paper in page.documents if paper.state == documents.FROZEN]
    first = (waiting or list(page.documents) or [None])[0]
    if first is None:
        return show_answers(request, page, now)
    return show_document(request, page, first, now)


@requires(cases.READ)
def document(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """A case at one of its papers."""
    now = timezone.now()
    page = cases.desk_case(actor_of(request), case, at=now)
    return show_document(request, page, paper_of(page, document), now)


@requires(cases.READ)
def answers(request: HttpRequest, case: UUID) -> HttpResponse:
    """All that the applicant wrote."""
    now = timezone.now()
    return show_answers(request, cases.desk_case(actor_of(request), case, at=now), now)


@requires(cases.READ)
def matters(request: HttpRequest, case: UUID) -> HttpResponse:
    """What is owed and was paid, what other institutions were asked and answered, what was handed out."""
    now = timezone.now()
    page = cases.desk_case(actor_of(request), case, at=now)
    context = context_of(request, page, "matters", now) | {"asked": showing.asked(page)}
    return render(request, "officer/matters.html", context)


@requires(cases.READ)
def timeline(request: HttpRequest, case: UUID) -> HttpResponse:
    """What happened, the newest first, with its place in the journal."""
    now = timezone.now()
    page = cases.desk_case(actor_of(request), case, at=now)
    return render(
        request, "officer/timeline.html", context_of(request, page, "timeline", now) | {"steps": showing.steps(page)}
    )


def paper_of(page: cases.DeskCase, document: UUID) -> documents.Document:
    """One of the case's current papers; NotFound for any other."""
    for paper in page.documents:
        if paper.id == document:
            return paper
    raise access.NotFound(_("Dokumen ini tidak ada pada permohonan, atau pemohon sudah menggantinya."))


def show_document(
    request: HttpRequest,
    page: cases.DeskCase,
    paper: documents.Document,
    now: dt.datetime,
    *,
    reject: forms.Form | None = None,
    typed_zone: forms.Form | None = None,
) -> HttpResponse:
    """The page of one paper; with a form that was sent and needs mending."""
    may_judge = "judge" in page.verbs
    if may_judge and reject is None:
        reject = reject_form(unsent(request), page, paper)
    lines = request.session.get(_ZONES, {}).get(str(page.id), "")
    if paper.slot == zone.SLOT and typed_zone is None:
        typed_zone = zone_form(unsent(request), lines)
    sent = [form for form in (reject, typed_zone) if form is not None]
    number = _page_number(request, paper)
    context = context_of(request, page, paper.slot, now) | {
        "paper": paper,
        "paper_title": showing.title_of(page, paper.slot),
        "number": number,
        "pages": range(1, paper.pages + 1),
        "image": reverse("officer:preview", args=[page.id, paper.id, number]),
        "may_judge": may_judge,
        "looks": [one.look for one in reasons.ready(paper.slot).values()],
        "written": showing.beside(page, paper.slot),
        "reject": reject,
        "zone": typed_zone,
        "comparison": zone.compare(lines, page.answers) if paper.slot == zone.SLOT and lines else None,
        "form": next((form for form in sent if form.posted), sent[0] if sent else None),
    }
    return render(request, "officer/document.html", context, status=max((form.status for form in sent), default=200))


def show_answers(request: HttpRequest, page: cases.DeskCase, now: dt.datetime) -> HttpResponse:
    """The page of what was written."""
    context = context_of(request, page, "answers", now) | {"answers": showing.answers(page)}
    return render(request, "officer/answers.html", context)


def reject_form(request: HttpRequest, page: cases.DeskCase, paper: documents.Document) -> forms.Form:
    """Why a document cannot be accepted: a ready sentence, own words, or both."""
    choices: list[Any] = [(key, one.look, one.sentence) for key, one in reasons.ready(paper.slot).items()]
    choices += [None, (reasons.OWN, _("Alasan lain, dengan kalimat sendiri"))]
    hint = _("Pemohon membacanya apa adanya.")
    if page.language != "id":
        hint = _("Pemohon membaca dalam bahasa Inggris. Kalimat siap pakai kami terjemahkan; kalimat Anda tidak.")
    fields = [
        forms.ChooseSeveral(
            "reason_key",
            _("Mana yang tidak terpenuhi?"),
            choices=choices,
            hint=_("Di bawah tiap hal: kalimat yang dibaca pemohon, dalam bahasanya."),
            missing=_("Centang paling sedikit satu hal, atau pilih alasan lain."),
        ),
        forms.LongText("reason", _("Tambahan dari Anda"), hint=hint, required=False, limit=1500, rows=3),
    ]
    return forms.Form(request, fields)


def zone_form(request: HttpRequest, lines: str) -> forms.Form:
    """The two lines at the bottom of the passport's page."""
    hint = _("Ketik atau tempel kedua barisnya; tiap baris %(length)s tanda.") % {"length": zone.LENGTH}
    field = forms.LongText(
        "zone", _("Dua baris terbawah halaman paspor"), hint=hint, limit=400, rows=2, check=zone.check_typed
    )
    return forms.Form(request, [field], initial={"zone": lines})


def remember_zone(request: HttpRequest, case: UUID, raw: str) -> None:
    """Keep what was read in this officer's session, for the cases at hand; it is no part of the case."""
    known = {key: value for key, value in request.session.get(_ZONES, {}).items() if key != str(case)}
    kept = dict(list(known.items())[-(_ZONES_KEPT - 1) :])
    request.session[_ZONES] = {**kept, str(case): "\n".join(zone.lines_of(raw))}


def _page_number(request: HttpRequest, paper: documents.Document) -> int:
    asked = request.GET.get("halaman", "1")
    return min(max(int(asked), 1), paper.pages) if asked.isdecimal() and len(asked) < 5 else 1


def context_of(request: HttpRequest, page: cases.DeskCase, tab: str, now: dt.datetime) -> dict[str, Any]:
    """What every page of a case shows around its sheet; `tab` is the one that is open."""
    actor = actor_of(request)
    mine = cases.desk(actor, "mine", at=now)
    days = (page.due_on - timezone.localdate(now)).days if page.due_on else None
    law = next((one for one in page.service.law if page.refusal and one.key == page.refusal.get("law")), None)
    return {
        "page": page,
        "queue": showing.queue(mine[: cases.PAGE], page.id),
        "queue_more": len(mine) > cases.PAGE,
        "tabs": showing.tabs(page, tab),
        "gates": showing.gates(page, actor),
        "state": showing.case_state(page.state, page.verified_at is not None, ours=page.turn.who == "verifier"),
        "on_the_desk": page.state in (cases.SUBMITTED, cases.IN_REVIEW),
        "due": showing.days(days),
        "is_mine": page.claimed_by == actor.id,
        "can_set_amount": showing.can_set_amount(page, actor),
        "can_revoke": access.may(actor, permits.REVOKE) and _runs(page.permit),
        "permit_state": str(permits.STATES[page.permit.state]) if page.permit else "",
        "law": law,
        **_elsewhere(page),
        "to_mend": _to_mend(page),
        "done": _done(request),
    }


def _elsewhere(page: cases.DeskCase) -> dict[str, str]:
    """The authority, its answer, why a package is stuck, and who looks at an objection; in words."""
    spec, handover = page.service.handover, page.handover
    return {
        "authority": spoken(catalogue.agency(spec.to).name) if spec else "",
        "verdict": str(cases.VERDICTS.get(handover.verdict, "")) if handover else "",
        "errand": str(cases.ERRANDS.get(page.turn.do, "")) if handover else "",
        "problem": str(cases.PROBLEMS.get(handover.problem, "")) if handover else "",
        "reviewer": page.reviewer_name,
    }


def _runs(permit: permits.Permit | None) -> bool:
    return permit is not None and permit.state in (permits.GRANTED, permits.ISSUED)


def _to_mend(page: cases.DeskCase) -> list[tuple[str, str]]:
    """What the applicant was asked to mend, with the reason."""
    named = [(showing.title_of(page, slot), why) for slot, why in page.to_mend.get("documents", {}).items()]
    for key, why in page.to_mend.get("questions", {}).items():
        question = page.service.questions_by_key.get(key)
        named.append((spoken(question.title) if question else key, why))
    return named


def _done(request: HttpRequest) -> str:
    """What was just done, for the banner on top."""
    return {
        "diambil": _("Anda memegang permohonan ini."),
        "dilepas": _("Permohonan ini kembali ke antrean kantor."),
        "diserahkan": _("Permohonan ini diserahkan kepada petugas lain."),
        "jumlah": _("Jumlah biaya sudah dipastikan. Pemohon kami kabari."),
        "dikembalikan": _("Permohonan dikembalikan. Pemohon kami kabari lewat e-mail."),
        "dicatat": _("Catatan disimpan."),
        "ditanya": _("Lembaga itu ditanya lagi. Jawabannya muncul di sini."),
        "diteruskan": _("Berkas lengkap dan diteruskan untuk diputuskan. Petugas lain yang memutuskan."),
        "dikabulkan": _("Permohonan dikabulkan. Dokumennya sedang dibuat dan ditandatangani."),
        "ditolak": _("Permohonan ditolak. Suratnya sedang dibuat; pemohon kami kabari lewat e-mail."),
        "selesai": _("Dokumen sudah diserahkan kepada pemohon."),
        "terkirim": _("Pesan terkirim. Pemohon kami kabari lewat e-mail, tanpa isinya."),
        "diteruskan-keluar": _("Permohonan diserahkan. Pemohon kami kabari."),
        "nomor": _("Nomornya tersimpan."),
        "dikirim-lagi": _("Paketnya dikirim lagi."),
        "diambil-kembali": _("Permohonan ini kembali di meja kantor."),
        "jawaban": _("Jawabannya tercatat. Pemohon kami kabari."),
        "keberatan-benar": _("Permohonan dibuka lagi dan Anda pegang."),
        "keberatan-tetap": _("Keputusan semula tetap. Suratnya sedang dibuat."),
        "dicabut": _("Izin ini dicabut dan tidak berlaku lagi."),
    }.get(request.GET.get("baru", ""), "")
