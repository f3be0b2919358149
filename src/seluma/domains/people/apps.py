"""Django's entry for this package."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "seluma.domains.people"
    label = "people"
    default_auto_field = "django.db.models.UUIDField"
