"""What to look at in a document, and for each the ready sentence that the applicant reads when it is not right.

Every sentence says what to do. They are written in the applicant's language, whatever the officer's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN = "own"


@dataclass(frozen=True, slots=True)
class Reason:
    """What should be so, and what the applicant reads when it is not."""

    look: Promise
    sentence: Promise


_ALL: Mapping[str, Reason] = {
    "blurred": Reason(
        _("Tajam, semua tulisan terbaca"),
        _("Gambarnya kabur sehingga tulisannya tidak terbaca. Unggah gambar yang tajam."),
    ),
    "cut": Reason(
        _("Utuh, keempat sudut terlihat"),
        _("Sebagian halaman terpotong. Unggah gambar yang memperlihatkan keempat sudutnya."),
    ),
    "other_paper": Reason(
        _("Dokumen yang diminta"),
        _("Ini bukan dokumen yang kami minta. Periksa nama dokumennya, lalu unggah yang benar."),
    ),
    "other_person": Reason(
        _("Atas nama pemohon"), _("Dokumen ini atas nama orang lain. Unggah dokumen atas nama Anda.")
    ),
    "out_of_date": Reason(_("Masih berlaku"), _("Masa berlaku dokumen ini sudah habis. Unggah yang masih berlaku.")),
    "differs": Reason(
        _("Sama dengan isian"),
        _("Isi dokumen ini berbeda dengan jawaban Anda. Perbaiki jawabannya, atau unggah dokumen yang benar."),
    ),
    "unsigned": Reason(
        _("Ada tanda tangan, cap, dan meterainya"),
        _("Tanda tangan, cap, atau meterainya belum ada. Lengkapi, lalu unggah lagi."),
    ),
    "no_zone": Reason(
        _("Dua baris huruf di bawah terlihat"),
        _("Dua baris huruf di bawah halaman paspor tidak terlihat. Unggah seluruh halamannya."),
    ),
    "face": Reason(
        _("Wajah jelas dari depan, tanpa kacamata hitam atau topi"),
        _("Wajah tidak terlihat jelas dari depan. Unggah foto baru tanpa kacamata hitam atau topi."),
    ),
    "old": Reason(
        _("Foto baru, paling lama enam bulan"),
        _("Foto ini tidak tampak baru. Unggah foto yang dibuat dalam enam bulan terakhir."),
    ),
    "unnamed": Reason(
        _("Menyebut nama dan nomor paspor pemohon"),
        _("Surat ini tidak menyebut nama atau nomor paspor Anda. Minta surat baru yang menyebut keduanya."),
    ),
    "one_side": Reason(
        _("Kedua sisi kartu ada"),
        _("Hanya satu sisi kartunya yang ada. Unggah sisi depan dan belakangnya dalam satu berkas."),
    ),
    "untranslated": Reason(
        _("Bahasanya kami pahami, atau ada terjemahannya"),
        _("Kami tidak dapat membaca bahasa dokumen ini. Lampirkan juga terjemahan dari penerjemah tersumpah."),
    ),
    "pages": Reason(
        _("Semua halaman ada"), _("Ada halaman yang belum diunggah. Unggah seluruh dokumennya dalam satu berkas.")
    ),
    "no_stamp": Reason(
        _("Cap dan tanggalnya terbaca"),
        _("Cap atau tanggalnya tidak terbaca. Foto lagi halamannya dengan cahaya yang cukup."),
    ),
    "no_amount": Reason(
        _("Tanggal dan nama tercantum"),
        _("Tanggal atau nama Anda tidak tercantum. Unggah bukti yang menyebut keduanya."),
    ),
}
_PICTURE = ("blurred", "cut")
_WHOSE = ("other_paper", "other_person")
_PASSPORT = ("no_zone", *_PICTURE, *_WHOSE, "out_of_date", "differs")
_PHOTO = ("face", "old", *_WHOSE)
_LETTER = ("unsigned", "unnamed", *_PICTURE, *_WHOSE, "out_of_date", "differs", "untranslated")
_CARD = ("one_side", *_PICTURE, *_WHOSE, "out_of_date", "differs")
_DEED = ("pages", "untranslated", *_PICTURE, *_WHOSE, "differs", "unsigned")
_PERMIT = ("no_stamp", *_PICTURE, *_WHOSE, "out_of_date", "differs")
_PROOF = ("no_amount", *_PICTURE, *_WHOSE, "out_of_date", "differs")
_OTHER = (*_PICTURE, *_WHOSE, "out_of_date", "differs", "unsigned")
_OF_SLOT: Mapping[str, Sequence[str]] = {
    "passport_page": _PASSPORT,
    "photo": _PHOTO,
    **dict.fromkeys(
        ("guarantor_letter", "school_letter", "domicile_letter", "purpose_letter", "integration_statement"), _LETTER
    ),
    **dict.fromkeys(("guarantor_id", "tax_number", "family_card"), _CARD),
    **dict.fromkeys(("marriage_certificate", "birth_certificate", "court_ruling", "company_deed"), _DEED),
    **dict.fromkeys(("current_permit", "entry_stamp", "visa", "sponsor_permit"), _PERMIT),
    **dict.fromkeys(("return_ticket", "insurance"), _PROOF),
}


def ready(slot: str) -> dict[str, Reason]:
    """What to look at in a document of this kind, by key."""
    return {key: _ALL[key] for key in _OF_SLOT.get(slot, _OTHER)}


def written(slot: str, keys: Sequence[str], own: str, language: str) -> str:
    """The reason as the applicant will read it: the ready sentences in their language, then the officer's own words."""
    known = ready(slot)
    with translation.override(language):
        sentences = [str(known[key].sentence) for key in keys if key in known]
    return " ".join(part for part in (*sentences, own.strip()) if part)
