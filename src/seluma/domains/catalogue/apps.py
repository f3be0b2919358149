from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "seluma.domains.catalogue"
    label = "catalogue"
