"""The pages that everybody reads, below the language. The same words in every language."""

from __future__ import annotations

from django.urls import path

from seluma.web.public import about, catalogue, finding, home, ledger, overstay

urlpatterns = [
    path("", home.home, name="home"),
    path("layanan/", catalogue.services, name="services"),
    path("layanan-saya/", finding.finder, name="finder"),
    path("layanan-saya/ulang/", finding.again, name="finder_again"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("lewat-izin/", overstay.overstay, name="overstay"),
    path("buku-besar/", ledger.explorer, name="ledger"),
    path("buku-besar/catatan/<int:position>/", ledger.entry, name="ledger_entry"),
    path("buku-besar/penjelasan/", ledger.explained, name="ledger_explained"),
    path("buku-besar/penjelasan/rinci/", ledger.in_depth, name="ledger_in_depth"),
    path("tentang/", about.about, name="about"),
    path("tentang/data-pribadi/", about.privacy, name="privacy"),
    path("tentang/aksesibilitas/", about.accessibility, name="accessibility"),
    path("tentang/kantor/", about.office, name="office"),
]
