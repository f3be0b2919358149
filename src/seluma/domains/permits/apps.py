from django.apps import AppConfig


class PermitsConfig(AppConfig):
    name = "seluma.domains.permits"
    label = "permits"
