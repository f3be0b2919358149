"""The frame around every page: whose pages they are, and the way to each main page for those who can use it.

The office's name comes from its content folder, read when a page is shown: a folder with mistakes must not keep the
command that names them from starting.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Sentence
from seluma.core.journal import api as journal
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.lib.text import Text
from seluma.web.ui.site import Item, Site

STAFF = (cases.READ, cases.OVERSEE, agencies.ANSWER, journal.RETRY)
"""Who works here finds the work in the header, and applies from the front page like everybody."""


def _of_the_office(read: Callable[[catalogue.Office], Text | None], otherwise: Sentence = "") -> Sentence:
    def sentence() -> str:
        try:
            found = read(catalogue.office())
        except (catalogue.ContentMistakes, OSError):
            # The page that says that the service is disturbed must still have a head.
            return str(otherwise)
        return found.in_(get_language()) if found else ""

    return lazy(sentence, str)()


def _colophon() -> str:
    try:
        office = catalogue.office()
    except (catalogue.ContentMistakes, OSError):
        return ""
    name, address = (text.in_(get_language()) for text in (office.name, office.address))
    return gettext("%(office)s, %(address)s.") % {"office": name, "address": address}


SITE = Site(
    name=_of_the_office(lambda office: office.short_name, otherwise=_("Layanan imigrasi")),
    tagline=_of_the_office(lambda office: office.tagline),
    home="home",
    sign_in="account_login",
    sign_out="account_logout",
    account="profile",
    navigation=(
        Item(_("Meja petugas"), "officer:first", needs=cases.READ),
        Item(_("Kepala kantor"), "officer:head", needs=cases.OVERSEE),
        Item(_("Pertanyaan"), "partner_inbox", needs=agencies.ANSWER),
        Item(_("Pengantaran"), "officer:deliveries", needs=journal.RETRY),
        Item(_("Penerbitan"), "officer:publication", needs=catalogue.PUBLISH),
        Item(_("Uang masuk"), "officer:problems", needs=payments.RESOLVE),
        Item(_("Peran"), "officer:find", needs=people.GRANT_ROLES),
        Item(_("Layanan"), "services", unless=STAFF),
        Item(_("Periksa dokumen"), "verification"),
        Item(_("Permohonan saya"), "applicant:cases", needs=cases.FILE, unless=STAFF),
    ),
    footer=(
        Item(_("Cara kerja kami"), "about"),
        Item(_("Buku besar"), "ledger"),
        Item(_("Data pribadi Anda"), "privacy"),
        Item(_("Aksesibilitas"), "accessibility"),
        Item(_("Hubungi kantor"), "office"),
        Item(_("Data diri"), "profile", who="signed_in"),
    ),
    colophon=lazy(_colophon, str)(),
)
