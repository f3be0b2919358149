"""Every label and sentence about people, in plain language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seluma.domains.people import events

PROBLEMS: dict[str, str | Promise] = {
    "email_form": _("Tulis alamat e-mail seperti nama@contoh.id, dengan huruf Latin."),
    "email_taken": _("Alamat e-mail ini sudah dipakai. Masuklah dengan alamat itu."),
    "name_missing": _("Tulis nama lengkap Anda. Satu kata pun cukup."),
    "name_long": _("Nama paling panjang 200 huruf. Singkatkan seperti di paspor Anda."),
    "name_no_letter": _("Nama perlu memuat huruf. Tulis seperti di paspor Anda."),
    "characters": _("Ada tanda yang tidak terlihat di isian ini. Hapus, lalu ketik ulang dengan papan ketik Anda."),
    "mrz_primary_missing": _(
        "Tulis nama yang berdiri sebelum << di baris bawah halaman foto paspor Anda. Nama satu kata ditulis di sini."
    ),
    "mrz_letters": _("Di sini hanya huruf A sampai Z dan spasi, seperti di baris bawah halaman foto paspor Anda."),
    "mrz_long": _("Kedua bagian nama ini bersama paling panjang 39 huruf. Potong seperti di paspor Anda."),
    "birth_date_form": _("Tulis tanggal lahir dengan angka. Tahun perlu empat angka."),
    "birth_date_day_without_month": _("Tulis juga bulan lahir, atau kosongkan tanggalnya."),
    "birth_date_not_a_day": _("Tanggal lahir ini tidak ada di kalender. Periksa lagi hari, bulan, dan tahunnya."),
    "birth_date_future": _("Tanggal lahir ini belum tiba. Periksa tahunnya."),
    "birth_date_too_old": _("Tahun lahir ini terlalu lama. Periksa tahunnya."),
    "sex_unknown": _("Pilih salah satu, seperti di paspor Anda."),
    "country_unknown": _("Pilih satu dari daftar negara."),
    "passport_number_letters": _("Nomor paspor hanya huruf A sampai Z dan angka."),
    "passport_number_length": _("Nomor paspor panjangnya 5 sampai 9 huruf dan angka. Bandingkan dengan paspor Anda."),
    "passport_issued_later": _("Tanggal terbit paspor belum tiba. Periksa lagi tanggalnya."),
    "passport_expired": _(
        "Masa berlaku paspor ini sudah habis. Perbarui paspor di kedutaan negara Anda, lalu tulis tanggal yang baru."
    ),
    "passport_expires_too_late": _("Paspor tidak berlaku selama itu. Periksa tahunnya."),
    "passport_expires_before_issue": _("Paspor habis setelah tanggal terbitnya. Periksa kedua tanggal."),
    "not_a_day": _("Tanggal ini tidak ada di kalender. Periksa lagi hari, bulan, dan tahunnya."),
    "place_long": _("Nama tempat paling panjang 100 huruf."),
    "address_long": _("Alamat paling panjang 500 huruf."),
    "district_unknown": _("Pilih satu kecamatan dari daftar."),
    "phone_form": _("Tulis nomor telepon dengan angka, misalnya 0812 3456 7890 atau +62 812 3456 7890."),
    "language_unknown": _("Pilih satu bahasa dari daftar."),
    "code_form": _("Kode hanya huruf kecil, angka, dan tanda hubung."),
}

FIELDS_REFUSED = _("Beberapa isian perlu diperbaiki.")
NO_SUCH_ACCOUNT = _("Kami tidak menemukan akun ini.")
NO_SUCH_ORGANISATION = _("Kami tidak menemukan lembaga ini.")
NO_SUCH_ROLE = _("Peran ini tidak ada.")
ROLE_NEEDS_ORGANISATION = _("Peran ini perlu nama lembaganya.")
ROLE_NOT_HELD = _("Orang ini tidak sedang memegang peran itu.")
NOT_FOR_ONESELF = _("Tidak seorang pun memberi peran kepada dirinya sendiri. Minta pengelola lain.")
ONLY_THE_PERSON = _("Hanya pemilik akun yang dapat melakukan ini.")
ORGANISATION_KIND_UNKNOWN = _("Jenis lembaga ini tidak ada.")
ORGANISATION_CODE_TAKEN = _("Kode lembaga ini sudah dipakai.")
EMAIL_TAKEN = PROBLEMS["email_taken"]

FIELDS: dict[str, str | Promise] = {
    "email": _("Alamat e-mail"),
    "name": _("Nama lengkap"),
    "full_name": _("Nama lengkap"),
    "mrz_primary": _("Nama di paspor, sebelum <<"),
    "mrz_secondary": _("Nama di paspor, setelah <<"),
    "birth_date": _("Tanggal lahir"),
    "birth_place": _("Tempat lahir"),
    "sex": _("Jenis kelamin"),
    "nationality": _("Kewarganegaraan"),
    "passport_number": _("Nomor paspor"),
    "passport_issuer": _("Negara penerbit paspor"),
    "passport_issued_on": _("Tanggal terbit paspor"),
    "passport_expires_on": _("Paspor berlaku sampai"),
    "address": _("Alamat"),
    "district": _("Kecamatan"),
    "phone": _("Nomor telepon"),
    "language": _("Bahasa surat dan halaman"),
}

SEXES: dict[str, str | Promise] = {"F": _("Perempuan"), "M": _("Laki-laki"), "X": _("Tidak disebutkan di paspor")}

ROLES: dict[str, str | Promise] = {
    "applicant": _("Pemohon"),
    "sponsor": _("Penjamin"),
    "verifier": _("Pemeriksa berkas"),
    "decider": _("Pejabat pemutus"),
    "head": _("Kepala kantor"),
    "partner": _("Lembaga mitra"),
    "administrator": _("Pengelola"),
}

ORGANISATION_KINDS: dict[str, str | Promise] = {
    "agency": _("Lembaga"),
    "sponsor": _("Penjamin"),
    "school": _("Sekolah"),
    "company": _("Perusahaan"),
}

EVENTS: dict[type, str | Promise] = {
    events.AccountRegistered: _("Akun dibuat"),
    events.EmailConfirmed: _("Alamat e-mail dipastikan"),
    events.SessionOpened: _("Masuk ke akun"),
    events.PasswordChanged: _("Kata sandi diganti"),
    events.ProfileChanged: _("Data diri diubah"),
    events.OrganisationCreated: _("Lembaga didaftarkan"),
    events.RoleGranted: _("Peran diberikan"),
    events.RoleRevoked: _("Peran dicabut"),
}
