from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "seluma.core.messages"
    label = "letters"
