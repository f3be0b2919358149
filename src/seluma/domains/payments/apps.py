from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "seluma.domains.payments"
    label = "payments"
