"""Ready sentences for a document that cannot be accepted, in the applicant's language: each says what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN = "own"

_EVERY: Mapping[str, Promise] = {
    "blurred": _("Gambarnya kabur sehingga tulisannya tidak terbaca. Unggah gambar yang tajam."),
    "cut": _("Sebagian halaman terpotong. Unggah gambar yang memperlihatkan keempat sudutnya."),
    "other_paper": _("Ini bukan dokumen yang kami minta. Periksa nama dokumennya, lalu unggah yang benar."),
    "other_person": _("Dokumen ini atas nama orang lain. Unggah dokumen atas nama Anda."),
    "out_of_date": _("Masa berlaku dokumen ini sudah habis. Unggah yang masih berlaku."),
    "differs": _("Isi dokumen ini berbeda dengan jawaban Anda. Perbaiki jawabannya, atau unggah dokumen yang benar."),
    "unsigned": _("Tanda tangan, cap, atau meterainya belum ada. Lengkapi, lalu unggah lagi."),
}
_PASSPORT: Mapping[str, Promise] = {
    "no_zone": _("Dua baris huruf di bawah halaman paspor tidak terlihat. Unggah seluruh halamannya."),
}
_PHOTO: Mapping[str, Promise] = {
    "face": _("Wajah tidak terlihat jelas dari depan. Unggah foto baru tanpa kacamata hitam atau topi."),
    "old": _("Foto ini tidak tampak baru. Unggah foto yang dibuat dalam enam bulan terakhir."),
}


def ready(slot: str) -> dict[str, Promise]:
    """The ready reasons that fit a document, by key."""
    if slot == "photo":
        return {**_PHOTO, "other_paper": _EVERY["other_paper"], "other_person": _EVERY["other_person"]}
    if slot == "passport_page":
        unfit = {"unsigned"}
        return {**_PASSPORT, **{key: words for key, words in _EVERY.items() if key not in unfit}}
    return dict(_EVERY)


def written(slot: str, key: str, own: str, language: str) -> str:
    """The reason as the applicant will read it: the ready sentence in their language, then the officer's own words."""
    with translation.override(language):
        sentence = str(ready(slot).get(key, ""))
    return " ".join(part for part in (sentence, own.strip()) if part)
