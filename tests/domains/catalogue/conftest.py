from __future__ import annotations

import pytest

from seluma.domains.catalogue import api as catalogue

from ..people_at_work import MONDAY
from .offices import copy_of_the_office


@pytest.fixture
def folder(tmp_path, settings):
    """A copy of the office's content, in use by this test."""
    settings.SELUMA_CONTENT = copy_of_the_office(tmp_path)
    return settings.SELUMA_CONTENT


@pytest.fixture
def student(office_on_monday):
    return catalogue.service("itas-student-extension", on=MONDAY.date())


@pytest.fixture
def visit(office_on_monday):
    return catalogue.service("visit-extension", on=MONDAY.date())
