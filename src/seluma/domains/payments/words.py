"""What people read about bills: states, why a payment did not work, and why something is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seluma.lib.money import rupiah

from . import events, rules
from .rules import statement

EVENTS: dict[type, Promise] = {
    events.BillIssued: _("Tagihan dibuat"),
    events.BillAmountSet: _("Jumlah tagihan ditetapkan"),
    events.BillingCodeIssued: _("Kode billing dibuat"),
    events.BillingCodeLapsed: _("Kode billing habis waktunya"),
    events.PaymentStarted: _("Pembayaran dimulai"),
    events.PaymentFailed: _("Pembayaran tidak berhasil"),
    events.BillPaid: _("Tagihan lunas"),
    events.PaymentMismatched: _("Uang masuk dengan jumlah lain"),
    events.SurplusReceived: _("Uang masuk melebihi tagihan"),
    events.PaymentProblemClosed: _("Uang yang tidak cocok diselesaikan"),
    events.BillVoided: _("Tagihan dibatalkan"),
    events.BillWaived: _("Tidak dipungut biaya"),
}
BILL_STATES = {
    rules.AMOUNT_AWAITED: _("Jumlah sedang dipastikan"),
    rules.OPEN: _("Belum dibayar"),
    rules.PAID: _("Lunas"),
    rules.VOID: _("Dibatalkan"),
}
CODE_STATES = {
    rules.LIVE: _("Dapat dipakai"),
    rules.LAPSED: _("Waktunya habis"),
    rules.USED: _("Sudah dipakai"),
}
ATTEMPT_STATES = {
    rules.STARTED: _("Sedang diproses bank"),
    rules.WAITING: _("Menunggu Anda menyetujui di halaman bank"),
    rules.SUCCEEDED: _("Pembayaran berhasil"),
    rules.FAILED: _("Tidak berhasil"),
}
PROVIDERS: dict[str, Promise] = {
    "demo": _("Bank peragaan, langsung lunas"),
    "demo_bank": _("Bank peragaan, lewat halaman bank"),
    "failing_demo": _("Bank peragaan yang gagal pada kali pertama"),
    "refusing_demo": _("Bank peragaan yang menolak kartu"),
}
REASONS: dict[str, Promise] = {
    "bank_unreachable": _(
        "Bank tidak dapat dihubungi, jadi belum ada uang yang berpindah. Coba lagi beberapa saat lagi."
    ),
    "card_refused": _("Bank menolak kartu ini. Pakai kartu lain, atau bayar dengan kode billing di bank mana pun."),
    "declined_at_bank": _("Anda membatalkan pembayaran di halaman bank. Belum ada uang yang berpindah."),
    "no_answer": _("Bank tidak memberi kabar tentang pembayaran ini. Jika uang Anda terpotong, kami mencatatnya."),
    "amount_differs": _(
        "Uang yang masuk berbeda dari jumlah tagihan. Uang Anda tercatat; petugas kami menghubungi Anda."
    ),
    "paid_otherwise": _("Tagihan ini sudah lunas lewat pembayaran lain."),
    "bill_void": _("Tagihan ini sudah dibatalkan."),
}
"""Why an attempt failed, by the key that `PaymentFailed` carries."""

PROBLEMS = {
    rules.MISMATCHED: _("Jumlah yang masuk berbeda dari tagihan"),
    rules.SURPLUS: _("Uang masuk untuk tagihan yang tidak terbuka"),
}

VERDICTS: dict[str, Promise] = {
    statement.FITS: _("Cocok: tagihan menjadi lunas"),
    statement.KNOWN: _("Sudah tercatat"),
    statement.OTHER_AMOUNT: _("Jumlahnya berbeda dari tagihan: dicatat sebagai uang yang belum cocok"),
    statement.NOT_OPEN: _("Tagihannya tidak terbuka: dicatat sebagai uang yang belum cocok"),
    statement.NO_CODE: _("Kode billing ini tidak ada pada kami"),
    statement.ELSEWHERE: _("NTPN ini sudah tercatat untuk pembayaran lain"),
    statement.TWICE: _("NTPN ini sudah ada di baris lain pada daftar ini"),
    statement.OWN: _("Ini tagihan Anda sendiri; petugas lain yang mencatatnya"),
}
"""What a line of a bank's list is beside our bills."""
UNREAD: dict[str, Promise] = {
    "columns": _("perlu lima kolom: kode billing, NTPN, NTB, jumlah, waktu"),
    "code": _("kode billing terdiri dari 15 angka"),
    "ntpn": _("NTPN terdiri dari huruf dan angka, paling banyak 32"),
    "ntb": _("NTB terdiri dari huruf dan angka, paling banyak 32"),
    "amount": _("jumlah berupa rupiah penuh, misalnya 500.000"),
    "time": _("waktu ditulis seperti 24/11/2026 09.15"),
}
"""Why a line could not be read, by its column."""

TOO_MANY_LINES = _("Daftar ini terlalu panjang. Kirim paling banyak 500 baris sekali jalan.")
UNKNOWN_CODE = _("Kode billing ini tidak ada pada kami. Periksa kembali ke-15 angkanya.")
UNKNOWN_PROVIDER = _("Cara bayar ini tidak tersedia. Pilih cara bayar lain.")
AMOUNT_AWAITED = _("Jumlah tagihan ini masih kami pastikan, jadi belum dapat dibayar. Kami memberi tahu Anda.")
VOID = _("Tagihan ini sudah dibatalkan; tidak ada yang perlu dibayar.")
AMOUNT_ALREADY_SET = _("Jumlah tagihan ini sudah ditetapkan. Muat ulang halaman untuk melihatnya.")
AMOUNT_NOT_POSITIVE = _("Jumlah harus berupa rupiah penuh di atas nol.")
SOURCE_MISSING = _("Tuliskan dari mana jumlah ini, misalnya pasal peraturan atau nomor surat.")
SOURCE_TOO_LONG = _("Sumber terlalu panjang. Ringkas menjadi paling banyak 300 huruf.")
OWN_BILL = _("Ini tagihan Anda sendiri. Petugas lain yang mencatatnya.")
OTHER_AMOUNT = _("Untuk hal yang sama sudah ada tagihan dengan jumlah lain. Batalkan dahulu tagihan itu.")
NTPN_MISSING = _("Tuliskan NTPN, nomor dari kas negara pada bukti bayar.")
NTPN_TOO_LONG = _("NTPN dan NTB paling banyak 32 huruf dan angka.")
NTPN_ELSEWHERE = _("NTPN ini sudah tercatat untuk pembayaran lain. Periksa kembali bukti bayarnya.")
REMARK_MISSING = _("Tuliskan bagaimana uang ini diselesaikan.")
REMARK_TOO_LONG = _("Catatan terlalu panjang. Ringkas menjadi paling banyak 2.000 huruf.")
NO_BANK_PAGE = _("Pembayaran ini tidak lagi menunggu jawaban Anda di halaman bank.")


def line_refused(number: int, why: object) -> str:
    """That a chosen line cannot be recorded, and why."""
    return gettext("Baris %(number)s tidak dapat dicatat: %(why)s. Tidak ada baris yang dicatat.") % {
        "number": number,
        "why": str(why)[:1].lower() + str(why)[1:],
    }


def already_paid(receipt: rules.Receipt) -> str:
    """That a bill is paid, since when and with which receipt."""
    return gettext("Tagihan ini sudah lunas sejak %(when)s, kuitansi %(number)s.") % {
        "when": moment(receipt.paid_at),
        "number": receipt.number,
    }


def paid_letter(bill: rules.Bill, receipt: rules.Receipt, name: str, where: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter that says that the money came."""
    facts = {
        "name": name,
        "amount": rupiah(receipt.amount),
        "purpose": _said(bill.purpose, language),
        "when": moment(receipt.paid_at),
        "number": receipt.number,
        "ntpn": receipt.ntpn,
    }
    body = gettext(
        "%(name)s, pembayaran Anda kami terima.\n\n"
        "Untuk: %(purpose)s\nJumlah: %(amount)s\nDibayar: %(when)s\nKuitansi: %(number)s\nNTPN: %(ntpn)s\n\n"
        "Simpan surat ini sebagai bukti bayar. Anda tidak perlu mengirim apa pun lagi untuk tagihan ini."
    )
    return gettext("Pembayaran diterima: %(amount)s") % facts, _with_link(body % facts, where)


def lapsed_letter(bill: rules.Bill, name: str, where: str, language: str) -> tuple[str, str]:
    """Subject and body of the letter that says that a code lapsed and what to do."""
    facts = {
        "name": name,
        "purpose": _said(bill.purpose, language),
        "amount": rupiah(bill.amount or 0),
    }
    body = gettext(
        "%(name)s, waktu kode billing Anda habis, dan tagihan ini belum lunas.\n\n"
        "Untuk: %(purpose)s\nJumlah: %(amount)s\n\n"
        "Minta kode baru pada permohonan Anda; tidak ada denda. "
        "Jika Anda sudah membayar dengan kode lama, pembayaran itu tetap berlaku dan segera tercatat."
    )
    return gettext("Kode billing habis waktunya; minta yang baru"), _with_link(body % facts, where)


def moment(at: dt.datetime) -> str:
    """A time with its weekday, in the office's zone: "Senin, 23 November 2026 09.00"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'l, j F Y')} {date_format(local, 'H.i')}"


def _said(text: Mapping[str, str], language: str) -> str:
    return text.get(language, text["id"])


def _with_link(body: str, where: str) -> str:
    return f"{body}\n\n{where}" if where else body
