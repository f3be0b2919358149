"""What people read about permits: states, what a check means and what to do, why a paper cannot be made.

Papers carry both languages at once, so their own sentences are `Text`; everything on pages goes through gettext.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from seluma.lib import countries, mrz, vds
from seluma.lib.text import LANGUAGES, Text

from . import events, rules

Sentence = str | Promise

EVENTS: dict[type, Sentence] = {
    events.PermitGranted: _("Izin diberikan nomor dan segel"),
    events.PermitIssued: _("Dokumen izin dibuat dan ditandatangani"),
    events.PermitRevoked: _("Izin dicabut"),
    events.PermitExpired: _("Masa berlaku izin habis"),
    events.LetterWritten: _("Surat ditulis"),
    events.LetterIssued: _("Surat dibuat dan ditandatangani"),
}
FOLLOW_UPS: dict[str, Sentence] = {
    "seluma.domains.permits.subscribers.make_permit_paper": _("membuat dan menandatangani izin"),
    "seluma.domains.permits.subscribers.make_letter_paper": _("membuat dan menandatangani surat keputusan"),
}
"""What a subscriber here should have done, by its name; for the list of what could not be delivered."""
STATES = {
    rules.GRANTED: _("Diberikan, dokumennya sedang dibuat"),
    rules.ISSUED: _("Diterbitkan"),
    rules.REVOKED: _("Dicabut"),
    rules.EXPIRED: _("Masa berlakunya habis"),
}
LETTER_STATES = {
    rules.WRITTEN: _("Surat sedang dibuat"),
    rules.ISSUED: _("Surat sudah terbit"),
}
STATUSES = {
    rules.Status.UNREADABLE: _("Tidak terbaca"),
    rules.Status.UNKNOWN_ISSUER: _("Penerbit tidak dikenal"),
    rules.Status.FORGED: _("Palsu atau diubah"),
    rules.Status.UNRECORDED: _("Tidak tercatat"),
    rules.Status.UNLOGGED: _("Tidak ada dalam buku besar"),
    rules.Status.REVOKED: _("Dicabut"),
    rules.Status.EXPIRED: _("Habis masa berlakunya"),
    rules.Status.VALID: _("Asli dan berlaku"),
}

NAME, INDEX, LAW, LETTER = _("Nama lengkap"), _("Indeks"), _("Dasar hukum"), _("Isi surat")
STATEMENT = _("Isi keterangan")
ONLY_THE_SYSTEM = _("Ini dikerjakan sistem sendiri.")
HAS_PERMIT = _("Izin untuk permohonan ini sudah diberikan.")
HAS_LETTER = _("Surat untuk permohonan ini sudah ditulis.")
NO_SUCH_PERMIT = _("Kami tidak menemukan izin ini.")
NO_SUCH_LETTER = _("Kami tidak menemukan surat ini.")
NO_PAPER_YET = _("Dokumennya sedang dibuat. Coba lagi sebentar lagi.")
REASON_MISSING = _("Tuliskan alasan pencabutan, supaya pemegang izin tahu.")
ENDS_BEFORE_IT_BEGINS = _("Hari terakhir izin harus pada atau sesudah hari pertamanya.")
CANNOT_BE_MADE = _("Dokumen ini belum dapat dibuat. Perbaiki dulu yang berikut.")
NUMBERS_EXHAUSTED = _("Nomor izin untuk tahun ini sudah habis. Hubungi pengelola sistem.")


def cannot_be_revoked(state: str) -> str:
    """Why a permit that has ended cannot be revoked."""
    return gettext("Izin ini tidak dapat dicabut: %(state)s.") % {"state": str(STATES[state]).lower()}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, in three steps: what it is, what that means, what to do."""

    title: Sentence
    meaning: Sentence
    action: Sentence


NO_CODE_FOUND = Finding(
    _("Kami tidak menemukan segel pada berkas ini"),
    _("Kode segel pada gambar atau PDF ini tidak terbaca. Ini belum berarti dokumennya palsu."),
    _("Foto kodenya lagi dari dekat, terang dan lurus. Atau unggah berkas PDF aslinya, atau ketik kode pemeriksaan."),
)
NOT_A_PICTURE = Finding(
    _("Berkas ini tidak dapat kami buka"),
    _("Kami dapat membuka foto PNG atau JPEG dan berkas PDF tanpa kata sandi. Berkas ini bukan itu, atau rusak."),
    _("Foto dokumennya, atau unggah berkas PDF aslinya."),
)
TOO_LARGE = Finding(
    _("Gambar ini terlalu besar"),
    _("Pikselnya lebih banyak dari yang dapat kami buka."),
    _("Potong gambarnya sampai hanya kodenya yang tersisa, atau foto lagi dengan ukuran lebih kecil."),
)
MISTYPED = Finding(
    _("Kode ini tidak lengkap atau ada huruf yang keliru"),
    _("Setiap kode kami terdiri dari 18 huruf dan angka, dan huruf terakhirnya menguji yang lain."),
    _("Ketik lagi kodenya dari dokumen, satu per satu. Tanda hubung boleh tidak diketik."),
)
UNRECORDED_CODE = Finding(
    _("Kode ini tidak ada dalam catatan kami"),
    _("Bentuk kodenya benar, tetapi kami tidak pernah menerbitkan dokumen dengan kode ini."),
    _("Jangan terima dokumennya dulu. Unggah foto segelnya, atau tanyakan kepada kami."),
)
VALID_BY_CODE = Finding(
    _("Izin ini tercatat dan berlaku"),
    _("Kode ini milik izin di bawah. Namanya disamarkan, karena siapa pun dapat mengetik kode."),
    _("Cocokkan nomor dan tanggalnya dengan dokumen. Untuk melihat nama dan nomor paspor, unggah foto segelnya."),
)
FINDINGS = {
    rules.Status.UNREADABLE: NO_CODE_FOUND,
    rules.Status.UNKNOWN_ISSUER: Finding(
        _("Segel ini bukan dari kami"),
        _("Segelnya terbaca, tetapi kami tidak mengenal penerbitnya. Kami tidak dapat mengatakan asli atau palsu."),
        _("Tanyakan kepada penerbit yang tertulis pada dokumen itu."),
    ),
    rules.Status.FORGED: Finding(
        _("Dokumen ini palsu atau sudah diubah"),
        _("Isinya tidak cocok dengan tanda tangan atau catatan kami."),
        _("Jangan terima dokumen ini. Simpan salinannya dan laporkan kepada kami."),
    ),
    rules.Status.UNRECORDED: Finding(
        _("Izin ini tidak ada dalam catatan kami"),
        _("Segelnya ditandatangani dengan kunci kami, tetapi kami tidak punya catatan tentang izin ini."),
        _("Jangan terima dokumen ini dulu. Laporkan kepada kami, kami periksa."),
    ),
    rules.Status.UNLOGGED: Finding(
        _("Segelnya cocok, buku besarnya tidak"),
        _("Izin ini ada dalam catatan kami, tetapi pemberiannya tidak ada dalam buku besar yang dilihat saksi."),
        _("Jangan terima dokumen ini dulu. Laporkan kepada kami, dan kepada salah satu saksi."),
    ),
    rules.Status.REVOKED: Finding(
        _("Izin ini sudah dicabut"),
        _("Dokumennya pernah sah, tetapi kami sudah mencabut izin ini. Izin ini tidak berlaku lagi."),
        _("Jangan terima sebagai izin tinggal. Pemegangnya perlu menghubungi kami."),
    ),
    rules.Status.EXPIRED: Finding(
        _("Masa berlaku izin ini sudah habis"),
        _("Dokumennya asli, tetapi hari terakhirnya sudah lewat."),
        _("Jangan terima sebagai izin yang berlaku. Minta izin yang baru."),
    ),
    rules.Status.VALID: Finding(
        _("Izin ini asli dan berlaku"),
        _("Segelnya kami tanda tangani, dan isinya cocok dengan catatan kami."),
        _("Cocokkan yang di bawah dengan dokumen dan dengan orangnya. Jika ada yang berbeda, jangan terima."),
    ),
}


@dataclass(frozen=True, slots=True)
class InLedgerWords:
    """What the ledger says of a permit, and what that means."""

    title: Sentence
    meaning: Sentence


LOGGED = {
    rules.Logged.SEALED: InLedgerWords(
        _("Ada dalam buku besar"),
        _("Catatan tentang izin ini disegel, dan tidak diubah sejak itu."),
    ),
    rules.Logged.WAITING: InLedgerWords(
        _("Belum disegel"),
        _("Izin ini baru saja dicatat dan segera disegel. Muat ulang halaman ini sebentar lagi."),
    ),
    rules.Logged.ABSENT: InLedgerWords(
        _("Tidak ada dalam buku besar"),
        _("Tidak ada catatan bahwa izin ini pernah diberikan. Seseorang mungkin membuatnya di luar pekerjaan kantor."),
    ),
    rules.Logged.BROKEN: InLedgerWords(
        _("Tidak cocok dengan buku besar"),
        _("Catatan tentang izin ini diubah sesudah disegel, atau menyebut segel yang lain."),
    ),
    rules.Logged.REVOKED_THERE: InLedgerWords(
        _("Buku besar mencatat pencabutan"),
        _("Catatan kami tidak menyebut pencabutan itu lagi. Buku besar menyebutnya, dan buku besar yang benar."),
    ),
    rules.Logged.REVOKED_HERE: InLedgerWords(
        _("Pencabutannya tidak ada dalam buku besar"),
        _("Catatan kami menyebut izin ini dicabut, tetapi tindakan itu tidak tercatat. Tanyakan kepada kami."),
    ),
    rules.Logged.UNKNOWN: InLedgerWords(
        _("Buku besar tidak dapat ditanya"),
        _("Apakah izin ini ada dalam buku besar belum dapat kami katakan. Coba lagi nanti."),
    ),
}

SEXES = {"F": Text("Perempuan", "Female"), "M": Text("Laki-laki", "Male"), "X": Text("Tidak ditentukan", "Unspecified")}
SEAL_FIELD = "Segel elektronik / Electronic seal"
SEAL_ALT = (
    "Segel digital (Data Matrix) dengan isi izin ini / Digital seal (Data Matrix) holding the facts of this permit"
)
PERMIT_STATEMENT = Text(
    "Pemegang izin ini boleh tinggal di Indonesia sampai dan termasuk {until}, untuk keperluan menurut indeks {index}.",
    "The holder may stay in Indonesia until and including {until}, for the purpose of index {index}.",
)


def day(value: dt.date) -> Text:
    """ "Senin, 7 Desember 2026" and "Monday, 7 December 2026"; day and month stay on one line."""
    return Text(*(_day(value, language) for language in LANGUAGES))


def _day(value: dt.date, language: str) -> str:
    return str(format_date(value, "EEEE, d\u00a0MMMM y", locale=language))


def birth_day(iso: str) -> Text:
    """A birth date, of which day or month may be unknown (`00`)."""
    year, month, day_ = (int(part or 0) for part in [*iso.split("-"), "0", "0"][:3])
    if not year:
        return Text("Tidak diketahui", "Unknown")
    if not month:
        return Text(str(year), str(year))
    pattern = "d MMMM y" if day_ else "MMMM y"
    value = dt.date(year, month, day_ or 1)
    return Text(*(format_date(value, pattern, locale=language) for language in LANGUAGES))


def country(code: str) -> Text:
    """The nationality's name in both languages."""
    return Text(countries.name(code, "id"), countries.name(code, "en"))


LABELS = {"full_name": NAME, "index": INDEX, "legal_base": LAW}
"""What a text is called to people, where its caller gave a bare key."""


def missing_characters(label: str, characters: set[str]) -> str:
    """That a text has characters which no face at hand can set."""
    shown = " ".join(_visible(char) for char in sorted(characters))
    label = str(LABELS.get(label, label))
    return gettext("%(label)s memuat huruf yang belum dapat kami cetak: %(characters)s. Tulis dengan huruf lain.") % {
        "label": label,
        "characters": shown,
    }


def _visible(char: str) -> str:
    return char if char.isprintable() else f"U+{ord(char):04X}"


def unwritable(reason: mrz.Uncomposable | vds.Unwritable) -> str:
    """Why the machine-readable zone or the seal cannot be written."""
    return gettext(
        "Data ini belum dapat ditulis pada baris mesin dokumen (%(reason)s). Periksa nama menurut baris mesin paspor, "
        "tanggal lahir, kewarganegaraan dan nomor paspor."
    ) % {"reason": str(reason).rstrip(".")}


def in_both(sentence: Promise) -> dict[str, str]:
    """A translated sentence in both languages, for papers and letters."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(sentence)
    return found


def permit_on_paper(permit: rules.Permit, *, link: str, decided_on: dt.date, seal_side_mm: float) -> dict[str, Any]:
    """What the template `stay-permit` needs."""
    if permit.valid_until is None:
        raise ValueError("a permit has a last day")
    until = day(permit.valid_until)
    return {
        **_frame(permit.office, permit.country),
        "foot": permit.number,
        "title": permit.title.as_dict(),
        "number": permit.number,
        "index": permit.index,
        "valid_from": day(permit.valid_from).as_dict(),
        "valid_until": until.as_dict(),
        "statement": {
            language: PERMIT_STATEMENT.in_(language).format(until=until.in_(language), index=permit.index)
            for language in LANGUAGES
        },
        "holder": {
            "name": permit.holder.full_name,
            "nationality": country(permit.holder.nationality).as_dict(),
            "passport_number": permit.holder.passport_number,
            "sex": SEXES[permit.holder.sex].as_dict(),
            "birth_date": birth_day(permit.holder.birth_date).as_dict(),
        },
        "decided_on": day(decided_on).as_dict(),
        "service": permit.service_title.as_dict(),
        "legal_base": permit.legal_base.as_dict(),
        "link": {"url": link, "text": link.partition("://")[2]},
        "code": permit.code,
        "mrz": list(permit.mrz),
        "seal": {"side_mm": seal_side_mm, "alt": SEAL_ALT},
    }


def statement_on_paper(permit: rules.Permit, *, link: str, decided_on: dt.date, seal_side_mm: float) -> dict[str, Any]:
    """What the template `statement` needs."""
    return {
        **_frame(permit.office, permit.country),
        "foot": permit.number,
        "title": permit.title.as_dict(),
        "number": permit.number,
        "valid_from": day(permit.valid_from).as_dict(),
        "valid_until": day(permit.valid_until).as_dict() if permit.valid_until else None,
        "statement": permit.statement.as_dict() if permit.statement else None,
        "name": permit.holder.full_name,
        "facts": [{"label": label.as_dict(), "value": value.as_dict()} for label, value in permit.facts],
        "decided_on": day(decided_on).as_dict(),
        "service": permit.service_title.as_dict(),
        "legal_base": permit.legal_base.as_dict(),
        "link": {"url": link, "text": link.partition("://")[2]},
        "code": permit.code,
        "seal": {"side_mm": seal_side_mm, "alt": SEAL_ALT},
    }


def letter_on_paper(letter: rules.Letter, *, country: str, written_on: dt.date) -> dict[str, Any]:
    """What the template of the letter's kind needs: its content, completed."""
    until = letter.content["objection_until"]
    return {
        **letter.content,
        **_frame(letter.office, country),
        "foot": letter.number,
        "number": letter.number,
        "written_on": day(written_on).as_dict(),
        "objection_until": day(dt.date.fromisoformat(until)).as_dict() if until else None,
    }


def _frame(office: rules.Office, country: str) -> dict[str, Any]:
    return {
        "test": country == "UTO",
        "office": {"name": office.name.id, "tagline": office.tagline.as_dict(), "address": office.address.id},
    }
