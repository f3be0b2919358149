"""What people read about documents: states, limits, and why a file cannot be taken."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from . import events, rules

EVENTS: dict[type, Promise] = {
    events.DocumentUploaded: _("Dokumen diunggah"),
    events.DocumentRemoved: _("Dokumen diambil kembali"),
    events.DocumentsFrozen: _("Dokumen diserahkan kepada kantor"),
    events.DocumentAccepted: _("Dokumen diterima"),
    events.DocumentRejected: _("Dokumen perlu diperbaiki"),
    events.DocumentsReopened: _("Dokumen dibuka untuk diperbaiki"),
}
STATES = {
    rules.UPLOADED: _("Sudah diunggah"),
    rules.FROZEN: _("Menunggu diperiksa"),
    rules.ACCEPTED: _("Diterima"),
    rules.REJECTED: _("Perlu Anda perbaiki"),
    rules.REPLACED: _("Diganti versi baru"),
    rules.REMOVED: _("Diambil kembali"),
}

OTHER_KINDS = {
    "GIF": _("gambar GIF"),
    "WebP": _("gambar WebP"),
    "HEIC": _("foto HEIC dari iPhone"),
    "TIFF": _("gambar TIFF"),
    "BMP": _("gambar BMP"),
    "video": _("video"),
    "Word": _("dokumen Office, misalnya Word"),
    "ZIP": _("arsip ZIP"),
    "RAR": _("arsip RAR"),
    "program": _("program komputer"),
    "HTML": _("halaman web"),
}

CLOSED = _(
    "Dokumen ini sudah diserahkan dan tidak dapat diganti sekarang. Jika perlu diperbaiki, kami memberi tahu Anda."
)
NOT_YET_HANDED_OVER = _("Dokumen ini belum diserahkan pemohon, jadi belum dapat diperiksa.")
NOT_HANDED_OVER = _("Dokumen belum diserahkan, jadi masih terbuka untuk pemohon.")
REPLACED = _("Dokumen ini sudah diganti. Buka versi yang terbaru, lalu periksa lagi.")
NOT_REMOVABLE = _("Dokumen ini sudah diserahkan dan tidak dapat diambil kembali.")
REASON_MISSING = _("Tuliskan apa yang perlu diperbaiki, supaya pemohon tahu.")
REASON_TOO_LONG = _("Alasan terlalu panjang. Ringkas menjadi paling banyak 2.000 huruf.")
NO_SUCH_PAGE = _("Dokumen ini tidak mempunyai halaman itu.")


def limits(types: Collection[str], max_bytes: int) -> str:
    """What may be chosen, told before the upload: "PDF, PNG, atau JPEG, paling besar 5 MB"."""
    return gettext("%(types)s, paling besar %(limit)s") % {"types": type_names(types), "limit": size(max_bytes)}


def type_names(types: Collection[str]) -> str:
    """Media types as a spoken list."""
    names = [name for media_type, (name, _ending) in rules.MEDIA_TYPES.items() if media_type in types]
    if len(names) < 2:
        return "".join(names)
    if len(names) == 2:
        return gettext("%(first)s atau %(last)s") % {"first": names[0], "last": names[1]}
    return gettext("%(first)s, atau %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def size(number: int) -> str:
    """Bytes as people say them; one decimal only where it tells something."""
    if number < 1024:
        return ngettext("%(number)s bita", "%(number)s bita", number) % {"number": number}
    amount, unit = (number / 1024, "kB") if number < 1024**2 else (number / 1024**2, "MB")
    digits = 0 if abs(amount - round(amount)) < 0.05 or amount >= 100 else 1
    return f"{number_format(round(amount, digits), decimal_pos=digits)} {unit}"


def unfit(why: str, facts: dict[str, Any]) -> str:
    """Why a file cannot be taken and what to do; `why` and `facts` as in `rules.Unfit`."""
    return _UNFIT[why](facts)


def _too_large(facts: dict[str, Any]) -> str:
    return gettext(
        "Berkas ini %(size)s; paling besar %(limit)s. Kecilkan berkasnya atau foto ulang dengan ukuran lebih kecil."
    ) % {"size": size(facts["size"]), "limit": size(facts["limit"])}


def _unknown_type(facts: dict[str, Any]) -> str:
    wanted = type_names(facts["types"])
    if facts["found"] is None:
        return gettext(
            "Isi berkas ini bukan %(wanted)s, apa pun namanya. Pilih berkas lain, atau simpan ulang sebagai %(wanted)s."
        ) % {"wanted": wanted}
    return gettext(
        "Isi berkas ini %(found)s, apa pun namanya. Kami menerima %(wanted)s. "
        "Simpan ulang dahulu, atau pilih berkas lain."
    ) % {"found": OTHER_KINDS[facts["found"]], "wanted": wanted}


def _other_type(facts: dict[str, Any]) -> str:
    found, _ending = rules.MEDIA_TYPES[facts["found"]]
    return gettext("Isi berkas ini %(found)s. Di sini kami menerima %(wanted)s.") % {
        "found": found,
        "wanted": type_names(facts["types"]),
    }


def _damaged(facts: dict[str, Any]) -> str:
    found, _ending = rules.MEDIA_TYPES[facts["found"]]
    return gettext(
        "Berkas %(found)s ini rusak atau tidak lengkap, jadi tidak dapat dibuka. "
        "Simpan atau foto ulang, lalu unggah lagi."
    ) % {"found": found}


def _too_many_pages(facts: dict[str, Any]) -> str:
    return gettext("PDF ini %(pages)s halaman; paling banyak %(limit)s. Unggah hanya halaman yang diminta.") % {
        "pages": facts["pages"],
        "limit": facts["limit"],
    }


def _too_small(facts: dict[str, Any]) -> str:
    return gettext(
        "Gambar ini %(width)s × %(height)s piksel; paling sedikit %(min_width)s × %(min_height)s. "
        "Pilih gambar asli yang lebih besar."
    ) % {key: str(value) for key, value in facts.items()}


_UNFIT = {
    "empty": lambda _facts: gettext("Berkas ini kosong. Pilih berkas yang berisi."),
    "too_large": _too_large,
    "unknown_type": _unknown_type,
    "other_type": _other_type,
    "damaged": _damaged,
    "encrypted": lambda _facts: gettext(
        "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi."
    ),
    "too_many_pages": _too_many_pages,
    "too_many_pixels": lambda _facts: gettext(
        "Gambar ini terlalu banyak pikselnya untuk kami buka. Kecilkan gambarnya, lalu unggah lagi."
    ),
    "too_small": _too_small,
}
