from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "seluma.core.files"
    label = "files"
