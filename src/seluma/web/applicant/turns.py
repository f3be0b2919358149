"""Whose turn it is, until when, and the one thing to do: in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.lib.money import rupiah
from seluma.web.ui.jinja import date_long
from seluma.web.ui.words import spoken

from .showing import ShownBill


@dataclass(frozen=True, slots=True)
class Turn:
    """The panel on top of an application."""

    title: str
    whose: Literal["yours", "ours", "done", "refused"]
    sentences: tuple[str, ...] = ()
    button: tuple[str, str] | None = None
    more: tuple[tuple[str, str], ...] = ()


def turn(page: cases.CasePage, bill: ShownBill | None) -> Turn:
    """What the applicant reads first."""
    write = _WRITERS.get(page.turn.do)
    return write(page, bill) if write else Turn(str(cases.STATES[page.state]), "ours")


def in_a_line(turn: cases.Turn, state: str) -> str:
    """The same in one line, for the list."""
    lines = {
        "finish": _("Lanjutkan draf"),
        "mend": _("Perbaiki"),
        "pay": _("Bayar"),
        "collect": _("Ambil atau unduh dokumen"),
        "verify": _("Kami memeriksa berkas"),
        "set_amount": _("Kasir memastikan biaya"),
        "answer": _("Menunggu jawaban lembaga lain"),
        "decide": _("Kami memutuskan"),
        "answer_back": _("Menunggu keputusan pusat"),
        "bring": _("Kami menyampaikan berkas Anda kepada yang memutuskan"),
        "send_again": _("Kami menyampaikan berkas Anda kepada yang memutuskan"),
        "ask_there": _("Kami menanyakan jawabannya"),
        "answer_objection": _("Petugas lain menilai keberatan Anda"),
    }
    line = lines.get(turn.do, str(cases.STATES[state]))
    # What an officer does about a case that is elsewhere has the day of the answer: no day for the errand itself.
    if turn.until is None or turn.do in ("bring", "send_again", "ask_there"):
        return line
    if turn.do == "answer_back":
        return _("%(what)s, sekitar %(day)s") % {"what": line, "day": date_long(turn.until)}
    if turn.do == "collect":
        return _("%(what)s, sebaiknya sebelum %(day)s") % {"what": line, "day": date_long(turn.until)}
    if turn.do == "finish":
        return _("%(what)s, tersimpan sampai %(day)s") % {"what": line, "day": date_long(turn.until)}
    return _("%(what)s, paling lambat %(day)s") % {"what": line, "day": date_long(turn.until)}


def promise(page: cases.CasePage, *, once_paid: bool = False) -> str:
    """By when we decide; when that day has passed, that we are late and what the person can do."""
    if page.due_on is None:
        return ""
    if page.late:
        words = _("Kami terlambat: janji kami %(day)s. Keterlambatan ini tercatat, dan Anda boleh menanyakannya.")
        return words % {"day": date_long(page.due_on)}
    if page.service.handover is not None:
        words = _("Kami menyerahkannya paling lambat %(day)s.")
        if once_paid:
            words = _("Kami menyerahkannya paling lambat %(day)s, bila biaya sudah dibayar.")
        return words % {"day": date_long(page.due_on)}
    if once_paid:
        return _("Kami memutuskan paling lambat %(day)s, bila biaya sudah dibayar.") % {"day": date_long(page.due_on)}
    return _("Kami memutuskan paling lambat %(day)s.") % {"day": date_long(page.due_on)}


def _mend(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    until = page.mend_until
    title = _("Giliran Anda: perbaiki permohonan")
    if until:
        title = _("Giliran Anda: perbaiki paling lambat %(day)s") % {"day": date_long(until)}
    sentences = [_("Petugas meminta beberapa hal diperbaiki. Hanya bagian itu yang terbuka; yang lain tetap.")]
    if page.to_mend.get("remark"):
        sentences.append(_("Catatan petugas: %(remark)s") % {"remark": page.to_mend["remark"]})
    button = (_("Perbaiki permohonan"), reverse("applicant:tasks", args=[page.id]))
    return Turn(title, "yours", tuple(sentences), button)


def _pay(page: cases.CasePage, bill: ShownBill | None) -> Turn:
    if bill is None or bill.bill.amount is None:
        return Turn(_("Giliran Anda: bayar biaya"), "yours")
    title = _("Giliran Anda: bayar %(amount)s") % {"amount": rupiah(bill.bill.amount)}
    if bill.code is not None:
        title = _("Giliran Anda: bayar paling lambat %(day)s") % {"day": date_long(bill.code.valid_until)}
    sentences = [bill.failed] if bill.failed else []
    if bill.lapsed:
        sentences.append(_("Kode pembayaran Anda sudah lewat waktunya. Minta kode baru; tidak ada denda."))
    sentences.append(_("Sesudah pembayaran masuk, permohonan berjalan terus."))
    sentences.append(promise(page, once_paid=True))
    again = _("Coba bayar lagi") if bill.failed else _("Bayar %(amount)s") % {"amount": rupiah(bill.bill.amount)}
    return Turn(
        title, "yours", tuple(s for s in sentences if s), (again, reverse("applicant:pay", args=[bill.bill.id]))
    )


def _set_amount(page: cases.CasePage, bill: ShownBill | None) -> Turn:
    sentences = [_("Anda tidak perlu berbuat apa-apa. Kami mengabari Anda lewat e-mail begitu jumlahnya pasti.")]
    if bill is not None and bill.bill.expected_amount is not None:
        # Where the figure is from stands with the fee below, not in the panel that says whose turn it is.
        sentences.append(_("Angka yang dilaporkan: %(amount)s.") % {"amount": rupiah(bill.bill.expected_amount)})
    return Turn(_("Giliran kami: kasir memastikan biaya"), "ours", (*sentences, promise(page)))


def _verify(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    nothing = _("Anda tidak perlu berbuat apa-apa sekarang.")
    return Turn(_("Giliran kami: memeriksa berkas Anda"), "ours", (nothing, promise(page)))


def _answer(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    open_ones = [one for one in page.obligations if one.kind == "agency" and not (one.met or one.failed)]
    name = spoken(open_ones[0].title) if open_ones else _("lembaga lain")
    title = _("Giliran %(name)s: menjawab kami") % {"name": name}
    if page.turn.until:
        words = _("Giliran %(name)s: menjawab kami paling lambat %(day)s")
        title = words % {"name": name, "day": date_long(page.turn.until)}
    return Turn(title, "ours", (_("Anda tidak perlu berbuat apa-apa sekarang."), promise(page)))


def _decide(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    if page.service.handover is not None:
        facts = {"name": spoken(catalogue.agency(page.service.handover.to).name)}
        done = _("Semua sudah lengkap. Petugas lain daripada yang memeriksa yang menyerahkan.")
        return Turn(_("Giliran kami: menyerahkan kepada %(name)s") % facts, "ours", (done, promise(page)))
    title = _("Giliran kami: memutuskan")
    if page.due_on and not page.late:
        title = _("Giliran kami: memutuskan paling lambat %(day)s") % {"day": date_long(page.due_on)}
    sentences = [_("Semua sudah lengkap. Petugas lain daripada yang memeriksa yang memutuskan.")]
    return Turn(title, "ours", (*sentences, promise(page)) if page.late else tuple(sentences))


def _elsewhere(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    spec, handover = page.service.handover, page.handover
    if spec is None or handover is None:
        return Turn(str(cases.STATES[page.state]), "ours")
    name = spoken(catalogue.agency(spec.to).name)
    facts = {"name": name, "since": date_long(handover.handed_at), "day": date_long(handover.due_on)}
    title, since = _("Giliran %(name)s: memutuskan"), _("Permohonan Anda di sana sejak %(since)s.")
    expected = _("Kami mengharapkan jawabannya sekitar %(day)s.")
    if page.turn.do in ("bring", "send_again"):
        title = _("Giliran kami: menyampaikan berkas Anda kepada %(name)s")
        since = _("Berkas Anda lengkap sejak %(since)s. Petugas menyampaikannya ke sana.")
    elif timezone.localdate() > handover.due_on:
        title = _("Giliran kami: menanyakan jawaban %(name)s")
        expected = _("Jawaban yang kami harapkan sekitar %(day)s belum datang. Kami menanyakannya.")
    nothing = _("Anda tidak perlu berbuat apa-apa sekarang.")
    sentences = [f"{since % facts} {nothing}", expected % facts, spoken(spec.reason)]
    if handover.reference:
        sentences.append(_("Nomornya di sana: %(number)s.") % {"number": handover.reference})
    return Turn(title % facts, "ours", tuple(sentences))


def _objected(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    sentences = [_("Bukan yang memeriksa dan bukan yang menolak. Anda tidak perlu berbuat apa-apa sekarang.")]
    if page.objection is not None:
        sentences.append(_("Kami menjawab paling lambat %(day)s.") % {"day": date_long(page.objection.due_on)})
    return Turn(_("Giliran kami: petugas lain menilai keberatan Anda"), "ours", tuple(sentences))


def _handed_back(page: cases.CasePage, handover: cases.Handover) -> Turn:
    """Granted elsewhere: what came back, and where it is."""
    spec = page.service.handover
    result = spoken(spec.result) if spec else ""
    number = _("Nomornya di sana: %(number)s.") % {"number": handover.reference}
    said = [handover.reason, number] if handover.reason else [number]
    if page.state == cases.ISSUED:
        said.insert(0, _("%(what)s dapat diambil di kantor. Bawa paspor atau kartu identitas Anda.") % {"what": result})
        return Turn(_("Dikabulkan: siap diambil"), "done", tuple(said))
    if handover.filename:
        button = (_("Unduh %(what)s (PDF)") % {"what": result}, reverse("applicant:handed_back", args=[page.id]))
        return Turn(_("Permohonan Anda dikabulkan"), "done", tuple(said), button)
    return Turn(_("Permohonan Anda dikabulkan"), "done", tuple(said))


def _typeset(_page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    return Turn(
        _("Permohonan Anda dikabulkan"),
        "done",
        (_("Dokumennya sedang kami buat dan segel, biasanya beberapa menit. Muat ulang halaman ini."),),
    )


def _collect(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    if page.handover is not None:
        return _handed_back(page, page.handover)
    return Turn(
        _("Dokumen Anda siap"),
        "done",
        _period(page),
        _download(page),
        ((_("Cara mengambil di kantor"), reverse("applicant:collect", args=[page.id])),),
    )


def _collected(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    if page.handover is not None:
        return _handed_back(page, page.handover)
    return Turn(_("Selesai: dokumen sudah Anda terima"), "done", _period(page), _download(page))


def _period(page: cases.CasePage) -> tuple[str, ...]:
    if page.permit is None:
        return ()
    if page.permit.valid_until is None:
        return (_("Surat Anda berlaku tanpa batas waktu."),)
    days = {"first": date_long(page.permit.valid_from), "last": date_long(page.permit.valid_until)}
    if page.permit.statement is not None:
        return (_("Surat Anda berlaku dari %(first)s sampai %(last)s.") % days,)
    return (_("Izin Anda berlaku dari %(first)s sampai %(last)s.") % days,)


def _download(page: cases.CasePage) -> tuple[str, str]:
    stated = page.permit is not None and page.permit.statement is not None
    label = _("Unduh surat (PDF)") if stated else _("Unduh izin (PDF)")
    return label, reverse("applicant:permit", args=[page.id])


def _refused(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    refusal = page.refusal or {}
    law = next((law for law in page.service.law if law.key == refusal.get("law")), None)
    sentences = [_("Alasannya: %(reason)s") % {"reason": refusal.get("reason", "")}]
    if law is not None:
        sentences.append(_("Dasarnya: %(law)s. %(says)s") % {"law": spoken(law.cite), "says": spoken(law.title)})
    until = refusal.get("object_until")
    if until:
        words = _("Anda boleh mengajukan keberatan sampai %(day)s. Caranya ada di suratnya.")
        sentences.append(words % {"day": date_long(until)})
    if page.objection is not None and page.objection.reason:
        sentences.append(_("Jawaban atas keberatan Anda: %(reason)s") % {"reason": page.objection.reason})
    if refusal.get("to"):
        name = spoken(catalogue.agency(refusal["to"]).name)
        sentences.append(_("Keputusan ini dari %(name)s; keberatan disampaikan ke sana.") % {"name": name})
    ready = page.letter is not None and page.letter.pdf_digest is not None
    if not ready:
        sentences.append(_("Suratnya sedang kami buat. Muat ulang halaman ini sebentar lagi."))
    button = (_("Unduh surat keputusan (PDF)"), reverse("applicant:letter", args=[page.id])) if ready else None
    more = ((_("Ajukan keberatan"), reverse("applicant:objection", args=[page.id])),) if page.can_object else ()
    return Turn(_("Permohonan Anda ditolak"), "refused", tuple(sentences), button, more)


def _withdrawn(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    said = _("Anda dapat memulai permohonan baru kapan saja.")
    return Turn(_("Anda mencabut permohonan ini"), "ours", (said,), _again(page))


def _lapsed(page: cases.CasePage, _bill: ShownBill | None) -> Turn:
    if page.permit is not None and page.permit.revoked_reason:
        reason = _("Izin dari permohonan ini dicabut. Alasannya: %(reason)s") % {"reason": page.permit.revoked_reason}
        return Turn(_("Izin Anda dicabut"), "refused", (reason,), _again(page))
    if page.permit is not None:
        said = _("Izin dari permohonan ini sudah habis masa berlakunya. Anda dapat memulai lagi.")
        return Turn(_("Permohonan ini berakhir"), "ours", (said,), _again(page))
    said = _("Permohonan ini tidak dilanjutkan sampai batas waktunya, jadi kami akhiri. Anda dapat memulai lagi.")
    return Turn(_("Permohonan ini berakhir"), "ours", (said,), _again(page))


def _again(page: cases.CasePage) -> tuple[str, str]:
    return _("Mulai permohonan baru"), reverse("applicant:start", args=[page.service.code])


_WRITERS: dict[str, Callable[[cases.CasePage, ShownBill | None], Turn]] = {
    "mend": _mend,
    "pay": _pay,
    "set_amount": _set_amount,
    "verify": _verify,
    "answer": _answer,
    "decide": _decide,
    "answer_back": _elsewhere,
    "bring": _elsewhere,
    "send_again": _elsewhere,
    "ask_there": _elsewhere,
    "answer_objection": _objected,
    "typeset": _typeset,
    "collect": _collect,
    cases.COLLECTED: _collected,
    cases.REFUSED: _refused,
    cases.WITHDRAWN: _withdrawn,
    cases.LAPSED: _lapsed,
}
