"""What people read about services: labels, what is wrong with an answer, what is wrong in a content file."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import format_date
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Sentence

from . import events
from .rules import AnswerProblem, Mistake, Withdrawal

EVENTS: dict[type, Sentence] = {
    events.ServicePublished: _("Versi layanan diterbitkan"),
    events.ServiceWithdrawn: _("Layanan ditarik"),
}

NO_SUCH_SERVICE = _("Layanan ini tidak ada, atau belum dibuka. Lihat daftar layanan.")
NOT_OFFERED = _("Layanan ini tidak kami tawarkan lagi sejak %(day)s. %(reason)s")
WITHDRAWN_ALREADY = _("Layanan ini sudah ditarik. Versi yang baru dapat ditarik sesudah diterbitkan.")
WITHDRAWN_WITHOUT_REASON = _("Tulis alasannya dalam dua bahasa: pemohon membacanya.")
REASON_TOO_LONG = _("Alasannya terlalu panjang. Tulis paling banyak %(limit)s huruf.")
PAST_DAY = _("Hari ini atau sesudahnya: aturan tidak dapat berlaku mundur.")
NO_SUCH_AGENCY = _("Lembaga ini tidak ada dalam daftar kami.")

CERTAINTIES = {
    "certain": _("Pasti: dibaca pada aturan atau halaman resmi"),
    "uncertain": _("Belum pasti: tanyakan kepada kantor"),
}

DECIDED_BY = {
    "this_office": _("Diputus oleh kantor ini"),
    "directorate_general": _("Diputus oleh Direktorat Jenderal Imigrasi"),
}

ANSWER_PROBLEMS = {
    "needed": _("Jawaban ini diperlukan."),
    "too_long": _("Terlalu panjang: %(length)s huruf. Ringkas menjadi paling banyak %(limit)s huruf."),
    "characters": _("Ada tanda yang tidak dapat kami simpan. Ketik ulang tanpa menyalin dari dokumen lain."),
    "name_no_letter": _("Sebuah nama memuat paling sedikit satu huruf. Tulis seperti di paspor."),
    "mrz_letters": _("Tulis hanya huruf A sampai Z dan spasi, seperti di baris bawah paspor."),
    "document_number": _("Tulis huruf Latin dan angka seperti pada dokumennya, paling banyak %(limit)s."),
    "not_a_choice": _("Pilih salah satu jawaban dari daftar."),
    "yes_or_no": _("Pilih ya atau tidak."),
    "whole_number": _("Tulis bilangan bulat dengan angka, misalnya 2."),
    "number_small": _("Angkanya terlalu kecil. Paling sedikit %(limit)s."),
    "number_large": _("Angkanya terlalu besar. Paling banyak %(limit)s."),
    "country": _("Pilih negara dari daftar."),
    "phone": _("Tulis nomor telepon dengan angka, misalnya +62 812 3456 7890."),
    "date_form": _("Tulis hari, bulan, dan tahun dengan angka, misalnya 28 2 2026."),
    "day_missing": _("Harinya belum diisi."),
    "month_missing": _("Bulannya belum diisi."),
    "year_missing": _("Tahunnya belum diisi."),
    "day_without_month": _("Ada hari tetapi tidak ada bulan. Isi bulannya, atau kosongkan keduanya."),
    "year": _("Periksa tahunnya: antara %(first)s dan %(last)s."),
    "no_such_day": _("Tanggal %(day)s bulan %(month)s tahun %(year)s tidak ada di kalender."),
}

MISTAKES = {
    "file_missing": _("berkas ini tidak ada dalam folder"),
    "unknown_file": _("berkas ini tidak dikenal; periksa namanya"),
    "no_service": _("tidak ada satu pun layanan dalam folder ini"),
    "not_utf8": _("berkas ini tidak ditulis dalam UTF-8"),
    "not_toml": _("berkas ini tidak dapat dibaca sebagai TOML: %(problem)s"),
    "unknown_key": _("kunci ini tidak dikenal; periksa ejaannya"),
    "missing": _("belum diisi"),
    "empty": _("kosong"),
    "not_text": _("harus berupa teks dalam tanda kutip"),
    "not_translated": _("harus ditulis dalam dua bahasa: .id dan .en"),
    "missing_translation": _("terjemahannya belum ada"),
    "not_a_number": _("harus berupa bilangan bulat"),
    "number_range": _("harus antara %(least)s dan %(most)s"),
    "not_a_flag": _("harus true atau false"),
    "bad_date": _("%(value)s bukan tanggal; tulis seperti 2026-12-31"),
    "not_a_list": _("harus berupa daftar teks"),
    "not_a_table": _("harus berupa tabel"),
    "not_tables": _("harus berupa tabel dengan kurung siku ganda"),
    "bad_key": _("%(value)s bukan nama yang dapat dipakai; pakai huruf kecil, angka, dan garis bawah"),
    "bad_code": _("%(value)s bukan kode yang dapat dipakai; pakai huruf kecil, angka, dan tanda hubung"),
    "bad_prefix": _("%(value)s tidak dapat dipakai; pakai dua sampai enam huruf besar"),
    "not_one_of": _("%(value)s tidak dikenal; pilih salah satu: %(allowed)s"),
    "twice": _("%(value)s muncul dua kali"),
    "both_ways": _("%(value)s sekaligus ditambahkan dan dihapus dari hari libur"),
    "years_backwards": _("tahun terakhir lebih awal dari tahun pertama"),
    "unknown_timezone": _("%(value)s bukan zona waktu yang dikenal"),
    "demo_country": _("dokumen demonstrasi harus memakai negara UTO"),
    "unknown_section": _("tidak ada bagian bernama %(value)s di questions.toml"),
    "unknown_situation": _("tidak ada keadaan bernama %(value)s di situations.toml"),
    "unknown_profile_field": _("profil tidak memiliki isian bernama %(value)s"),
    "unknown_question": _("tidak ada pertanyaan bernama %(value)s"),
    "unknown_question_of_kind": _("tidak ada pertanyaan bernama %(value)s dengan jenis %(kind)s"),
    "unknown_place": _("„%(value)s” tidak dapat disebut di sini; yang dapat disebut: %(allowed)s"),
    "unknown_agency": _("tidak ada lembaga dengan kode %(value)s di agencies.toml"),
    "unknown_law": _("tidak ada aturan bernama %(value)s di law.toml"),
    "unknown_figure": _("tidak ada angka bernama %(value)s di figures.toml atau di layanan ini"),
    "unknown_service": _("tidak ada layanan dengan kode %(value)s"),
    "shared_figure": _("angka ini sudah ada di figures.toml; tulis di satu tempat saja"),
    "name_taken": _("nama %(value)s sudah dipakai untuk hal lain dalam syarat"),
    "code_taken": _("kode %(value)s sudah dipakai oleh %(other)s"),
    "no_authority": _("office.toml tidak menyebut wewenang kantor ini atas %(value)s"),
    "choices_missing": _("pertanyaan pilihan memerlukan paling sedikit dua pilihan"),
    "choices_unwanted": _("pertanyaan jenis %(kind)s tidak memiliki pilihan"),
    "form_unwanted": _("bentuk hanya berlaku untuk jenis text, bukan %(kind)s"),
    "limits_unwanted": _("batas hanya berlaku untuk jenis number, bukan %(kind)s"),
    "limits_backwards": _("batas atas lebih kecil dari batas bawah"),
    "index_twice": _("isi index atau index_question, jangan keduanya"),
    "start_twice": _("isi expires_question atau starts_question, jangan keduanya"),
    "outcome_missing": _("tulis apa hasil layanan ini: [permit], [paper], atau [handover]"),
    "outcome_twice": _("layanan ini sudah memiliki [%(first)s]; satu layanan memiliki satu hasil"),
    "handover_missing": _("layanan yang diputus Direktorat Jenderal memerlukan [handover]"),
    "wrong_unit": _("%(value)s harus bersatuan %(allowed)s"),
    "too_long": _("terlalu panjang; paling banyak %(limit)s huruf"),
    "length_of_nothing": _("isi months atau days"),
    "length_unmatched": _("%(value)s harus ada baik di sini maupun pada pilihan pertanyaan %(question)s"),
    "certain_without_amount": _("tarif yang pasti harus menyebut jumlahnya"),
    "no_fee": _("tidak ada tarif yang berlaku bila %(sample)s"),
    "two_fees": _("berlaku bersamaan dengan tarif %(first)s bila %(sample)s"),
    "fee_in_vain": _("tarif ini tidak pernah berlaku"),
    "fee_later_than_service": _("tarif ini mulai berlaku sesudah layanannya; majukan atau terbitkan layanan nanti"),
    "condition_too_long": _("syarat ini lebih panjang dari %(problem)s huruf"),
    "condition_syntax": _("syarat ini tidak dapat dibaca: %(problem)s"),
    "condition_unknown_function": _("fungsi ini tidak dikenal: %(problem)s"),
    "unknown_name": _("%(value)s bukan pertanyaan, angka, atau hari yang dikenal layanan ini"),
    "later_name": _("%(value)s belum diketahui di tempat ini; pakai jawaban yang lebih awal"),
    "fails": _("syarat ini tidak dapat dihitung bila %(sample)s: %(problem)s"),
    "not_true_or_false": _("syarat ini menghasilkan %(value)s, bukan benar atau salah"),
    "never_true": _("syarat ini tidak pernah terpenuhi, apa pun jawabannya"),
    "contradicts": _("tidak dapat dipenuhi bersama syarat %(other)s, jadi layanan ini tidak pernah selesai"),
    "contradicts_all": _("tidak dapat dipenuhi bersama semua syarat sebelumnya, jadi layanan ini tidak pernah selesai"),
    "nobody_can_hand_in": _("tidak ada jenis berkas yang diterima, jadi layanan ini tidak pernah selesai"),
    "nobody_can_refuse": _("tidak ada aturan yang disebut, jadi tidak ada petugas yang dapat menolak permohonan"),
    "fee_in_silence": _("jumlahnya berubah dari %(old)s menjadi %(new)s; tulis juga sejak kapan, atau dari mana"),
    "fee_in_past": _("tarif yang berubah tidak dapat mulai pada hari yang lewat (%(day)s); tulis hari ini atau nanti"),
    "not_in_finder": _("layanan ini belum dapat ditemukan; tulis kapan ia yang tepat (when) dan aturannya (law)"),
    "unknown_situation_question": _("%(value)s bukan pertanyaan di finder.toml"),
    "too_many_situations": _("syarat ini memakai terlalu banyak pertanyaan sekaligus; pakai lebih sedikit"),
    "finder_when": _("syarat ini tidak dapat dihitung untuk semua jawaban, atau hasilnya bukan benar atau salah"),
    "not_a_day": _("ini menghasilkan %(value)s, bukan tanggal, bila %(sample)s"),
}


def answer_problem(problem: AnswerProblem) -> Sentence:
    """The sentence for beside the field."""
    return _filled(ANSWER_PROBLEMS[problem.code], problem.details)


def mistake_line(mistake: Mistake) -> Sentence:
    """`file: key: sentence`."""
    return _line(mistake.file, mistake.key, _filled(MISTAKES[mistake.code], mistake.details))


def content_mistakes(count: int) -> Sentence:
    """What is said of a folder that cannot be published."""
    return _counted(count)


def not_offered(withdrawal: Withdrawal) -> Sentence:
    """Why there is no such service any more, in the reader's language."""
    return _withdrawn(withdrawal)


def reason_too_long(limit: int) -> Sentence:
    """What is said of a reason that is a book."""
    return _filled(REASON_TOO_LONG, {"limit": limit})


def _say_withdrawn(withdrawal: Withdrawal) -> str:
    language = get_language() or "id"
    day = format_date(withdrawal.from_on, "d MMMM yyyy", locale=language)
    return str(NOT_OFFERED) % {"day": day, "reason": withdrawal.reason.in_(language)}


def _fill(sentence: Sentence, details: Mapping[str, object]) -> str:
    return str(sentence) % details


def _join(file: str, key: str, sentence: Sentence) -> str:
    return f"{file}: {key}: {sentence}"


def _count(count: int) -> str:
    return ngettext(
        "Ada %(count)s kesalahan dalam berkas layanan. Tidak ada yang diterbitkan.",
        "Ada %(count)s kesalahan dalam berkas layanan. Tidak ada yang diterbitkan.",
        count,
    ) % {"count": count}


_filled = lazy(_fill, str)
_line = lazy(_join, str)
_counted = lazy(_count, str)
_withdrawn = lazy(_say_withdrawn, str)
