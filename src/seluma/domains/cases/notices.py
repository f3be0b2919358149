"""Which events become letters to the applicant, and what they say. Called in the recipient's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from seluma.core.journal.api import Entry
from seluma.core.messages import api as messages
from seluma.domains.agencies import api as agencies
from seluma.domains.agencies import events as agency_events
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import events as payment_events
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.domains.permits import events as permit_events
from seluma.lib.events import Event
from seluma.lib.ids import Ref
from seluma.lib.money import rupiah
from seluma.lib.text import Text

from . import events, queries, rules, words
from .models import Case
from .queries.wording import day, said

Recipients = Callable[[Entry], Sequence[messages.Recipient]]
Writer = Callable[[Case, Entry, messages.Recipient], tuple[str, list[str]]]


def _case_of(entry: Entry) -> Ref | None:
    ref = getattr(entry.event, "case", None) or getattr(entry.event, "about", None)
    return ref if isinstance(ref, Ref) and ref.kind == "case" else None


def _recipients(entry: Entry) -> Sequence[messages.Recipient]:
    ref = _case_of(entry)
    found = queries.recipient_of(ref.id) if ref else None
    return [found[1]] if found else []


def _when_granted(entry: Entry) -> Sequence[messages.Recipient]:
    """A refusal and a return have letters of their own."""
    granted = isinstance(entry.event, events.CaseAnswered) and entry.event.verdict == "granted"
    return _recipients(entry) if granted else []


def _to(contacts: Iterable[people.Contact]) -> list[messages.Recipient]:
    return [messages.Recipient(c.account, c.email, c.name, c.language) for c in contacts]


def _whose_account(entry: Entry) -> Sequence[messages.Recipient]:
    """The person whose account the event is about."""
    return _to(people.contacts([entry.subject.id]).values())


def _body(recipient: messages.Recipient, *paragraphs: str) -> str:
    """A letter from its greeting to the office's name and address."""
    office = catalogue.office()
    greeting = _("Halo %(name)s,") % {"name": recipient.name}
    return "\n\n".join([greeting, *paragraphs, f"{said(office.name)}\n{said(office.address)}"])


def _notice(kind: str, write: Writer, recipients: Recipients = _recipients) -> messages.Notice:
    def letter(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
        ref = _case_of(entry)
        found = queries.recipient_of(ref.id) if ref else None
        if ref is None or found is None:
            raise LookupError("the case of a notice is gone")
        row = found[0]
        subject, paragraphs = write(row, entry, recipient)
        address = messages.address_of(messages.Link("case", str(ref.id)), recipient.language)
        body = _body(recipient, *paragraphs, _("Lihat permohonan Anda: %(address)s") % {"address": address})
        return messages.Letter(subject=f"{subject} ({row.number})" if row.number else subject, body=body)

    return messages.Notice(kind=kind, recipients=recipients, write=letter)


def _confirm(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    due = day(event.due_on) if isinstance(event, events.CaseSubmitted) else ""
    title = said(catalogue.version(row.version_id).title)
    return _("Permohonan Anda kami terima"), [
        _("Kami menerima permohonan Anda: %(title)s. Nomornya %(number)s.") % {"title": title, "number": row.number},
        _promised(row) % {"due": due},
    ]


def _promised(row: Case) -> str:
    """What happens by the promised day."""
    if catalogue.version(row.version_id).handover is not None:
        return _("Kami menyerahkannya paling lambat %(due)s bila berkas lengkap dan biaya sudah dibayar.")
    return _("Kami memutuskan paling lambat %(due)s bila berkas lengkap dan biaya sudah dibayar.")


def _your_turn(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.CaseReturned):
        raise TypeError(entry.kind)
    service = catalogue.version(row.version_id)
    named = [said(service.documents_by_key[slot].title) for slot in event.slots if slot in service.documents_by_key]
    named += [said(service.questions_by_key[key].title) for key in event.questions if key in service.questions_by_key]
    return _("Giliran Anda: perbaiki permohonan"), [
        _("Ada yang perlu Anda perbaiki sebelum %(until)s:") % {"until": day(event.until)},
        "\n".join(f"- {name}" for name in named),
        *([event.remark] if event.remark else []),
        _("Hanya bagian itu yang terbuka. Jawaban lain tetap tersimpan."),
    ]


def _pay(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    amount = rupiah(int(getattr(entry.event, "amount", 0)))
    return _("Giliran Anda: bayar biaya"), [
        _("Kasir sudah memastikan biaya permohonan Anda: %(amount)s.") % {"amount": amount},
        _("Buka permohonan Anda untuk mendapat kode pembayaran."),
    ]


def _granted(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Permohonan Anda dikabulkan"), [
        _("Permohonan Anda dikabulkan. Dokumennya sedang kami buat; kami mengabari Anda begitu siap."),
    ]


def _refused(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.CaseRefused):
        raise TypeError(entry.kind)
    return _("Permohonan Anda ditolak"), [
        _("Kami tidak dapat mengabulkan permohonan Anda. Alasannya:"),
        event.reason,
        _("Anda dapat mengajukan keberatan sampai %(until)s. Caranya ada di surat penolakan.")
        % {"until": day(event.object_until)}
        if event.object_until
        else _("Apa yang masih dapat dilakukan, ada di surat keputusan."),
    ]


def _referred(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.CaseReferred):
        raise TypeError(entry.kind)
    service = catalogue.version(row.version_id)
    name = said(catalogue.agency(event.to).name)
    return _("Permohonan Anda kami serahkan"), [
        _("Berkas Anda lengkap. Kami menyerahkan permohonan Anda kepada %(name)s, yang memutuskan.") % {"name": name},
        *([said(service.handover.reason)] if service.handover else []),
        _("Kami mengharapkan jawabannya sekitar %(day)s. Jawaban itu muncul di halaman permohonan Anda.")
        % {"day": day(event.due_on)},
    ]


def _answered(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.CaseAnswered):
        raise TypeError(entry.kind)
    service = catalogue.version(row.version_id)
    if service.handover is None:
        raise ValueError(f"{service.code} is not handed over")
    result = said(service.handover.result)
    where = {
        "file": _("%(result)s dapat diunduh dari halaman permohonan."),
        "collect": _("%(result)s dapat diambil di kantor. Bawa paspor atau kartu identitas Anda."),
        "reference": _("%(result)s: nomornya ada di halaman permohonan."),
    }[service.handover.returns]
    return _("Permohonan Anda dikabulkan"), [
        _("%(name)s mengabulkan permohonan Anda.") % {"name": said(catalogue.agency(service.handover.to).name)},
        where % {"result": result},
    ]


def _late_there(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    service = catalogue.version(row.version_id)
    name = said(catalogue.agency(service.handover.to).name) if service.handover else ""
    return _("Jawaban belum datang"), [
        _("%(name)s belum menjawab pada hari yang diharapkan. Kami menanyakannya.") % {"name": name},
        _("Anda tidak perlu berbuat apa-apa. Kami mengabari Anda begitu jawabannya ada."),
    ]


def _service_withdrawn(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.CaseServiceWithdrawn):
        raise TypeError(entry.kind)
    then = _(
        "Permohonan Anda tetap kami putus menurut aturan pada hari pengajuannya. Anda tidak perlu berbuat apa-apa."
    )
    if row.state == rules.DRAFT:
        then = _(
            "Draf Anda tidak dapat diajukan sejak hari itu. Lihat layanan lain di daftar layanan, atau tanya kantor."
        )
    elif event.stops_filed:
        then = _(
            "Permohonan Anda tidak dapat dikabulkan lagi menurut aturan itu. Petugas memberi tahu Anda kelanjutannya."
        )
    return _("Layanan ditarik"), [
        _("Layanan %(title)s tidak kami tawarkan lagi sejak %(day)s. Alasannya:")
        % {"title": said(catalogue.version(row.version_id).title), "day": day(event.from_on)},
        said(Text(id=event.reason_id, en=event.reason_en)),
        then,
    ]


def _objection_filed(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, events.ObjectionFiled):
        raise TypeError(entry.kind)
    return _("Keberatan Anda kami terima"), [
        _("Petugas lain menilai keberatan Anda: bukan yang memeriksa dan bukan yang menolak."),
        _("Kami menjawab paling lambat %(day)s.") % {"day": day(event.due_on)},
    ]


def _objection_upheld(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Keberatan Anda diterima"), [
        _("Permohonan Anda dibuka lagi. Petugas yang menilai keberatan Anda memutuskannya."),
        str(getattr(entry.event, "reason", "")),
    ]


def _objection_refused(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Keberatan Anda tidak diterima"), [
        _("Petugas lain menilai keberatan Anda. Keputusan semula tetap. Alasannya:"),
        str(getattr(entry.event, "reason", "")),
        _("Suratnya dapat diunduh dari halaman permohonan."),
    ]


def _ready(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Dokumen Anda siap"), [
        _("Dokumen izin tinggal Anda siap. Unduh dari halaman permohonan, atau ambil di kantor dengan paspor Anda."),
    ]


def _revoked(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    if not isinstance(event, permit_events.PermitRevoked):
        raise TypeError(entry.kind)
    return _("Izin tinggal Anda dicabut"), [
        _("Izin tinggal Anda nomor %(number)s kami cabut dan tidak berlaku lagi. Alasannya:")
        % {"number": event.number},
        event.reason,
        _("Hubungi kantor untuk menanyakan apa yang dapat Anda lakukan."),
    ]


def _mended(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    due = day(event.due_on) if isinstance(event, events.CaseResubmitted) else ""
    return _("Perbaikan Anda kami terima"), [
        _("Kami menerima perbaikan Anda. Permohonan Anda kembali di meja kami."),
        _promised(row) % {"due": due},
    ]


def _overdue(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    due = day(event.due_on) if isinstance(event, events.CaseOverdue) else ""
    return _("Kami terlambat memutuskan"), [
        _("Kami berjanji memutuskan permohonan Anda paling lambat %(due)s, dan belum melakukannya. Maaf.")
        % {"due": due},
        _("Anda tidak perlu berbuat apa-apa. Permohonan Anda kini berada di daftar yang terlambat di meja kami."),
    ]


def _collected(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Dokumen sudah diserahkan"), [
        _("Dokumen dari permohonan Anda diserahkan di kantor pada %(when)s.") % {"when": day(_office_day(entry))},
        _("Bila bukan Anda atau orang suruhan Anda yang menerimanya, segera hubungi kantor."),
    ]


def _withdrawn(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Permohonan Anda sudah dicabut"), [
        _("Anda mencabut permohonan ini pada %(when)s. Kami tidak mengerjakannya lagi.")
        % {"when": day(_office_day(entry))},
        _("Anda dapat memulai permohonan baru kapan saja.")
        if catalogue.version(row.version_id).handover is not None
        else _("Izin tinggal Anda yang sekarang tidak berubah. Anda dapat memulai permohonan baru kapan saja."),
    ]


def _lapsed(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    event = entry.event
    state = event.state if isinstance(event, events.CaseLapsed) else ""
    said_why = {
        rules.DRAFT: _("Permohonan yang belum diajukan kami simpan sampai batas waktunya. Sekarang ia berakhir."),
        rules.RETURNED: _("Kami mengembalikan permohonan ini untuk diperbaiki, dan batas waktunya sudah lewat."),
    }
    return _("Permohonan Anda berakhir"), [
        said_why.get(state) or _("Izin dari permohonan ini tidak berlaku lagi sebelum dokumennya diserahkan."),
        _("Anda dapat memulai permohonan baru kapan saja.")
        if catalogue.version(row.version_id).handover is not None
        else _("Anda dapat memulai permohonan baru. Perhatikan hari berakhirnya izin tinggal Anda yang sekarang."),
    ]


def _lapsed_untold(entry: Entry) -> Sequence[messages.Recipient]:
    """Whose permit was revoked has the letter about that, with its reason."""
    event, found = entry.event, _recipients(entry)
    if found and isinstance(event, events.CaseLapsed) and event.state in (rules.GRANTED, rules.ISSUED):
        permit = next(iter(permits.permits(event.case)), None)
        return [] if permit is not None and permit.revoked_reason else found
    return found


def _agency_late(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Lembaga yang kami tanya belum menjawab"), [
        _("%(agency)s belum menjawab pertanyaan kami tentang permohonan Anda, padahal batasnya sudah lewat.")
        % {"agency": _asked(entry)},
        _("Kami sudah mengingatkannya dan meneruskannya kepada atasan. Anda tidak perlu berbuat apa-apa."),
    ]


def _agency_doubts(row: Case, entry: Entry, recipient: messages.Recipient) -> tuple[str, list[str]]:  # noqa: ARG001
    return _("Jawaban lembaga yang kami tanya"), [
        _("%(agency)s menjawab dan tidak membenarkan yang kami tanyakan. Jawabannya ada di permohonan Anda.")
        % {"agency": _asked(entry)},
        _("Bila menurut Anda jawaban itu keliru, tulis pesan kepada petugas dan lampirkan buktinya."),
    ]


def _not_confirmed(entry: Entry) -> Sequence[messages.Recipient]:
    """A yes changes nothing for the person; anything else does."""
    event = entry.event
    return (
        _recipients(entry) if isinstance(event, agency_events.AgencyAnswered) and event.verdict != agencies.YES else []
    )


def _asked(entry: Entry) -> str:
    return said(catalogue.agency(getattr(entry.event, "agency", "")).name)


def _office_day(entry: Entry) -> dt.date:
    return rules.local_day(entry.at, catalogue.office().timezone)


def _has_a_message(entry: Entry) -> Sequence[messages.Recipient]:
    """The other side, unless it has read everything meanwhile: the applicant, or the officer who holds the case."""
    event = entry.event
    if not isinstance(event, events.CaseMessageSent):
        return []
    found = queries.recipient_of(event.case.id)
    if found is None:
        return []
    row, applicant = found
    if event.by_office:
        return [applicant] if row.unread_by_applicant else []
    if row.claimed_by is None or not row.unread_by_office:
        return []
    officers = people.contacts([row.claimed_by]).values()
    return _to(officers)


def _message(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    """That there is a message; what it says is read after signing in."""
    event = entry.event
    found = queries.recipient_of(event.case.id) if isinstance(event, events.CaseMessageSent) else None
    if found is None or not isinstance(event, events.CaseMessageSent):
        raise LookupError("the case of a notice is gone")
    row = found[0]
    link = messages.Link("case_messages" if event.by_office else "desk_messages", str(row.id))
    who = _("Petugas mengirim pesan tentang permohonan Anda %(number)s.")
    if not event.by_office:
        who = _("Pemohon mengirim pesan tentang permohonan %(number)s yang Anda pegang.")
    body = _body(
        recipient,
        who % {"number": row.number},
        _("Isinya tidak kami kirim lewat e-mail. Masuk, lalu baca dan balas di sini: %(address)s")
        % {"address": messages.address_of(link, recipient.language)},
    )
    subject = _("Ada pesan untuk Anda (%(number)s)") % {"number": row.number}
    return messages.Letter(subject=subject, body=body)


def _reminder(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    """What ends and when, and where all of it stands; neither numbers nor names."""
    event = entry.event
    if not isinstance(event, events.DeadlineNeared):
        raise TypeError(entry.kind)
    what, when = str(words.DEADLINES[event.deadline]), day(event.ends_on)
    address = messages.address_of(messages.Link("dates"), recipient.language)
    body = _body(
        recipient,
        _("%(what)s: %(when)s.") % {"what": what, "when": when},
        str(words.WHAT_THEN[event.deadline]),
        _("Semua batas waktu Anda ada di sini; di sana pengingat ini juga dapat dimatikan: %(address)s")
        % {"address": address},
    )
    return messages.Letter(subject=_("Pengingat: %(what)s, %(when)s") % {"what": what, "when": when}, body=body)


def _copied(entry: Entry, recipient: messages.Recipient) -> messages.Letter:
    """So that nobody takes somebody else's data unnoticed."""
    body = _body(
        recipient,
        _("Salinan semua data Anda diambil lewat akun Anda pada %(when)s.") % {"when": day(_office_day(entry))},
        _("Bila bukan Anda yang mengambilnya, ganti kata sandi Anda sekarang dan hubungi kami."),
    )
    return messages.Letter(subject=_("Salinan data Anda diambil"), body=body)


NOTICES: dict[type[Event], tuple[messages.Notice, ...]] = {
    events.CaseSubmitted: (_notice("case_confirm", _confirm),),
    events.CaseReturned: (_notice("case_your_turn", _your_turn),),
    payment_events.BillAmountSet: (_notice("case_pay", _pay),),
    events.CaseGranted: (_notice("case_granted", _granted),),
    events.CaseRefused: (_notice("case_refused", _refused),),
    events.CaseMessageSent: (messages.Notice(kind="case_message", recipients=_has_a_message, write=_message),),
    events.CaseResubmitted: (_notice("case_mended", _mended),),
    events.CaseOverdue: (_notice("case_overdue", _overdue),),
    events.CaseCollected: (_notice("case_collected", _collected),),
    events.CaseWithdrawn: (_notice("case_withdrawn", _withdrawn),),
    events.CaseLapsed: (replace(_notice("case_lapsed", _lapsed), recipients=_lapsed_untold),),
    agency_events.AgencyEscalated: (_notice("case_agency_late", _agency_late),),
    agency_events.AgencyAnswered: (replace(_notice("case_agency_doubts", _agency_doubts), recipients=_not_confirmed),),
    events.DataCopied: (messages.Notice(kind="data_copied", recipients=_whose_account, write=_copied),),
    events.DeadlineNeared: (messages.Notice(kind="deadline", recipients=_whose_account, write=_reminder),),
    events.CaseIssued: (_notice("case_ready", _ready),),
    events.CaseReferred: (_notice("case_referred", _referred),),
    events.CaseAnswered: (_notice("case_answered", _answered, _when_granted),),
    events.HandoverOverdue: (_notice("case_late_there", _late_there),),
    events.CaseServiceWithdrawn: (_notice("case_service_withdrawn", _service_withdrawn),),
    events.ObjectionFiled: (_notice("objection_filed", _objection_filed),),
    events.ObjectionAccepted: (_notice("objection_accepted", _objection_upheld),),
    events.ObjectionRejected: (_notice("objection_rejected", _objection_refused),),
    permit_events.PermitRevoked: (_notice("permit_revoked", _revoked),),
}
