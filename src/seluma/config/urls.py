"""Every address. Pages start with the language; what machines read does not."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
