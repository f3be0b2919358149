"""A service's questions as fields of a form, and answers as people read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.web.ui import forms
from seluma.web.ui.words import current_language, spoken

LONG_LIST = 9
"""More choices than this are a list to open rather than buttons to read."""


def field_for(question: catalogue.Question) -> forms.Field:
    """The field in which a question is answered. What can be an answer is judged by the catalogue."""
    known: dict[str, Any] = {
        "name": question.key,
        "label": question.label,
        "hint": _hint(question),
        "required": question.required,
        "check": _judge(question),
    }
    return _FIELDS[question.kind](question, known)


def _text(question: catalogue.Question, known: dict[str, Any]) -> forms.Field:
    if question.form == "name":
        return forms.Name(**known, limit=question.max_length, autocomplete="name")
    width = 20 if question.max_length <= 40 else None
    return forms.TextField(**known, limit=question.max_length, width=width)


def _long_text(question: catalogue.Question, known: dict[str, Any]) -> forms.Field:
    return forms.LongText(**known, limit=question.max_length)


def _choice(question: catalogue.Question, known: dict[str, Any]) -> forms.Field:
    if len(question.choices) > LONG_LIST:
        return forms.Select(**known, choices=[(choice.key, choice.title) for choice in question.choices])
    return forms.Choose(**known, choices=[(choice.key, choice.title, choice.hint) for choice in question.choices])


def _number(question: catalogue.Question, known: dict[str, Any]) -> forms.Field:
    return forms.Number(**known, lowest=question.minimum, highest=question.maximum)


def _country(question: catalogue.Question, known: dict[str, Any]) -> forms.Field:  # noqa: ARG001
    return forms.Select(**known, choices=people.countries(current_language()))


_FIELDS: dict[str, Callable[[catalogue.Question, dict[str, Any]], forms.Field]] = {
    "text": _text,
    "long_text": _long_text,
    "date": lambda _question, known: forms.Date(**known),
    "partial_date": lambda _question, known: forms.PartialDate(**known),
    "choice": _choice,
    "yes_no": lambda _question, known: forms.YesNo(**known),
    "number": _number,
    "country": _country,
    "phone": lambda _question, known: forms.Phone(**known),
}


def _judge(question: catalogue.Question) -> Callable[[Any], None]:
    def judge(value: Any) -> None:
        catalogue.check_answer(question, value)

    return judge


def _hint(question: catalogue.Question) -> str | None:
    said = [spoken(question.hint)] if question.hint else []
    if question.kind == "date":
        said.append(_("Misalnya 27 3 2027."))
    if not question.required and not question.hint:
        said.append(_("Boleh dikosongkan."))
    return " ".join(said) or None


def shown(question: catalogue.Question, value: Any) -> str:
    """An answer in the page's language; empty where there is none."""
    return "" if value is None or value == "" else spoken(cases.shown_answer(question, value))
