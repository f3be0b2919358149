"""Each service has a made-up application that meets all that it asks: none is offered that nobody could finish."""

from __future__ import annotations

import pytest

from seluma.cli import sampling
from seluma.cli.characters import ANNA
from seluma.domains.catalogue import api as catalogue

from ..people_at_work import MONDAY

TODAY = MONDAY.date()


def offered(code: str) -> catalogue.Service:
    return next(service for service in catalogue.content().services if service.code == code)


CODES = [service.code for service in catalogue.content().services]


def test_every_service_has_a_sample():
    assert set(CODES) <= set(sampling.services())


@pytest.mark.parametrize("code", CODES)
def test_a_sample_answers_all_that_is_asked_and_nothing_else(code):
    service, answers = offered(code), sampling.sample(code, ANNA, TODAY)
    assert set(answers) <= {question.key for question in service.questions}
    assert [question.key for question in catalogue.unanswered(service, answers)] == []
    for question in catalogue.asked(service, answers):
        if answers.get(question.key) is not None:
            catalogue.check_answer(question, answers[question.key])


@pytest.mark.parametrize("code", CODES)
def test_nothing_stands_in_the_way_of_a_sample(code):
    service, answers = offered(code), sampling.sample(code, ANNA, TODAY)
    for blocks in ("filing", "decision"):
        found = catalogue.obstacles(service, answers, on=TODAY, blocks=blocks)
        assert [obstacle.key for obstacle in found] == []


@pytest.mark.parametrize("code", CODES)
def test_every_service_says_where_it_is_listed_and_how_somebody_would_ask_for_it(code):
    service = offered(code)
    assert service.situation in {situation.key for situation in catalogue.situations()}
    assert service.wish
    assert service.keywords
    assert all(question.name for question in service.questions)
