"""Django's entry for this package: templates and translations."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "seluma.web.public"
    label = "web_public"
