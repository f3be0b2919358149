"""Django's entry for this package: templates and translations."""

from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "seluma.web.applicant"
    label = "web_applicant"
