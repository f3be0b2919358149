"""Django's entry for this package: templates and translations."""

from django.apps import AppConfig


class OfficerConfig(AppConfig):
    name = "seluma.web.officer"
    label = "web_officer"
