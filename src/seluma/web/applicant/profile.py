"""The signed-in person's own data: who they are by their passport, where they live, how to reach them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from seluma.domains.people import api as people
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, signed_in


@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """One page with everything, because whoever comes here has the passport in hand."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = people.profile_for(actor, actor.id)
    form = forms.Form(request, _fields(), _initial(kept))
    if form.posted:
        # What the page can read of a form with mistakes is judged, too: everything is told at once.
        for field, sentence in people.profile_problems(kept, form.values, at=timezone.now()).items():
            form.refuse(field, sentence)
    if form.is_ready():
        return post_once(request, lambda: _save(request, form.values))
    if form.posted and not form.typed["mrz_primary"].strip():
        primary, secondary = people.suggested_mrz_names(form.typed["full_name"])
        form.typed.update(mrz_primary=primary, mrz_secondary=form.typed["mrz_secondary"].strip() or secondary)
    return render(request, "applicant/profile.html", {"form": form, "groups": _groups()}, status=form.status)


def _save(request: HttpRequest, values: dict[str, Any]) -> str:
    actor = request.actor  # type: ignore[attr-defined]
    people.save_profile(account=actor.id, changes=values, by=actor, at=timezone.now())
    with translation.override(values["language"]):
        return f"{reverse('profile')}?saved=1"


def _initial(kept: people.Profile) -> dict[str, Any]:
    """What is known, and a first guess at the name in the passport where nothing was said yet."""
    initial = {name: getattr(kept, name) for name in people.FIELDS if hasattr(kept, name)}
    if not kept.mrz_primary:
        initial["mrz_primary"], initial["mrz_secondary"] = people.suggested_mrz_names(kept.full_name)
    return initial


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    """The headings of the page and the fields below each."""
    passport = ("nationality", "passport_number", "passport_issuer", "passport_issued_on", "passport_expires_on")
    return [
        (_("Nama"), ("full_name", "mrz_primary", "mrz_secondary")),
        (_("Kelahiran"), ("birth_date", "birth_place", "sex")),
        (_("Paspor"), passport),
        (_("Tempat tinggal"), ("address", "district")),
        (_("Cara menghubungi Anda"), ("phone", "language")),
    ]


def _fields() -> list[forms.Field]:
    countries = people.countries((translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0])
    return [*_about_the_person(), *_about_the_passport(countries), *_about_the_place()]


def _about_the_person() -> list[forms.Field]:
    words = people.FIELDS
    return [
        forms.Name(
            "full_name",
            words["full_name"],
            _("Seperti di paspor Anda, dalam aksara apa pun. Satu kata pun cukup."),
            missing=_("Tulis nama lengkap Anda. Satu kata pun cukup."),
            autocomplete="name",
        ),
        forms.TextField(
            "mrz_primary",
            words["mrz_primary"],
            _(
                "Lihat dua baris di bawah halaman foto. Setelah kode negara ada nama Anda: bagian ini sampai tanda <<. "
                "Nama satu kata ditulis di sini. Kami mengisinya dari nama Anda; samakan dengan paspor."
            ),
            required=False,
            limit=60,
        ),
        forms.TextField(
            "mrz_secondary",
            words["mrz_secondary"],
            _("Bagian setelah tanda <<. Kosongkan bila paspor Anda tidak memuatnya."),
            required=False,
            limit=60,
        ),
        forms.PartialDate(
            "birth_date",
            words["birth_date"],
            _("Misalnya 17 8 1974. Tanggal atau bulan yang tidak ada di paspor boleh kosong."),
            required=False,
        ),
        forms.TextField("birth_place", words["birth_place"], required=False, limit=100),
        forms.Choose("sex", words["sex"], required=False, choices=list(people.SEXES.items()), inline=True),
    ]


def _about_the_passport(countries: list[tuple[str, str]]) -> list[forms.Field]:
    words = people.FIELDS
    return [
        forms.Select("nationality", words["nationality"], required=False, choices=countries),
        forms.TextField(
            "passport_number",
            words["passport_number"],
            _("5 sampai 9 huruf dan angka, di kanan atas halaman foto."),
            required=False,
            limit=20,
            width=20,
        ),
        forms.Select("passport_issuer", words["passport_issuer"], required=False, choices=countries),
        forms.Date("passport_issued_on", words["passport_issued_on"], required=False),
        forms.Date("passport_expires_on", words["passport_expires_on"], required=False),
    ]


def _about_the_place() -> list[forms.Field]:
    words = people.FIELDS
    districts = [(district.code, district.name) for district in people.districts()]
    return [
        forms.LongText(
            "address",
            words["address"],
            _("Jalan, nomor, RT/RW, desa atau kelurahan."),
            required=False,
            limit=500,
            rows=3,
        ),
        forms.Select(
            "district",
            words["district"],
            _("Kosongkan bila Anda tinggal di luar kabupaten."),
            required=False,
            choices=districts,
        ),
        forms.Phone("phone", words["phone"], _("Misalnya 0812 3456 7890 atau +60 12 345 6789."), required=False),
        forms.Choose("language", words["language"], choices=list(settings.LANGUAGES), inline=True),
    ]


urlpatterns = [path("profil/", profile, name="profile")]
