from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "seluma.domains.documents"
    label = "documents"
