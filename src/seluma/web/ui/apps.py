"""The look, as a Django app: templates, static files and one small table."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "seluma.web.ui"
    label = "ui"
