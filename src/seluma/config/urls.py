"""Every address. Pages start with the language; what machines read does not."""

from django.urls import URLPattern, URLResolver, path

from seluma.rest import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
]
