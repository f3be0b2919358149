from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "seluma.core.ledger"
    label = "ledger"
