"""Where the institutions' pages lie, below the language. Letters lead here, so the names stand alone."""

from __future__ import annotations

from django.urls import path

from . import questions

urlpatterns = [
    path("lembaga/", questions.inbox, name="partner_inbox"),
    path("lembaga/pertanyaan/<uuid:question_id>/", questions.question, name="partner_question"),
]
