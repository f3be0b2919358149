"""What lies above the languages: the bare address, and what programs ask for."""

from __future__ import annotations

from django.urls import path

from seluma.web.public import home

urlpatterns = [
    path("", home.front, name="front"),
    path("robots.txt", home.robots, name="robots"),
    path("favicon.ico", home.favicon, name="favicon"),
]
