from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "seluma.core.journal"
    label = "journal"
