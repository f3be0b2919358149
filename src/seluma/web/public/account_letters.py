"""The letters about an account, in plain text. Written in the language that is active."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent."""

    subject: str
    body: str


def write(kind: str, facts: Mapping[str, Any]) -> Letter:
    """The letter of this kind; KeyError for a kind that no page of ours leads to."""
    return _WRITERS[kind](facts)


def _confirm(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Pastikan alamat e-mail Anda"),
        _paragraphs(
            _greeting(facts),
            _("Kami menerima pendaftaran akun dengan alamat e-mail ini. Buka tautan ini untuk memastikan alamat Anda:"),
            facts["activate_url"],
            _("Tautan ini berlaku 3 hari."),
            _("Bila Anda tidak mendaftar, abaikan surat ini. Tanpa tautan itu akunnya tidak dapat dipakai."),
        ),
    )


def _already_exists(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Anda sudah punya akun"),
        _paragraphs(
            _("Salam,"),
            _(
                "Baru saja ada yang mendaftar dengan alamat e-mail ini. Akun dengan alamat ini sudah ada, jadi tidak "
                "ada yang berubah."
            ),
            _("Lupa kata sandi? Buat yang baru di sini:"),
            facts["password_reset_url"],
            _("Bila bukan Anda yang mendaftar, abaikan surat ini."),
        ),
    )


def _unknown(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Belum ada akun dengan alamat ini"),
        _paragraphs(
            _("Salam,"),
            _("Baru saja ada yang meminta kata sandi baru untuk alamat e-mail ini, tetapi akunnya belum ada."),
            _("Mungkin Anda mendaftar dengan alamat lain. Untuk membuat akun dengan alamat ini:"),
            facts["signup_url"],
            _("Bila bukan Anda yang meminta, abaikan surat ini."),
        ),
    )


def _reset(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Buat kata sandi baru"),
        _paragraphs(
            _greeting(facts),
            _("Kami menerima permintaan kata sandi baru untuk akun Anda. Buka tautan ini untuk membuatnya:"),
            facts["password_reset_url"],
            _("Tautan ini berlaku satu hari."),
            _("Bila bukan Anda yang meminta, abaikan surat ini. Kata sandi Anda tetap yang lama."),
        ),
    )


def _was_reset(facts: Mapping[str, Any]) -> Letter:
    return Letter(
        _("Kata sandi Anda sudah diganti"),
        _paragraphs(
            _greeting(facts),
            _("Kata sandi akun Anda baru saja diganti, dan semua perangkat sudah dikeluarkan dari akun."),
            _("Bila bukan Anda yang menggantinya, segera buat kata sandi baru dan hubungi kantor kami."),
        ),
    )


_WRITERS: dict[str, Callable[[Mapping[str, Any]], Letter]] = {
    "email_confirmation_signup": _confirm,
    "email_confirmation": _confirm,
    "account_already_exists": _already_exists,
    "unknown_account": _unknown,
    "password_reset_key": _reset,
    "password_reset": _was_reset,
}


def _greeting(facts: Mapping[str, Any]) -> str:
    return _("Salam, %(name)s,") % {"name": facts["user"].name}


def _paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
