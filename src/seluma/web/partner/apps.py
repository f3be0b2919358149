"""Django's entry for this package: templates and translations."""

from django.apps import AppConfig


class PartnerConfig(AppConfig):
    name = "seluma.web.partner"
    label = "web_partner"
