"""Pages for what went wrong, each with a way on, in the language of the address.

For the root URL configuration: `handler400 = "seluma.web.ui.errors.bad_request"`, `handler403 … forbidden`,
`handler404 … not_found`, `handler429 … too_many`, `handler500 … broken`; and in the settings
`CSRF_FAILURE_VIEW = "seluma.web.ui.errors.session_over"`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext as _

from seluma.core.access import api as access

from . import kept
from .language import language_of
from .origin import came_from
from .site import address, site

log = logging.getLogger(__name__)

PERMISSION_CODES = frozenset({"not_permitted", "four_eyes"})
"""Refusals because of who asks: status 403. All others are about how things stand: 409."""

Way = tuple[str, str]


def refused(request: HttpRequest, refusal: access.Refused) -> HttpResponse:
    """A rule says no: its sentence, and every obstacle at once."""
    status = 403 if refusal.code in PERMISSION_CODES else 409
    with translation.override(language_of(request)):
        heading = _("Anda tidak dapat membuka ini") if status == 403 else _("Belum bisa dilakukan")
        sentences = [refusal.sentence]
        return _page(request, status, heading, sentences, [*_back(request), *_home()], refusal.obstacles)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came could not be read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    with translation.override(language_of(request)):
        sentences = [_("Permintaan ini tidak dapat kami baca. Mungkin alamatnya terpotong atau halamannya sudah lama.")]
        return _page(request, 400, _("Permintaan tidak terbaca"), sentences, [*_back(request), *_home()])


def stale_form(request: HttpRequest) -> HttpResponse:
    """A form came without the key that makes it count once."""
    with translation.override(language_of(request)):
        sentences = [_("Halaman ini sudah lama terbuka. Muat ulang halamannya, lalu kirim lagi.")]
        ways = [(_("Muat ulang halaman"), request.get_full_path()), *_home()]
        return _page(request, 400, _("Formulir perlu dimuat ulang"), sentences, ways)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """This person may not see this."""
    with translation.override(language_of(request)):
        sentences = [_("Halaman ini hanya untuk orang dengan peran tertentu. Jika Anda memerlukannya, hubungi kantor.")]
        return _page(request, 403, _("Anda tidak dapat membuka ini"), sentences, [*_back(request), *_home()])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is here, or this person may not know that something is."""
    with translation.override(language_of(request)):
        first = str(exception) if isinstance(exception, access.NotFound) else _("Tidak ada halaman di alamat ini.")
        sentences = [first, _("Periksa alamatnya, atau mulai dari halaman depan.")]
        return _page(request, 404, _("Halaman tidak ada"), sentences, _home())


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than the service takes."""
    with translation.override(language_of(request)):
        sentences = [
            _("Yang Anda kirim lebih besar daripada yang dapat kami terima."),
            _("Kecilkan berkasnya, misalnya dengan memotret lagi pada mutu lebih rendah, lalu kirim satu per satu."),
        ]
        ways = [(_("Kembali ke formulir"), request.get_full_path()), *_home()]
        return _page(request, 413, _("Berkas terlalu besar"), sentences, ways)


def session_over(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit: the page is old, or cookies are off. Django's CSRF view.

    Whoever signed in again in another tab sends the old page from this site: what was typed is kept. What comes from
    elsewhere is not, or another site could fill in a form in somebody's name.
    """
    log.warning("form token refused: %s", reason)
    with translation.override(language_of(request)):
        if _is_a_persons_form(request) and came_from(request) is not None and kept.keep(request):
            sentences = [
                _("Halaman itu sudah lama terbuka, jadi isiannya belum kami terima."),
                _(
                    "Isian Anda kami simpan. Muat ulang halamannya, periksa, lalu kirim lagi. "
                    "Berkas perlu dipilih ulang."
                ),
            ]
            ways = [(_("Muat ulang halaman"), kept.form_path(request)), *_home()]
            return _page(request, 403, _("Sesi berakhir"), sentences, ways)
        sentences = [
            _("Sesi halaman ini sudah berakhir, jadi isiannya belum kami terima."),
            _("Muat ulang halamannya, lalu kirim lagi. Jika terulang, izinkan kuki untuk situs ini."),
        ]
        ways = [(_("Muat ulang halaman"), request.get_full_path()), *_home()]
        return _page(request, 403, _("Sesi berakhir"), sentences, ways)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Too many attempts in a short time."""
    with translation.override(language_of(request)):
        sentences = [_("Terlalu banyak percobaan dalam waktu singkat. Tunggu beberapa menit, lalu coba lagi.")]
        return _page(request, 429, _("Tunggu sebentar"), sentences, [*_back(request), *_home()])


def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks neither the database nor the session, so it also stands when those are away."""
    with translation.override(language_of(request)):
        sentences = [
            _("Ada gangguan di pihak kami. Yang sudah tersimpan tidak hilang."),
            _("Coba lagi sebentar lagi. Jika masih terjadi, hubungi kantor dan sebutkan jam kejadiannya."),
        ]
        again = request.get_full_path() if request.method == "GET" else request.path
        ways = [(_("Coba lagi"), again), *_home()]
        context = {"heading": _("Layanan terganggu"), "sentences": sentences, "ways": ways}
        page = loader.get_template("ui/plain.html", using="jinja2").render(context)
        return HttpResponse(page, status=500)


def _page(
    request: HttpRequest,
    status: int,
    heading: str,
    sentences: Sequence[access.Sentence],
    ways: list[Way],
    obstacles: tuple[access.Sentence, ...] = (),
) -> HttpResponse:
    """With the navigation where the person is known already; a request refused early gets the bare frame."""
    context = {"heading": heading, "sentences": sentences, "ways": ways, "obstacles": obstacles}
    whole = hasattr(request, "actor")
    template = loader.get_template("ui/message.html" if whole else "ui/plain.html", using="jinja2")
    return HttpResponse(template.render(context, request if whole else None), status=status)


def _is_a_persons_form(request: HttpRequest) -> bool:
    """Whether the form went to a page for signed-in people. Those that everybody may use are never kept."""
    gate = getattr(getattr(request.resolver_match, "func", None), "gate", None)
    return gate is not None and gate.kind != "public"


def _home() -> list[Way]:
    return [(_("Halaman depan"), address(site().home) or f"/{translation.get_language()}/")]


def _back(request: HttpRequest) -> list[Way]:
    """The page before this one, when it was ours and is another."""
    before = came_from(request)
    if before is None or before.path == request.path:
        return []
    return [(_("Kembali"), f"{before.path}?{before.query}" if before.query else before.path)]
