"""The pages that everybody reads, below the language. The same words in every language."""

from __future__ import annotations

from django.urls import path

from seluma.web.public import about, catalogue, finding, home, overstay

urlpatterns = [
    path("", home.home, name="home"),
    path("layanan/", catalogue.services, name="services"),
    path("layanan-saya/", finding.finder, name="finder"),
    path("layanan-saya/ulang/", finding.again, name="finder_again"),
    path("layanan/<slug:code>/", catalogue.service, name="service"),
    path("lewat-izin/", overstay.overstay, name="overstay"),
    path("tentang/", about.about, name="about"),
    path("tentang/data-pribadi/", about.privacy, name="privacy"),
    path("tentang/aksesibilitas/", about.accessibility, name="accessibility"),
    path("tentang/kantor/", about.office, name="office"),
]
