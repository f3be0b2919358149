"""Django's entry for this package."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "seluma.domains.cases"
    label = "cases"
