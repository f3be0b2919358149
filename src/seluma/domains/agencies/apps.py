from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "seluma.domains.agencies"
    label = "agencies"
