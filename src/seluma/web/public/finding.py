""" "Which one is mine?": few questions, one a page, from somebody's situation to a service. No account is needed.

The answers about the situation stand in the address, which can be passed on and says nothing about a person. Answers to
a service's own questions (dates, codes) stay in the session, and go along into the application.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from seluma.domains.catalogue import api as catalogue
from seluma.domains.people import api as people
from seluma.web.ui import brought, forms
from seluma.web.ui.pages import public, render
from seluma.web.ui.words import current_language, spoken

from .found import groups, own_answers

ASKS = "tanya"
RESULT = "hasil"
SENT = "lanjut"
"""The question whose form was sent."""
DOES_NOT_KNOW = "belum-tahu"
LONG_LIST = 9
"""More choices than this are a list to open rather than buttons to read."""

Known = dict[str, str]


@public
def finder(request: HttpRequest) -> HttpResponse:
    """The next question, or what was found. Each question has an address of its own, so that "back" works."""
    known = _known(request)
    if request.GET.get(SENT) in known:
        return HttpResponseRedirect(address(known))
    response = _page(request, known)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _page(request: HttpRequest, known: Known) -> HttpResponse:
    details = brought.answers(request)
    if ASKS in request.GET:
        return _detail(request, known, details, request.GET[ASKS])
    step = catalogue.next_step(known, _given(details), frozenset(details), on=timezone.localdate())
    if RESULT in request.GET or step.is_over:
        return _result(request, known, details, is_over=step.is_over)
    if step.detail is not None:
        return HttpResponseRedirect(address(known, {ASKS: step.detail.key}))
    return _situation(request, known, step)


def address(known: Mapping[str, str], more: Mapping[str, str] | None = None) -> str:
    """The finder with these answers."""
    query = {**known, **(more or {})}
    return f"{reverse('finder')}?{urlencode(query)}" if query else reverse("finder")


def _known(request: HttpRequest) -> Known:
    """The answers in the address that are answers, in the order in which they were given."""
    questions = {question.key: question for question in catalogue.finder_questions()}
    found: Known = {}
    for key, value in request.GET.items():
        if key in questions and (value == catalogue.NONE_FITS or questions[key].choice(value)):
            found[key] = value
    return found


def _given(details: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in details.items() if value is not None}


def _before(known: Known) -> str:
    """One answer less."""
    return address(dict(list(known.items())[:-1]))


def _situation(request: HttpRequest, known: Known, step: catalogue.NextStep) -> HttpResponse:
    """A shared question. Its form leads on by the address alone; sent without an answer, it says what is needed."""
    question = step.question
    if question is None:
        raise LookupError("no question is left")
    choices: list[Any] = [(choice.key, choice.title, choice.hint) for choice in step.choices]
    choices += [None, (catalogue.NONE_FITS, _("Tidak ada yang cocok"))]
    context = {
        "question": question,
        "choices": choices,
        "known": known,
        "back": _before(known) if known else None,
        "missing": request.GET.get(SENT) == question.key,
    }
    return render(request, "public/finder_situation.html", context, status=422 if context["missing"] else 200)


def _detail(request: HttpRequest, known: Known, details: dict[str, Any], key: str) -> HttpResponse:
    """One of a service's own questions; the answer stays in the session."""
    today = timezone.localdate()
    found = next(
        (
            (service, service.questions_by_key[key])
            for service in catalogue.finder_services(known, on=today)
            if key in service.questions_by_key
        ),
        None,
    )
    if found is None:
        return HttpResponseRedirect(address(known))
    service, question = found
    form = forms.Form(request, [_field(question)], {key: details.get(key)})
    if request.method == "POST" and DOES_NOT_KNOW in request.POST:
        brought.keep(request, key, None)
        return HttpResponseRedirect(address(known))
    if form.is_ready():
        brought.keep(request, key, catalogue.check_answer(question, form.values[key]))
        return HttpResponseRedirect(address(known))
    earlier = list(details)[: list(details).index(key)] if key in details else list(details)
    context = {
        "form": form,
        "service": service,
        "back": address(known, {ASKS: earlier[-1]}) if earlier else _before(known),
        "so_far": address(known, {RESULT: "1"}),
    }
    return render(request, "public/finder_detail.html", context, status=form.status)


def _result(request: HttpRequest, known: Known, details: dict[str, Any], *, is_over: bool) -> HttpResponse:
    found = catalogue.verdicts(known, _given(details), frozenset(details), on=timezone.localdate())
    context = {
        "found": groups(found),
        "go_on": None if is_over else address(known),
        "situation": _situation_rows(known),
        "own": own_answers(known, details, found, lambda key: address(known, {ASKS: key})),
        "back": _before(known) if known else None,
        "again": reverse("finder_again"),
    }
    return render(request, "public/finder_result.html", context)


def _situation_rows(known: Known) -> list[dict[str, Any]]:
    """What was answered about the situation; each can be changed, and what followed is asked again."""
    rows = []
    keys = list(known)
    for question in catalogue.finder_questions():
        if question.key in known:
            choice = question.choice(known[question.key])
            before = {key: known[key] for key in keys[: keys.index(question.key)]}
            said = spoken(choice.title) if choice else _("Tidak ada yang cocok")
            rows.append({"key": question.label, "value": said, "href": address(before), "about": question.label})
    return rows


@public
def again(request: HttpRequest) -> HttpResponse:
    """Forget what was answered and begin anew."""
    if request.method == "POST":
        brought.forget(request)
    return HttpResponseRedirect(reverse("finder"))


def _field(question: catalogue.Question) -> forms.Field:
    """The field in which a question is answered."""
    known: dict[str, Any] = {"name": question.key, "label": question.label, "hint": _hint(question)}
    if question.kind == "choice":
        kind = forms.Select if len(question.choices) > LONG_LIST else forms.Choose
        return kind(**known, choices=[(choice.key, choice.title, choice.hint) for choice in question.choices])
    if question.kind == "country":
        return forms.Select(**known, choices=people.countries(current_language()))
    if question.kind == "number":
        return forms.Number(**known, lowest=question.minimum, highest=question.maximum)
    return forms.KINDS[question.kind](**known, check=lambda value: _check(question, value))


def _check(question: catalogue.Question, value: Any) -> None:
    catalogue.check_answer(question, value)


def _hint(question: catalogue.Question) -> str | None:
    said = [spoken(question.hint)] if question.hint else []
    if question.kind == "date":
        said.append(_("Misalnya 27 3 2027."))
    return " ".join(said) or None
